/**
 * What each channel shows of the particle of a trigger, in counts, while its gain is not known yet.
 */
import { channelCounts, type FrontEnd, ofFrontEnds, type Shaped } from '../../../core/channels.js';
import type { Bodies } from '../../../core/wire/event.js';
import { decodeMessage } from '../../../core/wire/decode.js';
import { spillway } from '../../../core/wire/messages.js';
import { PulseReader } from '../../pulses/reader.js';
import type { Conditions } from '../conditions.js';

/** A pulse stands within this of the time of its trigger, ns. */
const IN_TIME = 26;

/** Heights and times of a front end in one event. */
export interface Seen {
  /** Counts, of either sign where only the noise is seen. */
  readonly height: Float64Array;
  /** ns after the trigger, of the largest pulse; NaN where none was found. */
  readonly time: Float64Array;
}

/** Room for one event, used again for the next. */
export class SeenEvent {
  readonly of: Readonly<Record<FrontEnd, Seen>>;

  constructor(detector: Shaped) {
    const counts = channelCounts(detector);
    this.of = ofFrontEnds((name) => ({
      height: new Float64Array(counts[name]),
      time: new Float64Array(counts[name]),
    }));
  }

  /** @throws RangeError when the samples do not fit the channels */
  read(name: FrontEnd, bodies: Bodies, conditions: Conditions): Seen {
    const seen = this.of[name];
    const { height, time } = seen;
    height.fill(0);
    time.fill(Number.NaN);
    const { waveforms } = decodeMessage(spillway.Body, bodies[name] ?? new Uint8Array());
    if (!waveforms) throw new RangeError(`${name}: no samples in an event of a calibration run`);
    const own = conditions.frontEnds[name];
    const reader = new PulseReader(name, waveforms, own, conditions.sampling);
    reader.each(
      (c, pulses, of) => {
        let largest = 0;
        for (let p = 0; p < pulses; p++) {
          if (Math.abs(of.time[p]) > IN_TIME) continue;
          height[c] += of.height[p];
          if (of.height[p] <= largest) continue;
          largest = of.height[p];
          time[c] = of.time[p];
        }
      },
      (c, place) => {
        height[c] = reader.heightAt(place, 0);
      },
    );
    return seen;
  }
}
