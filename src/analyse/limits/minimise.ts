import { solvePositive } from '../../core/linear.js';
import { type Bounds, type Expansion, expansion } from './likelihood.js';

export interface Minimum {
  readonly x: Float64Array;
  readonly at: Expansion;
  /** False: x is only where the search gave up, and no number made from it may be shown. */
  readonly converged: boolean;
}

/** What is minimised. */
export interface Objective {
  /** @param into for what it gives, if it likes */
  expand(x: Float64Array, into: Expansion): Expansion;
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

/** A point, what is there, and whether no bound was in the way to it. */
interface Point {
  readonly x: Float64Array;
  at: Expansion;
  whole: boolean;
}

const pointOf = (size: number): Point => ({
  x: new Float64Array(size),
  at: expansion(size),
  whole: true,
});

/** What a search of so many parameters works in; one after the other may have it. */
export class Scratch {
  readonly points: Point[];
  readonly free: number[] = [];
  readonly hessian: Float64Array;
  readonly factor: Float64Array;
  readonly newton: Float64Array;
  readonly fisher: Float64Array;

  constructor(readonly size: number) {
    this.points = Array.from({ length: 3 }, () => pointOf(size));
    this.hessian = new Float64Array(size * size);
    this.factor = new Float64Array(size * size);
    this.newton = new Float64Array(size);
    this.fisher = new Float64Array(size);
  }
}

/**
 * The minimum of a smooth function within bounds: Newton's method projected on them (D. P.
 * Bertsekas, SIAM J. Control Optim. 20 (1982) 221). A parameter rests on its bound as long as the
 * gradient presses it there, the others take a full Newton step. Where the Hessian is not positive
 * definite or that step gains too little, they take that or Fisher's, whichever leads deeper, bent along
 * the bounds and halved until the Armijo condition holds. Converged when the decrement g' H^-1 g is below 1e-9,
 * nothing curves downwards, and one further full step, which squares the error, has been made.
 */
export function minimise(
  objective: Objective,
  start: Float64Array,
  bounds: Bounds,
  scratch = new Scratch(start.length),
): Minimum {
  const { size, free, factor, newton, fisher } = scratch;
  let [here, other, third] = scratch.points;
  clamp(start, bounds, here.x);
  here.at = objective.expand(here.x, here.at);
  for (let iteration = 0; iteration < ITERATIONS && Number.isFinite(here.at.value); iteration++) {
    const { x, at } = here;
    freeParameters(x, at.gradient, bounds, free);
    // Rounding of the value, where a decrease can no longer be seen.
    const noise = 1e-13 * (1 + Math.abs(at.value));

    const hessian = submatrix(at.hessian, size, free, scratch.hessian);
    const isConvex = stepWith(hessian, at, free, newton, factor);
    const isLast = isConvex && decrement(at, free, newton) < LAST;
    const [halvings, more] = isLast ? [HALVINGS, noise] : [0, 0];
    const gained =
      isConvex && lineSearch(objective, here, free, newton, bounds, other, halvings, more);
    if (isLast && (!gained || other.whole)) return minimumAt(gained ? other : here, true);
    if (gained) {
      [here, other] = [other, here];
      continue;
    }
    const information = submatrix(objective.information(x), size, free);
    const isDescent = dampedStep(information, at, free, bounds, fisher, factor);
    const next = deeper(
      isDescent && lineSearch(objective, here, free, fisher, bounds, other, HALVINGS, 0)
        ? other
        : null,
      isConvex && lineSearch(objective, here, free, newton, bounds, third, HALVINGS, 0)
        ? third
        : null,
    );
    const gain = next === null ? 0 : at.value - next.at.value;
    if (isDescent && decrement(at, free, fisher) < LAST && gain <= 10 * noise) {
      if (!settle(x, at, free, bounds)) {
        const even = damped(hessian, free, NEGATIVE);
        return minimumAt(here, stepWith(even, at, free, fisher, factor));
      }
      here.at = objective.expand(x, at);
      continue;
    }
    if (next === null) break;
    if (next === other) [here, other] = [other, here];
    else [here, third] = [third, here];
  }
  return minimumAt(here, false);
}

/** A minimum to keep: the search goes on elsewhere with its point. */
function minimumAt({ x, at: { value, gradient, hessian } }: Point, converged: boolean): Minimum {
  const at = { value, gradient: gradient.slice(), hessian: hessian.slice() };
  return { x: x.slice(), at, converged };
}

const deeper = (a: Point | null, b: Point | null): Point | null =>
  a === null || (b !== null && b.at.value < a.at.value) ? b : a;

/**
 * Puts the first of the lengths 1, 1/2, 1/4, ... that gains enough into `into`.
 * @param more that the value may be above it
 * @returns whether there is one
 */
function lineSearch(
  objective: Objective,
  { x, at }: Point,
  free: readonly number[],
  direction: Float64Array,
  { lower, upper }: Bounds,
  into: Point,
  halvings: number,
  more: number,
): boolean {
  const inside = into.x;
  for (let halving = 0, length = 1; halving <= halvings; halving++, length *= 0.5) {
    for (let i = 0; i < x.length; i++) inside[i] = x[i];
    let promised = 0;
    into.whole = true;
    for (let i = 0; i < free.length; i++) {
      const p = free[i];
      const wanted = x[p] + length * direction[i];
      inside[p] = Math.min(upper[p], Math.max(lower[p], wanted));
      promised += at.gradient[p] * (inside[p] - x[p]);
      if (inside[p] !== wanted) into.whole = false;
    }
    into.at = objective.expand(inside, into.at);
    if (into.at.value <= at.value + ENOUGH * promised + more) return true;
  }
  return false;
}

function clamp(x: Float64Array, { lower, upper }: Bounds, into: Float64Array): void {
  for (let i = 0; i < x.length; i++) into[i] = Math.min(upper[i], Math.max(lower[i], x[i]));
}

/**
 * Puts on its bound what creeps towards it, as in a bin where nothing was seen: the steps shrink with the rate.
 * @returns whether anything was moved
 */
function settle(
  x: Float64Array,
  { gradient }: Expansion,
  free: readonly number[],
  { lower, upper }: Bounds,
): boolean {
  let moved = false;
  for (const p of free) {
    const bound = gradient[p] > 0 ? lower[p] : upper[p];
    if (!(Math.abs(x[p] - bound) < NEAR && Math.abs(gradient[p] * (x[p] - bound)) < LAST)) continue;
    moved ||= x[p] !== bound;
    x[p] = bound;
  }
  return moved;
}

/** Those that are neither fixed nor pressed against a bound, ascending. */
export function freeParameters(
  x: Float64Array,
  gradient: Float64Array,
  { lower, upper }: Bounds,
  free: number[] = [],
): number[] {
  free.length = 0;
  for (let i = 0; i < x.length; i++) {
    const pressed = gradient[i] > 0 ? x[i] <= lower[i] : gradient[i] < 0 && x[i] >= upper[i];
    if (lower[i] < upper[i] && !pressed) free.push(i);
  }
  return free;
}

/** A pivot of the Hessian below this share of its diagonal element is rounding. */
export const SINGULAR = 1e-14;

/** Puts -H^-1 g into `step`; false where H is not positive definite. */
function stepWith(
  hessian: Float64Array,
  { gradient }: Expansion,
  free: readonly number[],
  step: Float64Array,
  factor: Float64Array,
): boolean {
  const n = free.length;
  for (let i = 0; i < n * n; i++) factor[i] = hessian[i];
  for (let i = 0; i < n; i++) step[i] = -gradient[free[i]];
  return solvePositive(factor, step, n, SINGULAR);
}

/**
 * Puts -(H + damping S)^-1 g into `step`, with the smallest damping of 0, 1e-6, 1e-5, ... that is a descent. For what
 * the function has no curvature in, S is one that leads across the whole range.
 */
function dampedStep(
  hessian: Float64Array,
  at: Expansion,
  free: readonly number[],
  { lower, upper }: Bounds,
  step: Float64Array,
  factor: Float64Array,
): boolean {
  if (stepWith(hessian, at, free, step, factor)) return true;
  const range = Float64Array.from(free, (p) => {
    return Math.abs(at.gradient[p]) / Math.min(upper[p] - lower[p], 1e9) + 1e-300;
  });
  for (let damping = 1e-6; damping < 1e3; damping *= 10) {
    if (stepWith(damped(hessian, free, damping, range), at, free, step, factor)) return true;
  }
  return false;
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
  const sum = hessian.slice(0, n * n);
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
  inner: Float64Array = new Float64Array(free.length * free.length),
): Float64Array {
  const n = free.length;
  for (let i = 0; i < n; i++) {
    const row = free[i] * size;
    for (let k = 0; k <= i; k++) inner[i * n + k] = matrix[row + free[k]];
  }
  return inner;
}
