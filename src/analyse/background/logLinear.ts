/**
 * Fit of a spectrum whose logarithm is linear in its parameters, by maximum likelihood of Poisson counts in fine bins. The
 * likelihood is concave, so there is one maximum.
 */
import { solvePositive } from '../../core/linear.js';
import { exp, log } from '../../core/math.js';
import { type Expansion, poissonDeviance } from '../limits/likelihood.js';
import { minimise, SINGULAR } from '../limits/minimise.js';

export interface Binned {
  /** Middles of the bins, GeV. */
  readonly energies: Float64Array;
  /** Width of a bin times the share that the trigger takes there. */
  readonly weights: Float64Array;
  readonly counts: Float64Array;
}

/** What the last parameter is known to be beforehand. */
export interface Known {
  readonly value: number;
  readonly error: number;
}

/** ln f(E) = sum of theta_j x_j(E). */
export type Terms = (energy: number) => readonly number[];

export interface Fitted {
  readonly theta: Float64Array;
  /** Inverse of the covariance: half the Hessian of -2 ln L, lower triangle. */
  readonly information: Float64Array;
  /** -2 ln L against the saturated model, the constraint included. */
  readonly deviance: number;
  /** Expected counts. */
  readonly expected: Float64Array;
  readonly converged: boolean;
}

/** @param near a fit with fewer terms, from which the search starts */
export function fitLogLinear(
  data: Binned,
  terms: Terms,
  known: Known | null,
  near?: Pick<Fitted, 'theta'>,
): Fitted {
  const rows = Array.from(data.energies, terms);
  const parameters = rows[0].length;
  const last = parameters - 1;
  const expand = (theta: Float64Array): Expansion => {
    const gradient = new Float64Array(parameters);
    const hessian = new Float64Array(parameters * parameters);
    let value = 0;
    rows.forEach((x, i) => {
      const nu = data.weights[i] * exp(dot(theta, x));
      const n = data.counts[i];
      value += poissonDeviance(n, nu);
      for (let j = 0; j < parameters; j++) {
        gradient[j] += 2 * (nu - n) * x[j];
        for (let k = 0; k <= j; k++) hessian[j * parameters + k] += 2 * nu * x[j] * x[k];
      }
    });
    if (known) {
      const pull = (theta[last] - known.value) / known.error;
      value += pull * pull;
      gradient[last] += (2 * pull) / known.error;
      hessian[last * parameters + last] += 2 / (known.error * known.error);
    }
    return { value, gradient, hessian };
  };
  const free = (bound: number) => new Float64Array(parameters).fill(bound);
  const start = new Float64Array(parameters);
  start[0] = log(Math.max(1, sum(data.counts)) / sum(data.weights));
  if (near) start.set(near.theta);
  if (known) start[last] = known.value;
  const { x, at, converged } = minimise(
    { expand, information: (theta) => expand(theta).hessian },
    start,
    { lower: free(-Infinity), upper: free(Infinity) },
  );
  return {
    theta: x,
    information: at.hessian.map((h) => h / 2),
    deviance: at.value,
    expected: Float64Array.from(rows, (row, i) => data.weights[i] * exp(dot(x, row))),
    converged,
  };
}

/** Integral of the fitted function by the same bins, and the relative error of it: ln N is what is nearly normal. */
export function integralOf(
  { theta, information }: Fitted,
  terms: Terms,
  { from, to, width }: { readonly from: number; readonly to: number; readonly width: number },
): { value: number; relativeError: number } {
  const slope = new Float64Array(theta.length);
  let value = 0;
  const bins = Math.round((to - from) / width);
  for (let i = 0; i < bins; i++) {
    const x = terms(from + (i + 0.5) * width);
    const f = width * exp(dot(theta, x));
    value += f;
    for (let j = 0; j < x.length; j++) slope[j] += f * x[j];
  }
  const relative = slope.map((s) => s / value);
  const solved = relative.slice();
  const ok = solvePositive(information.slice(), solved, theta.length, SINGULAR);
  return { value, relativeError: ok ? Math.sqrt(dot(relative, solved)) : Number.NaN };
}

export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let value = 0;
  for (let i = 0; i < a.length; i++) value += a[i] * b[i];
  return value;
}

const sum = (values: Float64Array) => values.reduce((a, b) => a + b, 0);
