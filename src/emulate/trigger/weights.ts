import { ticks } from '../../core/ticks.js';

/** Weights of neighbours in the sums are multiples of 1/256. */
export const WEIGHT_BITS = 8;
const UNIT = 1 << WEIGHT_BITS;

/**
 * Weight of a neighbour by its distance in ticks: whole up to `full`, from there falling linearly,
 * rounded down, to 0 at `zero`. What is not in the table has no weight.
 */
export function weightsOf(overlap: { full: number; zero: number }): Uint16Array {
  const full = ticks(overlap.full);
  const zero = ticks(overlap.zero);
  return Uint16Array.from({ length: Math.max(zero, full + 1) }, (_, dt) =>
    dt <= full ? UNIT : Math.floor((UNIT * (zero - dt)) / (zero - full)),
  );
}
