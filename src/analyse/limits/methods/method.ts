import type { Tables } from '../histfactory/index.js';
import type { Drawing, ToyOptions } from '../toys/index.js';

/** At -2, -1, 0, 1, 2 sigma of background alone. */
export type Bands = readonly number[];

export const DEFAULT_TOYS: ToyOptions = { seed: 'limit', toys: 1000 };

/** What became of them: the toys whose fits failed, and the statistical error of the observed p-value. */
export interface ToyReport {
  readonly made: number;
  readonly failed: number;
  /** Of CLs, or of the p-value of `fc`: at the limit, or of the test. */
  readonly error: number;
  /** Of the observed limit. */
  readonly limitError?: number;
  /** Of the expected limits, or of the expected CLs of a test. */
  readonly expectedErrors?: Bands;
}

/** What a method has to work on. Fits to the data go through the fitter, which counts them. */
export interface Task extends Drawing {
  readonly tables: Tables;
}

export interface Without {
  readonly numbers: number;
  readonly why: string;
}

interface Result {
  /** How many of the numbers this method has no answer to, for this model, and why; they are NaN. */
  readonly without?: Without;
  readonly toys?: ToyReport;
}

/** Upper limits on the parameter of interest; NaN: not found. */
export interface LimitResult extends Result {
  readonly observed: number;
  readonly expected: Bands;
}

/** A test of one signal strength; NaN: not found. */
export interface TestResult extends Result {
  readonly qMuTilde: number;
  readonly cls: number;
  readonly clsb: number;
  readonly clb: number;
  readonly clsExpected: Bands;
}

/** The p-value of background alone, and its one-sided significance in standard deviations. */
export interface DiscoveryResult extends Result {
  readonly pValue: number;
  readonly z: number;
}

/**
 * One way to limits and p-values.
 *
 * @throws UsageError where it does not apply to the model, with the reason
 */
export interface Method {
  limit(cl: number, task: Task): LimitResult | Promise<LimitResult>;
  /** Of CLs; a method without it sets limits alone. */
  test?(mu: number, task: Task): TestResult | Promise<TestResult>;
  /** Whether background alone explains the data. */
  discover?(task: Task): DiscoveryResult | Promise<DiscoveryResult>;
}
