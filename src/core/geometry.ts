/**
 * Where things stand: the volumes of the set-up as boxes along the straight axis, the beam's before the
 * magnets, or along the bent one behind them. Lengths in mm.
 *
 * Positions z run from S1 along the axis a volume stands on; x points to where the beam is bent, y up.
 * The two axes part at the middle of the magnets.
 */
import type { Card } from './card/schema.js';
import { ecalGrid, hcalGrid, vetoSlabs } from './channels.js';
import { cos, sin } from './math.js';
import { trackerLayout } from './tracker.js';

type Detector = Card['detector'];
export type Range = readonly [low: number, high: number];

export interface Volume {
  readonly name: string;
  /** Key of the card that places it. */
  readonly key: string;
  readonly axis: 'straight' | 'bent';
  /** Beside the axis and along it. */
  readonly x: Range;
  readonly y: Range;
  readonly z: Range;
}

const about = (middle: number, size: number): Range => [middle - size / 2, middle + size / 2];
const from = (front: number, size: number): Range => [front, front + size];

/** Keys and names of the modules of the HCAL, by their number in the channels. */
const HCAL_MODULES = [
  ['first', 'HCAL1'],
  ['second', 'HCAL2'],
  ['third', 'HCAL3'],
  ['zeroDegree', 'HCAL0'],
] as const;

export interface HcalModule {
  /** In the channels: 0..2 = HCAL1..3, 3 = HCAL0. */
  readonly number: number;
  readonly name: string;
  readonly key: string;
  readonly axis: Volume['axis'];
  /** Front. */
  readonly z: number;
  /** Its middle beside its axis. */
  readonly x: number;
  readonly y: number;
}

const modules = new WeakMap<Detector['hcal'], readonly HcalModule[]>();

/** Whether there is HCAL0. */
export const hasZeroDegree = ({ modules: { zeroDegree } }: Detector['hcal']): boolean =>
  typeof zeroDegree === 'object';

/** How many there are of HCAL1..3. */
export const modulesOnBeam = (detector: Pick<Detector, 'hcal'>): number =>
  hcalModules(detector).filter(({ axis }) => axis === 'bent').length;

/** The modules that the card has. */
export function hcalModules({ hcal }: Pick<Detector, 'hcal'>): readonly HcalModule[] {
  const known = modules.get(hcal);
  if (known) return known;
  const found = HCAL_MODULES.flatMap(([key, name], number) => {
    const place = hcal.modules[key];
    if (typeof place !== 'object') return [];
    const axis = key === 'zeroDegree' ? 'straight' : 'bent';
    return [{ number, name, key: `detector.hcal.modules.${key}.z`, axis, ...place } as const];
  });
  modules.set(hcal, found);
  return found;
}

/**
 * Distance at z of the straight axis from the bent one: what goes straight on is at minus this beside
 * the beam.
 */
export const apart = ({ position, magnets }: Pick<Detector, 'position' | 'magnets'>, z: number) =>
  Math.max(0, z - position.magnets) * magnets.bend;

/** Cells of a module of the HCAL that what flies along the axis meets within a quarter of a cell. */
export function centralCells(
  hcal: Detector['hcal'],
  { x, y }: Pick<HcalModule, 'x' | 'y'>,
): number[] {
  const { nx, ny } = hcalGrid(hcal);
  const side = (offset: number, n: number) => {
    const cell = (at: number) => Math.floor((at - offset) / hcal.pitch + n / 2);
    const first = cell(-hcal.pitch / 4);
    const last = cell(hcal.pitch / 4);
    return Array.from({ length: n }, (_, i) => i).filter((i) => i >= first && i <= last);
  };
  return side(x, nx).flatMap((ix) => side(y, ny).map((iy) => ny * ix + iy));
}

function counterVolumes({ position, counters }: Detector): Volume[] {
  const s = 2 * counters.s4Radius;
  const v = counters.vetoWidth;
  const sizes = { s1: s, v1: v, s2: s, s3: s, v2: v, s4: s };
  return (Object.keys(sizes) as (keyof typeof sizes)[]).map((name) => ({
    name: name.toUpperCase(),
    key: `detector.position.${name}`,
    axis: position[name] < position.magnets ? 'straight' : 'bent',
    x: about(0, sizes[name]),
    y: about(0, sizes[name]),
    z: about(position[name], counters.thickness),
  }));
}

function magnetVolumes({ position, magnets }: Detector): Volume[] {
  return [-1, 1].map((side) => ({
    name: side < 0 ? 'first magnet' : 'second magnet',
    key: 'detector.position.magnets',
    axis: 'straight',
    x: about(0, magnets.width),
    y: about(0, magnets.height),
    z: about(position.magnets + (side * magnets.spacing) / 2, magnets.length),
  }));
}

function chamberVolumes({ position, tracker }: Detector): Volume[] {
  const kinds = ['micromegas', 'gem', 'straw'] as const;
  const key = (name: string): string => {
    for (const kind of kinds) {
      const i = tracker[kind].stations.findIndex((s) => s.name === name);
      if (i >= 0) return `detector.tracker.${kind}.stations.${i}.z`;
    }
    return 'detector.tracker';
  };
  return trackerLayout(tracker).map(({ name, z, half }) => ({
    name,
    key: key(name),
    axis: z < position.magnets ? 'straight' : 'bent',
    x: [-half, half],
    y: [-half, half],
    z: about(z, tracker.thickness),
  }));
}

/** The cells of the ECAL in x and y, mm from the middle of the beam cell. */
export function ecalFace({ ecal }: Pick<Detector, 'ecal'>): readonly [x: Range, y: Range] {
  const along = (beamCell: number, n: number) =>
    about((n / 2 - beamCell - 0.5) * ecal.pitch, n * ecal.pitch);
  const [ix, iy] = ecal.beamCell;
  const { nx, ny } = ecalGrid(ecal);
  return [along(ix, nx), along(iy, ny)];
}

/** All volumes of a detector. */
export function volumesOf(detector: Detector): Volume[] {
  const { position, vessel, srd, ecal, veto, hcal } = detector;
  const bent = (name: string, key: string, x: Range, y: Range, z: Range): Volume => ({
    name,
    key: `detector.position.${key}`,
    axis: 'bent',
    x,
    y,
    z,
  });
  return [
    ...counterVolumes(detector),
    ...magnetVolumes(detector),
    bent(
      'vacuum vessel',
      'vessel',
      about(vessel.x, vessel.width),
      about(0, vessel.height),
      from(position.vessel, vessel.length),
    ),
    bent(
      'SRD',
      'srd',
      about(srd.x, srd.width),
      about(0, srd.height),
      from(position.srd, srd.length),
    ),
    ...chamberVolumes(detector),
    bent('ECAL', 'ecal', ...ecalFace(detector), from(position.ecal, ecal.length)),
    bent(
      'VETO',
      'veto',
      about(0, vetoSlabs(veto) * veto.slabWidth),
      about(0, veto.slabLength),
      from(position.veto, veto.thickness),
    ),
    ...hcalModules(detector).map(({ name, key, axis, x, y, z }) => ({
      name,
      key,
      axis,
      x: about(x, hcal.width),
      y: about(y, hcal.width),
      z: from(z, hcal.length),
    })),
  ];
}

export type Point = readonly [x: number, z: number];

/** Where the axes part, and by how much: what `fromAbove` needs of a detector. */
export interface Bend {
  readonly position: { readonly magnets: number };
  readonly magnets: { readonly bend: number };
}

/** A point beside an axis, seen from above with the straight axis as z. */
export function fromAbove({ position, magnets }: Bend, axis: Volume['axis'], [x, z]: Point): Point {
  if (axis === 'straight') return [x, z];
  const [c, s] = [cos(magnets.bend), sin(magnets.bend)];
  const pivot = position.magnets;
  return [x * c + (z - pivot) * s, pivot + (z - pivot) * c - x * s];
}

/** Seen from above, with the straight axis as z: corners in order. */
export function outline(detector: Pick<Detector, 'position' | 'magnets'>, volume: Volume): Point[] {
  const [x0, x1] = volume.x;
  const [z0, z1] = volume.z;
  const corners: Point[] = [
    [x0, z0],
    [x1, z0],
    [x1, z1],
    [x0, z1],
  ];
  return corners.map((corner) => fromAbove(detector, volume.axis, corner));
}

const overlap = ([a0, a1]: Range, [b0, b1]: Range) => a0 < b1 && b0 < a1;

/** Extent of an outline along a direction. */
function along(corners: readonly Point[], [dx, dz]: Point): Range {
  const at = corners.map(([x, z]) => x * dx + z * dz);
  return [Math.min(...at), Math.max(...at)];
}

/** Whether two volumes share space: boxes do unless an edge's direction parts them. */
export function intersect(
  detector: Pick<Detector, 'position' | 'magnets'>,
  a: Volume,
  b: Volume,
): boolean {
  if (!overlap(a.y, b.y)) return false;
  const [p, q] = [outline(detector, a), outline(detector, b)];
  for (const corners of [p, q]) {
    for (const i of [1, 2]) {
      const edge: Point = [corners[i][0] - corners[i - 1][0], corners[i][1] - corners[i - 1][1]];
      if (!overlap(along(p, edge), along(q, edge))) return false;
    }
  }
  return true;
}
