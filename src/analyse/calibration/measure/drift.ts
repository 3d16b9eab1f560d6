/**
 * The gains of a spill over those of the calibration run, from the flashes of the LED in its own raw data:
 * those of the pulser during the spill, or between the spills where there is none.
 *
 * A flash is a little brighter or darker than the mean, in all channels alike. So a channel's gain is taken
 * from its height over the brightness of the flash, which all channels together tell, and where that cancels;
 * the gain of a front end against time is smoothed over neighbouring flashes. A channel that sees no flash (a
 * hole of the LED) takes the drift of its front end.
 */
import type { Belief } from '../../../core/card/schema.js';
import { triggerNames } from '../../../core/card/trigger.js';
import { FRONT_ENDS, type FrontEnd, ofFrontEnds } from '../../../core/channels.js';
import { exp } from '../../../core/math.js';
import { TICKS_PER_SECOND } from '../../../core/ticks.js';
import type { BuiltEvent } from '../../building/index.js';
import type { Conditions } from '../conditions.js';
import type { Calibration } from '../constants.js';
import { type Drift, type FrontEndDrift, noDrift } from '../drift.js';
import { flashHeights, type Heights } from '../flashes.js';
import { median } from '../../../core/median.js';
import { meanNear } from './sums.js';

/**
 * Flashes within this of a moment tell its gain, s: at the start of the spill, where the gains settle, and
 * more for each second since.
 */
const SMOOTHING = 0.2;
const SMOOTHING_GROWS = 0.3;
/** A channel is taken to see no LED below this share of its reference, */
const DARK = 0.3;
/** and in a hole when so many of its flashes are dark. */
const HOLE = 0.5;
/** A channel this far from its median over the flashes was not read well: a particle came with it. */
const ASTRAY = 0.04;
/** The flashes of the spill serve alone when they are as many. */
const ENOUGH = 10;

/** Heights over those of the reference, by front end and channel; 0 where there is no flash. */
interface Flash {
  readonly tick: number;
  readonly inSpill: boolean;
  readonly ratio: Heights;
}

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
  const flashes = usedFlashes(belief, calibration, conditions, events);
  if (flashes.length === 0) return noDrift(belief.detector);
  const medians = ofFrontEnds((name) => mediansOf(name, flashes));
  const brightness = flashes.map((flash) => brightnessOf(flash, medians));
  const of = (name: FrontEnd) => frontEndDrift(name, flashes, medians[name], brightness);
  return ofFrontEnds(of);
}

function usedFlashes(
  belief: Belief,
  calibration: Calibration,
  conditions: Conditions,
  events: readonly BuiltEvent[],
): Flash[] {
  const { inSpill, after } = flashBits(belief);
  const flashes: Flash[] = [];
  for (const { header, bodies } of events) {
    const triggers = header.triggers ?? 0;
    if ((triggers & (inSpill | after)) === 0) continue;
    const heights = flashHeights(bodies, conditions);
    const ratio = ofFrontEnds((name) => {
      const { led } = calibration.frontEnds[name];
      return heights[name].map((h, c) => (led[c] > 0 && h > DARK * led[c] ? h / led[c] : 0));
    });
    flashes.push({ tick: header.tick ?? 0, inSpill: (triggers & inSpill) !== 0, ratio });
  }
  const during = flashes.filter((f) => f.inSpill);
  return during.length >= ENOUGH ? during : flashes;
}

/** Of each channel over the flashes; 0 in a hole. */
function mediansOf(name: FrontEnd, flashes: readonly Flash[]): Float64Array {
  const channels = flashes[0].ratio[name].length;
  return Float64Array.from({ length: channels }, (_, c) => {
    const seen = flashes.map((f) => f.ratio[name][c]).filter((r) => r > 0);
    return seen.length > HOLE * flashes.length ? median(seen) : 0;
  });
}

/** Of a flash, over the mean one: median over all channels, each over its own median. */
function brightnessOf({ ratio }: Flash, medians: Heights): number {
  const relative: number[] = [];
  for (const name of FRONT_ENDS) {
    ratio[name].forEach((r, c) => {
      if (r > 0 && medians[name][c] > 0) relative.push(r / medians[name][c]);
    });
  }
  return relative.length > 0 ? meanNear(relative, median(relative), ASTRAY) : 1;
}

function frontEndDrift(
  name: FrontEnd,
  flashes: readonly Flash[],
  medians: Float64Array,
  brightness: readonly number[],
): FrontEndDrift {
  const channel = new Float64Array(medians.length);
  medians.forEach((m, c) => {
    if (m === 0) return;
    const relative = flashes.flatMap(({ ratio }, i) =>
      ratio[name][c] > 0 ? [ratio[name][c] / brightness[i]] : [],
    );
    channel[c] = meanNear(relative, median(relative), ASTRAY);
  });
  const lit = [...channel].filter((g) => g > 0);
  const level = lit.length > 0 ? meanNear(lit, median(lit), ASTRAY) : 1;
  for (let c = 0; c < channel.length; c++) if (channel[c] === 0) channel[c] = level;
  // The front end in each flash, over the mean of its channels.
  const points = flashes.flatMap(({ tick, ratio }, i) => {
    const relative = [...ratio[name]].flatMap((r, c) =>
      r > 0 && Math.abs(r / (channel[c] * brightness[i]) - 1) < ASTRAY ? [r / channel[c]] : [],
    );
    return relative.length > 0
      ? [{ tick, gain: meanNear(relative, median(relative), ASTRAY) }]
      : [];
  });
  if (points.length === 0) return { channel, tick: [], course: [] };
  if (!flashes[0].inSpill) {
    const mean = points.reduce((sum, p) => sum + p.gain, 0) / points.length;
    return { channel: channel.map((g) => g * mean), tick: [], course: [] };
  }
  return {
    channel,
    tick: points.map((p) => p.tick),
    course: points.map((p) => smoothed(points, p.tick)),
  };
}

/**
 * Gain at a moment: a straight line through the flashes about it, weighted with a Gaussian, so that the ends
 * of the spill are not drawn to its middle.
 */
function smoothed(points: readonly { tick: number; gain: number }[], at: number): number {
  const width = SMOOTHING * TICKS_PER_SECOND + SMOOTHING_GROWS * at;
  let w = 0;
  let wx = 0;
  let wxx = 0;
  let wy = 0;
  let wxy = 0;
  for (const { tick, gain } of points) {
    const x = (tick - at) / width;
    const weight = exp(-0.5 * x * x);
    w += weight;
    wx += weight * x;
    wxx += weight * x * x;
    wy += weight * gain;
    wxy += weight * x * gain;
  }
  const det = w * wxx - wx * wx;
  return det > 1e-9 * w * w ? (wxx * wy - wx * wxy) / det : wy / w;
}
