/**
 * What a combination needs of each run, wherever it comes from: counts and a card, ghosts, sidebands, or a paper.
 */
import type { Belief } from '../../core/card/schema.js';
import type { Origin } from '../origin.js';
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
  /** Where that of the yield comes from. */
  readonly yieldOrigin: Origin;
  readonly box: Box;
}

/**
 * The same run with another exposure, as a run so long is expected to be: its background goes with it, the error of the counts behind
 * that falls with the root of them, all other relative errors stay.
 * @param counted how many times as many these counts are: of an estimate from several runs that is the factor of all of them together
 */
export function scaledRun(
  run: RunInput,
  electrons: number,
  counted = run.electrons > 0 ? electrons / run.electrons : 1,
): RunInput {
  const factor = run.electrons > 0 ? electrons / run.electrons : 0;
  const { events, logErrors } = run.background;
  return {
    ...run,
    electrons,
    background: {
      ...run.background,
      events: events * factor,
      logErrors: { ...logErrors, counts: logErrors.counts / Math.sqrt(counted) },
    },
  };
}
