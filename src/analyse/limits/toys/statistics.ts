import { asymptoticPValues, profiledAsimov, q0, qAsimov, qMu, tMu } from '../asymptotic.js';
import { exactCls } from '../exact.js';
import type { Fitter } from '../fit.js';
import { logNormalRates, type Tables } from '../histfactory/index.js';
import type { Data } from '../likelihood.js';
import { totalPrior } from '../prior.js';

/** What statistics are made with. */
export interface Subject {
  /** Of a signal of 0 or more. */
  readonly fitter: Fitter;
  /** Within the bounds of the workspace. */
  readonly own: Fitter;
  readonly tables: Tables;
}

/** One number of a data set; NaN where a fit failed. */
export type Statistic = (mu: number, data: Data, subject: Subject) => number;

/** What can be asked of each toy. */
export const STATISTICS = {
  qMu: (mu, data, { fitter }) => qMu(mu, data, fitter),
  tMu: (mu, data, { fitter }) => tMu(mu, data, fitter),
  q0: (_mu, data, { fitter }) => q0(data, fitter),
  /** -2 ln L of the best fit less that of a perfect one. */
  saturated: (_mu, data, { own }) => {
    const { converged, deviance } = own.free(data);
    return converged ? deviance : Number.NaN;
  },
  /** mu-hat within the bounds of the workspace. */
  muHat: (_mu, data, { own }) => {
    const { converged, mu } = own.free(data);
    return converged ? mu : Number.NaN;
  },
  /** CLs by the asymptotic formulae, with the Asimov data of the toy. */
  clsAsymptotic: (mu, data, { fitter }) => {
    const asimov = profiledAsimov(data, fitter);
    if (asimov === null) return Number.NaN;
    const { cls } = asymptoticPValues(qMu(mu, data, fitter), qAsimov(mu, asimov, fitter));
    fitter.forget(asimov);
    return cls;
  },
  /** CLs of the total count, with the constraints where the toy has them. */
  clsExact: (mu, { counts, auxiliary }, { tables }) => {
    const count = counts.reduce((sum, n) => sum + n, 0);
    const pValues = exactCls(count, totalPrior(logNormalRates(tables, auxiliary)));
    return pValues === null ? Number.NaN : pValues(mu).cls;
  },
} as const satisfies Record<string, Statistic>;

export type StatisticName = keyof typeof STATISTICS;
