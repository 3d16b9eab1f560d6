import { deviance } from './likelihood.js';
import type { Data, Rates } from './model.js';
import { type Expansion, newton } from './newton.js';

/** A maximum-likelihood fit: where, how deep (`deviance`, see likelihood.ts), and whether. */
export interface Fit {
  readonly mu: number;
  readonly theta: Float64Array;
  readonly deviance: number;
  readonly converged: boolean;
}

/** theta-hat-hat(mu): the nuisances that fit best for one given mu. */
export function conditionalFit(
  mu: number,
  data: Data,
  rates: Rates,
  start: Float64Array = data.auxiliary,
): Fit {
  const atFixedMu = (theta: Float64Array) => withoutMu(deviance(mu, theta, data, rates));
  let minimum = newton(atFixedMu, start);
  if (!minimum.converged && start !== data.auxiliary) minimum = newton(atFixedMu, data.auxiliary);
  return {
    mu,
    theta: minimum.x,
    deviance: minimum.at.value,
    converged: minimum.converged,
  };
}

/**
 * (mu-hat, theta-hat) with mu-hat >= 0. The boundary is the answer where the deviance rises into
 * mu > 0; where the total count exceeds the background too, both are tried and the deeper one taken.
 */
export function freeFit(data: Data, rates: Rates): Fit {
  const boundary = conditionalFit(0, data, rates);
  const rises = deviance(0, boundary.theta, data, rates).gradient[0] >= 0;
  const excess = data.counts.reduce((sum, n) => sum + n, 0) - rates.totalBackground;
  if (boundary.converged && rises && excess <= 0) return boundary;

  const start = new Float64Array(rates.nuisances + 1);
  start.set(data.auxiliary, 1);
  start[0] = Math.max(excess, 0.1 * Math.sqrt(rates.totalBackground)) / rates.totalSignal;
  const minimum = newton((x) => deviance(x[0], x.subarray(1), data, rates), start, 0);
  const interior: Fit = {
    mu: minimum.x[0],
    theta: minimum.x.slice(1),
    deviance: minimum.at.value,
    converged: minimum.converged,
  };
  // The seam of the two regimes, where mu-hat is 0 but for rounding, belongs to the boundary.
  if (boundary.converged && boundary.deviance <= interior.deviance + 1e-12) return boundary;
  return interior;
}

/** The same expansion in theta alone: first row and column struck out. */
function withoutMu({ value, gradient, hessian }: Expansion): Expansion {
  const P = gradient.length;
  const J = P - 1;
  const inner = new Float64Array(J * J);
  for (let j = 0; j < J; j++) {
    for (let k = 0; k < J; k++) inner[j * J + k] = hessian[(j + 1) * P + k + 1];
  }
  return { value, gradient: gradient.slice(1), hessian: inner };
}
