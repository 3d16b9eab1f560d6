import { solvePositive } from '../../core/linear.js';

/** Value, gradient and Hessian (row-major) of an objective at one point. */
export interface Expansion {
  readonly value: number;
  readonly gradient: Float64Array;
  readonly hessian: Float64Array;
}

export interface Minimum {
  readonly x: Float64Array;
  readonly at: Expansion;
  /** False: x is only where the search gave up, and no number made from it may be shown. */
  readonly converged: boolean;
}

/**
 * Newton's method with a damped Hessian where it is not positive definite, and backtracking until
 * the Armijo condition holds (Nocedal and Wright, Numerical Optimization, 2nd ed., sections 3.1
 * and 3.4). Converged when the Newton decrement g' H^-1 g, twice the expected gain, is below 1e-9:
 * one further full step then squares the error.
 *
 * @param positive index of a parameter that must stay above 0 (a step takes at most 90 % of it)
 */
export function newton(
  objective: (x: Float64Array) => Expansion,
  start: Float64Array,
  positive = -1,
): Minimum {
  let x = start;
  let at = objective(x);
  for (let iteration = 0; iteration < 200; iteration++) {
    if (!Number.isFinite(at.value)) break;
    const step = descentStep(at);
    if (step === null) break;
    let slope = 0;
    for (let i = 0; i < step.length; i++) slope += at.gradient[i] * step[i];
    const last = -slope < 1e-9;
    // Rounding of the value, where a decrease can no longer be seen.
    const noise = 1e-13 * (1 + Math.abs(at.value));
    let length = 1;
    if (positive >= 0 && step[positive] < -0.9 * x[positive]) {
      length = (-0.9 * x[positive]) / step[positive];
    }
    let found = false;
    for (let halving = 0; halving < 60; halving++, length *= 0.5) {
      const next = new Float64Array(x.length);
      for (let i = 0; i < x.length; i++) next[i] = x[i] + length * step[i];
      const there = objective(next);
      if (there.value <= at.value + 1e-4 * length * slope + (last ? noise : 0)) {
        x = next;
        at = there;
        found = true;
        break;
      }
    }
    if (last) return { x, at, converged: true };
    if (!found) break;
  }
  return { x, at, converged: false };
}

/** A pivot of the Hessian below this share of its diagonal element is rounding. */
const SINGULAR = 1e-14;

/** -(H + damping diag|H|)^-1 g with the smallest damping of 0, 1e-3, 1e-2, ... that is a descent. */
function descentStep({ gradient, hessian }: Expansion): Float64Array | null {
  const n = gradient.length;
  const minusGradient = gradient.map((g) => -g);
  if (n === 0) return minusGradient;
  for (let damping = 0; damping < 1e9; damping = damping === 0 ? 1e-3 : damping * 10) {
    const damped = hessian.slice();
    for (let i = 0; i < n; i++) {
      damped[i * n + i] += damping * (Math.abs(hessian[i * n + i]) + 1e-300);
    }
    const step = minusGradient.slice();
    if (solvePositive(damped, step, n, SINGULAR)) return step;
  }
  return null;
}
