import { normalQuantile } from '../../../core/normal.js';
import { q0 } from '../asymptotic.js';
import { SIGMAS } from '../bands.js';
import {
  binomialError,
  limitsFrom,
  type PValue,
  quantileErrors,
  quantiles,
  shareOf,
  Toys,
} from '../toys/index.js';
import type { Method, Task } from './method.js';

/**
 * CLs from toys with q~_mu (CCGV eq. 16), the nuisances of the toys at their conditional fits to the data. Bands are
 * quantiles of the CLs of toys of background alone, as in pyhf.
 */
export const toys = {
  limit: (cl: number, task: Task) => limitsFrom(new Toys('qMu', task), cl, cls),

  async test(mu: number, task: Task) {
    const drawn = new Toys('qMu', task);
    const p = await drawn.at(mu);
    const none = Number.NaN;
    const nothing = SIGMAS.map(() => none);
    const { made, failed } = drawn;
    return {
      qMuTilde: p?.q ?? none,
      clsb: p?.clsb ?? none,
      clb: p?.clb ?? none,
      cls: p === null ? none : cls.of(p),
      clsExpected: p === null ? nothing : cls.bands(p),
      toys: {
        made,
        failed,
        error: p === null ? none : cls.error(p),
        expectedErrors: p === null ? nothing : cls.bandErrors(p),
      },
    };
  },

  /** The share of toys of background alone with a q0 of at least that of the data. */
  async discover(task: Task) {
    const { data, fitter, draw } = task;
    const { converged, x } = fitter.conditional(0, data);
    const q = q0(data, fitter);
    const none = { pValue: Number.NaN, z: Number.NaN };
    if (!converged || Number.isNaN(q)) return none;
    const { hypothesis, statistics } = { hypothesis: 'background', statistics: ['q0'] } as const;
    const share = shareOf(q, await draw({ hypothesis, truth: x, mu: 0, statistics }));
    return { pValue: share.share, z: -normalQuantile(share.share), toys: share };
  },
} satisfies Method;

const cls: PValue = {
  of: ({ clsb, clb }) => clsb / clb,

  /** Binomial, of CLs+b and CLb, which come from different toys. */
  error({ clsb, clb, ofBackground }) {
    const N = ofBackground.length;
    const withSignal = binomialError(clsb, N) / clb;
    const alone = (clsb * binomialError(clb, N)) / (clb * clb);
    return Math.sqrt(withSignal * withSignal + alone * alone);
  },

  bands: ({ ofBackground }) => quantiles(ofBackground.map(([clsb, clb]) => clsb / clb)),

  /**
   * At a quantile of the toys of background CLb is what it is; CLs+b has the error of the quantile, from order
   * statistics, and its own binomial one.
   */
  bandErrors({ ofBackground }) {
    const clsb = ofBackground.map(([p]) => p);
    const clb = quantiles(ofBackground.map(([, p]) => p));
    const spread = quantileErrors(clsb);
    return quantiles(clsb).map((p, i) => {
      const own = binomialError(p, clsb.length);
      return Math.sqrt(spread[i] * spread[i] + own * own) / clb[i];
    });
  },
};
