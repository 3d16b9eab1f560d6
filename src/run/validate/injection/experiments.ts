/**
 * Experiments of a tenth of a spill, whose nature has an A': signal region, background and sideband are as full as those of the
 * paper's whole exposure.
 */
import { decodeCounts } from '../../../analyse/counts.js';
import type { RunCounts } from '../../../analyse/limit.js';
import type { RunEfficiency } from '../../../analyse/combination/measured.js';
import { beliefOf, type Card, cardHash } from '../../../core/card/index.js';
import { leadYield } from '../../../core/signal/index.js';
import { loadSingleCard } from '../../cards.js';
import { measureEfficiency } from '../../efficiency/index.js';
import { experiment } from '../../executor/kinds/experiment.js';
import { sha256 } from '../../hash.js';
import { drain, results } from '../../pipeline.js';
import type { SpillJob } from '../../spill.js';
import type { ValidateOptions } from '../validation.js';

export type Options = Pick<ValidateOptions, 'seed'> & Parameters<typeof measureEfficiency>[2];

/** GeV, of the A'. */
export const MASS = 0.01;

/**
 * Run III at the rate of 7e6 electrons in 4.8 s. Losses at large angles, none of them before the magnets, are so many that
 * 7e5 electrons leave 0.44 events in the box and 60 in sideband C, the slope as it is.
 */
const OVERRIDES = [
  ...['beam.spill=480ms', 'beam.intensity=7e5', 'beam.empty=0', 'beam.cutShort=0'],
  'nature.upstreamElectroNuclear.ratePerRadiationLength=0.25',
  ...['nature.upstreamElectroNuclear.largeAngleFraction=1', 'nature.beforeMagnets=0'],
];

/** With a mixing strength; of 0 the card has no A'. */
export function cardWith(epsilon: number, seed: string): Card {
  const dark = `nature.darkPhoton={mass: ${MASS * 1000} MeV, epsilon: ${epsilon}}`;
  return loadSingleCard('run3-2018', epsilon > 0 ? [...OVERRIDES, dark] : OVERRIDES, seed);
}

const GHOST_SPILLS = 12;

/** Of so many A' in these very spills, as `spillway efficiency` measures it. */
export async function efficiencyOf(
  ghosts: number,
  { seed, ...computing }: Options,
): Promise<RunEfficiency> {
  const own = `${seed} ghosts`;
  const request = {
    ...{ masses: [MASS], spills: GHOST_SPILLS, ghosts, seed: own },
    fidelity: 'energy' as const,
  };
  const { runs } = await measureEfficiency([cardWith(0, own)], request, computing);
  return runs[0];
}

/** A' above the energy from which the limit counts them, per electron on target at eps = 1. */
export const yieldOf = ({ beam }: Pick<Card, 'beam'>): number =>
  leadYield(MASS, beam.momentum).perEot;

/** The mixing strength that puts so many events into the box in the mean. */
export function epsilonOf(
  events: number,
  { masses, electrons, spills }: RunEfficiency,
  card: Pick<Card, 'beam'>,
): number {
  const made = electrons * yieldOf(card) * (masses[0].total.value ?? 0);
  return Math.sqrt((events * spills) / made);
}

/** Each a spill of its own, analysed sealed and then opened. */
export async function countsOf(
  card: Card,
  number: number,
  efficiency: RunEfficiency,
  { executor, repeat, report }: Options,
): Promise<RunCounts[]> {
  const { seed } = card.run;
  const job: SpillJob = {
    ...{ card, cardHash: cardHash(card, sha256), seed, mode: 'candidates', fidelity: 'energy' },
    ...{ truth: false, evaluation: 'staged' },
  };
  const belief = beliefOf(card);
  const all: RunCounts[] = [];
  const indices = Array.from({ length: number }, (_, i) => i + 1);
  await drain(results(executor, { kind: experiment, job, repeat }, indices), ({ result }) => {
    const { whileSealed, opened } = result;
    const name = `experiment ${all.length + 1}`;
    const counts = decodeCounts(opened);
    all.push({ name, belief, counts, whileSealed: decodeCounts(whileSealed), efficiency });
    if (all.length % 50 === 0) report(`${seed}: ${all.length} of ${number} experiments`);
  });
  return all;
}
