/**
 * What a charged particle leaves in the two views of one station.
 */
import type { Stream } from '../../../core/random/index.js';
import { type Station, type Tracker, trackerChannel, wireAt } from '../../../core/tracker.js';
import type { AddPulse } from '../subdetector.js';

/** Charge fluctuates as a gamma distribution of this shape, an Ar-filled gap of some mm [estimate]. */
const CHARGE_SHAPE = 6;
/** Relative difference of the charges of the two views [estimate]. */
const VIEW_SPREAD = 0.1;

/**
 * Hits of a particle that crosses station `index` at x, y (mm): amplitudes in ADC counts (1 for a
 * straw), times in ns after the particle at S1.
 */
export function cross(
  tracker: Tracker,
  station: Station,
  index: number,
  x: number,
  y: number,
  stream: Stream,
  add: AddPulse,
): void {
  if (Math.abs(x) > station.half || Math.abs(y) > station.half) return;
  if (station.strips === null) {
    tubes(tracker.straw, station, index, 0, x, stream, add);
    tubes(tracker.straw, station, index, 1, y, stream, add);
    return;
  }
  const { efficiency, charge, timeResolution } = station.strips;
  if (stream.uniform() >= efficiency) return;
  const q = (charge * stream.gamma(CHARGE_SHAPE)) / CHARGE_SHAPE;
  const time = timeResolution * stream.normal();
  strips(station, index, 0, x, q * (1 + VIEW_SPREAD * stream.normal()), time, stream, add);
  strips(station, index, 1, y, q * (1 + VIEW_SPREAD * stream.normal()), time, stream, add);
}

/** Share of the charge at less than u half widths from its centre: a parabola between -1 and 1. */
const cumulative = (u: number) => (u <= -1 ? 0 : u >= 1 ? 1 : (2 + 3 * u - u * u * u) / 4);

function strips(
  station: Station,
  index: number,
  view: 0 | 1,
  at: number,
  charge: number,
  time: number,
  stream: Stream,
  add: AddPulse,
): void {
  const { pitch, strips, cloud, resolution, channelNoise } = station.strips as NonNullable<
    Station['strips']
  >;
  const centre = at + resolution * stream.normal();
  const edge = (strip: number) => (strip - strips / 2) * pitch;
  const first = Math.max(0, Math.floor((centre - cloud) / pitch + strips / 2));
  const last = Math.min(strips - 1, Math.floor((centre + cloud) / pitch + strips / 2));
  let below = cumulative((edge(first) - centre) / cloud);
  for (let strip = first; strip <= last; strip++) {
    const next = cumulative((edge(strip + 1) - centre) / cloud);
    let amplitude = charge * (next - below);
    if (channelNoise > 0) amplitude += channelNoise * stream.normal();
    below = next;
    const channel = station.map[strip];
    if (amplitude > 0 && !station.dead[view][channel]) {
      add(trackerChannel(index, view, channel), amplitude, time);
    }
  }
}

/** One tube of each layer; the electrons drift to its wire in proportion to the distance. */
function tubes(
  straw: Tracker['straw'],
  station: Station,
  index: number,
  view: 0 | 1,
  at: number,
  stream: Stream,
  add: AddPulse,
): void {
  const radius = straw.diameter / 2;
  for (let layer = 0; layer < 2; layer++) {
    const wire = (at - wireAt(straw, layer)) / straw.diameter;
    const tube = layer + 2 * Math.round(wire);
    if (tube < 0 || tube >= straw.tubes || station.dead[view][tube]) continue;
    if (stream.uniform() >= straw.efficiency) continue;
    const drift = (straw.drift * Math.abs(at - wireAt(straw, tube))) / radius;
    add(trackerChannel(index, view, tube), 1, drift + straw.timeResolution * stream.normal());
  }
}
