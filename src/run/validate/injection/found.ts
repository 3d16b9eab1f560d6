/** What the analysis finds in one experiment: the fitted signal, its test, interval and limits. */
import { beamLine } from '../../../analyse/background/beamLine.js';
import { seenOf } from '../../../analyse/background/seen.js';
import { turnOnOf } from '../../../analyse/background/turnOn.js';
import { type BackgroundInput, shapeOfSlope } from '../../../analyse/combination/background.js';
import { combine } from '../../../analyse/combination/model.js';
import { discoveryOfRuns } from '../../../analyse/discovery.js';
import { scalerElectrons } from '../../../analyse/efficiency.js';
import { estimateLimit, type RunCounts, runInputs } from '../../../analyse/limit.js';
import {
  countingModel,
  Fitter,
  isAccepted,
  observedData,
  ratesOf,
  tMu,
} from '../../../analyse/limits/index.js';
import { MASS } from './experiments.js';

/** In events of signal in the box unless said otherwise. */
export interface Found {
  /** What was injected, as the analysis counts it: eps^2 of nature times the signal of its likelihood. */
  readonly injected: number;
  readonly electrons: number;
  readonly box: number;
  readonly background: BackgroundInput;
  /** Best fit and its error; none on the bound at 0. */
  readonly fitted: number;
  readonly error: number | null;
  /** p-values of background alone. */
  readonly exact: number;
  readonly asymptotic: number;
  /** -2 ln of the likelihood ratio at what was injected. */
  readonly t: number;
  /** Whether the interval of Feldman and Cousins at one sigma has it, the background taken for known; null at 0. */
  readonly unified: boolean | null;
  readonly limits: { readonly exact: number; readonly asymptotic: number };
}

const ONE_SIGMA = 0.6827;
const NOTHING = Number.NaN;

/** A run whose background is known. */
export type Fitted = RunCounts & { readonly background: BackgroundInput };

/**
 * The run with the fit to its sideband C as its background, with its statistical error: other functions have no part in it, since
 * nature's losses are the exponential that is fitted. None where the sideband has no fit.
 */
export function withSidebandFit(run: RunCounts): Fitted[] {
  const { belief, counts, whileSealed = counts } = run;
  const electrons = scalerElectrons(belief, counts.scalers);
  const seen = seenOf(whileSealed, electrons, belief.analysis.regionI.module);
  const fit = beamLine.estimate({ seen, belief, turnOn: turnOnOf(seen, belief) });
  if (fit?.statistical == null || fit.slope === undefined) return [];
  const { method, events, statistical, slope } = fit;
  const logErrors = { own: statistical / events, counts: 0, systematic: 0, inputs: 0 };
  const background = { method, events, below: shapeOfSlope(belief, slope), logErrors };
  return [{ ...run, background }];
}

export async function foundIn(run: Fitted, epsilon: number): Promise<Found> {
  const { background } = run;
  const [input] = runInputs([run]);
  const { model, atEps1 } = combine([input], { massGeV: MASS });
  const injected = epsilon * epsilon * atEps1;
  const { box } = run.counts;
  const rates = ratesOf(model);
  const fitter = new Fitter(countingModel(rates));
  const { masses } = await discoveryOfRuns([run], { masses: [MASS] }, { method: 'exact' });
  const [{ fit, poi, events, significance }] = masses;
  const { observed } = estimateLimit([run], { unblinded: true, masses: [MASS] }).limit;
  return {
    ...{ injected, electrons: input.electrons, box, background, fitted: events },
    error: fit.errors[fit.parameters.indexOf(poi)],
    exact: significance.exact?.pValue ?? NOTHING,
    asymptotic: significance.asymptotic?.pValue ?? NOTHING,
    t: tMu(injected, observedData([box], rates), fitter),
    unified: injected > 0 ? isAccepted(ONE_SIGMA, box, injected, background.events) : null,
    limits: observed ?? { exact: NOTHING, asymptotic: NOTHING },
  };
}
