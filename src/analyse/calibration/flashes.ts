/**
 * Heights of a flash of the LED in all channels.
 */
import { type FrontEnd, ofFrontEnds } from '../../core/channels.js';
import type { Bodies } from '../../core/wire/event.js';
import { decodeMessage } from '../../core/wire/decode.js';
import { spillway } from '../../core/wire/messages.js';
import { PulseReader } from '../pulses/reader.js';
import type { Conditions } from './conditions.js';

/** A flash stands at the time of its trigger, ns. */
const IN_TIME = 15;
/** A pulse of a particle closer than this (ns) spoils a flash. */
const CLEAR = 60;

export type Heights = Readonly<Record<FrontEnd, Float64Array>>;

/**
 * Heights of the flash, counts; 0 where there is none, or where a particle's pulse stands near it.
 * @throws RangeError when the samples do not fit the channels
 */
export function flashHeights(bodies: Bodies, conditions: Conditions): Heights {
  const of = (name: FrontEnd): Float64Array => {
    const heights = new Float64Array(conditions.frontEnds[name].gain.length);
    const { waveforms } = decodeMessage(spillway.Body, bodies[name] ?? new Uint8Array());
    if (!waveforms) return heights;
    const reader = new PulseReader(
      name,
      waveforms,
      conditions.frontEnds[name],
      conditions.sampling,
    );
    reader.each((c, found, { height, time }) => {
      let flash = -1;
      for (let p = 0; p < found; p++) {
        if (Math.abs(time[p]) > IN_TIME) continue;
        if (flash < 0 || height[p] > height[flash]) flash = p;
      }
      if (flash < 0) return;
      for (let p = 0; p < found; p++) {
        if (p !== flash && Math.abs(time[p] - time[flash]) < CLEAR) return;
      }
      heights[c] = height[flash];
    });
    return heights;
  };
  return ofFrontEnds(of);
}
