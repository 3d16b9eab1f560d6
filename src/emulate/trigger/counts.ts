/**
 * The trigger's digitisation: what a particle brings to a sum, in counts.
 */
import { MAX_COUNTS } from '../../core/card/trigger.js';

/**
 * What a pulse of `energy` (GeV) brings to an analogue sum, whose noise for it is `mark` standard deviations
 * of `smear`, GeV. No energy, nothing.
 */
export const analogue = (energy: number, mark: number, smear: number): number =>
  energy > 0 ? energy + smear * mark : 0;

/** Counts of an analogue sum (GeV), `count` GeV each: rounded down, from 0 to 65534. */
export function digitise(sum: number, count: number): number {
  const n = Math.floor(sum / count);
  return n < 0 ? 0 : n > MAX_COUNTS ? MAX_COUNTS : n;
}

/** A threshold in counts: the nearest whole number. */
export const thresholdCounts = (energy: number, count: number): number =>
  Math.round(energy / count);
