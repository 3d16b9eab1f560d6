/** What is emulated at one intensity, and what is read off it. */
import { MEASUREMENTS } from '../../../analyse/measured/index.js';
import type { Card } from '../../../core/card/index.js';
import { loadSingleCard } from '../../cards.js';
import { FACTORS, type Factor } from '../../ghosts.js';
import { type Sample, sample } from '../../efficiency/sample.js';
import { type Measured, share } from '../row.js';
import type { Computing, ValidateOptions } from '../validation.js';
import { type Company, companyIn } from './neighbours.js';

export type Options = Pick<ValidateOptions, 'seed'> & Computing & { readonly events: number };

/** Light, as where the paper gives its efficiencies; GeV. */
const MASS = 0.001;

/** Electrons by the intensity that a spill of 4.8 s would have. */
export const at = (intensity: number, spill = 1): string[] => [
  `beam.intensity=${Math.round(intensity * spill)}`,
  'beam.startSpike.probability=0',
];
/** Emulated at one intensity. */
export interface Point {
  readonly intensity: number;
  readonly card: Card;
  readonly company: Company;
  readonly ghosts: Sample;
  readonly gates: Sample;
  /** Emulated behind both. */
  readonly spills: number;
}

export const cardOf = (overrides: readonly string[], seed: string): Card => {
  return loadSingleCard('run3-2018', overrides, seed);
};

/** Particles asked for company, for each ghost: at 1e5 per spill one in a thousand has any within 40 ns. */
export const LOOKED_AT = 100;

/** Spills for gates last a tenth: the prescaled beam triggers fill them. */
const SHORT = 0.1;
const SHORT_SPILLS = 5;
const GATES = 0.1;

export async function pointAt(intensity: number, options: Options): Promise<Point> {
  const { seed, events, report } = options;
  report(`pileup: ${intensity} electrons per spill`);
  const nominal = at(intensity);
  const card = cardOf(nominal, seed);
  const ask = { name: 'run3-2018', masses: [MASS] };
  const gates = Math.ceil(events * GATES);
  const prescale = Math.max(1, Math.round((SHORT * intensity) / gates));
  return {
    intensity,
    card,
    spills: 1 + SHORT_SPILLS,
    company: companyIn(card, seed, LOOKED_AT * events, false),
    ghosts: await sample(
      { ...ask, overrides: nominal, spills: 1, ghosts: events, measured: false },
      options,
    ),
    gates: await sample(
      {
        ...ask,
        overrides: [
          ...at(intensity, SHORT),
          `beam.spill=${4800 * SHORT} ms`,
          `trigger.menu.beam.prescale=${prescale}`,
          'trigger.menu.random.rate=2500 Hz',
          'readout.deadTime=10us',
        ],
        spills: SHORT_SPILLS,
        ghosts: 0,
        measured: true,
      },
      options,
    ),
  };
}

export function factor({ counts }: Sample, name: Factor): Measured {
  const { passed } = counts.flows[0];
  const i = FACTORS.indexOf(name);
  return share(passed[i + 1], passed[i]);
}

/** Kept in the trigger's gate and in the offline window. */
export function kept({ ghosts }: Point): Measured {
  const [gate, gateError] = factor(ghosts, 'pile-up in the trigger gate');
  const [offline, offlineError] = factor(ghosts, 'pile-up offline');
  return [gate * offline, Math.hypot(gateError * offline, offlineError * gate)];
}

export const trials = ({ gates }: Point, name: string): Measured => {
  const { passed, of } = gates.counts.trials[MEASUREMENTS.findIndex((m) => m.name === name)];
  return share(passed, of);
};
