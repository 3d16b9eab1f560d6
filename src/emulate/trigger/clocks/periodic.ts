import { SLICE_TICKS } from '../../../core/ticks.js';

/** Ticks in a slice of the times first, first + period, ... (ticks of the spill), up to `number` of them. */
export function periodic(first: number, period: number, number: number, slice: number): number[] {
  const start = slice * SLICE_TICKS;
  const found: number[] = [];
  for (let k = Math.max(0, Math.ceil((start - first) / period)); k < number; k++) {
    const tick = first + k * period - start;
    if (tick >= SLICE_TICKS) break;
    found.push(tick);
  }
  return found;
}
