/** What one count of a known background expects, summed over all counts; signal and background in events. */
import { exp, log } from '../../../core/math.js';

/** P(N = n), N = 0, 1, ...: far above all means that are asked for. */
const COUNTS = 100;

/** Mean of f(n) for a Poisson number. */
export function overCounts(mean: number, f: (n: number) => number): number {
  let term = exp(-mean);
  let sum = 0;
  for (let n = 0; n < COUNTS; n++) {
    sum += term * f(n);
    term *= mean / (n + 1);
  }
  return sum;
}

/** E[max(n - b, 0)]: the mean of a best fit that does not go below 0. */
export const meanOf = (s: number, b: number) => overCounts(s + b, (n) => Math.max(n - b, 0));

/** P(t~ <= most), t~ = 2 [nu - best - n ln(nu/best)], best = max(n, b). */
export const withinOf = (s: number, b: number, most: number) =>
  overCounts(s + b, (n) => {
    const nu = s + b;
    const best = Math.max(n, b);
    const t = 2 * (nu - best - (n > 0 ? n * log(nu / best) : 0));
    return t <= most ? 1 : 0;
  });

/** P(N >= n) of background alone is at most `size`: how often it comes to that with signal. */
export function powerOf(s: number, b: number, size: number): number {
  const tail = (mean: number, from: number) => overCounts(mean, (n) => (n >= from ? 1 : 0));
  let least = 0;
  while (tail(b, least) > size) least++;
  return tail(s + b, least);
}
