/** Estimates from the counts of several runs together, and what each run has of them. */
import type { Belief } from '../../core/card/schema.js';
import { upperIncompleteGamma } from '../../core/gamma.js';
import { poissonDeviance } from '../limits/likelihood.js';
import { CARD_RATE } from './card.js';
import type { Seen } from './seen.js';
import type { Estimate, Source } from './source.js';

/** A run that is one of several. */
export interface Sample {
  readonly belief: Belief;
  readonly seen: Seen;
  /** Electrons on target that came while trigger and readout were open: prescale, live fraction and pile-up in the gate are known. */
  readonly open: number;
}

/**
 * Runs whose counts may be summed: what they count means the same, and what the card types in is the same. Cuts on track, SRD and shower
 * may differ; they are efficiencies.
 */
export function alike<T extends Pick<Sample, 'belief'>>(runs: readonly T[]): T[][] {
  const groups = new Map<string, T[]>();
  for (const run of runs) {
    const { beamEnergy, box, seal, regionI, regionII, background, hadrons } = run.belief.analysis;
    const { ecal } = run.belief.trigger;
    const counted = [beamEnergy, box, seal, regionI, regionII, ecal];
    const key = JSON.stringify([...counted, background, hadrons]);
    groups.set(key, [...(groups.get(key) ?? []), run]);
  }
  return [...groups.values()];
}

/**
 * Shares of each run, adding up to 1. The card's rate is one per electron on target. What is counted is counted while trigger and readout
 * are open, so it is shared by the electrons of then, times what a source knows of a run beside that.
 */
export function sharesOf(
  estimate: Pick<Estimate, 'method'>,
  source: Source | undefined,
  runs: readonly Sample[],
  all: Seen,
): number[] {
  const weights = runs.map(({ seen, open }) =>
    estimate.method === CARD_RATE ? seen.electrons : open * (source?.perElectron?.(seen, all) ?? 1),
  );
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => (sum > 0 ? weight / sum : 1 / runs.length));
}

/** Below this chance the runs do not share an estimate as is supposed. */
const UNLIKELY = 0.01;

/** Says so where the counts that an estimate rests on are shared among the runs otherwise than the estimate is. */
export function unequal(
  source: Source | undefined,
  runs: readonly Sample[],
  shares: readonly number[],
): string[] {
  const { counts } = source ?? {};
  if (!counts || runs.length < 2) return [];
  const own = runs.map(({ seen, belief }) => counts(seen, belief));
  const sum = own.reduce((a, b) => a + b, 0);
  const deviance = own.reduce((d, n, i) => d + poissonDeviance(n, sum * shares[i]), 0);
  const p = upperIncompleteGamma((runs.length - 1) / 2, deviance / 2);
  return p < UNLIKELY
    ? [`the runs have ${own.join(', ')} of its events, a chance of ${p.toPrecision(2)}`]
    : [];
}

/** What a run has of an estimate. */
export const shareOf = (estimate: Estimate, share: number): Estimate => {
  const times = (x: number | null) => (x === null ? null : x * share);
  const { interval } = estimate;
  return {
    ...estimate,
    events: estimate.events * share,
    error: estimate.error * share,
    interval: interval && [interval[0] * share, interval[1] * share],
    statistical: times(estimate.statistical),
    systematic: times(estimate.systematic),
  };
};
