import { qMu, q0, tMu } from '../asymptotic.js';
import type { Fitter } from '../fit.js';
import type { Tables } from '../histfactory/index.js';
import type { Data } from '../likelihood.js';

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
} as const satisfies Record<string, Statistic>;

export type StatisticName = keyof typeof STATISTICS;
