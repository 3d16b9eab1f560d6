/** Options of a validation as the command line would give them, quiet and in this thread. */
import type { ValidateOptions } from '../../src/run/validate/validation.js';

export const validateOptions = (asked: Partial<ValidateOptions>): ValidateOptions => ({
  electrons: 1e6,
  events: null,
  seed: 'validate',
  workers: 1,
  energy: 100,
  at: [0, 0],
  spot: null,
  ideal: false,
  report: () => {},
  ...asked,
});
