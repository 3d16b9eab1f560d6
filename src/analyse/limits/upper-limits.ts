import { asymptoticBands, asymptoticLimit, profiledAsimov } from './asymptotic.js';
import { countingModel, observedData } from './counting.js';
import { exactExpected, exactLimit } from './exact.js';
import { Fitter } from './fit.js';
import { type CountingModel, ratesOf } from './model.js';
import { totalPrior } from './prior.js';

export interface LimitOptions {
  /** Confidence level, for instance 0.9; above 0.5, below 0.999. */
  readonly cl: number;
  /** Counts per channel, or null while blinded. */
  readonly observed: readonly number[] | null;
}

/** Upper limits in signal events, summed over the channels. NaN: not found, see `converged`. */
export interface UpperLimits {
  readonly observed: { readonly asymptotic: number; readonly exact: number } | null;
  readonly expected: {
    /** -2, -1, 0, 1, 2 sigma, ascending. */
    readonly asymptotic: readonly number[];
    /** The same of exact Poisson CLs: a staircase, so neighbours may be equal. */
    readonly exact: readonly number[];
    /** The 'average expected limit' of the paper. */
    readonly exactMean: number;
  };
  /** False if any number above is NaN. */
  readonly converged: boolean;
}

/**
 * All limits of a counting experiment, by both methods; neither passes for the other. While blinded
 * the asymptotic bands use the Asimov data of the prediction; with observed counts, those with the
 * nuisances profiled to them. The exact limits look at the total count over the channels.
 *
 * @example
 * upperLimits(
 *   { channels: [{ name: 'box', signal: 1, background: 0.53 }], nuisances: [] },
 *   { cl: 0.9, observed: [0] },
 * );
 * // observed: asymptotic 1.646, exact 2.303
 * // expected: asymptotic 0.862, 1.322, 2.227, 3.959, 6.821; exactMean 2.949
 */
export function upperLimits(model: CountingModel, { cl, observed }: LimitOptions): UpperLimits {
  if (!(cl > 0.5 && cl < 0.999)) {
    throw new Error(`limits: cl: got ${cl}, expected a confidence level above 0.5 and below 0.999`);
  }
  const rates = ratesOf(model);
  const prior = totalPrior(rates);
  const fitter = new Fitter(countingModel(rates));
  const events = (mu: number): number => mu * rates.totalSignal;

  const data = observed === null ? null : observedData(observed, rates);
  // While blinded: all nuisances nominal, nothing known of the box.
  const nominal = () => fitter.model.expected(new Float64Array(rates.nuisances + 1));
  const asimov = data === null ? nominal() : profiledAsimov(data, fitter);
  const none = Number.NaN;
  const seen =
    data === null
      ? null
      : {
          asymptotic: asimov === null ? none : events(asymptoticLimit(cl, data, asimov, fitter)),
          exact: events(
            exactLimit(
              cl,
              data.counts.reduce((sum, n) => sum + n, 0),
              prior,
            ),
          ),
        };
  const asymptotic =
    asimov === null ? Array(5).fill(none) : asymptoticBands(cl, asimov, fitter).map(events);
  const exact = exactExpected(cl, prior);
  const expected = {
    asymptotic,
    exact: exact.bands.map(events),
    exactMean: events(exact.mean),
  };
  const all = [...expected.asymptotic, ...expected.exact, expected.exactMean];
  if (seen !== null) all.push(seen.asymptotic, seen.exact);
  return { observed: seen, expected, converged: all.every(Number.isFinite) };
}
