import {
  asymptoticBands,
  asymptoticLimit,
  asymptoticPValues,
  expectedCls,
  profiledAsimov,
  qAsimov,
  qMu,
  q0,
} from '../asymptotic.js';
import { normalCdf } from '../../../core/normal.js';
import { SIGMAS } from '../bands.js';
import type { Method, Task } from './method.js';

type Fits = Pick<Task, 'data' | 'fitter'>;

/** The formulae of ../asymptotic.ts, with the Asimov data profiled at mu = 0. */
export const asymptotic = {
  limit(cl: number, { data, fitter }: Fits) {
    const asimov = profiledAsimov(data, fitter);
    if (asimov === null) return { observed: Number.NaN, expected: SIGMAS.map(() => Number.NaN) };
    return {
      observed: asymptoticLimit(cl, data, asimov, fitter),
      expected: asymptoticBands(cl, asimov, fitter),
    };
  },

  test(mu: number, { data, fitter }: Fits) {
    const asimov = profiledAsimov(data, fitter);
    const q = qMu(mu, data, fitter);
    const qA = asimov === null ? Number.NaN : qAsimov(mu, asimov, fitter);
    return { qMuTilde: q, ...asymptoticPValues(q, qA), clsExpected: expectedCls(qA) };
  },

  /** p = 1 - Phi(sqrt q0), Z = sqrt q0 (CCGV eqs. 52, 53). */
  discover({ data, fitter }: Fits) {
    const z = Math.sqrt(q0(data, fitter));
    return { pValue: normalCdf(-z), z };
  },
} satisfies Method;
