/** When spills begin: as fast as they can be made, or in a cycle. */
import type { RunControl } from '../control/index.js';
import type { Speed } from './shape.js';

/** From spill to spill: a supercycle of the SPS, e.g. 32 s (NA64, arXiv:1905.07657). */
export const CYCLE_MS = 32_000;

/** How many times faster than at the SPS; null for as fast as they can be made. */
export const timesReal = (speed: Speed): number | null =>
  speed === 'max' ? null : speed === 'real' ? 1 : speed;

/**
 * The pace of a run: each call resolves a cycle after the one before, the first at once, and early where the run is told to pause
 * or to stop. Which comes late by less than a cycle does not move those behind it; by more, it begins cycles of its own.
 * @returns null for as fast as they can be made
 */
export function paceOf(
  speed: Speed,
  control: RunControl,
  now: () => number,
): (() => Promise<void>) | null {
  const times = timesReal(speed);
  if (times === null) return null;
  const cycle = CYCLE_MS / times;
  let due = now();
  return async () => {
    // Timers may be early, and what pauses may go on at once.
    while (now() < due && goesOn(control)) await sleepUnlessTold(due - now(), control);
    const at = now();
    if (at >= due) due = (at - due > cycle ? at : due) + cycle;
  };
}

const goesOn = ({ state }: RunControl) => state === 'between spills';

function sleepUnlessTold(ms: number, control: RunControl): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      changes.unsubscribe();
      resolve();
    };
    const timer = setTimeout(end, ms);
    const changes = control.transitions$.subscribe(end);
  });
}
