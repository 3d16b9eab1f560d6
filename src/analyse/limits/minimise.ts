import { solvePositive } from '../../core/linear.js';
import type { Bounds, Expansion } from './likelihood.js';

export interface Minimum {
  readonly x: Float64Array;
  readonly at: Expansion;
  /** False: x is only where the search gave up, and no number made from it may be shown. */
  readonly converged: boolean;
}

/** What is minimised. */
export interface Objective {
  expand(x: Float64Array): Expansion;
  /** A Hessian that is never negative, to be followed where the true one leads astray. */
  information(x: Float64Array): Float64Array;
}

const ITERATIONS = 200;
const HALVINGS = 60;
/** Share of the gain that the slope promises with which a step is content (Armijo). */
const ENOUGH = 1e-4;
/** Newton decrement, twice the gain still expected, at which one more full step is the last. */
const LAST = 1e-9;
/** Distance from a bound from which it is reached at once. */
const NEAR = 1e-6;
/** A curvature this much below 0, relative to its row, is one and no rounding. */
const NEGATIVE = 1e-9;

/**
 * The minimum of a smooth function within bounds: Newton's method projected on them (D. P.
 * Bertsekas, SIAM J. Control Optim. 20 (1982) 221). A parameter rests on its bound as long as the
 * gradient presses it there, the others take a full Newton step. Where the Hessian is not positive
 * definite or that step gains too little, they take that or Fisher's, whichever leads deeper, bent along
 * the bounds and halved until the Armijo condition holds. Converged when the decrement g' H^-1 g is below 1e-9,
 * nothing curves downwards, and one further full step, which squares the error, has been made.
 */
export function minimise(objective: Objective, start: Float64Array, bounds: Bounds): Minimum {
  let x = within(start, bounds);
  let at = objective.expand(x);
  for (let iteration = 0; iteration < ITERATIONS && Number.isFinite(at.value); iteration++) {
    const free = freeParameters(x, at.gradient, bounds);
    const search = (direction: Float64Array | null, halvings: number, more = 0): Try | null =>
      direction && lineSearch(objective, { x, at }, free, direction, bounds, halvings, more);
    // Rounding of the value, where a decrease can no longer be seen.
    const noise = 1e-13 * (1 + Math.abs(at.value));

    const hessian = submatrix(at.hessian, x.length, free);
    const newton = stepWith(hessian, at, free);
    if (newton !== null && decrement(at, free, newton) < LAST) {
      const end = search(newton, HALVINGS, noise);
      if (end === null || end.whole) return { x: end?.x ?? x, at: end?.at ?? at, converged: true };
      ({ x, at } = end);
      continue;
    }
    let next = search(newton, 0);
    if (next === null) {
      const information = submatrix(objective.information(x), x.length, free);
      const fisher = dampedStep(information, at, free, bounds);
      next = deeper(search(fisher, HALVINGS), search(newton, HALVINGS));
      const gain = next === null ? 0 : at.value - next.at.value;
      if (fisher !== null && decrement(at, free, fisher) < LAST && gain <= 10 * noise) {
        const onBounds = settled(x, at, free, bounds);
        if (onBounds.every((value, i) => value === x[i])) {
          const curved = stepWith(damped(hessian, free, NEGATIVE), at, free) === null;
          return { x, at, converged: !curved };
        }
        x = onBounds;
        at = objective.expand(x);
        continue;
      }
    }
    if (next === null) break;
    ({ x, at } = next);
  }
  return { x, at, converged: false };
}

/** A step that gained enough. */
interface Try {
  readonly x: Float64Array;
  readonly at: Expansion;
  /** Whether no bound was in its way. */
  readonly whole: boolean;
}

const deeper = (a: Try | null, b: Try | null): Try | null =>
  a === null || (b !== null && b.at.value < a.at.value) ? b : a;

/** The first of the lengths 1, 1/2, 1/4, ... that gains enough. @param more that the value may be above it */
function lineSearch(
  objective: Objective,
  { x, at }: { readonly x: Float64Array; readonly at: Expansion },
  free: readonly number[],
  direction: Float64Array,
  bounds: Bounds,
  halvings: number,
  more: number,
): Try | null {
  for (let halving = 0, length = 1; halving <= halvings; halving++, length *= 0.5) {
    const wanted = x.slice();
    for (let i = 0; i < free.length; i++) wanted[free[i]] += length * direction[i];
    const inside = within(wanted, bounds);
    let promised = 0;
    for (const i of free) promised += at.gradient[i] * (inside[i] - x[i]);
    const there = objective.expand(inside);
    if (there.value <= at.value + ENOUGH * promised + more) {
      return { x: inside, at: there, whole: free.every((i) => inside[i] === wanted[i]) };
    }
  }
  return null;
}

function within(x: Float64Array, { lower, upper }: Bounds): Float64Array {
  return x.map((value, i) => Math.min(upper[i], Math.max(lower[i], value)));
}

/** Puts on its bound what creeps towards it, as in a bin where nothing was seen: the steps shrink with the rate. */
function settled(
  x: Float64Array,
  { gradient }: Expansion,
  free: readonly number[],
  { lower, upper }: Bounds,
): Float64Array {
  const moved = x.slice();
  for (const p of free) {
    const bound = gradient[p] > 0 ? lower[p] : upper[p];
    if (Math.abs(x[p] - bound) < NEAR && Math.abs(gradient[p] * (x[p] - bound)) < LAST) {
      moved[p] = bound;
    }
  }
  return moved;
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

/** -H^-1 g, or null where H is not positive definite. */
function stepWith(
  hessian: Float64Array,
  { gradient }: Expansion,
  free: readonly number[],
): Float64Array | null {
  const step = Float64Array.from(free, (p) => -gradient[p]);
  return solvePositive(hessian.slice(), step, free.length, SINGULAR) ? step : null;
}

/**
 * -(H + damping S)^-1 g with the smallest damping of 0, 1e-6, 1e-5, ... that is a descent. For what the
 * function has no curvature in, S is one that leads across the whole range.
 */
function dampedStep(
  hessian: Float64Array,
  at: Expansion,
  free: readonly number[],
  { lower, upper }: Bounds,
): Float64Array | null {
  const range = Float64Array.from(free, (p) => {
    return Math.abs(at.gradient[p]) / Math.min(upper[p] - lower[p], 1e9) + 1e-300;
  });
  let step = stepWith(hessian, at, free);
  for (let damping = 1e-6; step === null && damping < 1e3; damping *= 10) {
    step = stepWith(damped(hessian, free, damping, range), at, free);
  }
  return step;
}

/** H + damping S; S is diagonal, the sum of a row of |H| and what is added. */
function damped(
  hessian: Float64Array,
  { length: n }: readonly number[],
  damping: number,
  added?: Float64Array,
): Float64Array {
  const size = added?.slice() ?? new Float64Array(n).fill(1e-300);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k <= i; k++) {
      const coupling = Math.abs(hessian[i * n + k]);
      size[i] += coupling;
      if (k < i) size[k] += coupling;
    }
  }
  const sum = hessian.slice();
  for (let i = 0; i < n; i++) sum[i * n + i] += damping * size[i];
  return sum;
}

/** -g' step: for a Newton step twice the gain it promises. */
function decrement({ gradient }: Expansion, free: readonly number[], step: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < free.length; i++) sum -= gradient[free[i]] * step[i];
  return sum;
}

/** Rows and columns of the free parameters, lower triangle; `free` ascends. */
export function submatrix(
  matrix: Float64Array,
  size: number,
  free: readonly number[],
): Float64Array {
  const n = free.length;
  const inner = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k <= i; k++) inner[i * n + k] = matrix[free[i] * size + free[k]];
  }
  return inner;
}
