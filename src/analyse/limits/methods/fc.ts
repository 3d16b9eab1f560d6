import { countable, isSingle, singleRates, wholeCounts } from '../counts.js';
import { countBands } from '../exact.js';
import { fcUpperLimit } from '../feldman-cousins.js';
import {
  binomialError,
  limitsFrom,
  type PValue,
  quantileErrors,
  quantiles,
  Toys,
} from '../toys/index.js';
import type { LimitResult, Method, Task } from './method.js';

/**
 * Upper ends of the intervals of Feldman and Cousins: of a single count without free nuisances by sums over counts
 * (../feldman-cousins.ts); of any other model from toys with t~_mu, the nuisances profiled in the ratio, and those of
 * the toys at their conditional fits to the data.
 */
export const fc: Method = {
  limit: (cl, task) =>
    isSingle(task.fitter.model) ? fromSums(cl, task) : limitsFrom(new Toys('tMu', task), cl, share),
};

function fromSums(cl: number, { data, fitter: { model } }: Task): LimitResult {
  const { signal, background } = singleRates(model, data.start);
  countable('sums over counts', background);
  const [observed] = wholeCounts(data.counts);
  const high = model.bounds.upper[model.poi];
  const limit = (n: number): number => {
    const mu = fcUpperLimit(cl, n, background) / signal;
    return mu <= high ? mu : Number.NaN;
  };
  return {
    observed: limit(observed),
    expected: countBands({ medianBackground: background, sigmaBackground: 0 }).map(limit),
  };
}

/** A mu above mu-hat is in the interval while the share of toys with a t~ of at least that of the data is above 1 - cl. */
const share: PValue = {
  of: ({ clsb }) => clsb,
  error: ({ clsb, ofBackground }) => binomialError(clsb, ofBackground.length),
  bands: ({ ofBackground }) => quantiles(ofBackground.map(([clsb]) => clsb)),
  /** Of the quantile, from order statistics, and binomial. */
  bandErrors({ ofBackground }) {
    const clsb = ofBackground.map(([p]) => p);
    const spread = quantileErrors(clsb);
    return quantiles(clsb).map((p, i) => {
      const own = binomialError(p, clsb.length);
      return Math.sqrt(spread[i] * spread[i] + own * own);
    });
  },
};
