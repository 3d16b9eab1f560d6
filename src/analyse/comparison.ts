/**
 * Two independent samples of Poisson counts, compared.
 */
import { upperIncompleteGamma } from '../core/gamma.js';
import type { Histogram } from '../core/histogram.js';

/**
 * How far b is from a in standard deviations, the exposure of a being `ratio` times that of b. Of n = a + b
 * counts, a is binomial with p = ratio / (1 + ratio) (Przyborowski and Wilenski, Biometrika 31 (1940) 313), so
 * that (ratio b - a) / sqrt(ratio n) has mean 0 and variance 1 exactly, however few the counts. With equal
 * exposures it is the difference over the square root of the sum.
 * @returns 0 where nothing was counted
 * @example pull(100, 121) // 1.41
 */
export const pull = (a: number, b: number, ratio = 1): number =>
  a + b === 0 ? 0 : (ratio * b - a) / Math.sqrt(ratio * (a + b));

export interface Chi2 {
  readonly chi2: number;
  readonly ndf: number;
  /** Chance of a chi2 as large or larger; null without a degree of freedom. */
  readonly p: number | null;
}

/** Expected counts that a chi2 needs (Cochran, Biometrics 10 (1954) 417). */
const LEAST = 5;

/**
 * Pearson's chi2 of homogeneity of two histograms of the same axes: the sum of squared pulls. Neighbours in flat order
 * are pooled until both histograms expect 5 counts. Nothing is fitted: the exposures are known, so that there are as
 * many degrees of freedom as pools.
 * @param ratio exposure of `a` over that of `b`
 */
export function chi2Of(a: Histogram, b: Histogram, ratio = 1): Chi2 {
  const rarer = Math.min(ratio, 1) / (1 + ratio);
  const pools: [number, number][] = [];
  let open: [number, number] = [0, 0];
  for (let i = 0; i < a.counts.length; i++) {
    open[0] += a.counts[i];
    open[1] += b.counts[i];
    if ((open[0] + open[1]) * rarer < LEAST) continue;
    pools.push(open);
    open = [0, 0];
  }
  const last = pools.at(-1);
  if (!last) return { chi2: 0, ndf: 0, p: null };
  last[0] += open[0];
  last[1] += open[1];
  const chi2 = pools.reduce((sum, [x, y]) => sum + square(pull(x, y, ratio)), 0);
  return { chi2, ndf: pools.length, p: upperIncompleteGamma(pools.length / 2, chi2 / 2) };
}

const square = (x: number) => x * x;

/** A bin of one axis; null where it has no end, below the first and above the last. */
export interface Interval {
  readonly axis: string;
  readonly unit: string;
  readonly low: number | null;
  readonly high: number | null;
}

/** The bin with this flat index, axis by axis. */
export function binOf({ axes }: Histogram, flatIndex: number): Interval[] {
  let rest = flatIndex;
  return axes.map(({ name, unit, bins, low, high }) => {
    const i = rest % (bins + 2);
    rest = Math.floor(rest / (bins + 2));
    const edge = (k: number) => low + ((high - low) * k) / bins;
    return {
      axis: name,
      unit,
      low: i === 0 ? null : edge(i - 1),
      high: i > bins ? null : edge(i),
    };
  });
}
