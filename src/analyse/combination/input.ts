/**
 * What a combination needs of each run, wherever it comes from: counts and a card, ghosts, sidebands, or a paper.
 */
import type { Belief } from '../../core/card/schema.js';
import type { BackgroundInput } from './background.js';

/** Of an A' of some mass, everything between an electron on target and the box included; error: statistical, absolute. */
export interface EfficiencyValue {
  readonly value: number;
  readonly error: number;
}

/** Relative, one sigma. */
export type Uncertainties = Pick<
  Belief['analysis']['nuisances'],
  'yield' | 'trigger' | 'vetoHcal' | 'track' | 'srd' | 'electrons' | 'efficiency'
>;

/** The signal box in E_ECAL, GeV: what is missing of the beam's energy is `beam` less that. */
export interface Box {
  readonly beam: number;
  readonly edge: number;
}

export interface RunInput {
  readonly name: string;
  /** Electrons on target. */
  readonly electrons: number;
  readonly efficiency: (massGeV: number) => EfficiencyValue;
  /** For these electrons. */
  readonly background: BackgroundInput;
  readonly uncertainties: Uncertainties;
  readonly box: Box;
}

/** The same run with another exposure: its background goes with it, the relative errors stay. */
export function scaledRun(run: RunInput, electrons: number): RunInput {
  const factor = run.electrons > 0 ? electrons / run.electrons : 0;
  const { events, error, functionError } = run.background;
  return {
    ...run,
    electrons,
    background: {
      ...run.background,
      events: events * factor,
      error: error * factor,
      functionError: functionError * factor,
    },
  };
}
