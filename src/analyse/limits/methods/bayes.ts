import { UsageError } from '../../../core/errors.js';
import { SIGMAS } from '../bands.js';
import { credibleLimit, MOST_NUISANCES } from '../bayes.js';
import { freeNuisances } from '../counts.js';
import { countBands } from '../exact.js';
import type { Data } from '../likelihood.js';
import type { Method, Task } from './method.js';

/**
 * Credible upper limits for a flat prior in mu >= 0, the nuisances averaged with their constraints (../bayes.ts). Bands
 * are those of the counts at the quantiles of background alone, and there are none for several bins.
 */
export const bayes: Method = {
  limit(cl, task) {
    const { data, fitter } = task;
    const { model } = fitter;
    refuseOthers(task);
    const limit = (seen: Data): number => {
      const mu = credibleLimit(cl, seen, fitter);
      return mu <= model.bounds.upper[model.poi] ? mu : Number.NaN;
    };
    const observed = limit(data);
    if (data.counts.length > 1) {
      const why = 'expected limits: of several bins the method bayes has none, toys has';
      return { observed, expected: NONE, without: { numbers: NONE.length, why } };
    }
    const { converged, x } = fitter.conditional(0, data);
    if (!converged) return { observed, expected: NONE };
    const [background] = model.expected(x).counts;
    const bands = countBands({ medianBackground: background, sigmaBackground: 0 });
    const known = new Map([...new Set(bands)].map((n) => [n, limit(counted(n, data))]));
    return { observed, expected: bands.map((n) => known.get(n) as number) };
  },
};

const NONE = SIGMAS.map(() => Number.NaN);

const counted = (n: number, data: Data): Data => ({ ...data, counts: Float64Array.of(n) });

function refuseOthers({ fitter: { model }, tables: { sets } }: Task): void {
  const free = freeNuisances(model);
  const constrained = sets.flatMap(({ size, constraint }) =>
    Array<boolean>(size).fill(constraint !== null),
  );
  const next = '--method toys takes any model';
  const flat = free.filter((p) => !constrained[p]).map((p) => model.names[p]);
  if (flat.length > 0) {
    throw new UsageError({
      what: 'bayes',
      got: `free parameters without a constraint: ${flat.join(', ')}`,
      expected: 'a constraint, which is their prior',
      next,
    });
  }
  if (free.length > MOST_NUISANCES) {
    throw new UsageError({
      what: 'bayes',
      got: `${free.length} nuisances`,
      expected: `up to ${MOST_NUISANCES}, over which it integrates`,
      next,
    });
  }
}
