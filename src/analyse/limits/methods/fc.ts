import { tMu } from '../asymptotic.js';
import { SIGMAS } from '../bands.js';
import { isSingle, singleRates, wholeCounts } from '../counts.js';
import { countBands } from '../exact.js';
import { fcUpperLimit } from '../feldman-cousins.js';
import { binomialError, crossing, quantiles, Toys } from '../toys.js';
import type { LimitResult, Method, Task } from './method.js';

/**
 * Upper ends of the intervals of Feldman and Cousins: of a single count without free nuisances by sums over counts
 * (../feldman-cousins.ts); of any other model from toys with t~_mu, the nuisances profiled in the ratio, and those of
 * the toys at their conditional fits to the data.
 */
export const fc: Method = {
  limit: (cl, task) => (isSingle(task.fitter.model) ? fromSums(cl, task) : fromToys(cl, task)),
};

function fromSums(cl: number, { data, fitter: { model } }: Task): LimitResult {
  const { signal, background } = singleRates(model, data.start);
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
function fromToys(cl: number, { data, fitter, drawn: { seed, toys } }: Task): LimitResult {
  const drawn = new Toys(tMu, data, fitter, seed, toys);
  const { model } = fitter;
  const within = { step: model.step, high: model.bounds.upper[model.poi] };
  const solve = (low: number, p: (mu: number) => number): number =>
    crossing(p, 1 - cl, 0.5 / toys, { low, ...within });
  const share = (mu: number): number => drawn.at(mu)?.clsb ?? Number.NaN;
  const observed = solve(fitter.free(data).mu, share);
  const expected = SIGMAS.map((_, i) =>
    solve(0, (mu) => {
      const p = drawn.at(mu);
      return p === null ? Number.NaN : quantiles(p.ofBackground.map(([clsb]) => clsb))[i];
    }),
  );
  const error = Number.isNaN(observed) ? Number.NaN : binomialError(share(observed), toys);
  return { observed, expected, toys: { made: drawn.made, failed: drawn.failed, error } };
}
