/**
 * Channels of the sampling ADCs against the others of their kind, in the raw data: those that are never read out, read
 * out too often, or read out alike in event after event. Fidelity `energy` alone leaves out what is not seen; samples of a
 * channel that is frozen are all the same in both.
 */
import {
  CHANNELS,
  ECAL_CELLS,
  FRONT_ENDS,
  type FrontEnd,
  HCAL_CELLS,
  hcalChannel,
} from '../../core/channels.js';
import { PHYSICS } from '../../core/wire/ledger.js';
import { spillway } from '../../core/wire/messages.js';
import { unpackSamples } from '../../core/wire/samples.js';
import { median } from '../../core/median.js';
import type { Found, Monitor } from './monitor.js';

const V1 = 4;

/** Channels that see alike: from the first to before the last. */
interface Group {
  readonly name: FrontEnd;
  readonly from: number;
  readonly to: number;
}

/** Sections, modules, S1..S4 and V1, V2. */
const GROUPS: readonly Group[] = [
  ...groupsOf('ecal', ECAL_CELLS),
  ...groupsOf('hcal', HCAL_CELLS),
  ...groupsOf('veto', CHANNELS.veto),
  ...groupsOf('srd', CHANNELS.srd),
  { name: 'counters', from: 0, to: V1 },
  { name: 'counters', from: V1, to: CHANNELS.counters },
];

/** A channel has at least this share of the pulses of the median one of its group, */
const LEAST = 0.3;
/** and is silent where so many were due. */
const DUE = 17;
const HOT = 4;
const SIGMAS = 6;
/** Events in a row with the same reading. */
const FROZEN = 12;

/** Of a front end that is not there. */
const NOTHING = new Uint8Array(0);

/** Front ends that few events light: their channels are looked for in all events. */
const DIM: readonly FrontEnd[] = ['hcal', 'veto'];

interface Channel {
  /** In events of all types, of dim front ends; else as `pulses`. */
  seen: number;
  /** In events that the physics trigger did not ask for. */
  pulses: number;
  /** Sum of the channel's pulses in this event, and that of the last. */
  reading: number;
  last: number;
  same: number;
  most: number;
}

export const channels: Monitor = {
  name: 'channels',
  describes: 'channels that are silent, hot or frozen',
  watch({ detector: { sampling, hcal } }) {
    const of = Object.fromEntries(
      FRONT_ENDS.map((name) => [name, Array.from({ length: CHANNELS[name] }, newChannel)]),
    ) as Record<FrontEnd, Channel[]>;
    let events = 0;
    let inEnergies = false;
    // V1 and V2 see one or two particles of the halo in a spill; without HCAL0 there is nothing in its channels.
    const isMissed = ({ name, from }: Group) =>
      name === 'counters'
        ? from < V1
        : name !== 'hcal' || from < hcalChannel(3, 0, 0) || hcal.modules.zeroDegree !== undefined;
    return {
      event({ type, bodies }) {
        // What the trigger asks of an event, some channels have more often than others.
        if (type === PHYSICS) {
          for (const name of DIM) {
            const { energies } = spillway.Body.decode(bodies[name] ?? NOTHING);
            for (const c of energies?.channel ?? []) of[name][c].seen++;
          }
          return;
        }
        events++;
        for (const name of FRONT_ENDS) {
          const { energies, waveforms } = spillway.Body.decode(bodies[name] ?? NOTHING);
          if (energies) {
            inEnergies = true;
            const { channel, energyKev } = energies;
            (channel ?? []).forEach((c, i) => {
              of[name][c].pulses++;
              of[name][c].seen++;
              of[name][c].reading += (energyKev ?? [])[i];
            });
          }
          if (waveforms?.channel && waveforms.samples) {
            const n = sampling.samples;
            const all = unpackSamples(waveforms.samples, n * waveforms.channel.length);
            waveforms.channel.forEach((c, i) => {
              const first = all[i * n];
              // The noise of no channel is nothing.
              const flat = all.subarray(i * n, (i + 1) * n).every((s) => s === first);
              of[name][c].reading = flat ? first + 1 : 0;
            });
          }
          for (const channel of of[name]) takeReading(channel);
        }
      },
      finish: () => [
        ...(inEnergies ? GROUPS.flatMap((group) => oddOnes(group, of[group.name], events)) : []),
        ...FRONT_ENDS.flatMap((name) =>
          of[name].flatMap((channel, c) => frozen(`${name} ${c}`, channel)),
        ),
        ...unwatched(
          GROUPS.filter(isMissed).map((group) => ({ ...group, due: dueIn(group, of[group.name]) })),
        ),
      ],
    };
  },
};

const newChannel = (): Channel => ({ seen: 0, pulses: 0, reading: 0, last: 0, same: 0, most: 0 });

function takeReading(channel: Channel): void {
  const { reading, last } = channel;
  channel.same = reading !== 0 && reading === last ? channel.same + 1 : 0;
  channel.most = Math.max(channel.most, channel.same);
  channel.last = reading;
  channel.reading = 0;
}

function frozen(name: string, { most }: Channel): Found[] {
  if (most < FROZEN) return [];
  const what = `events in a row with the same reading of ${name}`;
  return [{ severity: 'bad', what, value: most, limit: FROZEN }];
}

function groupsOf(name: FrontEnd, channels: number): Group[] {
  const number = CHANNELS[name] / channels;
  return Array.from({ length: number }, (_, i) => ({
    ...{ name, from: i * channels, to: (i + 1) * channels },
  }));
}

/** Pulses that each channel of a group has at least, but for their statistical error. */
const dueIn = ({ from, to }: Group, all: readonly Channel[]): number =>
  LEAST * median(all.slice(from, to).map(({ seen }) => seen));

function oddOnes(group: Group, all: readonly Channel[], events: number): Found[] {
  const { name, from, to } = group;
  const found: Found[] = [];
  const due = dueIn(group, all);
  const hot = HOT * median(all.slice(from, to).map(({ pulses }) => pulses));
  const limit = hot + SIGMAS * Math.sqrt(hot + 1);
  all.slice(from, to).forEach(({ seen, pulses }, i) => {
    const channel = `${name} ${from + i}`;
    if (seen === 0 && due > DUE) {
      const what = `pulses of ${channel}, which is silent`;
      found.push({ severity: 'bad', what, value: 0, limit: due });
    }
    if (pulses > limit) {
      const what = `pulses of ${channel} in ${events} events`;
      found.push({ severity: 'bad', what, value: pulses, limit });
    }
  });
  return found;
}

/** Of what is due of the channels of each group: those with too little of it to be missed. */
function unwatched(groups: readonly (Group & { readonly due: number })[]): Found[] {
  const few = groups.filter(({ due }) => due <= DUE);
  if (few.length === 0) return [];
  const names = few.map(({ name, from, to }) => `${name} ${from} to ${to - 1}`);
  const what = `pulses due of each channel of ${names.join(', ')}`;
  const value = few.reduce((least, { due }) => Math.min(least, due), DUE);
  return [{ severity: 'unwatched', what, value, limit: DUE }];
}
