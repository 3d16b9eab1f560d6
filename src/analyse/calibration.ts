/**
 * From the columns of a payload to pulses in GeV and ns. In fidelity `energy` the front end delivers
 * calibrated energies already; the nominal gains are one.
 */
import { CHANNELS } from '../core/channels.js';
import { spillway } from '../core/wire/messages.js';

export interface CalibratedEvent {
  /** Ascending; equal lengths. */
  channel: readonly number[];
  /** GeV. */
  energy: Float64Array;
  /** ns, relative to the trigger. */
  time: Float64Array;
  tracks: readonly spillway.Track[];
  strawX: number;
  strawY: number;
}

/** @throws RangeError when the columns disagree or name a channel that does not exist */
export function calibrate(payload: Uint8Array): CalibratedEvent {
  const message = spillway.Payload.decode(payload);
  const channel = message.energies?.channel ?? [];
  const kev = message.energies?.energyKev ?? [];
  const ps = message.energies?.timePs ?? [];
  if (kev.length !== channel.length || ps.length !== channel.length) {
    throw new RangeError(
      `payload: ${channel.length} channels, ${kev.length} energies and ${ps.length} times`,
    );
  }
  for (const c of channel) {
    if (c >= CHANNELS) throw new RangeError(`payload: channel ${c} of ${CHANNELS}`);
  }
  return {
    channel,
    energy: Float64Array.from(kev, (e) => e * 1e-6),
    time: Float64Array.from(ps, (t) => t * 1e-3),
    tracks: message.tracks as spillway.Track[],
    strawX: message.strawX,
    strawY: message.strawY,
  };
}
