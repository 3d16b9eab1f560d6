/**
 * The gains of a spill over those of the calibration run, from the flashes of the LED in its own raw data:
 * those of the pulser during the spill and those between the spills.
 *
 * A flash is a little brighter or darker than the mean, in all channels alike. So a channel's gain is taken
 * from its height over that of all channels of its front end in the same flash, where that cancels; the
 * gain of all of them together is smoothed over neighbouring flashes, which gives the course within the
 * spill. A channel that sees no flash (a hole of the LED) takes the drift of its front end.
 */
import type { Belief } from '../../../core/card/schema.js';
import { triggerNames } from '../../../core/card/trigger.js';
import { CHANNELS, FRONT_ENDS, type FrontEnd } from '../../../core/channels.js';
import { exp } from '../../../core/math.js';
import type { BuiltEvent } from '../../building/index.js';
import type { Conditions } from '../conditions.js';
import type { Calibration } from '../constants.js';
import { type Drift, type FrontEndDrift, noDrift } from '../drift.js';
import { flashHeights, type Heights } from '../flashes.js';

/** Flashes within this (ticks of 0.1 ns) of a moment tell its gain, rms of their weights. */
const SMOOTHING = 1.5e9;
/** A channel is taken to see no LED below this share of its reference, */
const DARK = 0.3;
/** and in a hole when so many of its flashes are dark. */
const HOLE = 0.5;
/** A flash this far from the median of the front end was not read well. */
const ASTRAY = 0.2;

type Flash = { readonly tick: number; readonly inSpill: boolean; readonly heights: Heights };

/** Bits of the triggers that flash the LED during the spill and after it. */
function flashBits({ trigger }: Belief): { inSpill: number; after: number } {
  let inSpill = 0;
  let after = 0;
  triggerNames(trigger).forEach((name, bit) => {
    const line = trigger.menu[name];
    if (line.type === 'pulser') inSpill |= 1 << bit;
    if (line.type === 'calibration' && line.source === 'led') after |= 1 << bit;
  });
  return { inSpill, after };
}

/** @param conditions of the calibration run itself */
export function measureDrift(
  belief: Belief,
  calibration: Calibration,
  conditions: Conditions,
  events: readonly BuiltEvent[],
): Drift {
  const { inSpill, after } = flashBits(belief);
  const flashes: Flash[] = [];
  for (const { header, bodies } of events) {
    const triggers = header.triggers ?? 0;
    if ((triggers & (inSpill | after)) === 0) continue;
    flashes.push({
      tick: Number(header.tick ?? 0),
      inSpill: (triggers & inSpill) !== 0,
      heights: flashHeights(bodies, conditions),
    });
  }
  if (flashes.length === 0) return noDrift();
  const of = (name: FrontEnd) => frontEndDrift(calibration.frontEnds[name].led, name, flashes);
  return Object.fromEntries(FRONT_ENDS.map((name) => [name, of(name)])) as Record<
    FrontEnd,
    FrontEndDrift
  >;
}

function frontEndDrift(
  reference: readonly number[],
  name: FrontEnd,
  flashes: readonly Flash[],
): FrontEndDrift {
  const n = CHANNELS[name];
  // Height over reference of every flash, 0 where there is none, and which channels are in a hole.
  const ratios = flashes.map(({ heights }) =>
    Float64Array.from({ length: n }, (_, c) =>
      reference[c] > 0 ? heights[name][c] / reference[c] : 0,
    ),
  );
  const seen = (c: number) => ratios.filter((r) => r[c] > DARK).length;
  const lit = Array.from({ length: n }, (_, c) => seen(c) > HOLE * flashes.length);
  // A front end's gain in a flash: mean over its lit channels, each over its own mean, so that it does not
  // matter which of them a particle spoils.
  const own = Float64Array.from({ length: n }, (_, c) => (lit[c] ? meanOf(ratios, c) : 1));
  const common = ratios.map((r) => {
    const relative: number[] = [];
    for (let c = 0; c < n; c++) if (lit[c] && r[c] > DARK) relative.push(r[c] / own[c]);
    return trimmedMean(relative);
  });
  const level = meanLit(own, lit);
  const channel = new Float64Array(n).fill(level);
  for (let c = 0; c < n; c++) {
    if (!lit[c]) continue;
    let sum = 0;
    let count = 0;
    ratios.forEach((r, i) => {
      const over = r[c] / (own[c] * common[i]);
      if (!(common[i] > 0) || Math.abs(over - 1) > ASTRAY) return;
      sum += over;
      count++;
    });
    channel[c] = own[c] * (count > 0 ? sum / count : 1);
  }
  const during = flashes.flatMap(({ inSpill }, i) => (inSpill && common[i] > 0 ? [i] : []));
  if (during.length === 0) return { channel: scaled(channel, common), tick: [], course: [] };
  const tick = during.map((i) => flashes[i].tick);
  const gains = during.map((i) => common[i]);
  return { channel, tick, course: tick.map((at) => smoothed(tick, gains, at)) };
}

/** Mean of the flashes that a channel saw. */
function meanOf(ratios: readonly Float64Array[], c: number): number {
  const values = ratios.map((r) => r[c]).filter((r) => r > DARK);
  return trimmedMean(values);
}

/** Mean of the values near their median. */
function trimmedMean(values: readonly number[]): number {
  if (values.length === 0) return 0;
  const sorted = [...values].sort((a, b) => a - b);
  const median = sorted[sorted.length >> 1];
  const near = sorted.filter((v) => Math.abs(v - median) <= ASTRAY * median);
  return near.reduce((sum, v) => sum + v, 0) / near.length;
}

function meanLit(own: Float64Array, lit: readonly boolean[]): number {
  const values = [...own].filter((_, c) => lit[c]);
  return values.length > 0 ? values.reduce((sum, v) => sum + v, 0) / values.length : 1;
}

/** Channels times the mean of the front end over all flashes. */
function scaled(channel: Float64Array, common: readonly number[]): Float64Array {
  const mean = trimmedMean(common.filter((g) => g > 0));
  return channel.map((g) => g * mean);
}

/**
 * Gain at a moment: a straight line through the flashes about it, weighted with a Gaussian, so that the ends
 * of the spill are not drawn to its middle.
 */
function smoothed(tick: readonly number[], gains: readonly number[], at: number): number {
  let w = 0;
  let wx = 0;
  let wxx = 0;
  let wy = 0;
  let wxy = 0;
  tick.forEach((t, i) => {
    const x = (t - at) / SMOOTHING;
    const weight = exp(-0.5 * x * x);
    w += weight;
    wx += weight * x;
    wxx += weight * x * x;
    wy += weight * gains[i];
    wxy += weight * x * gains[i];
  });
  const det = w * wxx - wx * wx;
  return det > 1e-9 * w * w ? (wxx * wy - wx * wxy) / det : wy / w;
}
