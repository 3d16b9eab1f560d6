/**
 * Numbers with their errors, as they are read.
 */
import type { Quoted } from '../core/paper.js';
import { digits } from './cli/table.js';

/**
 * Value and error to the same place, the error with two digits, or with one where the second is a zero; large and small
 * numbers with a common power of ten.
 * @example quoted({ value: 1.144e-5, error: 7.9e-7 }) // "(1.144 +- 0.079)e-5"
 */
export function quoted({ value, error, sign, note }: Quoted): string {
  const tail = note === undefined ? '' : ` (${note})`;
  const head = sign === undefined ? '' : `${sign} `;
  return `${head}${error === null ? digits(value, 4) : withError(value, error)}${tail}`;
}

function withError(value: number, error: number): string {
  if (!(Number.isFinite(value) && error > 0 && Number.isFinite(error))) return digits(value, 4);
  const size = Math.max(Math.abs(value), error);
  const power = size >= 1e6 || size < 1e-3 ? exponentOf(size) : 0;
  const [v, e] = [value / 10 ** power, Number((error / 10 ** power).toPrecision(2))];
  const [mantissa] = e.toExponential().split('e');
  const places = Math.min(20, Math.max(0, mantissa.replace(/[.]/, '').length - 1 - exponentOf(e)));
  const both = `${v.toFixed(places)} +- ${e.toFixed(places)}`;
  return power === 0 ? both : `(${both})e${power}`;
}

/** Of the leading digit. */
const exponentOf = (value: number) => Number(value.toExponential().split('e')[1]);
