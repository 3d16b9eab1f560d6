/**
 * The three samples that an APV chip takes of a strip, and its amplitude and time from them.
 *
 * A shaped pulse u exp(1 - u), u in peaking times since its start, has in sample k, taken at s_k, the height
 * a_k = A (s_k - t + shaping) / shaping exp(-(s_k - t) / shaping) of one that arrived at t and has its top
 * `shaping` later than its start. So a_k exp(s_k / shaping) lies on a straight line in s_k, whose zero is the
 * start: what the ratios a0/a2 and a1/a2 tell together, weighted with the noise of each.
 */
import { exp } from './math.js';
import type { StripChamber } from './tracker.js';

/** Samples of a strip, and their distance, ns: one clock of 38.88 MHz, the last on the top of a pulse in time. */
export const APV_SAMPLES = 3;
export const APV_PERIOD = 25.72;

type Shaping = Pick<StripChamber, 'shaping'>;

/**
 * Height in sample 0, 1 or 2 of a pulse u exp(1 - u), u in peaking times, that arrived `time` ns after
 * the trigger; the last sample stands on the top of a pulse in time.
 */
export function apvHeight({ shaping }: Shaping, time: number, sample: number): number {
  const u = 1 + ((sample - (APV_SAMPLES - 1)) * APV_PERIOD - time) / shaping;
  return u > 0 ? u * exp(1 - u) : 0;
}

/** When sample k is taken, ns from the top of a pulse in time. */
const takenAt = (k: number) => (k - (APV_SAMPLES - 1)) * APV_PERIOD;

/** Of the shaping that came last, as strips come chamber by chamber: exp(s_k / shaping), and the weight of sample k. */
const stretches = new Float64Array(APV_SAMPLES);
const weights = new Float64Array(APV_SAMPLES);
/** Sums over the samples from each on: of weights, times s_k, times s_k^2. */
const sums = Array.from({ length: APV_SAMPLES }, () => ({ w: 0, ws: 0, wss: 0 }));
let stretchedBy = Number.NaN;
function stretch(shaping: number): void {
  for (let k = 0; k < APV_SAMPLES; k++) {
    stretches[k] = exp(takenAt(k) / shaping);
    weights[k] = 1 / (stretches[k] * stretches[k]);
  }
  sums.forEach((sum, first) => {
    sum.w = sum.ws = sum.wss = 0;
    for (let k = first; k < APV_SAMPLES; k++) {
      sum.w += weights[k];
      sum.ws += weights[k] * takenAt(k);
      sum.wss += weights[k] * takenAt(k) * takenAt(k);
    }
  });
  stretchedBy = shaping;
}

/** The same in all three samples, three from `at` in `out`. */
export function apvHeights(
  { shaping }: Shaping,
  time: number,
  out: Float64Array,
  at: number,
): void {
  if (shaping !== stretchedBy) stretch(shaping);
  const grown = exp(time / shaping);
  for (let k = 0; k < APV_SAMPLES; k++) {
    const u = 1 + ((k - (APV_SAMPLES - 1)) * APV_PERIOD - time) / shaping;
    out[at + k] = u > 0 ? (u * grown) / stretches[k] : 0;
  }
}

export interface StripPulse {
  /** The largest of the samples, counts. */
  readonly amplitude: number;
  /** ns after the trigger. */
  readonly time: number;
}

/** @param at index of the first of the three samples in `sample` */
export function stripPulse(
  { shaping }: Shaping,
  sample: ArrayLike<number>,
  at: number,
): StripPulse {
  if (shaping !== stretchedBy) stretch(shaping);
  const amplitude = Math.max(sample[at], sample[at + 1], sample[at + 2]);
  // A sample before the start of the pulse is not on the line: it is left out when it is found to be one.
  for (let first = 0; first < APV_SAMPLES - 1; first++) {
    const { w, ws, wss } = sums[first];
    let wy = 0;
    let wsy = 0;
    for (let k = first; k < APV_SAMPLES; k++) {
      const y = sample[at + k] * stretches[k];
      wy += weights[k] * y;
      wsy += weights[k] * takenAt(k) * y;
    }
    const slope = (w * wsy - ws * wy) / (w * wss - ws * ws);
    const offset = (wy - slope * ws) / w;
    if (!(slope > 0)) break; // falls from sample to sample: long past
    const start = -offset / slope;
    const last = start <= takenAt(first) || first === APV_SAMPLES - 2;
    if (last) return { amplitude, time: limited(start + shaping, shaping) };
  }
  return { amplitude, time: -LONGEST * shaping };
}

/** Times beyond so many peaking times from the trigger are told as that. */
const LONGEST = 3;
const limited = (time: number, shaping: number) =>
  Math.max(-LONGEST * shaping, Math.min(LONGEST * shaping, time));
