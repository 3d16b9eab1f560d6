/**
 * Incomplete beta function, and the exact interval of a binomial share that is made of it.
 */
import { logGamma } from './gamma.js';
import { exp, log, log1p } from './math.js';

const PRECISION = 1e-14;
const MOST = 2000;
const HALVINGS = 60;

/**
 * Regularised incomplete beta function I_x(a, b): continued fraction (Abramowitz and Stegun 26.5.8) by
 * Lentz's method, on the side where it converges fast.
 */
export function incompleteBeta(a: number, b: number, x: number): number {
  if (!(x > 0)) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(b, a, 1 - x);
  const front = exp(a * log(x) + b * log1p(-x) + logGamma(a + b) - logGamma(a) - logGamma(b)) / a;
  let c = 1;
  let d = 1 / (1 - ((a + b) * x) / (a + 1));
  let h = d;
  for (let m = 1; m < MOST; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / (1 + even * d);
    c = 1 + even / c;
    h *= c * d;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / (1 + odd * d);
    c = 1 + odd / c;
    h *= c * d;
    if (Math.abs(c * d - 1) < PRECISION) break;
  }
  return front * h;
}

/** The x with I_x(a, b) = p. */
function betaQuantile(a: number, b: number, p: number): number {
  let low = 0;
  let high = 1;
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2;
    if (incompleteBeta(a, b, middle) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Of one standard deviation. */
const ONE_SIGMA = 0.6826894921370859;

/**
 * Interval of C. J. Clopper and E. S. Pearson, Biometrika 26 (1934) 404, for k passes of n: each bound is
 * excluded by a chance of (1 - level)/2, so that it covers at least `level`.
 *
 * @example clopperPearson(0, 10, 0.95) = [0, 0.3085]
 */
export function clopperPearson(
  k: number,
  n: number,
  level: number = ONE_SIGMA,
): [low: number, high: number] {
  if (!(n > 0)) return [0, 1];
  const tail = (1 - level) / 2;
  const low = k <= 0 ? 0 : betaQuantile(k, n - k + 1, tail);
  const high = k >= n ? 1 : betaQuantile(k + 1, n - k, 1 - tail);
  return [low, high];
}
