/** Rules of integration on the unit interval. */
import { cos } from './math.js';

export interface Rule {
  /** Within (0, 1), rising. */
  readonly at: Float64Array;
  /** They add up to 1. */
  readonly weight: Float64Array;
}

const rules = new Map<number, Rule>();

/**
 * Gauss and Legendre's rule of n points, exact for polynomials up to the degree 2n - 1: zeros of the
 * Legendre polynomial by Newton's steps from cos(pi (i + 3/4)/(n + 1/2)) (Abramowitz and Stegun 22.16.6,
 * 25.4.29). Each is made once.
 * @example gaussLegendre(1) // { at: [0.5], weight: [1] }
 */
export function gaussLegendre(n: number): Rule {
  const known = rules.get(n);
  if (known !== undefined) return known;
  const at = new Float64Array(n);
  const weight = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let z = cos((Math.PI * (i + 0.75)) / (n + 0.5));
    let slope = 1;
    for (let step = 0; step < 8; step++) {
      let value = 1;
      let before = 0;
      for (let k = 1; k <= n; k++) {
        const next = ((2 * k - 1) * z * value - (k - 1) * before) / k;
        before = value;
        value = next;
      }
      slope = (n * (z * value - before)) / (z * z - 1);
      z -= value / slope;
    }
    at[i] = 0.5 * (1 - z);
    weight[i] = 1 / ((1 - z * z) * slope * slope);
  }
  const rule = { at, weight };
  rules.set(n, rule);
  return rule;
}

/**
 * Coefficients b of a function on the unit interval in Legendre polynomials, sum b_l P_l(2u - 1), from its
 * values at the points of `gaussLegendre(values.length)`.
 */
export function legendreSeries(values: ArrayLike<number>): Float64Array {
  const n = values.length;
  const { at, weight } = gaussLegendre(n);
  const series = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const z = 2 * at[i] - 1;
    let value = 1;
    let before = 0;
    for (let l = 0; l < n; l++) {
      series[l] += (2 * l + 1) * weight[i] * values[i] * value;
      const next = ((2 * l + 1) * z * value - l * before) / (l + 1);
      before = value;
      value = next;
    }
  }
  return series;
}

/** Integral of such a series from u to 1: that of P_l is (P_(l-1) - P_(l+1))/(2l + 1). */
export function integralAbove(series: Float64Array, u: number): number {
  const z = 2 * u - 1;
  let before = 1;
  let value = z;
  let sum = series[0] * (1 - z);
  for (let l = 1; l < series.length; l++) {
    const next = ((2 * l + 1) * z * value - l * before) / (l + 1);
    sum += (series[l] * (before - next)) / (2 * l + 1);
    before = value;
    value = next;
  }
  return sum / 2;
}
