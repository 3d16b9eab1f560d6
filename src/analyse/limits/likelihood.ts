import gammaln from '@stdlib/math-base-special-gammaln';
import { log, log1p } from '../../core/math.js';

/**
 * A likelihood as fits, limits and tests see it, whatever is behind it: the counting experiment
 * (counting.ts) and HistFactory (histfactory/) are two implementations.
 */
export interface Model {
  /** Of the parameters, in their order; one element of a vector is `name[i]`. */
  readonly names: readonly string[];
  /** Index of the parameter of interest. */
  readonly poi: number;
  /** Of every parameter; a fixed one has twice the same bound. */
  readonly bounds: Bounds;
  /** Parameters with a kink at 0: the model is smooth on either side, and -0 is its left end. */
  readonly kinks: readonly number[];
  /** A first step in the parameter of interest when a limit is searched. */
  readonly step: number;
  /** How each element of `Data.auxiliary` is distributed. */
  readonly auxiliaries: readonly Distribution[];
  /**
   * -2 ln L of `data` less its value for a perfect description of them, so that differences keep
   * their digits, with its derivatives. Infinite or NaN where the model expects fewer than 0 events.
   *
   * @param into for the answer, in the place of a new one
   */
  deviance(x: Float64Array, data: Data, into?: Expansion): Expansion;
  /**
   * The Hessian that is expected of the deviance of data made at x (twice Fisher's information), never
   * negative: sum_i (2/nu_i) dnu_i dnu_i' and the constraints. Row-major, lower triangle.
   */
  information(x: Float64Array, data: Data): Float64Array;
  /** -2 ln L less the deviance: all constants that pyhf and HistFactory keep. */
  saturated(data: Data): number;
  /** The data, main and auxiliary, that are just what is expected at x (CCGV section 3.2). */
  expected(x: Float64Array): Data;
}

/** Of an auxiliary measurement about what is expected of it; `scale`: sigma of a normal. */
export interface Distribution {
  readonly kind: 'normal' | 'poisson';
  readonly scale: number;
}

export interface Bounds {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

export interface Data {
  /** Per bin. */
  readonly counts: Float64Array;
  /** What the auxiliary measurement of each constrained parameter gave. */
  readonly auxiliary: Float64Array;
  /** Parameters at which a fit of these data may start. */
  readonly start: Float64Array;
}

/** Value, gradient and Hessian (row-major, of which the lower triangle counts) at one point. */
export interface Expansion {
  value: number;
  readonly gradient: Float64Array;
  readonly hessian: Float64Array;
}

/** Room for one of so many parameters. */
export const expansion = (size: number): Expansion => ({
  value: 0,
  gradient: new Float64Array(size),
  hessian: new Float64Array(size * size),
});

export const LN_2PI = 1.8378770664093453;

/** Twice the negative log likelihood with all its constants. */
export function twiceNll(x: Float64Array, data: Data, model: Model): number {
  return model.deviance(x, data).value + model.saturated(data);
}

/**
 * 2 [nu - n - n ln(nu/n)], n a count that need not be whole, nu what is expected; 2 nu for n = 0.
 * As 2 n [t - ln(1 + t)], t = (nu - n)/n, it is good to |nu - n| roundings, also for large counts.
 */
export function poissonDeviance(n: number, nu: number): number {
  if (nu < 0) return Infinity;
  if (n === 0) return 2 * nu;
  const t = (nu - n) / n;
  return 2 * n * (t - log1p(t));
}

/** -2 ln P(n; n): what the deviance leaves out, 2 [n - n ln n + ln Gamma(n + 1)]. */
export function poissonSaturated(n: number): number {
  return n > 0 ? 2 * (n - n * log(n) + gammaln(n + 1)) : 0;
}
