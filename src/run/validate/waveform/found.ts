/** Rows of pulses that were found, beside what was put in and the bound on their spread. */
import { row, share, type ValidationRow } from '../row.js';

export const INJECTED = 'injected';
/** Allowed: bias of the energy, of the time (ns). */
const BIAS = 0.01;
const TIME_BIAS = 0.1;

/** What a spread is compared with. */
export interface Bound {
  readonly name: string;
  readonly expected: number;
  readonly allowed: number;
  readonly source: string;
}

/** How often something was found. */
export const foundRow = (
  name: string,
  [found, of]: readonly [number, number],
  allowed: readonly [number, number],
): ValidationRow =>
  row({ name, role: 'out', expected: 1, allowed, emulated: share(found, of), source: INJECTED });

/** Energies (GeV) that were found of one that was put in, and their spread where it has a bound. */
export const energyRows = (
  name: string,
  injected: number,
  found: readonly number[],
  bound?: Bound,
  allowed = BIAS,
): ValidationRow[] => momentRows(name, injected, allowed, found, bound);

/** The same of times, ns. */
export const timeRows = (
  name: string,
  injected: number,
  found: readonly number[],
  bound?: Bound,
): ValidationRow[] =>
  momentRows(name, injected, [injected - TIME_BIAS, injected + TIME_BIAS], found, bound);

function momentRows(
  name: string,
  expected: number,
  allowed: ValidationRow['allowed'],
  values: readonly number[],
  bound?: Bound,
): ValidationRow[] {
  const n = values.length;
  const { mean, rms } = moments(values);
  const emulated = [mean, rms / Math.sqrt(n)] as const;
  const own = row({ name, role: 'out', expected, allowed, emulated, source: INJECTED });
  if (!bound) return [own];
  return [own, row({ ...bound, role: 'out', emulated: [rms, rms / Math.sqrt(2 * n)] })];
}

/** Of no values NaN. */
export function moments(values: readonly number[]): { mean: number; rms: number } {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const squares = values.reduce((a, b) => a + (b - mean) * (b - mean), 0);
  return { mean, rms: Math.sqrt(squares / values.length) };
}
