import type { Pulses } from '../calibration/event.js';

/** Counters by bit: S1..S4, V1, V2. */
export const ALL_S = 15;
export const ANY_V = 48;

/** Counters with a pulse above the threshold (GeV) from one moment to another (ns), as bits. */
export function countersNear(
  { channel, energy, time }: Pulses,
  threshold: number,
  from: number,
  to: number,
): number {
  let fired = 0;
  for (let i = 0; i < channel.length; i++) {
    if (energy[i] > threshold && time[i] >= from && time[i] <= to) fired |= 1 << channel[i];
  }
  return fired;
}
