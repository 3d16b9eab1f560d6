import { exp, log } from '../../core/math.js';
import { normalCdf } from '../../core/normal.js';
import { SIGMAS } from './bands.js';
import { countable } from './counts.js';
import { lnPoisson, lnPoissonCdf, poissonCdfOf } from './poisson.js';
import type { PValues } from './asymptotic.js';
import type { TotalPrior } from './prior.js';
import { fallingRoot } from './root.js';

/*
 * Exact Poisson CLs of the total count, the nuisances averaged over their priors (hybrid method of
 * Cousins and Highland, NIM A 320 (1992) 331):
 *
 *   CLs(mu; n) = E[F(n; mu S + B)] / E[F(n; B)],  F(n; rate) = P(N <= n)
 *
 * with (S, B) log-normal (prior.ts). Averages over the normal deviates are trapezoidal sums; for an
 * analytic integrand whose sharpest feature has the width w these converge as exp(-2 pi^2 w^2/h^2)
 * (Trefethen and Weideman, SIAM Review 56 (2014) 385), so the step h is taken as 0.85 w.
 */

const REACH = 8;
const INV_SQRT_2PI = 0.3989422804014327;

/** Abscissae z and weights of E[f(z)], z ~ N(0, 1), for an f with an edge of width `edge` in z. */
function normalNodes(edge: number): { z: Float64Array; weight: Float64Array } {
  if (edge === Infinity) return { z: new Float64Array(1), weight: new Float64Array([1]) };
  const half = Math.ceil((REACH * Math.sqrt(1 + edge * edge)) / (0.85 * edge));
  const h = REACH / half;
  const z = new Float64Array(2 * half + 1);
  const weight = new Float64Array(2 * half + 1);
  for (let i = 0; i < z.length; i++) {
    z[i] = (i - half) * h;
    weight[i] = h * INV_SQRT_2PI * exp(-0.5 * z[i] * z[i]);
  }
  return { z, weight };
}

/** exp(sigma z), at the abscissae z. */
function logNormal(sigma: number, z: Float64Array): Float64Array {
  return z.map((x) => exp(sigma * x));
}

/**
 * P-values of a total count n as a function of mu. Null where n is so far below the background that the
 * average of CLb hangs on the cut-off tail of the prior.
 */
export function exactCls(n: number, prior: TotalPrior): ((mu: number) => PValues) | null {
  const median = prior.medianBackground;
  const count = Math.max(n, median) + 10;
  const rho = prior.correlation;
  const common = Math.max(prior.sigmaBackground, Math.abs(rho) * prior.sigmaSignal);
  const outer = normalNodes(1 / (common * Math.sqrt(count)));
  const background = logNormal(prior.sigmaBackground, outer.z).map((k) => k * median);
  // All of F is taken relative to the largest term of CLb: deep tails neither vanish nor overflow.
  let shift = -Infinity;
  for (let i = 0; i < outer.z.length; i++) {
    const lnTerm = lnPoissonCdf(n, background[i]) - 0.5 * outer.z[i] * outer.z[i];
    shift = Math.max(shift, lnTerm);
  }
  const weighted = poissonCdfOf(n)(shift);
  const clb = weighted({ weight: outer.weight, x: background }, 1, 0);
  const most = { weight: outer.weight.subarray(0, 1), x: background.subarray(0, 1) };
  const cutOff = weighted(most, 1, 0);
  if (!(clb > 0 && clb < Infinity && (outer.z.length === 1 || cutOff < 1e-7 * clb))) {
    return null;
  }

  // ln S = ln median + sigma (rho z + sqrt(1 - rho^2) y), z shared with ln B.
  const shared = logNormal(rho * prior.sigmaSignal, outer.z).map((k) => k * prior.medianSignal);
  const own = Math.sqrt(1 - rho * rho) * prior.sigmaSignal;
  return (mu) => {
    const signal = Math.min(mu * prior.medianSignal, count);
    const inner = normalNodes(1 / (own * Math.sqrt(10 + (signal * signal) / count)));
    const nodes = { weight: inner.weight, x: logNormal(own, inner.z) };
    let clsb = 0;
    for (let i = 0; i < outer.z.length; i++) {
      clsb += outer.weight[i] * weighted(nodes, mu * shared[i], background[i]);
    }
    return { clsb: clsb * exp(shift), clb: clb * exp(shift), cls: clsb / clb };
  };
}

/**
 * Upper limit on mu for a total count n: the mu with CLs(mu; n) = 1 - cl; NaN where there is no CLs.
 *
 * @example exactLimit(0.9, 0, prior with S = 1 and any B, no nuisances) = -ln 0.1 = 2.3026
 */
export function exactLimit(cl: number, n: number, prior: TotalPrior): number {
  const pValues = exactCls(n, prior);
  if (pValues === null) return Number.NaN;
  const median = prior.medianBackground;
  const count = Math.max(n, median) + 10;
  const lnCls = (mu: number): number => log(Math.max(pValues(mu).cls, 1e-300));
  const alpha = log(1 - cl);
  const step = (-alpha + Math.max(0, n - median) + Math.sqrt(count)) / prior.medianSignal;
  return fallingRoot((mu) => lnCls(mu) - alpha, 0, step);
}

export interface ExactExpectation {
  /** Limits on mu at the counts below. */
  readonly bands: number[];
  /** Counts at the quantiles Phi(-2), ..., Phi(2) of the background-only distribution. */
  readonly counts: number[];
  /** Mean of the limits, each weighted with the probability of its count: the 'average' limit. */
  readonly mean: number;
}

/**
 * What background alone gives, n ~ Poisson(B) averaged over the prior of B. The bands are a
 * staircase (n is an integer) and the mean is not; optimise on the mean. For a wide distribution
 * the mean takes every k-th count, k = half a standard deviation, and in the long tail of a background
 * that is hardly known k = sigma n/32: trapezoidal, good to 1e-6 and 2e-5.
 */
export function exactExpected(cl: number, prior: TotalPrior): ExactExpectation {
  const known = new Map<number, number>();
  const limit = (n: number): number => {
    const mu = known.get(n) ?? exactLimit(cl, n, prior);
    known.set(n, mu);
    return mu;
  };
  const counts = countBands(prior);

  const sigma = prior.sigmaBackground;
  const median = prior.medianBackground;
  const mean = median * exp(0.5 * sigma * sigma);
  const first = countQuantile(1e-7, prior);
  // That of the bulk: of a wide log-normal the tail has most of the variance. What begins at 0 begins abruptly.
  const spread = Math.sqrt(median + sigma * sigma * median * median);
  const least = first === 0 ? 1 : Math.max(1, Math.floor(0.5 * spread));
  const strideAt = (n: number) => Math.max(least, Math.floor((sigma * n) / 32));
  let weights = 0;
  let sum = 0;
  let peak = 0;
  for (let n = first, before = least; ; ) {
    const density = countProbability(n, prior);
    peak = Math.max(peak, density);
    if (n > mean && density < 1e-9 * peak) break;
    const stride = strideAt(n);
    const weight = (0.5 * (before + stride) * density) / least;
    weights += weight;
    sum += weight * limit(n);
    before = stride;
    n += stride;
  }
  return { bands: counts.map(limit), counts, mean: sum / weights };
}

type BackgroundPrior = Pick<TotalPrior, 'medianBackground' | 'sigmaBackground'>;

/**
 * Counts at the quantiles Phi(-2), ..., Phi(2) of the background-only distribution.
 * @throws UsageError where they are too many to be summed over
 */
export function countBands(prior: BackgroundPrior): number[] {
  countable('sums over counts', prior.medianBackground * exp(3 * prior.sigmaBackground));
  return SIGMAS.map((N) => countQuantile(normalCdf(N), prior));
}

/** P(n) = E[Poisson(n; B)]. */
export function countProbability(n: number, prior: TotalPrior): number {
  const edge = 1 / (prior.sigmaBackground * Math.sqrt(Math.max(n, prior.medianBackground) + 10));
  const { z, weight } = normalNodes(edge);
  let sum = 0;
  for (let i = 0; i < z.length; i++) {
    const rate = prior.medianBackground * exp(prior.sigmaBackground * z[i]);
    sum += weight[i] * exp(lnPoisson(n, rate));
  }
  return sum;
}

/** P(N >= n) = E[1 - F(n - 1; B)], as a sum of what it consists of, so that a small one keeps its digits. */
export function countTail(n: number, prior: TotalPrior): number {
  let below = 0;
  if (n <= prior.medianBackground) {
    for (let k = 0; k < n; k++) below += countProbability(k, prior);
    return 1 - below;
  }
  let sum = 0;
  for (let k = n, term = 1; term > 1e-15 * sum; k++) sum += term = countProbability(k, prior);
  return Math.min(1, sum);
}

/** The smallest n with P(N <= n) = E[F(n; B)] >= p. */
export function countQuantile(p: number, prior: BackgroundPrior): number {
  const reached = (n: number): boolean => {
    const edge = 1 / (prior.sigmaBackground * Math.sqrt(Math.max(n, prior.medianBackground) + 10));
    const { z, weight } = normalNodes(edge);
    let sum = 0;
    for (let i = 0; i < z.length; i++) {
      const rate = prior.medianBackground * exp(prior.sigmaBackground * z[i]);
      sum += weight[i] * exp(lnPoissonCdf(n, rate));
    }
    return sum >= p;
  };
  if (reached(0)) return 0;
  let below = 0;
  let above = 1;
  while (!reached(above)) {
    below = above;
    above *= 2;
  }
  while (above - below > 1) {
    const middle = Math.floor(0.5 * (above + below));
    if (reached(middle)) above = middle;
    else below = middle;
  }
  return above;
}
