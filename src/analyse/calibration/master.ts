/**
 * The master time of an event: when its particle passed S1..S4, ns after the trigger.
 */
import type { Belief } from '../../core/card/schema.js';
import type { Pulses } from './event.js';

/** S1..S4. */
const COUNTERS = 4;

export interface MasterTiming {
  /** Of the discriminators, GeV. */
  readonly counterThreshold: number;
  /** Of the coincidence, ns. */
  readonly gate: number;
}

export const masterTiming = ({ detector, trigger }: Belief): MasterTiming => ({
  counterThreshold: detector.counters.threshold,
  gate: trigger.coincidence.gate,
});

/**
 * Mean over the counters of the time of the pulse next to the trigger, above the threshold and within half
 * the coincidence gate; 0 where there is none, as in an event of the clock.
 */
export function masterTime(counters: Pulses, { counterThreshold, gate }: MasterTiming): number {
  let sum = 0;
  let n = 0;
  for (let c = 0; c < COUNTERS; c++) {
    let nearest = Number.POSITIVE_INFINITY;
    for (let i = 0; i < counters.channel.length; i++) {
      if (counters.channel[i] !== c || counters.energy[i] < counterThreshold) continue;
      if (Math.abs(counters.time[i]) < Math.abs(nearest)) nearest = counters.time[i];
    }
    if (Math.abs(nearest) > gate / 2) continue;
    sum += nearest;
    n++;
  }
  return n > 0 ? sum / n : 0;
}
