import { qMu } from '../asymptotic.js';
import { SIGMAS } from '../bands.js';
import { binomialError, crossing, quantiles, Toys, type ToyPValues } from '../toys.js';
import type { Method, Task } from './method.js';

/**
 * CLs from toys with q~_mu (CCGV eq. 16), the nuisances of the toys at their conditional fits to the data. Bands are
 * quantiles of the CLs of toys of background alone, as in pyhf.
 */
export const toys: Method = {
  limit(cl, task) {
    const drawn = toysOf(task);
    const { model } = task.fitter;
    const within = { step: model.step, high: model.bounds.upper[model.poi] };
    const solve = (low: number, cls: (p: ToyPValues) => number): number => {
      const at = (mu: number) => {
        const p = drawn.at(mu);
        return p === null ? Number.NaN : cls(p);
      };
      return crossing(at, 1 - cl, 0.5 / drawn.number, { low, ...within });
    };
    const observed = solve(task.fitter.free(task.data).mu, ({ clsb, clb }) => clsb / clb);
    const expected = SIGMAS.map((_, i) => solve(0, (p) => bandsOf(p)[i]));
    const error = errorAt(observed, drawn);
    const slope = slopeAt(observed, drawn);
    return {
      observed,
      expected,
      toys: { made: drawn.made, failed: drawn.failed, error, limitError: error / slope },
    };
  },

  test(mu, task) {
    const drawn = toysOf(task);
    const p = drawn.at(mu);
    const none = Number.NaN;
    return {
      qMuTilde: p?.q ?? none,
      clsb: p?.clsb ?? none,
      clb: p?.clb ?? none,
      cls: p === null ? none : p.clsb / p.clb,
      clsExpected: p === null ? SIGMAS.map(() => none) : bandsOf(p),
      toys: { made: drawn.made, failed: drawn.failed, error: errorAt(mu, drawn) },
    };
  },
};

const toysOf = ({ data, fitter, drawn }: Task): Toys =>
  new Toys(qMu, data, fitter, drawn.seed, drawn.toys);

const bandsOf = ({ ofBackground }: ToyPValues): number[] =>
  quantiles(ofBackground.map(([clsb, clb]) => clsb / clb));

/** Standard deviation of CLs: the binomial ones of CLs+b and CLb, which come from different toys. */
function errorAt(mu: number, drawn: Toys): number {
  const p = Number.isNaN(mu) ? null : drawn.at(mu);
  if (p === null) return Number.NaN;
  const withSignal = binomialError(p.clsb, drawn.number) / p.clb;
  const alone = (p.clsb * binomialError(p.clb, drawn.number)) / (p.clb * p.clb);
  return Math.sqrt(withSignal * withSignal + alone * alone);
}

/** |d CLs/d mu| over a tenth of mu to either side. */
function slopeAt(mu: number, drawn: Toys): number {
  if (Number.isNaN(mu)) return Number.NaN;
  const [a, b] = [0.9 * mu, 1.1 * mu].map((m) => drawn.at(m));
  return a === null || b === null
    ? Number.NaN
    : Math.abs(a.clsb / a.clb - b.clsb / b.clb) / (0.2 * mu);
}
