/** Columns of lists: what the channels of an event say. Channels are numbered over all front ends, in their order. */
import { CHANNELS, FRONT_ENDS, type FrontEnd } from '../../core/channels.js';
import { decodeMessage } from '../../core/wire/decode.js';
import { spillway } from '../../core/wire/messages.js';
import { packedLength, unpackSamples } from '../../core/wire/samples.js';
import { labelOf } from '../display/modules.js';
import type { ExportedEvent, OpenEvent } from './events.js';

export interface ListColumn {
  readonly list: true;
  readonly name: string;
  readonly type: 'INT32' | 'DOUBLE';
  readonly describes: string;
  /** Null of a sealed event. */
  of(event: ExportedEvent): readonly number[] | null;
}

/** Number of the first channel of each front end. */
const FIRST = new Map<FrontEnd, number>();
for (const name of FRONT_ENDS) {
  FIRST.set(
    name,
    [...FIRST.keys()].reduce((sum, before) => sum + CHANNELS[before], 0),
  );
}
const firstOf = (name: FrontEnd) => FIRST.get(name) ?? 0;

/** What each channel is called, by its number. */
export const CHANNEL_NAMES: readonly string[] = FRONT_ENDS.flatMap((name) =>
  Array.from({ length: CHANNELS[name] }, (_, channel) => labelOf(name, channel)),
);

const ofPulses = (
  name: string,
  type: ListColumn['type'],
  describes: string,
  of: (name: FrontEnd, pulses: OpenEvent['calibrated'][FrontEnd]) => Iterable<number>,
): ListColumn => ({
  ...{ list: true, name, type, describes },
  of: ({ open }) =>
    open && FRONT_ENDS.flatMap((frontEnd) => [...of(frontEnd, open.calibrated[frontEnd])]),
});

/** One entry for each pulse. */
export const PULSES: readonly ListColumn[] = [
  ofPulses('pulse_channel', 'INT32', 'number of the channel', (name, { channel }) =>
    channel.map((c) => firstOf(name) + c),
  ),
  ofPulses('pulse_E_GeV', 'DOUBLE', 'energy, calibrated', (_, { energy }) => energy),
  ofPulses('pulse_time_ns', 'DOUBLE', 'after the trigger', (_, { time }) => time),
];

const waveformsOf = (open: OpenEvent, name: FrontEnd) =>
  decodeMessage(spillway.Body, open.bodies[name] ?? new Uint8Array()).waveforms;

/** Samples of each channel that was read out, one channel behind the other. @param samples of a channel */
export const waveforms = (samples: number): readonly ListColumn[] => [
  {
    ...{
      list: true,
      name: 'waveform_channel',
      type: 'INT32',
      describes: 'those that were read out',
    },
    of: ({ open }) =>
      open &&
      FRONT_ENDS.flatMap((name) =>
        (waveformsOf(open, name)?.channel ?? []).map((channel) => firstOf(name) + channel),
      ),
  },
  {
    ...{ list: true, name: 'waveform_samples', type: 'INT32' },
    describes: `ADC counts, ${samples} of each of these channels, one channel behind the other`,
    of: ({ open }) =>
      open &&
      FRONT_ENDS.flatMap((name) => {
        const found = waveformsOf(open, name);
        if (!found) return [];
        const count = samples * (found.channel?.length ?? 0);
        const bytes = found.samples ?? new Uint8Array(packedLength(count));
        return [...unpackSamples(bytes, count)];
      }),
  },
];
