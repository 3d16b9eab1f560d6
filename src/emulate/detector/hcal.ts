/**
 * Hadron calorimeter: HCAL1..3 behind each other on the beam and HCAL0 on the axis of zero degrees, cells side by side
 * in each. Hadrons and photons are straight lines, muons scatter; a module stops a particle for the share of
 * its way that lies in the cells, not in the gaps between them or beside the face.
 */
import type { Card } from '../../core/card/schema.js';
import { cellAt, channelCounts, channelIn, hcalGrid } from '../../core/channels.js';
import { apart, type HcalModule, hcalModules } from '../../core/geometry.js';
import { MOYAL_MEAN, moyal } from '../../core/moyal.js';
import type { Stream } from '../../core/random/index.js';
import { Module } from '../streams.js';
import type { Fate } from '../target/fate.js';
import {
  drawHadronShower,
  electromagneticEnergy,
  type HadronShower,
  seenWithin,
} from './hadronShower.js';
import { drift, energyOfRange, type MuonTrack, rangeInIron, scatter, trackOf } from './muons.js';
import { activity, cellNoise } from './noise.js';
import type { SubDetector } from './subdetector.js';

type Hcal = Card['detector']['hcal'];

/** Number of HCAL0, on the axis of zero degrees. */
const ZERO_DEGREE = 3;
/** Largest slope of a hadron made in the dump, rms: of slow ones [estimate]. */
const STEEPEST = 0.5;
/** The parts of a shower and a photon's come in so many pieces. */
const PIECES = { core: 6, halo: 10, photon: 8 };
/** Straight pieces of a muon's way through a module. */
const MUON_PIECES = 4;
/** Mean depth at which a photon converts, X0. */
const CONVERSION = 9 / 7;

/** Where a line is in a module or a slice of it, mm from its middle: at its front and at its back. */
interface Crossing {
  readonly module: HcalModule;
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
}

/** Goes through x, y at z, mm; of what was made upstream, how much of the bend it lacks. */
interface Line {
  readonly z: number;
  readonly x: number;
  readonly y: number;
  readonly slopeX: number;
  readonly slopeY: number;
  readonly unbent?: number;
}

/** How a line crosses the slice of a module from z on. */
function crossing(
  { detector }: Card,
  module: HcalModule,
  line: Line,
  z: number,
  depth: number,
): Crossing {
  return {
    module,
    x: [beside(detector, module, line, z), beside(detector, module, line, z + depth)],
    y: [above(module, line, z), above(module, line, z + depth)],
  };
}

function beside(detector: Card['detector'], module: HcalModule, line: Line, z: number): number {
  const parted = apart(detector, z);
  const x = line.x + (z - line.z) * line.slopeX - (line.unbent ?? 0) * parted;
  return x - (module.axis === 'straight' ? -parted : 0) - module.x;
}

const above = (module: HcalModule, line: Line, z: number): number =>
  line.y + (z - line.z) * line.slopeY - module.y;

/** The modules in the order in which a particle meets them, and how a line crosses each. */
const crossings = (card: Card, modules: readonly HcalModule[], line: Line): Crossing[] =>
  modules.map((module) => crossing(card, module, line, module.z, card.detector.hcal.length));

/** Cells that a line through a module meets at most: of 16 columns and 16 rows. */
const MOST_STRETCHES = 32;

/** Parts of the way through a module, as shares of it, from front to back. */
class Stretches {
  readonly from = new Float64Array(MOST_STRETCHES);
  readonly to = new Float64Array(MOST_STRETCHES);
  size = 0;

  /** Adds one, if it is one. */
  add(from: number, to: number): void {
    if (!(from < to)) return;
    this.from[this.size] = from;
    this.to[this.size++] = to;
  }
}

const inX = new Stretches();
const inY = new Stretches();
const inBoth = new Stretches();

/** Where the way from a to b (mm beside the middle) lies within a row of n cells. */
function withinRow(
  n: number,
  pitch: number,
  gap: number,
  [a, b]: readonly [number, number],
  found: Stretches,
): void {
  found.size = 0;
  for (let i = 0; i < n; i++) {
    const low = ((a <= b ? i : n - 1 - i) - n / 2) * pitch + gap / 2;
    const high = low + pitch - gap;
    if (a === b) {
      if (low <= a && a < high) found.add(0, 1);
      continue;
    }
    const from = Math.max(0, ((a < b ? low : high) - a) / (b - a));
    const to = Math.min(1, ((a < b ? high : low) - a) / (b - a));
    found.add(from, to);
  }
}

/** Where a line is in the cells of a module; valid until it is asked of another. */
function inCells(hcal: Hcal, { x, y }: Crossing, gap: number): Stretches {
  const { nx, ny } = hcalGrid(hcal);
  withinRow(nx, hcal.pitch, gap, x, inX);
  withinRow(ny, hcal.pitch, gap, y, inY);
  inBoth.size = 0;
  for (let i = 0; i < inX.size; i++) {
    for (let k = 0; k < inY.size; k++) {
      inBoth.add(Math.max(inX.from[i], inY.from[k]), Math.min(inX.to[i], inY.to[k]));
    }
  }
  return inBoth;
}

/** Share of the way that they are, from `start` on. */
function lengthOf({ from, to, size }: Stretches, start = 0): number {
  let sum = 0;
  for (let i = 0; i < size; i++) sum += Math.max(0, to[i] - Math.max(from[i], start));
  return sum;
}

/** Share of the way at which so much of it was met; null where they are shorter. */
function reached({ from, to, size }: Stretches, length: number): number | null {
  let left = length;
  for (let i = 0; i < size; i++) {
    if (left < to[i] - from[i]) return from[i] + left;
    left -= to[i] - from[i];
  }
  return null;
}

/** Middle of what is met, up to `end`. */
const middle = ({ from, to, size }: Stretches, end = to[size - 1]) => (from[0] + end) / 2;

const at = ([front, back]: readonly [number, number], share: number) =>
  front + share * (back - front);

/** Energies of one particle in the cells, GeV. */
let cells = new Float64Array();

/** Adds energy where (x, y) mm from the middle of a module lies on its face. */
function deposit(hcal: Hcal, module: number, x: number, y: number, energy: number): void {
  const grid = hcalGrid(hcal);
  const ix = Math.floor(x / hcal.pitch + grid.nx / 2);
  const iy = Math.floor(y / hcal.pitch + grid.ny / 2);
  if (ix < 0 || iy < 0 || ix >= grid.nx || iy >= grid.ny) return;
  cells[channelIn(grid, module, ix, iy)] += energy;
}

function spread(
  hcal: Hcal,
  module: number,
  x: number,
  y: number,
  energy: number,
  part: keyof typeof PIECES,
  stream: Stream,
): void {
  if (energy <= 0) return;
  const pieces = PIECES[part];
  const width = hcal.showerWidth[part];
  for (let k = 0; k < pieces; k++) {
    const dx = width * stream.normal();
    const dy = width * stream.normal();
    deposit(hcal, module, x + dx, y + dy, energy / pieces);
  }
}

/** Loss of a minimum-ionising particle in a module, `muon` in the mean, GeV. */
function lossInModule({ muon, muonWidth }: Hcal, stream: Stream): number {
  return muon * Math.max(0, 1 + muonWidth * (moyal(stream) - MOYAL_MEAN));
}

/**
 * A muon goes through a module piece by piece until it stops, and leaves `loss` GeV in it in proportion to its way
 * through the cells.
 */
function muon(
  card: Card,
  module: HcalModule,
  track: MuonTrack,
  loss: number,
  stream: Stream,
): void {
  const { hcal } = card.detector;
  const depth = hcal.length / MUON_PIECES;
  drift(track, module.z);
  // Beside the cells nothing turns it: HCAL0, mostly.
  const whole = crossing(card, module, track, module.z, hcal.length);
  if (inCells(hcal, whole, hcal.gap).size === 0) return;
  for (let piece = 0; piece < MUON_PIECES && track.energy > 0; piece++) {
    const way = crossing(card, module, track, track.z, depth);
    const met = inCells(hcal, way, hcal.gap);
    const lengths = (hcal.radiationLengths * lengthOf(met)) / MUON_PIECES;
    const range = rangeInIron(track.energy);
    const seen = (loss * Math.min(1, range / lengths)) / MUON_PIECES;
    for (let i = 0; i < met.size; i++) {
      const [from, to] = [met.from[i], met.to[i]];
      const share = (from + to) / 2;
      deposit(hcal, module.number, at(way.x, share), at(way.y, share), seen * (to - from));
    }
    scatter(track, depth, lengths, energyOfRange(range - lengths), stream);
  }
}

/** The muons of a particle, behind the ECAL if they went through it. */
function muons(card: Card, modules: readonly HcalModule[], fate: Fate, stream: Stream): void {
  const { position, ecal, hcal } = card.detector;
  const { first, others } = hcal.muonSmear;
  const tracks = fate.muons.map((muon) => trackOf(fate, muon, position.ecal));
  if (fate.mips > 0) {
    for (const track of tracks) {
      scatter(track, ecal.length, ecal.radiationLengths, track.energy - ecal.mip, stream);
    }
  }
  for (const module of modules) {
    const smear = Math.max(0, 1 + (module.number === 0 ? first : others) * stream.normal());
    for (const track of tracks) {
      muon(card, module, track, smear * lossInModule(hcal, stream), stream);
    }
  }
}

/**
 * A hadron goes through the modules until it interacts, and showers from there on. Alone it passes through a gap
 * between two cells; a shower is wider than that.
 */
function hadron(
  hcal: Hcal,
  way: readonly Crossing[],
  energy: number,
  charged: boolean,
  stream: Stream,
): void {
  const { interactionLengths, gap } = hcal;
  let left = stream.exponential() / interactionLengths;
  let shower: HadronShower | null = null;
  let since = 0;
  for (const crossing of way) {
    const { module, x, y } = crossing;
    let begun = 0;
    if (shower === null) {
      const met = inCells(hcal, crossing, gap);
      const length = lengthOf(met);
      const start = reached(met, left);
      if (charged && length > 0) {
        const share = middle(met, start ?? undefined);
        const loss = Math.min(energy, Math.min(left, length) * lossInModule(hcal, stream));
        deposit(hcal, module.number, at(x, share), at(y, share), loss);
      }
      left -= length;
      if (start === null) continue;
      shower = drawHadronShower(hcal, energy, stream);
      begun = start;
    }
    const met = inCells(hcal, crossing, 0);
    let entry = 0;
    while (entry < met.size && met.to[entry] <= begun) entry++;
    if (entry === met.size) continue;
    begun = Math.max(begun, met.from[entry]);
    const before = seenWithin(hcal, shower, since);
    since += interactionLengths * lengthOf(met, begun);
    const after = seenWithin(hcal, shower, since);
    const { visible, electromagnetic: f } = shower;
    const [px, py] = [at(x, begun), at(y, begun)];
    const [core, halo] = [
      visible * f * (after[0] - before[0]),
      visible * (1 - f) * (after[1] - before[1]),
    ];
    spread(hcal, module.number, px, py, core, 'core', stream);
    spread(hcal, module.number, px, py, halo, 'halo', stream);
  }
}

/** A photon showers in the first module whose cells it meets for long enough. */
function photon(hcal: Hcal, way: readonly Crossing[], energy: number, stream: Stream): void {
  let left = CONVERSION * stream.exponential();
  for (const crossing of way) {
    const { module, x, y } = crossing;
    const onFrame = Math.max(Math.abs(x[0]), Math.abs(y[0])) < hcal.width / 2;
    const met = onFrame ? lengthOf(inCells(hcal, crossing, hcal.gap)) : 0;
    const lengths = hcal.radiationLengths * met;
    if (left >= lengths) {
      left -= lengths;
      continue;
    }
    const visible = electromagneticEnergy(hcal, energy, stream);
    spread(hcal, module.number, x[0], y[0], visible, 'photon', stream);
    return;
  }
}

/** Hadrons that leave the dump share the energy, at angles of their transverse momentum. */
function fromDump(card: Card, modules: readonly HcalModule[], fate: Fate, stream: Stream): void {
  const { position, hcal } = card.detector;
  const { transverseMomentum } = card.nature.hadron;
  const shares: number[] = [];
  let sum = 0;
  for (let i = 0; i < Math.max(1, fate.exits); i++) {
    shares.push(stream.exponential());
    sum += shares[i];
  }
  for (const share of shares) {
    const energy = (fate.intoHcal * share) / sum;
    // One that went through the ECAL without interacting goes straight on.
    const kick = fate.mips > 0 ? 0 : Math.min(STEEPEST, transverseMomentum / energy);
    const slopeX = fate.angleX + kick * stream.normal();
    const slopeY = fate.angleY + kick * stream.normal();
    const line = { z: position.ecal, x: fate.x, y: fate.y, slopeX, slopeY };
    hadron(hcal, crossings(card, modules, line), energy, fate.exits > 0, stream);
  }
}

/** The way of neutral particles made upstream. */
const unbentLine = ({ detector }: Card, fate: Fate): Line => ({
  z: detector.position.ecal,
  x: fate.beamX,
  y: fate.beamY,
  slopeX: fate.angleX - (fate.kink?.x ?? 0),
  slopeY: fate.angleY - (fate.kink?.y ?? 0),
  unbent: fate.unbent,
});

const there = new WeakMap<Hcal, readonly number[]>();

/** The channels of the modules that there are. */
function cellsThere(hcal: Hcal): readonly number[] {
  let known = there.get(hcal);
  if (known === undefined) {
    const { cells } = hcalGrid(hcal);
    known = hcalModules({ hcal }).flatMap(({ number }) =>
      Array.from({ length: cells }, (_, i) => cells * number + i),
    );
    there.set(hcal, known);
  }
  return known;
}

export const hcal: SubDetector = {
  name: 'hcal',
  channels: (detector) => channelCounts(detector).hcal,
  label(channel, { hcal }) {
    const grid = hcalGrid(hcal);
    const module = Math.floor(channel / grid.cells);
    const [ix, iy] = cellAt(grid, channel % grid.cells);
    return `HCAL${module === ZERO_DEGREE ? 0 : module + 1} ${ix} ${iy}`;
  },
  module: Module.hcal,
  respond(card, fate, stream, add) {
    const { hcal } = card.detector;
    const { intoHcal, gamma, neutrals } = fate;
    if (fate.muons.length === 0 && intoHcal === 0 && gamma === 0 && neutrals === 0) return;
    const modules = hcalModules(card.detector);
    const channels = channelCounts(card.detector).hcal;
    if (cells.length === channels) cells.fill(0);
    else cells = new Float64Array(channels);
    if (fate.muons.length > 0) muons(card, modules, fate, stream);
    if (intoHcal > 0) fromDump(card, modules, fate, stream);
    if (gamma > 0 || neutrals > 0) {
      const way = crossings(card, modules, unbentLine(card, fate));
      if (gamma > 0) photon(hcal, way, gamma, stream);
      if (neutrals > 0) hadron(hcal, way, neutrals, false, stream);
    }
    for (let channel = 0; channel < cells.length; channel++) {
      if (cells[channel] > 0) add(channel, cells[channel], hcal.timeResolution * stream.normal());
    }
  },
  noise({ detector: { hcal, sampling }, readout }, stream, add) {
    const noisy = cellsThere(hcal);
    activity(hcal.noise, noisy.length, readout, stream, (cell, energy, ns) => {
      add(noisy[cell], energy, ns);
    });
    if (hcal.cellNoise === 0) return;
    cellNoise(noisy.length, sampling, stream, (cell, normal) => {
      add(noisy[cell], hcal.cellNoise * normal, 0);
    });
  },
};
