import { exp, log } from '../../../core/math.js';

/*
 * How a rate follows alpha between what is given for alpha = -1 (lo), 0 (nominal) and 1 (hi):
 * HistFactory, CERN-OPEN-2012-016, section 4.1, by the codes of pyhf and of RooStats'
 * PiecewiseInterpolation and FlexibleInterpVar. A code with a kink takes -0 for the left side of 0.
 */

const right = (a: number): boolean => a > 0 || Object.is(a, 0);

/**
 * Code of `histosys`: what is added is A(alpha) (hi - nominal) + B(alpha) (nominal - lo).
 */
export interface Additive {
  /** Puts A, B, and their first and second derivatives at `out[at]` ... `out[at + 5]`. */
  weights(alpha: number, out: Float64Array, at: number): void;
  /** Whether slopes left and right of 0 differ where hi - nominal and nominal - lo do. */
  readonly kinked: boolean;
}

function put(out: Float64Array, at: number, values: readonly number[]): void {
  for (let i = 0; i < values.length; i++) out[at + i] = values[i];
}

const UP = [1, 0, 0, 0];
const DOWN = [0, 1, 0, 0];

export const ADDITIVE = {
  /** Piecewise linear. */
  code0: {
    weights: (a, out, at) => put(out, at, right(a) ? [a, 0, ...UP] : [0, a, ...DOWN]),
    kinked: true,
  },
  /** A parabola within |alpha| < 1, beyond it the tangent at its end (RooStats; pyhf leaves out a constant there). */
  code2: {
    weights(a, out, at) {
      if (a > 1) put(out, at, [1.5 * a - 0.5, 0.5 - 0.5 * a, 1.5, -0.5, 0, 0]);
      else if (a < -1) put(out, at, [-0.5 - 0.5 * a, 1.5 * a + 0.5, -0.5, 1.5, 0, 0]);
      else put(out, at, [0.5 * a * (a + 1), 0.5 * a * (1 - a), a + 0.5, 0.5 - a, 1, -1]);
    },
    kinked: false,
  },
  /** Linear beyond |alpha| = 1, between a polynomial of sixth order; two derivatives are continuous. */
  code4p: {
    weights(a, out, at) {
      if (a > 1) put(out, at, [a, 0, ...UP]);
      else if (a < -1) put(out, at, [0, a, ...DOWN]);
      else {
        const s = a * a;
        const even = (s * (15 + s * (3 * s - 10))) / 16;
        const slope = (a * (30 + s * (18 * s - 40))) / 16;
        const bend = (30 + s * (90 * s - 120)) / 16;
        put(out, at, [0.5 * a + even, 0.5 * a - even, 0.5 + slope, 0.5 - slope, bend, -bend]);
      }
    },
    kinked: false,
  },
} as const satisfies Record<string, Additive>;

/** Code of `normsys`: what the rate is multiplied with, f(alpha), f(0) = 1. */
export interface Multiplicative {
  /** Coefficients of these factors, `COEFFICIENTS` of them, the first two ln hi and ln lo. */
  shape(hi: number, lo: number): readonly number[];
  /** Puts f, f'/f and f''/f of the shape that begins at `shapes[from]` at `out[at]` ... `out[at + 2]`. */
  factor(alpha: number, shapes: Float64Array, from: number, out: Float64Array, at: number): void;
  readonly kinked: boolean;
}

export const COEFFICIENTS = 8;

/** hi^alpha or lo^-alpha. */
function exponential(
  a: number,
  shapes: Float64Array,
  from: number,
  out: Float64Array,
  at: number,
): void {
  const slope = right(a) ? shapes[from] : -shapes[from + 1];
  out[at] = exp(a * slope);
  out[at + 1] = slope;
  out[at + 2] = slope * slope;
}

export const MULTIPLICATIVE = {
  /** Piecewise exponential; with lo = 1/hi exactly log-normal. */
  code1: {
    shape: (hi, lo) => [log(hi), log(lo), 0, 0, 0, 0, 0, 0],
    factor: exponential,
    kinked: true,
  },
  /** Exponential beyond |alpha| = 1, between a polynomial of sixth order; two derivatives are continuous. */
  code4: {
    shape(hi, lo) {
      const [u, d] = [log(hi), log(lo)];
      // Even and odd parts of value, slope and curvature at alpha = +-1.
      const [s0, a0] = [0.5 * (hi + lo), 0.5 * (hi - lo)];
      const [s1, a1] = [0.5 * (hi * u - lo * d), 0.5 * (hi * u + lo * d)];
      const [s2, a2] = [0.5 * (hi * u * u + lo * d * d), 0.5 * (hi * u * u - lo * d * d)];
      return [
        ...[u, d],
        ...[(15 * a0 - 7 * s1 + a2) / 8, (24 * (s0 - 1) - 9 * a1 + s2) / 8],
        ...[(5 * (s1 - a0) - a2) / 4, (12 * (1 - s0) + 7 * a1 - s2) / 4],
        ...[(3 * (a0 - s1) + a2) / 8, (8 * (s0 - 1) - 5 * a1 + s2) / 8],
      ];
    },
    factor(a, shapes, from, out, at) {
      if (a >= 1 || a <= -1) {
        exponential(a, shapes, from, out, at);
        return;
      }
      let f = 0;
      let slope = 0;
      let bend = 0;
      for (let power = 6; power > 0; power--) {
        const c = shapes[from + 1 + power];
        f = f * a + c;
        slope = slope * a + power * c;
        if (power > 1) bend = bend * a + power * (power - 1) * c;
      }
      f = 1 + f * a;
      out[at] = f;
      out[at + 1] = slope / f;
      out[at + 2] = bend / f;
    },
    kinked: false,
  },
} as const satisfies Record<string, Multiplicative>;
