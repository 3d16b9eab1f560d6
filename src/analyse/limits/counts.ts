import { UsageError } from '../../core/errors.js';
import type { Model } from './likelihood.js';

/** The mean up to which counts are drawn and summed over. */
const MOST = 1e9;

/** @throws UsageError for a mean beyond what can be drawn or summed over */
export function countable(what: string, mean: number): number {
  if (mean >= 0 && mean <= MOST) return mean;
  throw new UsageError({ what, got: `a mean of ${mean}`, expected: `0 to ${MOST} events` });
}

/** Counts of a method that sums over whole numbers of events. */
export function wholeCounts(counts: Float64Array): Float64Array {
  const wrong = counts.find((n) => !(Number.isInteger(n) && n <= MOST));
  if (wrong === undefined) return counts;
  throw new UsageError({
    what: 'observations',
    got: `${wrong}`,
    expected: `whole numbers of events to ${MOST}, over which this method sums`,
  });
}

/** Parameters that are free besides the one of interest. */
export function freeNuisances({ bounds, poi }: Model): number[] {
  return Array.from(bounds.lower, (_, p) => p).filter(
    (p) => p !== poi && bounds.lower[p] < bounds.upper[p],
  );
}

/** Whether a model is one count without free nuisances. */
export const isSingle = (model: Model): boolean =>
  freeNuisances(model).length === 0 && model.expected(model.bounds.lower).counts.length === 1;

/** Events of a single count at mu = 0, and what mu = 1 adds. */
export function singleRates(
  model: Model,
  start: Float64Array,
): { readonly signal: number; readonly background: number } {
  const at = (mu: number) => model.expected(start.with(model.poi, mu)).counts[0];
  return { signal: at(1) - at(0), background: at(0) };
}
