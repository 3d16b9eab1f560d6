/**
 * Gamma function and its incomplete form, from our own exp and log, for what decides bytes.
 */
import { exp, log } from './math.js';

const HALF_LOG_2PI = 0.9189385332046728;

/**
 * log Gamma(a) for a > 0: Stirling's series above 8, recurrence below (Abramowitz and Stegun 6.1.40,
 * 6.1.15); error < 1e-13.
 */
export function logGamma(a: number): number {
  let product = 1;
  let z = a;
  while (z < 8) product *= z++;
  const w = 1 / (z * z);
  const series =
    1 / 12 - w * (1 / 360 - w * (1 / 1260 - w * (1 / 1680 - w * (1 / 1188 - (w * 691) / 360360))));
  return (z - 0.5) * log(z) - z + HALF_LOG_2PI + series / z - log(product);
}

const PRECISION = 1e-12;
const MOST = 500;

/**
 * Regularised incomplete gamma function P(a, x) = integral of t^(a-1) exp(-t) from 0 to x over
 * Gamma(a): series below a + 1, continued fraction above (Abramowitz and Stegun 6.5.29, 6.5.31).
 * @param logGammaA log Gamma(a), where it is at hand
 */
export function incompleteGamma(a: number, x: number, logGammaA = logGamma(a)): number {
  if (!(x > 0)) return 0;
  const front = exp(a * log(x) - x - logGammaA);
  return x < a + 1 ? front * series(a, x) : 1 - front * fraction(a, x);
}

/** The rest, Q(a, x) = 1 - P(a, x), also where it is small. */
export function upperIncompleteGamma(a: number, x: number): number {
  if (!(x > 0)) return 1;
  const front = exp(a * log(x) - x - logGamma(a));
  return x < a + 1 ? 1 - front * series(a, x) : front * fraction(a, x);
}

function series(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = 1; n < MOST && term > sum * PRECISION; n++) {
    term *= x / (a + n);
    sum += term;
  }
  return sum;
}

/** Lentz's evaluation of 1/(x + 1 - a - (1 - a)/(x + 3 - a - ...)). */
function fraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let h = d;
  for (let n = 1; n < MOST; n++) {
    const an = n * (a - n);
    b += 2;
    d = 1 / (an * d + b);
    c = b + an / c;
    const step = c * d;
    h *= step;
    if (Math.abs(step - 1) < PRECISION) break;
  }
  return h;
}
