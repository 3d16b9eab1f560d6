/**
 * The trigger's digitisation: what a particle brings to a sum, in counts.
 */
import { MAX_COUNTS } from '../../core/card/trigger.js';

/**
 * Counts of a pulse of `energy` (GeV) whose analogue share of the sum is off by `mark` standard
 * deviations of `smear`: rounded down, from 0 to 65534. No energy, no counts.
 */
export function digitise(energy: number, mark: number, smear: number, count: number): number {
  if (!(energy > 0)) return 0;
  const n = Math.floor((energy + smear * mark) / count);
  return n < 0 ? 0 : n > MAX_COUNTS ? MAX_COUNTS : n;
}

/** A threshold in counts: the nearest whole number. */
export const thresholdCounts = (energy: number, count: number): number =>
  Math.round(energy / count);
