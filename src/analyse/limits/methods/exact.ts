import { exp } from '../../../core/math.js';
import { normalQuantile } from '../../../core/normal.js';
import { countable, wholeCounts } from '../counts.js';
import { countBands, countTail, exactCls, exactLimit } from '../exact.js';
import { logNormalRates } from '../histfactory/index.js';
import { totalPrior } from '../prior.js';
import type { Method, Task } from './method.js';

/**
 * Exact Poisson CLs of the total count of all bins, log-normal nuisances averaged over their priors (../exact.ts);
 * the bands are those of the counts at the quantiles of background alone.
 */
export const exact: Method = {
  limit(cl, task) {
    const { count, prior, high } = countingOf(task);
    const limit = (n: number): number => {
      const mu = exactLimit(cl, n, prior);
      return mu <= high ? mu : Number.NaN;
    };
    return { observed: limit(count), expected: countBands(prior).map(limit) };
  },

  test(mu, task) {
    const { count, prior } = countingOf(task);
    const none = { cls: Number.NaN, clsb: Number.NaN, clb: Number.NaN };
    const at = (n: number) => exactCls(n, prior)?.(mu) ?? none;
    return {
      qMuTilde: Number.NaN,
      ...at(count),
      clsExpected: countBands(prior).map((n) => at(n).cls),
      without: {
        numbers: 1,
        why: 'q~: exact sums go by the total count, not by a likelihood ratio',
      },
    };
  },

  /** P(N >= n) of the total count n, averaged over the prior of the background. */
  discover(task) {
    const { count, prior } = countingOf(task);
    const pValue = countTail(count, prior);
    return { pValue, z: -normalQuantile(pValue) };
  },
};

function countingOf({ data, fitter, tables }: Task) {
  const { bounds, poi } = fitter.model;
  const count = wholeCounts(data.counts).reduce((sum, n) => sum + n, 0);
  const rates = logNormalRates(tables);
  countable('sums over counts', rates.totalBackground);
  const prior = totalPrior(rates);
  countable('sums over counts', prior.medianBackground * exp(3 * prior.sigmaBackground));
  return { count, prior, high: bounds.upper[poi] };
}
