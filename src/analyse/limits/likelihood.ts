import gammaln from '@stdlib/math-base-special-gammaln';
import { exp, log } from '../../core/math.js';
import type { Data, Rates } from './model.js';
import type { Expansion } from './newton.js';

const LN_2PI = 1.8378770664093453;

/** Expected counts nu_i(mu, theta) per channel. */
export function expectedCounts(mu: number, theta: Float64Array, rates: Rates): Float64Array {
  const nu = new Float64Array(rates.channels);
  for (let i = 0; i < rates.channels; i++) {
    nu[i] = mu * signalIn(i, theta, rates) + backgroundIn(i, theta, rates);
  }
  return nu;
}

/**
 * Twice the negative log likelihood with all its constants, as pyhf and HistFactory have it:
 *
 *   -2 ln L = sum_i 2 [nu_i - n_i ln nu_i + ln Gamma(n_i + 1)] + sum_j [(theta_j - a_j)^2 + ln 2 pi]
 */
export function twiceNll(mu: number, theta: Float64Array, data: Data, rates: Rates): number {
  let saturated = rates.nuisances * LN_2PI;
  for (const n of data.counts) {
    if (n > 0) saturated += 2 * (n - n * log(n) + gammaln(n + 1));
  }
  return deviance(mu, theta, data, rates).value + saturated;
}

/**
 * -2 ln L without what does not depend on the parameters, so that differences keep their digits:
 *
 *   D = sum_i 2 [nu_i - n_i - n_i ln(nu_i/n_i)] + sum_j (theta_j - a_j)^2
 *
 * with gradient and Hessian in (mu, theta_1, ..., theta_J):
 *   dD = sum_i 2 (1 - n/nu) dnu,   d2D = sum_i 2 (1 - n/nu) d2nu + 2 (n/nu^2) dnu dnu'.
 */
export function deviance(mu: number, theta: Float64Array, data: Data, rates: Rates): Expansion {
  const J = rates.nuisances;
  const P = J + 1;
  const gradient = new Float64Array(P);
  const hessian = new Float64Array(P * P);
  const dNu = new Float64Array(P);
  let value = 0;
  for (let i = 0; i < rates.channels; i++) {
    const n = data.counts[i];
    const s = signalIn(i, theta, rates);
    const b = backgroundIn(i, theta, rates);
    const nu = mu * s + b;
    value += 2 * (n > 0 ? nu - n - n * log(nu / n) : nu);
    const first = n > 0 ? 2 * (1 - n / nu) : 2;
    const second = n > 0 ? (2 * n) / (nu * nu) : 0;
    dNu[0] = s;
    for (let j = 0; j < J; j++) {
      dNu[j + 1] = mu * s * rates.lnKappaSignal[i * J + j] + b * rates.lnKappaBackground[i * J + j];
    }
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
  for (let j = 0; j < J; j++) {
    const pull = theta[j] - data.auxiliary[j];
    value += pull * pull;
    gradient[j + 1] += 2 * pull;
    hessian[(j + 1) * P + j + 1] += 2;
  }
  for (let j = 0; j < P; j++) {
    for (let k = 0; k < j; k++) hessian[k * P + j] = hessian[j * P + k];
  }
  return { value, gradient, hessian };
}

function signalIn(i: number, theta: Float64Array, rates: Rates): number {
  return rates.signal[i] * kappaToTheta(rates.lnKappaSignal, i, theta);
}

function backgroundIn(i: number, theta: Float64Array, rates: Rates): number {
  return rates.background[i] * kappaToTheta(rates.lnKappaBackground, i, theta);
}

/** prod_j kappa_ij^theta_j = exp(sum_j theta_j ln kappa_ij). */
function kappaToTheta(lnKappa: Float64Array, i: number, theta: Float64Array): number {
  let exponent = 0;
  for (let j = 0; j < theta.length; j++) exponent += theta[j] * lnKappa[i * theta.length + j];
  return exponent === 0 ? 1 : exp(exponent);
}
