/** Calibrated events made by hand. */
import type { CalibratedEvent, Pulses } from '../../src/analyse/calibration.js';
import { FRONT_ENDS, type FrontEnd } from '../../src/core/channels.js';
import { spillway } from '../../src/core/wire/messages.js';

type Pulse = readonly [channel: number, energyGeV: number, timeNs: number];

export const pulsesOf = (pulses: readonly Pulse[]): Pulses => ({
  channel: pulses.map((p) => p[0]),
  energy: Float64Array.from(pulses, (p) => p[1]),
  time: Float64Array.from(pulses, (p) => p[2]),
});

export function eventOf(
  pulses: { readonly [name in FrontEnd]?: readonly Pulse[] },
  tracks: readonly Partial<spillway.Track>[] = [],
): CalibratedEvent {
  const columns = {} as Record<FrontEnd, Pulses>;
  for (const name of FRONT_ENDS) columns[name] = pulsesOf(pulses[name] ?? []);
  return {
    ...columns,
    tracks: tracks.map((t) => spillway.Track.decode(spillway.Track.encode(t).finish())),
    strawX: 2,
    strawY: 3,
  };
}
