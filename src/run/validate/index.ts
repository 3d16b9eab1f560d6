/** What can be validated, in the order of the tables. */
import { chain } from './chain.js';
import { readout } from './readout.js';
import type { ValidationRow } from './row.js';
import type { Validation, ValidationOptions } from './validation.js';

export type { ValidationRow } from './row.js';

export const VALIDATIONS: readonly Validation[] = [chain, readout];

/** The rows of some validations, in the order of the registry; of all when none is named. */
export async function validate(
  names: readonly string[],
  options: ValidationOptions,
): Promise<ValidationRow[]> {
  const rows: ValidationRow[] = [];
  for (const { name, rows: rowsOf } of VALIDATIONS) {
    if (names.length === 0 || names.includes(name)) rows.push(...(await rowsOf(options)));
  }
  return rows;
}
