/**
 * From the hits of all particles about a trigger to what the front end reads out: APV chips, whose
 * three samples see a hit as long as its shaped pulse lasts, and TDCs, which are blind after a hit.
 */
import type { Card } from '../../../core/card/schema.js';
import { exp } from '../../../core/math.js';
import { PLANE, type StripChamber, trackerLayout } from '../../../core/tracker.js';
import type { spillway } from '../../../core/wire/messages.js';
import type { PulseList } from '../pulses.js';

/** Distance of the samples of an APV, ns: one clock of 38.88 MHz. */
const SAMPLE = 25.72;
const LARGEST_COUNT = 65535;

/**
 * Largest of three samples of a pulse u exp(1 - u), u in peaking times, that arrived `time` ns after
 * the trigger; the last sample stands on the top of a pulse in time.
 */
export function apvGain({ shaping }: Pick<StripChamber, 'shaping'>, time: number): number {
  let largest = 0;
  for (let sample = -2; sample <= 0; sample++) {
    const u = 1 + (sample * SAMPLE - time) / shaping;
    if (u > 0) largest = Math.max(largest, u * exp(1 - u));
  }
  return largest;
}

/** Zero-suppressed hits of an event. */
export function readOut(
  { detector: { tracker } }: Pick<Card, 'detector'>,
  hits: PulseList,
): spillway.Hits.$Properties {
  const stations = trackerLayout(tracker);
  const { straw } = tracker;
  const { channel, energy: amplitude, time } = hits;
  const out = {
    strip: [] as number[],
    amplitude: [] as number[],
    timeTicks: [] as number[],
    tube: [] as number[],
    tdc: [] as number[],
  };
  const order = hits.order();
  for (let from = 0; from < order.length; ) {
    const number = channel[order[from]];
    let to = from + 1;
    while (to < order.length && channel[order[to]] === number) to++;
    const { strips } = stations[Math.floor(number / (2 * PLANE))];
    if (strips) {
      // One channel is one pulse: what comes together in its samples cannot be told apart.
      let sum = 0;
      let weighted = 0;
      for (let k = from; k < to; k++) {
        const i = order[k];
        const seen = amplitude[i] * apvGain(strips, time[i]);
        sum += seen;
        weighted += seen * time[i];
      }
      if (sum >= strips.threshold && sum > 0) {
        out.strip.push(number);
        out.amplitude.push(Math.min(LARGEST_COUNT, Math.round(sum)));
        out.timeTicks.push(Math.round((10 * weighted) / sum));
      }
    } else {
      let blindUntil = Number.NEGATIVE_INFINITY;
      for (let k = from; k < to; k++) {
        const t = time[order[k]];
        if (t < blindUntil) continue;
        blindUntil = t + straw.deadTime;
        const count = Math.round(straw.tdc.zero + t / straw.tdc.count);
        if (count < 0 || count > LARGEST_COUNT) continue;
        out.tube.push(number);
        out.tdc.push(count);
      }
    }
    from = to;
  }
  return out;
}
