/**
 * Channels of the sampling ADCs in the raw data, against the others of their kind: those without a pulse, those that have
 * them alone, and those that are read out alike in event after event. In fidelity `energy` a pulse is what is read
 * out at all, in `waveform` what rises clear of the noise among the samples. Flashes of the LED are in every channel, and
 * tell nothing of one.
 */
import {
  cellAt,
  channelCounts,
  ecalGrid,
  FRONT_ENDS,
  type FrontEnd,
  type Grid,
  hcalGrid,
  ofFrontEnds,
  type Shaped,
} from '../../core/channels.js';
import { hcalModules } from '../../core/geometry.js';
import { median } from '../../core/median.js';
import { nominalGain, type Sampled, type Sampling, sampleNoise } from '../../core/sampling.js';
import { CALIBRATION, PHYSICS, PULSER } from '../../core/wire/ledger.js';
import { spillway } from '../../core/wire/messages.js';
import { unpackSamples } from '../../core/wire/samples.js';
import type { Found, Monitor } from './monitor.js';

const V1 = 4;
/** HCAL0. */
const ZERO_DEGREE = 3;

/** Channels that see alike: from the first to before the last. */
interface Group {
  readonly name: FrontEnd;
  readonly from: number;
  readonly to: number;
}

/** Sections, modules, S1..S4 and V1, V2. */
function groupsOf(detector: Shaped): readonly Group[] {
  const counts = channelCounts(detector);
  const equal = (name: FrontEnd, channels: number): Group[] =>
    Array.from({ length: counts[name] / channels }, (_, i) => ({
      ...{ name, from: i * channels, to: (i + 1) * channels },
    }));
  return [
    ...equal('ecal', ecalGrid(detector.ecal).cells),
    ...equal('hcal', hcalGrid(detector.hcal).cells),
    ...equal('veto', counts.veto),
    ...equal('srd', counts.srd),
    { name: 'counters', from: 0, to: V1 },
    { name: 'counters', from: V1, to: counts.counters },
  ];
}

/**
 * A channel has at least this share of the pulses of the median one of its group. Measured: an outer cell of HCAL2 has
 * 0.275 of them in a spill of 7e6 electrons, any other channel more.
 */
const LEAST = 0.25;
/** A channel is silent where more were due: by luck exp(-17) = 4e-8, 5e-6 for all 123 channels of a spill. */
const DUE = 17;
/**
 * Range of the samples over the rms of one: of noise alone 10 in one event of 1e9 (32 x 31 pairs of samples, Q(10/sqrt 2)
 * each), so in 1e4 events of a spill a channel without pulses has none.
 */
const CLEAR = 10;
/**
 * Share of events in which a channel may have the only pulse of its front end or module: without pile-up, and for each S
 * coincidence per us, which brings others. The middle of HCAL0 is where photons of the magnets go. Measured at 0.06, 1.5,
 * 6 and 21 coincidences per us: there 0.04, 0.08, 0.23 and 0.50, in the middle of another module of the HCAL 0.03, 0.045,
 * 0.09 and 0.15, of other front ends below 0.005. A channel with pulses of 1 GeV at 1 MHz has 0.38.
 */
const ALONE = { none: 0.1, perRate: 0.02, perRateInPhotons: 0.05 } as const;
/** Errors above that share: by luck 3e-6 of a channel that has it. */
const SIGMAS = 4.5;
/**
 * Events in a row with the same reading. By luck two are alike once in 1e3 at most (keV in a noise of MeV, or 32 samples
 * that are one count), so many once in 1e36; a spill has ten times as many events.
 */
const FROZEN = 12;

/** Of a front end that is not there. */
const NOTHING = new Uint8Array(0);

interface Channel {
  /** Events with a pulse, and with one that is clear of the noise. */
  seen: number;
  clear: number;
  /** Of those that the physics trigger did not ask for: with a pulse clear of the noise, and no other's beside it. */
  alone: number;
  /** Of the last event, how often it came again, and how often one did at most. */
  reading: number | undefined;
  same: number;
  most: number;
}

/** What a front end gave in an event. */
interface Read {
  /** Channels with a pulse; those with one that is clear of the noise. */
  readonly seen: readonly number[];
  readonly clear: readonly number[];
  /** What is the same again in a channel that is frozen; of channels that are not, or of noise, nothing. */
  readonly reading: ReadonlyMap<number, number>;
}

export const channels: Monitor = {
  name: 'channels',
  describes: 'channels that are silent, hot or frozen',
  watch({ detector }) {
    const counts = channelCounts(detector);
    const groups = groupsOf(detector);
    const { cells } = hcalGrid(detector.hcal);
    const modules = new Set(hcalModules(detector).map(({ number }) => number));
    const grid = ecalGrid(detector.ecal);
    const of = ofFrontEnds((name) => Array.from({ length: counts[name] }, newChannel));
    /** Channels that one is alone among: of its front end, in the HCAL of its module. */
    const within = ofFrontEnds((name) => (name === 'hcal' ? cells : counts[name]));
    let events = 0;
    let inSamples = false;
    // V1 and V2 see some 60 particles of the halo in a spill; there is nothing in the channels of a module that is not there.
    const isMissed = ({ name, from }: Group) =>
      name === 'counters' ? from < V1 : name !== 'hcal' || modules.has(from / cells);
    const isInPhotons = ({ name, from }: Group) => name === 'hcal' && from === ZERO_DEGREE * cells;
    const read = (name: FrontEnd, body: Uint8Array | undefined): Read => {
      const { energies, waveforms } = spillway.Body.decode(body ?? NOTHING);
      if (waveforms) inSamples = true;
      return waveforms
        ? readSamples(waveforms, detector.sampling)
        : readEnergies(name, energies, detector);
    };
    return {
      event({ type, bodies }) {
        const isLit = (type & (PULSER | CALIBRATION)) !== 0;
        // What the trigger asks of an event, some channels have more often than others.
        const isAny = type !== PHYSICS;
        if (isAny && !isLit) events++;
        for (const name of FRONT_ENDS) {
          const { seen, clear, reading } = read(name, bodies[name]);
          if (!isLit) {
            for (const c of seen) of[name][c].seen++;
            for (const c of clear) of[name][c].clear++;
          }
          if (!isAny) continue;
          if (!isLit) for (const c of alone(within[name], clear)) of[name][c].alone++;
          of[name].forEach((channel, c) => {
            takeReading(channel, reading.get(c));
          });
        }
      },
      occupancy: () => ofFrontEnds((name) => of[name].map(({ clear }) => clear)),
      finish({ profile: { coincidences } }) {
        const rate = rateSeen(coincidences);
        const due = (group: Group): Due => ({
          ...group,
          due: dueIn(group, of[group.name], inSamples, grid),
        });
        return [
          ...groups.flatMap((group) => [
            ...silent(due(group), of[group.name]),
            ...hot(group, of[group.name], events, rate, isInPhotons(group)),
          ]),
          ...FRONT_ENDS.flatMap((name) =>
            of[name].flatMap((channel, c) => frozen(`${name} ${c}`, channel)),
          ),
          ...unwatched(groups.filter(isMissed).map(due)),
        ];
      },
    };
  },
};

const newChannel = (): Channel => ({
  ...{ seen: 0, clear: 0, alone: 0 },
  ...{ reading: undefined, same: 0, most: 0 },
});

function readEnergies(
  name: FrontEnd,
  energies: spillway.Energies.$Properties | null | undefined,
  detector: Sampled,
): Read {
  const { channel, energyKev } = energies ?? {};
  const reading = new Map<number, number>();
  const clear = new Set<number>();
  (channel ?? []).forEach((c, i) => {
    const kev = (energyKev ?? [])[i];
    reading.set(c, (reading.get(c) ?? 0) + kev);
    const counts = (1e-6 * kev) / nominalGain(detector, name, c);
    if (counts > CLEAR * sampleNoise(detector.sampling)) clear.add(c);
  });
  return { seen: [...reading.keys()], clear: [...clear], reading };
}

function readSamples(
  { channel, samples }: spillway.Waveforms.$Properties,
  sampling: Sampling,
): Read {
  const { samples: n } = sampling;
  const clear: number[] = [];
  const reading = new Map<number, number>();
  const all = unpackSamples(samples ?? NOTHING, n * (channel?.length ?? 0));
  (channel ?? []).forEach((c, i) => {
    const own = all.subarray(i * n, (i + 1) * n);
    const lowest = own.reduce((a, b) => Math.min(a, b));
    const highest = own.reduce((a, b) => Math.max(a, b));
    if (highest - lowest > CLEAR * sampleNoise(sampling)) clear.push(c);
    // The noise of no channel is nothing.
    if (highest === lowest) reading.set(c, lowest);
  });
  return { seen: clear, clear, reading };
}

function takeReading(channel: Channel, reading: number | undefined): void {
  channel.same = reading !== undefined && reading === channel.reading ? channel.same + 1 : 0;
  channel.most = Math.max(channel.most, channel.same);
  channel.reading = reading;
}

/** Those that are the only one of `within` channels; of one channel that says nothing. */
function alone(within: number, clear: readonly number[]): number[] {
  if (within === 1) return [];
  const group = (c: number) => Math.floor(c / within);
  return clear.filter((c) => clear.every((other) => other === c || group(other) !== group(c)));
}

function frozen(name: string, { most }: Channel): Found[] {
  if (most < FROZEN) return [];
  const what = `events in a row with the same reading of ${name}`;
  return [{ severity: 'bad', what, value: most, limit: FROZEN }];
}

interface Due extends Group {
  /** Pulses of each channel. */
  readonly due: readonly number[];
}

/** Of the pulses that were seen: those that are due of each channel of a group. */
function dueIn(group: Group, all: readonly Channel[], inSamples: boolean, grid: Grid): number[] {
  const seen = all.slice(group.from, group.to).map((channel) => channel.seen);
  if (group.name !== 'ecal' || !inSamples) return seen.map(() => LEAST * median(seen));
  return seen.map((_, cell) => LEAST * betweenNeighbours(seen, cell, grid));
}

/**
 * Of a cell of the ECAL, of which few see what is clear of the noise: spot and shower fall from their middle to either
 * side, along x and along y, so that a cell sees what the lesser of two neighbours does. 0 in a corner.
 */
function betweenNeighbours(seen: readonly number[], cell: number, grid: Grid): number {
  const { nx, ny } = grid;
  const [ix, iy] = cellAt(grid, cell);
  const isInner = (i: number, n: number) => i > 0 && i < n - 1;
  const inX = isInner(ix, nx) ? Math.min(seen[cell - ny], seen[cell + ny]) : 0;
  const inY = isInner(iy, ny) ? Math.min(seen[cell - 1], seen[cell + 1]) : 0;
  return Math.max(inX, inY);
}

const silent = ({ name, from, due }: Due, all: readonly Channel[]): Found[] =>
  due.flatMap((limit, i) => {
    if (all[from + i].seen > 0 || limit <= DUE) return [];
    const what = `pulses of ${name} ${from + i}, which is silent`;
    return [{ severity: 'bad', what, value: 0, limit } as const];
  });

/** S coincidences per us about one of them. @param perMs in each ms of the spill */
function rateSeen(perMs: readonly number[]): number {
  const all = perMs.reduce((sum, n) => sum + n, 0);
  return all === 0 ? 0 : perMs.reduce((sum, n) => sum + n * n, 0) / all / 1000;
}

/** @param rate as `rateSeen` */
function hot(
  { name, from, to }: Group,
  all: readonly Channel[],
  events: number,
  rate: number,
  isInPhotons: boolean,
): Found[] {
  const { none, perRate, perRateInPhotons } = ALONE;
  const allowed = (none + rate * (isInPhotons ? perRateInPhotons : perRate)) * events;
  const limit = allowed + SIGMAS * Math.sqrt(allowed + 1);
  return all.slice(from, to).flatMap((channel, i) => {
    if (channel.alone <= limit) return [];
    const what = `of ${events} events with a pulse of ${name} ${from + i} alone`;
    return [{ severity: 'bad', what, value: channel.alone, limit } as const];
  });
}

/** Groups with too few pulses for any channel to be missed. */
function unwatched(groups: readonly Due[]): Found[] {
  const most = ({ due }: Due) => due.reduce((a, b) => Math.max(a, b));
  const few = groups.filter((group) => most(group) <= DUE);
  if (few.length === 0) return [];
  const names = few.map(({ name, from, to }) => `${name} ${from} to ${to - 1}`);
  const what = `pulses due of each channel of ${names.join(', ')}`;
  const value = few.reduce((least, group) => Math.min(least, most(group)), DUE);
  return [{ severity: 'unwatched', what, value, limit: DUE }];
}
