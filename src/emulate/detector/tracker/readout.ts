/**
 * From the hits of all particles about a trigger to what the front end reads out: APV chips, whose
 * three samples see a hit as long as its shaped pulse lasts, and TDCs, which are blind after a hit.
 */
import type { Card } from '../../../core/card/schema.js';
import { APV_SAMPLES, apvHeights, stripPulse } from '../../../core/apv.js';
import { fillNormal, type Stream } from '../../../core/random/index.js';
import { ticks } from '../../../core/ticks.js';
import {
  type Station,
  type StripChamber,
  stationOf,
  type Tracker,
  trackerLayout,
} from '../../../core/tracker.js';
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
  // One channel is one pulse: what comes together in its samples cannot be told apart.
  byChannel(tracker, hits, out, (strips, number) => {
    const seen = stripPulse(strips, sum, 0);
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
  fillNormal(stream, noiseFor(hits.size), APV_SAMPLES * hits.size);
  byChannel(tracker, hits, out, ({ channelNoise, threshold }, number, place) => {
    const i = APV_SAMPLES * place;
    const first = counted(sum[0] + channelNoise * noise[i]);
    const second = counted(sum[1] + channelNoise * noise[i + 1]);
    const third = counted(sum[2] + channelNoise * noise[i + 2]);
    const largest = Math.max(first, second, third);
    if (largest < threshold || largest === 0) return;
    out.strip.push(number);
    out.sample.push(first, second, third);
  });
  return out;
}

const counted = (v: number) => Math.max(0, Math.min(MAX_SAMPLE, (v + 0.5) | 0));

/** Of a channel, without noise. */
const sum = new Float64Array(APV_SAMPLES);

let noise = new Float64Array(0);
let shaped = new Float64Array(0);

/** Room for three numbers of each of so many hits. */
function noiseFor(hits: number): Float64Array {
  if (noise.length < APV_SAMPLES * hits) noise = new Float64Array(2 * APV_SAMPLES * hits);
  return noise;
}

/** Sets `shaped`: what each hit of a strip leaves in the three samples. */
function shape(stations: readonly Station[], { channel, energy, time, size }: PulseList): void {
  if (shaped.length < APV_SAMPLES * size) shaped = new Float64Array(2 * APV_SAMPLES * size);
  let chamber: StripChamber | null = null;
  let at = Number.NaN;
  for (let i = 0; i < size; i++) {
    const { strips } = stations[stationOf(channel[i])];
    if (strips === null) continue;
    // The strips that a particle fires in a chamber do so at one time.
    if (strips !== chamber || time[i] !== at) apvHeights(strips, time[i], heights, 0);
    chamber = strips;
    at = time[i];
    const place = APV_SAMPLES * i;
    shaped[place] = energy[i] * heights[0];
    shaped[place + 1] = energy[i] * heights[1];
    shaped[place + 2] = energy[i] * heights[2];
  }
}

const heights = new Float64Array(APV_SAMPLES);

/**
 * Calls back for each strip channel that was hit, with its samples in `sum` and the place of its first hit; puts the
 * counts of the tubes into `out`.
 */
function byChannel(
  tracker: Tracker,
  hits: PulseList,
  out: Hits,
  strip: (strips: StripChamber, number: number, place: number) => void,
): void {
  const stations = trackerLayout(tracker);
  const { channel, time } = hits;
  shape(stations, hits);
  const order = hits.order();
  for (let from = 0; from < order.length; ) {
    const number = channel[order[from]];
    let to = from + 1;
    while (to < order.length && channel[order[to]] === number) to++;
    const { strips } = stations[stationOf(number)];
    if (strips) {
      sum[0] = sum[1] = sum[2] = 0;
      for (let i = from; i < to; i++) {
        const place = APV_SAMPLES * order[i];
        sum[0] += shaped[place];
        sum[1] += shaped[place + 1];
        sum[2] += shaped[place + 2];
      }
      strip(strips, number, from);
    } else tube(tracker.straw, number, order, from, to, time, out);
    from = to;
  }
}

/** Counts of a tube, blind for a while after each. */
function tube(
  { deadTime, tdc }: Tracker['straw'],
  number: number,
  order: Uint32Array,
  from: number,
  to: number,
  time: Float64Array,
  out: Hits,
): void {
  let blindUntil = Number.NEGATIVE_INFINITY;
  for (let i = from; i < to; i++) {
    const t = time[order[i]];
    if (t < blindUntil) continue;
    blindUntil = t + deadTime;
    const count = Math.round(tdc.zero + t / tdc.count);
    if (count < 0 || count > LARGEST_COUNT) continue;
    out.tube.push(number);
    out.tdc.push(count);
  }
}
