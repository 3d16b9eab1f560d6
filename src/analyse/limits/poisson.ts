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

/** Nodes of an average over ascending rates scale x + offset. */
export interface Nodes {
  readonly weight: Float64Array;
  readonly x: Float64Array;
}

/** Sum of weight F(n; scale x + offset) exp(-shift) over the nodes. */
export type ShiftedSum = (nodes: Nodes, scale: number, offset: number) => number;

/** Up to so many counts F is the sum itself. */
const SUMMED = 30;

/**
 * F(n; .) relative to exp(shift), made ready for very many rates: up to n = 30 the sum itself; above, ln F tabulated over
 * its transition and interpolated by cubic Hermite polynomials with the exact slope
 * d ln F/d rate = -P(n; rate)/F(n; rate) (absolute error of ln F below 1e-8).
 */
export const poissonCdfOf = (n: number): ((shift: number) => ShiftedSum) =>
  n <= SUMMED ? summedCdf(n) : tabulatedCdf(n);

const summedCdf =
  (n: number) => (shift: number) => (nodes: Nodes, scale: number, offset: number) => {
    const { weight, x } = nodes;
    let sum = 0;
    for (let i = 0; i < x.length; i++) {
      const rate = scale * x[i] + offset;
      let terms = 1;
      for (let k = n; k > 0; k--) terms = 1 + (terms * rate) / k;
      const F = exp(-rate - shift) * terms;
      if (F === 0) break; // and at all higher rates
      sum += weight[i] * F;
    }
    return sum;
  };

const ONE = Float64Array.of(1);

/** A logarithm so far down that what it stands for is taken as nothing: exp(-40) = 4e-18. */
const NEGLIGIBLE = -40;

function tabulatedCdf(n: number): (shift: number) => ShiftedSum {
  const width = Math.sqrt(n + 1);
  const low = Math.max(0, n + 1 - 7 * width);
  const last = 500;
  const step = (n + 1 + 9 * width + 20 - low) / last;
  const value = new Float64Array(last + 1);
  const slope = new Float64Array(last + 1);
  for (let i = 0; i <= last; i++) {
    const rate = low + i * step;
    value[i] = lnPoissonCdf(n, rate);
    slope[i] = rate > 0 ? -step * exp(lnPoisson(n, rate) - value[i]) : 0;
  }
  return (shift) => {
    const beyond = (rate: number) =>
      value[last] - shift < NEGLIGIBLE ? 0 : exp(lnPoissonCdf(n, rate) - shift);
    let weights: Float64Array = ONE;
    let below = partialSums(ONE, exp(-shift));
    return ({ weight, x }, scale, offset) => {
      if (weight !== weights) [weights, below] = [weight, partialSums(weight, exp(-shift))];
      // Below the table F is 1: so it is nearly everywhere where the background is hardly known.
      const from = firstAbove(low, scale, x, offset);
      let sum = below[from];
      for (let k = from; k < x.length; k++) {
        const rate = scale * x[k] + offset;
        const at = (rate - low) / step;
        let F: number;
        if (at >= last) F = beyond(rate);
        else {
          const i = Math.floor(at);
          const t = at - i;
          const rise = value[i + 1] - value[i];
          const c = 3 * rise - 2 * slope[i] - slope[i + 1];
          const d = slope[i] + slope[i + 1] - 2 * rise;
          F = exp(value[i] + t * (slope[i] + t * (c + t * d)) - shift);
        }
        if (F === 0) break; // and at all higher rates
        sum += weight[k] * F;
      }
      return sum;
    };
  };
}

/** Sums of the first 0, 1, 2, ... weights, each times `one`. */
function partialSums(weight: Float64Array, one: number): Float64Array {
  const sums = new Float64Array(weight.length + 1);
  for (let k = 0; k < weight.length; k++) sums[k + 1] = sums[k] + weight[k] * one;
  return sums;
}

/** The first of the ascending rates scale x + offset that is above `rate`; their number where none is. */
function firstAbove(rate: number, scale: number, x: Float64Array, offset: number): number {
  let below = 0;
  let above = scale * x[0] + offset > rate ? 0 : x.length;
  while (below < above) {
    const middle = (below + above) >> 1;
    if (scale * x[middle] + offset > rate) above = middle;
    else below = middle + 1;
  }
  return below;
}
