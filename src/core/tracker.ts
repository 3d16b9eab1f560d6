/**
 * The chambers of the spectrometer in order of z, their planes and their channels, for the response as
 * for the reconstruction.
 *
 * Station s of the layout has the planes 2 s (x) and 2 s + 1 (y); channel c of plane p has the number
 * 256 p + c.
 */
import type { Card } from './card/schema.js';

export type Tracker = Card['detector']['tracker'];
export type StripChamber = Tracker['micromegas'];

/** Channel numbers set aside for a plane. */
export const PLANE = 256;

export interface Station {
  readonly name: string;
  /** mm from S1. */
  readonly z: number;
  /** Half of the side of the active area, mm. */
  readonly half: number;
  /** Radiation lengths. */
  readonly material: number;
  /** Null for straws. */
  readonly strips: StripChamber | null;
  /** Channel of each strip; of each tube, itself. */
  readonly map: Uint16Array;
  readonly channels: number;
  /** For each view and channel: 1 = without signal. */
  readonly dead: readonly [Uint8Array, Uint8Array];
}

/**
 * Channel of a strip where several strips share one. Two neighbours have channels that differ by
 * 6 b + 1 in block b of the plane, so that no two pairs of neighbours share both channels: a cluster
 * of two or more strips has one place only (genetic multiplexing, S. Procureur et al., Nucl. Instrum.
 * Meth. A 729 (2013) 888; five strips to a channel, arXiv:1708.04087; the numbers 6 b + 1 are ours).
 */
export function multiplexed(strip: number, channels: number): number {
  const block = Math.floor(strip / channels);
  return (strip * (6 * block + 1)) % channels;
}

const layouts = new WeakMap<Tracker, readonly Station[]>();

/** The stations in order of z. */
export function trackerLayout(tracker: Tracker): readonly Station[] {
  const known = layouts.get(tracker);
  if (known) return known;
  const { micromegas, gem, straw } = tracker;
  const found = [
    ...[micromegas, gem].flatMap((kind) => kind.stations.map((s) => stripStation(kind, s))),
    ...straw.stations.map((s) => strawStation(straw, s)),
  ].sort((a, b) => a.z - b.z);
  layouts.set(tracker, found);
  return found;
}

type Place = StripChamber['stations'][number];

function stripStation(kind: StripChamber, { name, z }: Place): Station {
  const channels = Math.floor(kind.strips / kind.multiplexing);
  return {
    name,
    z,
    half: (kind.strips * kind.pitch) / 2,
    material: kind.material,
    strips: kind,
    map: Uint16Array.from({ length: kind.strips }, (_, strip) => multiplexed(strip, channels)),
    channels,
    dead: deadOf(kind, name),
  };
}

function strawStation(straw: Tracker['straw'], { name, z }: Place): Station {
  return {
    name,
    z,
    half: (straw.tubes * straw.diameter) / 4,
    material: straw.material,
    strips: null,
    map: Uint16Array.from({ length: straw.tubes }, (_, tube) => tube),
    channels: straw.tubes,
    dead: deadOf(straw, name),
  };
}

function deadOf({ dead }: Pick<StripChamber, 'dead'>, station: string): [Uint8Array, Uint8Array] {
  const of: [Uint8Array, Uint8Array] = [new Uint8Array(PLANE), new Uint8Array(PLANE)];
  for (const d of dead) if (d.station === station) of[d.view === 'y' ? 1 : 0][d.channel] = 1;
  return of;
}

export const trackerChannel = (station: number, view: number, channel: number) =>
  PLANE * (2 * station + view) + channel;

/** Station of a channel. */
export const stationOf = (number: number) => number >> 9;

/** Centre of a strip, mm from the axis. */
export const stripCentre = ({ strips, pitch }: StripChamber, strip: number) =>
  (strip + 0.5 - strips / 2) * pitch;

/** Wire of a tube, mm from the axis: even ones in the first layer, odd ones half a tube beside. */
export const wireAt = ({ tubes, diameter }: Tracker['straw'], tube: number) =>
  ((tube - (tubes - 1) / 2) * diameter) / 2;
