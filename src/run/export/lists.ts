/** Columns of lists: what the channels of an event say. Channels are numbered over all front ends, in their order. */
import { channelCounts, FRONT_ENDS, type FrontEnd, firstChannels } from '../../core/channels.js';
import type { Card } from '../../core/card/schema.js';
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

type Detector = Card['detector'];

/** What each channel is called, by its number. */
export function channelNames(detector: Detector): string[] {
  const counts = channelCounts(detector);
  return FRONT_ENDS.flatMap((name) =>
    Array.from({ length: counts[name] }, (_, channel) => labelOf(detector, name, channel)),
  );
}

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
export function pulses(detector: Detector): readonly ListColumn[] {
  const first = firstChannels(detector);
  return [
    ofPulses('pulse_channel', 'INT32', 'number of the channel', (name, { channel }) =>
      channel.map((c) => first[name] + c),
    ),
    ofPulses('pulse_E_GeV', 'DOUBLE', 'energy, calibrated', (_, { energy }) => energy),
    ofPulses('pulse_time_ns', 'DOUBLE', 'after the trigger', (_, { time }) => time),
  ];
}

const waveformsOf = (open: OpenEvent, name: FrontEnd) =>
  decodeMessage(spillway.Body, open.bodies[name] ?? new Uint8Array()).waveforms;

/** Samples of each channel that was read out, one channel behind the other. */
export function waveforms(detector: Detector): readonly ListColumn[] {
  const { samples } = detector.sampling;
  const first = firstChannels(detector);
  return [
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
          (waveformsOf(open, name)?.channel ?? []).map((channel) => first[name] + channel),
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
}
