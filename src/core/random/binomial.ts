/**
 * Binomial numbers: how many of n uniform numbers are below p, by the middle one of them, which is beta-distributed
 * (Devroye, Non-Uniform Random Variate Generation, 1986, X.4.3).
 */
import type { Stream } from './stream.js';

/** So few are drawn one by one. */
const FEW = 16;

/** @param n a whole number @param p from 0 to 1 */
export function binomial(stream: Stream, n: number, p: number): number {
  let below = 0;
  let left = n;
  let share = p;
  while (left > FEW && share > 0 && share < 1) {
    const rank = (left + 1) >>> 1;
    const [a, b] = [stream.gamma(rank), stream.gamma(left + 1 - rank)];
    const middle = a / (a + b);
    if (middle < share) {
      below += rank;
      left -= rank;
      share = (share - middle) / (1 - middle);
    } else {
      left = rank - 1;
      share /= middle;
    }
  }
  if (share >= 1) return below + left;
  for (let i = 0; i < left; i++) if (stream.uniform() < share) below++;
  return below;
}
