import type { Fitter } from './fit.js';
import type { Data } from './likelihood.js';
import { exp } from '../../core/math.js';
import { lnNormalCdf, normalCdf, normalQuantile } from '../../core/normal.js';
import { SIGMAS } from './bands.js';
import { fallingRoot } from './root.js';

/*
 * Asymptotic formulae of Cowan, Cranmer, Gross and Vitells (CCGV), arXiv:1007.1727, and CLs of
 * Read, J. Phys. G 28 (2002) 2693. For few events they are too strong: with n = 0 and b = 0.53 they
 * give 1.65 at 90 % where the exact answer is 2.30. A number that could not be had is NaN.
 */

/**
 * q_mu = -2 ln [L(mu, theta-hat-hat) / L(mu-hat, theta-hat)], 0 if mu-hat > mu, with mu-hat within
 * its bounds: where these begin at 0 (`physical`) it is q~_mu (CCGV eq. 16).
 */
export function qMu(mu: number, data: Data, fitter: Fitter): number {
  const free = fitter.free(data);
  if (!free.converged) return Number.NaN;
  if (free.mu > mu) return 0;
  const t = tMu(mu, data, fitter);
  return fitter.free(data).mu > mu ? 0 : t;
}

/** t_mu, or t~_mu within bounds that begin at 0 (CCGV eqs. 8, 11): q_mu also where mu-hat > mu. */
export function tMu(mu: number, data: Data, fitter: Fitter): number {
  const free = fitter.free(data);
  if (!free.converged) return Number.NaN;
  const conditional = fitter.conditional(mu, data);
  if (fitter.free(data) !== free) return tMu(mu, data, fitter);
  return conditional.converged ? Math.max(0, conditional.deviance - free.deviance) : Number.NaN;
}

/** q_0 = -2 ln [L(0, theta-hat-hat) / L(mu-hat, theta-hat)], 0 if mu-hat < 0 (CCGV eq. 12): mu-hat within its bounds. */
export function q0(data: Data, fitter: Fitter): number {
  const free = fitter.free(data);
  return free.converged && free.mu <= 0 ? 0 : tMu(0, data, fitter);
}

/** The Asimov data with the nuisances profiled to the data at mu = 0 (pyhf's convention). */
export function profiledAsimov(data: Data, fitter: Fitter): Data | null {
  const background = fitter.conditional(0, data);
  return background.converged ? fitter.model.expected(background.x) : null;
}

/** q~_mu on Asimov data of mu = 0: their free fit is perfect, so this is the conditional one. */
export function qAsimov(mu: number, asimov: Data, fitter: Fitter): number {
  const conditional = fitter.conditional(mu, asimov);
  return conditional.converged ? Math.max(0, conditional.deviance) : Number.NaN;
}

export interface PValues {
  readonly clsb: number;
  readonly clb: number;
  readonly cls: number;
}

/**
 * CLs+b = Phi(-(t + sqrt qA)), CLb = Phi(-t), CLs = CLs+b / CLb, where (CCGV eqs. 65, 66)
 * t = sqrt q - sqrt qA for q <= qA, else (q - qA) / (2 sqrt qA). At qA = 0 signal and background
 * are one, and CLs is 1.
 */
export function asymptoticPValues(q: number, qA: number): PValues {
  if (qA === 0) return { clsb: 0.5, clb: 0.5, cls: 1 };
  const rootA = Math.sqrt(qA);
  const t = q <= qA ? Math.sqrt(q) - rootA : (q - qA) / (2 * rootA);
  const clsb = normalCdf(-(t + rootA));
  const clb = normalCdf(-t);
  // Beyond 38 sigma both are 0, their ratio is not.
  const cls = clb > 0 ? clsb / clb : exp(lnNormalCdf(-(t + rootA)) - lnNormalCdf(-t));
  return { clsb, clb, cls };
}

/** CLs as a background experiment N sigma off would give it: Phi(N - sqrt qA) / Phi(N). */
export function expectedCls(qA: number): number[] {
  return SIGMAS.map((N) => normalCdf(N - Math.sqrt(qA)) / normalCdf(N));
}

/**
 * The mu with CLs(mu) = 1 - cl for these data; NaN also where that is beyond the bound of mu.
 *
 * @param asimov their profiled Asimov data
 */
export function asymptoticLimit(cl: number, data: Data, asimov: Data, fitter: Fitter): number {
  const excess = (mu: number) =>
    asymptoticPValues(qMu(mu, data, fitter), qAsimov(mu, asimov, fitter)).cls - (1 - cl);
  return settledRoot(excess, () => fitter.free(data).mu, fitter);
}

/**
 * The five expected limits at -2 ... +2 sigma, ascending: CLs_N(mu) = 1 - cl solved for
 * sqrt qA(mu) = N + Phi^-1(1 - (1 - cl) Phi(N)) (CCGV eq. 89, made for CLs).
 */
export function asymptoticBands(cl: number, asimov: Data, fitter: Fitter): number[] {
  return SIGMAS.map((N) => {
    const target = N - normalQuantile((1 - cl) * normalCdf(N));
    const missing = (mu: number) => target - Math.sqrt(qAsimov(mu, asimov, fitter));
    return settledRoot(missing, () => 0, fitter);
  });
}

/** More often than this a search is not begun again. */
const SEARCHES = 5;

/**
 * A root that stands on fits none of which was revised by a later one; NaN if there is none, also when
 * looked for twice: where f jumps, the second search knows more minima.
 */
function settledRoot(f: (mu: number) => number, low: () => number, fitter: Fitter): number {
  const { step, bounds, poi } = fitter.model;
  for (let search = 0; search < SEARCHES; search++) {
    const { revised } = fitter;
    const root = fallingRoot(f, low(), step, bounds.upper[poi]);
    if (fitter.revised === revised && (Number.isFinite(root) || search > 0)) return root;
  }
  return Number.NaN;
}
