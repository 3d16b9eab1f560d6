import type { Fitter } from '../fit.js';
import type { Data } from '../likelihood.js';

/** At -2, -1, 0, 1, 2 sigma of background alone. */
export type Bands = readonly number[];

/** Upper limits on the parameter of interest; NaN: not found. */
export interface LimitResult {
  readonly observed: number;
  readonly expected: Bands;
}

/** A test of one signal strength; NaN: not found. */
export interface TestResult {
  readonly qMuTilde: number;
  readonly cls: number;
  readonly clsb: number;
  readonly clb: number;
  readonly clsExpected: Bands;
}

/** One way to limits and p-values. Its fits go through the fitter, which counts them. */
export interface Method {
  limit(cl: number, data: Data, fitter: Fitter): LimitResult;
  test(mu: number, data: Data, fitter: Fitter): TestResult;
}
