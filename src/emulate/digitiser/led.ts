/**
 * A flash of the LED: light in every photomultiplier at the time of its trigger. A pulse of light is
 * shaped as one of scintillation.
 */
import type { Card } from '../../core/card/schema.js';
import type { Stream } from '../../core/random/index.js';
import type { PulseList } from '../detector/pulses.js';
import type { ChannelConstants } from './channels.js';

type Led = Card['nature']['electronics']['led'];

/** Height of a flash over the mean one, common to all channels. */
export const flashHeight = ({ flash }: Led, stream: Stream): number =>
  Math.max(0, 1 + flash * stream.normal());

/** @param lit by channel, 1 or 0: whether it sees the LED in this spill */
export function flash(
  { channel }: Led,
  { led }: Pick<ChannelConstants, 'led'>,
  lit: Float64Array,
  height: number,
  stream: Stream,
  pulses: PulseList,
): void {
  for (let c = 0; c < led.length; c++) {
    const light = led[c] * height * Math.max(0, 1 + channel * stream.normal());
    if (lit[c] > 0 && light > 0) pulses.add(c, light, 0);
  }
}
