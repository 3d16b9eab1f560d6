import { solvePositive } from '../../core/linear.js';
import type { Bounds, Expansion } from './likelihood.js';

export interface Minimum {
  readonly x: Float64Array;
  readonly at: Expansion;
  /** False: x is only where the search gave up, and no number made from it may be shown. */
  readonly converged: boolean;
}

const ITERATIONS = 200;
const HALVINGS = 60;
/** Share of the gain that the slope promises with which a step is content (Armijo). */
const ENOUGH = 1e-4;
/** Newton decrement, twice the gain still expected, at which one more full step is the last. */
const LAST = 1e-9;

/**
 * The minimum of a smooth function within bounds: Newton's method projected on them (D. P.
 * Bertsekas, SIAM J. Control Optim. 20 (1982) 221). A parameter rests on its bound as long as the
 * gradient presses it there, the others take a Newton step, with a damped Hessian where it is not
 * positive definite (Nocedal and Wright, Numerical Optimization, 2nd ed., section 3.4); the path is
 * bent along the bounds and halved until the Armijo condition holds. Converged when the Newton
 * decrement g' H^-1 g is below 1e-9: one further full step then squares the error.
 */
export function minimise(
  objective: (x: Float64Array) => Expansion,
  start: Float64Array,
  bounds: Bounds,
): Minimum {
  let x = within(start, bounds);
  let at = objective(x);
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    if (!Number.isFinite(at.value)) break;
    const free = freeParameters(x, at.gradient, bounds);
    const step = descentStep(at, free, bounds);
    if (step === null) break;
    let slope = 0;
    for (let i = 0; i < free.length; i++) slope += at.gradient[free[i]] * step[i];
    const last = -slope < LAST;
    // Rounding of the value, where a decrease can no longer be seen.
    const noise = last ? 1e-13 * (1 + Math.abs(at.value)) : 0;
    let found = false;
    let whole = false;
    for (let halving = 0, length = 1; halving < HALVINGS; halving++, length *= 0.5) {
      const next = x.slice();
      for (let i = 0; i < free.length; i++) next[free[i]] += length * step[i];
      const inside = within(next, bounds);
      let gain = 0;
      for (const i of free) gain += at.gradient[i] * (inside[i] - x[i]);
      const there = objective(inside);
      if (there.value <= at.value + ENOUGH * gain + noise) {
        whole = free.every((i) => inside[i] === next[i]);
        x = inside;
        at = there;
        found = true;
        break;
      }
    }
    if (last && (whole || !found)) return { x, at, converged: true };
    if (!found) break;
  }
  return { x, at, converged: false };
}

function within(x: Float64Array, { lower, upper }: Bounds): Float64Array {
  return x.map((value, i) => Math.min(upper[i], Math.max(lower[i], value)));
}

/** Those that are neither fixed nor pressed against a bound. */
export function freeParameters(
  x: Float64Array,
  gradient: Float64Array,
  { lower, upper }: Bounds,
): number[] {
  const free: number[] = [];
  for (let i = 0; i < x.length; i++) {
    const pressed = gradient[i] > 0 ? x[i] <= lower[i] : gradient[i] < 0 && x[i] >= upper[i];
    if (lower[i] < upper[i] && !pressed) free.push(i);
  }
  return free;
}

/** A pivot of the Hessian below this share of its diagonal element is rounding. */
export const SINGULAR = 1e-14;

/**
 * -(H + damping S)^-1 g with the smallest damping of 0, 1e-3, 1e-2, ... that is a descent. S is diagonal:
 * the sum of a row of |H|, so that damping 1 is always enough, and for what the function is linear
 * in a curvature that leads across its whole range.
 */
function descentStep(
  at: Expansion,
  free: readonly number[],
  { lower, upper }: Bounds,
): Float64Array | null {
  const n = free.length;
  const hessian = hessianOf(at, free);
  const size = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const p = free[i];
    size[i] += Math.abs(at.gradient[p]) / Math.min(upper[p] - lower[p], 1e9) + 1e-300;
    for (let k = 0; k <= i; k++) {
      const coupling = Math.abs(hessian[i * n + k]);
      size[i] += coupling;
      if (k < i) size[k] += coupling;
    }
  }
  for (let damping = 0; damping < 1e9; damping = damping === 0 ? 1e-3 : damping * 10) {
    const damped = hessian.slice();
    for (let i = 0; i < n; i++) damped[i * n + i] += damping * size[i];
    const step = Float64Array.from(free, (p) => -at.gradient[p]);
    if (solvePositive(damped, step, n, SINGULAR)) return step;
  }
  return null;
}

/** Rows and columns of the free parameters, lower triangle. */
export function hessianOf({ gradient, hessian }: Expansion, free: readonly number[]): Float64Array {
  const n = free.length;
  const inner = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k <= i; k++) inner[i * n + k] = hessian[free[i] * gradient.length + free[k]];
  }
  return inner;
}
