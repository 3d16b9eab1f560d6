/** The shape of a validation: one file of this shape and one line in the registry. */
import type { ValidationRow } from './row.js';

export interface ValidationOptions {
  /** Electrons on target behind rates of the chain. */
  readonly electrons: number;
  /** Events behind each number of a part that is driven alone. */
  readonly events: number;
  readonly seed: string;
  readonly workers: number;
  readonly report: (what: string) => void;
}

export interface Validation {
  readonly name: string;
  /** What is compared, in a few words. */
  readonly title: string;
  rows(options: ValidationOptions): Promise<ValidationRow[]>;
}
