/** The normal distribution. */
import erfc from '@stdlib/math-base-special-erfc';
import erfcinv from '@stdlib/math-base-special-erfcinv';
import { log, log1p } from './math.js';

/** Phi(x) = erfc(-x/sqrt 2)/2, good to full relative precision in the lower tail. */
export function normalCdf(x: number): number {
  return 0.5 * erfc(-x * Math.SQRT1_2);
}

const HALF_LN_2PI = 0.9189385332046727;

/**
 * ln Phi(x), also where Phi is below the smallest number: there by the asymptotic series of Mills' ratio
 * (Abramowitz and Stegun 26.2.12), good to 1e-10 below x = -30.
 */
export function lnNormalCdf(x: number): number {
  if (x > -30) return log(normalCdf(x));
  const s = 1 / (x * x);
  return -0.5 * x * x - log(-x) - HALF_LN_2PI + log1p(-s * (1 - 3 * s * (1 - 5 * s * (1 - 7 * s))));
}

/** The x with Phi(x) = p: -sqrt 2 erfcinv(2p). */
export function normalQuantile(p: number): number {
  return -Math.SQRT2 * erfcinv(2 * p);
}
