/**
 * From the hits of all particles about a trigger to what the front end reads out: APV chips, whose
 * three samples see a hit as long as its shaped pulse lasts, and TDCs, which are blind after a hit.
 */
import type { Card } from '../../../core/card/schema.js';
import { APV_SAMPLES, apvHeight, stripPulse } from '../../../core/apv.js';
import type { Stream } from '../../../core/random/index.js';
import { ticks } from '../../../core/ticks.js';
import { PLANE, type StripChamber, type Tracker, trackerLayout } from '../../../core/tracker.js';
import type { spillway } from '../../../core/wire/messages.js';
import { MAX_SAMPLE } from '../../../core/wire/samples.js';
import type { PulseList } from '../pulses.js';

const LARGEST_COUNT = 65535;

type Hits = {
  [Column in 'strip' | 'amplitude' | 'timeTicks' | 'tube' | 'tdc' | 'sample']: number[];
};
const noHits = (): Hits => ({
  ...{ strip: [], amplitude: [], timeTicks: [], tube: [], tdc: [], sample: [] },
});

/** Zero-suppressed hits of an event. */
export function readOut(
  { detector: { tracker } }: Pick<Card, 'detector'>,
  hits: PulseList,
): spillway.Hits.$Properties {
  const out = noHits();
  const { energy: amplitude, time } = hits;
  byChannel(tracker, hits, out, (strips, number, pulses) => {
    // One channel is one pulse: what comes together in its samples cannot be told apart.
    for (let k = 0; k < APV_SAMPLES; k++) {
      exact[k] = 0;
      for (const i of pulses) exact[k] += amplitude[i] * apvHeight(strips, time[i], k);
    }
    const seen = stripPulse(strips, exact, 0);
    if (seen.amplitude < strips.threshold || seen.amplitude <= 0) return;
    out.strip.push(number);
    out.amplitude.push(Math.min(LARGEST_COUNT, Math.round(seen.amplitude)));
    out.timeTicks.push(ticks(seen.time));
  });
  return out;
}

/** The same in fidelity `waveform`: three samples of a channel, whose noise is independent. */
export function readOutSamples(
  { detector: { tracker } }: Pick<Card, 'detector'>,
  hits: PulseList,
  stream: Stream,
): spillway.Hits.$Properties {
  const out = noHits();
  const { energy: amplitude, time } = hits;
  byChannel(tracker, hits, out, (strips, number, pulses) => {
    let largest = 0;
    for (let s = 0; s < APV_SAMPLES; s++) {
      let sum = strips.channelNoise * stream.normal();
      for (const i of pulses) sum += amplitude[i] * apvHeight(strips, time[i], s);
      triple[s] = Math.max(0, Math.min(MAX_SAMPLE, Math.round(sum)));
      largest = Math.max(largest, triple[s]);
    }
    if (largest < strips.threshold || largest === 0) return;
    out.strip.push(number);
    out.sample.push(...triple);
  });
  return out;
}

const exact = new Float64Array(APV_SAMPLES);
const triple = [0, 0, 0];

/** Hands over the hits of each strip channel, and puts the counts of the tubes into `out`. */
function byChannel(
  tracker: Tracker,
  hits: PulseList,
  out: Hits,
  strip: (strips: StripChamber, number: number, pulses: Uint32Array) => void,
): void {
  const stations = trackerLayout(tracker);
  const { channel, time } = hits;
  const order = hits.order();
  for (let from = 0; from < order.length; ) {
    const number = channel[order[from]];
    let to = from + 1;
    while (to < order.length && channel[order[to]] === number) to++;
    const { strips } = stations[Math.floor(number / (2 * PLANE))];
    const pulses = order.subarray(from, to);
    if (strips) strip(strips, number, pulses);
    else tube(tracker.straw, number, pulses, time, out);
    from = to;
  }
}

/** Counts of a tube, blind for a while after each. */
function tube(
  { deadTime, tdc }: Tracker['straw'],
  number: number,
  pulses: Uint32Array,
  time: Float64Array,
  out: Hits,
): void {
  let blindUntil = Number.NEGATIVE_INFINITY;
  for (const i of pulses) {
    const t = time[i];
    if (t < blindUntil) continue;
    blindUntil = t + deadTime;
    const count = Math.round(tdc.zero + t / tdc.count);
    if (count < 0 || count > LARGEST_COUNT) continue;
    out.tube.push(number);
    out.tdc.push(count);
  }
}
