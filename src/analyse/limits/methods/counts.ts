import { UsageError } from '../../../core/errors.js';

/** Counts of a method that sums over whole numbers of events. */
export function wholeCounts(counts: Float64Array): Float64Array {
  const wrong = counts.find((n) => !Number.isInteger(n));
  if (wrong === undefined) return counts;
  throw new UsageError({
    what: 'observations',
    got: `${wrong}`,
    expected: 'whole numbers of events, over which this method sums',
  });
}
