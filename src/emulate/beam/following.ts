import { exp } from '../../core/math.js';
import { SLICE_NS } from '../../core/ticks.js';

/**
 * The rate over that of a reference intensity, averaged with exp(-t/time): constant within a slice (its
 * value at the end of the one before), falling behind the spill.
 * @param electrons expected in each 1 ms slice; none before and after
 */
export function following(
  electrons: Float64Array,
  { intensity, time, spill }: Readonly<Record<'intensity' | 'time' | 'spill', number>>,
): (slice: number) => number {
  const keep = exp(-SLICE_NS / time);
  const perSlice = (intensity * SLICE_NS) / spill;
  const fill = new Float64Array(electrons.length + 1);
  for (let s = 0; s < electrons.length; s++) {
    fill[s + 1] = keep * fill[s] + (1 - keep) * (electrons[s] / perSlice);
  }
  const last = electrons.length;
  return (slice) =>
    slice <= last ? fill[slice] : fill[last] * exp((-SLICE_NS / time) * (slice - last));
}
