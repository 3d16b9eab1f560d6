/**
 * The shape of a pulse as a table over u, the time since its start in peaking times: f(u) = u^n exp(n (1 - u)).
 * All channels share it; only their peaking times differ.
 */
import { pulseAt } from '../../core/pulse.js';

/** Per unit of u: linear interpolation is within 1.5e-6 of the height for three poles. */
export const STEPS = 512;
/** Smaller heights are zero. */
const NEGLIGIBLE = 1e-7;
const LONGEST = 64;

const tables = new Map<number, Float64Array>();

/** f at u = i / STEPS, up to where it stays below 1e-7. */
export function shapeTable(poles: number): Float64Array {
  const known = tables.get(poles);
  if (known) return known;
  const shape = { poles, peaking: 1 };
  let end = 1;
  while (end < LONGEST && pulseAt(shape, end) > NEGLIGIBLE) end++;
  const table = Float64Array.from({ length: end * STEPS + 2 }, (_, i) =>
    i > end * STEPS ? 0 : pulseAt(shape, i / STEPS),
  );
  tables.set(poles, table);
  return table;
}
