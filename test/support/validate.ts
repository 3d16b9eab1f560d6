/** Options of a validation as the command line would give them, and what a test asks of its rows. */
import * as assert from 'uvu/assert';
import type { ValidationRow } from '../../src/run/validate/row.js';
import { inlineExecutor } from '../../src/run/executor/inline.js';
import type { ValidateOptions } from '../../src/run/validate/validation.js';

/** Quiet and in this thread. */
export const validateOptions = (asked: Partial<ValidateOptions>): ValidateOptions => ({
  electrons: 1e6,
  events: null,
  experiments: null,
  spills: null,
  journal: null,
  case: null,
  seed: 'validate',
  nature: 'nominal',
  executor: inlineExecutor(),
  repeat: '',
  energy: 100,
  at: [0, 0],
  spot: null,
  ideal: false,
  report: () => {},
  ...asked,
});

/**
 * Fails when a row is further from what is allowed than so many of its errors: four, looser than the two of a table,
 * since a test fails when any of its rows does.
 */
export function assertNear(row: ValidationRow, errors = 4): void {
  const { name, expected, allowed, emulated, error } = row;
  const [low, high] =
    typeof allowed === 'number'
      ? [expected - allowed * Math.abs(expected), expected + allowed * Math.abs(expected)]
      : [allowed[0], allowed[1]];
  assert.ok(
    emulated >= low - errors * error && emulated <= high + errors * error,
    `${name}: ${emulated} +- ${error}, expected ${low} to ${high}`,
  );
}
