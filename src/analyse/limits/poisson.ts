import gammaln from '@stdlib/math-base-special-gammaln';
import { exp, log } from '../../core/math.js';

/** ln P(n; rate) = n ln rate - rate - ln Gamma(n + 1). */
export function lnPoisson(n: number, rate: number): number {
  return n === 0 ? -rate : n * log(rate) - rate - gammaln(n + 1);
}

/**
 * ln F(n; rate), F = P(N <= n) = Q(n + 1, rate). Above the mean the sum runs down from n, with all
 * terms positive, so that the lower tail keeps its relative precision; below, 1 - P(N > n).
 */
export function lnPoissonCdf(n: number, rate: number): number {
  if (rate <= 0) return 0;
  if (rate > n + 1) {
    let term = 1;
    let sum = 1;
    for (let k = n; k > 0 && term > 1e-17 * sum; k--) sum += term *= k / rate;
    return lnPoisson(n, rate) + log(sum);
  }
  let term = 1;
  let sum = 1;
  for (let k = n + 2; term > 1e-17 * sum; k++) sum += term *= rate / k;
  return log(1 - exp(lnPoisson(n + 1, rate)) * sum);
}

/** F(n; rate) exp(-shift) as a function of (rate, shift). */
export type ShiftedCdf = (rate: number, shift: number) => number;

/**
 * F(n; .) made ready for very many rates: up to n = 30 the sum itself; above, ln F tabulated over
 * its transition and interpolated by cubic Hermite polynomials with the exact slope
 * d ln F/d rate = -P(n; rate)/F(n; rate) (absolute error of ln F below 1e-8).
 */
export function poissonCdfOf(n: number): ShiftedCdf {
  return n <= 30 ? summedCdf(n) : tabulatedCdf(n);
}

function summedCdf(n: number): ShiftedCdf {
  return (rate, shift) => {
    let sum = 1;
    for (let k = n; k > 0; k--) sum = 1 + (sum * rate) / k;
    return exp(-rate - shift) * sum;
  };
}

/** A logarithm so far down that what it stands for is taken as nothing: exp(-40) = 4e-18. */
const NEGLIGIBLE = -40;

function tabulatedCdf(n: number): ShiftedCdf {
  const width = Math.sqrt(n + 1);
  const low = Math.max(0, n + 1 - 7 * width);
  const nodes = 500;
  const step = (n + 1 + 9 * width + 20 - low) / nodes;
  const value = new Float64Array(nodes + 1);
  const slope = new Float64Array(nodes + 1);
  for (let i = 0; i <= nodes; i++) {
    const rate = low + i * step;
    value[i] = lnPoissonCdf(n, rate);
    slope[i] = rate > 0 ? -step * exp(lnPoisson(n, rate) - value[i]) : 0;
  }
  const last = value[nodes];
  return (rate, shift) => {
    if (rate <= low) return shift === 0 ? 1 : exp(-shift);
    const x = (rate - low) / step;
    if (x >= nodes) return last - shift < NEGLIGIBLE ? 0 : exp(lnPoissonCdf(n, rate) - shift);
    const i = Math.floor(x);
    const t = x - i;
    const rise = value[i + 1] - value[i];
    const c = 3 * rise - 2 * slope[i] - slope[i + 1];
    const d = slope[i] + slope[i + 1] - 2 * rise;
    return exp(value[i] + t * (slope[i] + t * (c + t * d)) - shift);
  };
}
