import { exp } from '../../core/math.js';
import {
  type Data,
  type Expansion,
  expansion,
  LN_2PI,
  type Model,
  poissonDeviance,
  poissonSaturated,
} from './likelihood.js';
import type { Rates } from './model.js';

/**
 * The counting experiment as a likelihood in x = (mu, theta_1, ..., theta_J), mu >= 0:
 *
 *   -2 ln L = sum_i 2 [nu_i - n_i ln nu_i + ln Gamma(n_i + 1)] + sum_j [(theta_j - a_j)^2 + ln 2 pi]
 */
export function countingModel(rates: Rates): Model {
  const lower = new Float64Array(rates.nuisances + 1).fill(-Infinity);
  lower[0] = 0;
  return {
    names: ['mu', ...rates.names],
    poi: 0,
    bounds: { lower, upper: new Float64Array(rates.nuisances + 1).fill(Infinity) },
    kinks: [],
    // A few events, or two standard deviations of the background.
    step: (1 + 2 * Math.sqrt(rates.totalBackground)) / rates.totalSignal,
    auxiliaries: rates.names.map(() => ({ kind: 'normal', scale: 1 })),
    deviance: (x, data, into = expansion(rates.nuisances + 1)) => deviance(x, data, rates, into),
    information: (x) => information(x, rates),
    saturated: ({ counts }) =>
      counts.reduce((sum, n) => sum + poissonSaturated(n), rates.nuisances * LN_2PI),
    expected: (x) => ({ counts: expectedCounts(x, rates), auxiliary: x.slice(1), start: x }),
  };
}

/** Observed counts as data: integers, one per channel, constraints centred at 0. */
export function observedData(counts: readonly number[], rates: Rates): Data {
  if (counts.length !== rates.channels) {
    throw new Error(
      `limits: observed: got ${counts.length} counts, expected ${rates.channels}, one per channel`,
    );
  }
  for (const n of counts) {
    if (!(Number.isInteger(n) && n >= 0)) {
      throw new Error(`limits: observed: got ${n}, expected whole numbers of events, 0 or more`);
    }
  }
  const excess = counts.reduce((sum, n) => sum + n, 0) - rates.totalBackground;
  const start = new Float64Array(rates.nuisances + 1);
  start[0] = Math.max(excess, 0.1 * Math.sqrt(rates.totalBackground)) / rates.totalSignal;
  return { counts: Float64Array.from(counts), auxiliary: new Float64Array(rates.nuisances), start };
}

/** Expected counts nu_i(mu, theta) per channel. */
export function expectedCounts(x: Float64Array, rates: Rates): Float64Array {
  const nu = new Float64Array(rates.channels);
  for (let i = 0; i < rates.channels; i++)
    nu[i] = x[0] * signalIn(i, x, rates) + backgroundIn(i, x, rates);
  return nu;
}

/**
 * The deviance D = sum_i 2 [nu_i - n_i - n_i ln(nu_i/n_i)] + sum_j (theta_j - a_j)^2 with
 *
 *   dD = sum_i 2 (1 - n/nu) dnu,   d2D = sum_i 2 (1 - n/nu) d2nu + 2 (n/nu^2) dnu dnu'.
 */
function deviance(x: Float64Array, data: Data, rates: Rates, into: Expansion): Expansion {
  const J = rates.nuisances;
  const P = J + 1;
  const mu = x[0];
  const { gradient, hessian } = into;
  gradient.fill(0);
  hessian.fill(0);
  const dNu = new Float64Array(P);
  let value = 0;
  for (let i = 0; i < rates.channels; i++) {
    const n = data.counts[i];
    const s = signalIn(i, x, rates);
    const b = backgroundIn(i, x, rates);
    const nu = mu * s + b;
    value += poissonDeviance(n, nu);
    const first = n > 0 ? 2 * (1 - n / nu) : 2;
    const second = n > 0 ? (2 * n) / (nu * nu) : 0;
    slopes(i, mu, s, b, rates, dNu);
    for (let j = 0; j < P; j++) {
      gradient[j] += first * dNu[j];
      for (let k = 0; k <= j; k++) {
        let d2Nu = 0;
        if (k > 0) {
          const signal = rates.lnKappaSignal[i * J + j - 1] * rates.lnKappaSignal[i * J + k - 1];
          const background =
            rates.lnKappaBackground[i * J + j - 1] * rates.lnKappaBackground[i * J + k - 1];
          d2Nu = mu * s * signal + b * background;
        } else if (j > 0) {
          d2Nu = s * rates.lnKappaSignal[i * J + j - 1];
        }
        hessian[j * P + k] += first * d2Nu + second * dNu[j] * dNu[k];
      }
    }
  }
  for (let j = 1; j < P; j++) {
    const pull = x[j] - data.auxiliary[j - 1];
    value += pull * pull;
    gradient[j] += 2 * pull;
    hessian[j * P + j] += 2;
  }
  into.value = value;
  return into;
}

function information(x: Float64Array, rates: Rates): Float64Array {
  const P = rates.nuisances + 1;
  const matrix = new Float64Array(P * P);
  const dNu = new Float64Array(P);
  for (let i = 0; i < rates.channels; i++) {
    const s = signalIn(i, x, rates);
    const b = backgroundIn(i, x, rates);
    slopes(i, x[0], s, b, rates, dNu);
    const weight = 2 / (x[0] * s + b);
    for (let j = 0; j < P; j++) {
      for (let k = 0; k <= j; k++) matrix[j * P + k] += weight * dNu[j] * dNu[k];
    }
  }
  for (let j = 1; j < P; j++) matrix[j * P + j] += 2;
  return matrix;
}

/** Puts d nu_i/d x into `dNu`. */
function slopes(
  i: number,
  mu: number,
  s: number,
  b: number,
  rates: Rates,
  dNu: Float64Array,
): void {
  const J = rates.nuisances;
  dNu[0] = s;
  for (let j = 0; j < J; j++) {
    dNu[j + 1] = mu * s * rates.lnKappaSignal[i * J + j] + b * rates.lnKappaBackground[i * J + j];
  }
}

function signalIn(i: number, x: Float64Array, rates: Rates): number {
  return rates.signal[i] * kappaToTheta(rates.lnKappaSignal, i, x);
}

function backgroundIn(i: number, x: Float64Array, rates: Rates): number {
  return rates.background[i] * kappaToTheta(rates.lnKappaBackground, i, x);
}

/** prod_j kappa_ij^theta_j = exp(sum_j theta_j ln kappa_ij). */
function kappaToTheta(lnKappa: Float64Array, i: number, x: Float64Array): number {
  const J = x.length - 1;
  let exponent = 0;
  for (let j = 0; j < J; j++) exponent += x[j + 1] * lnKappa[i * J + j];
  return exponent === 0 ? 1 : exp(exponent);
}
