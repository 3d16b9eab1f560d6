/**
 * Pipelined front ends behind a trigger control that limits the rate, as the TCS of COMPASS does: a
 * shortest distance between two triggers, and at most so many in any time of a given length.
 */
import { ticks } from '../../core/ticks.js';
import type { Model } from './model.js';

export const throttle: Model<'throttle'> = {
  name: 'throttle',

  frontEnd({ deadTime, windows }) {
    const dead = ticks(deadTime);
    const rules = windows.map((w) => ({ triggers: w.triggers, time: ticks(w.time) }));
    const memory = Math.max(1, ...rules.map((r) => r.triggers));
    /** The last triggers taken, oldest first. */
    const taken: number[] = [];
    let deadUntil = 0;
    let throttledUntil = 0;
    return {
      refusal: (time) =>
        time < deadUntil ? 'deadTime' : time < throttledUntil ? 'throttled' : null,
      trigger(time, isTaken) {
        if (!isTaken) return;
        taken.push(time);
        if (taken.length > memory) taken.shift();
        deadUntil = time + dead;
        for (const rule of rules) {
          const nth = taken.length - rule.triggers;
          if (nth >= 0) throttledUntil = Math.max(throttledUntil, taken[nth] + rule.time);
        }
      },
      get until() {
        return Math.max(deadUntil, throttledUntil);
      },
    };
  },

  /**
   * Of the tightest rule alone: n triggers in T is a loss system of n servers that are busy for T, so
   * Erlang's formula holds exactly. The others take away less than 1e-4 more at 1 kHz.
   */
  live: ({ deadTime, windows }, rate) =>
    Math.min(
      1 - erlangB(1, rate * deadTime),
      ...windows.map(({ triggers, time }) => 1 - erlangB(triggers, rate * time)),
    ),
};

/** Share refused by `servers` at an offered load, for any distribution of the service time. */
export function erlangB(servers: number, load: number): number {
  let blocked = 1;
  for (let n = 1; n <= servers; n++) blocked = (load * blocked) / (n + load * blocked);
  return blocked;
}
