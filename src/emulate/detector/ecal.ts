/**
 * Electromagnetic calorimeter: shashlik cells side by side in two sections, preshower and main.
 */
import { cellAt, channelIn, ecalGrid, type Grid } from '../../core/channels.js';
import type { Card } from '../../core/card/schema.js';
import { LateralTable, type LateralTerm, lateralTable } from '../../core/lateral.js';
import type { Stream } from '../../core/random/index.js';
import { Module } from '../streams.js';
import { cellNoise } from './noise.js';
import type { SubDetector } from './subdetector.js';

type Ecal = Card['detector']['ecal'];

/** A cell expected to see less than this stays empty, GeV. */
const NEGLIGIBLE = 0.0002;

/**
 * Variance of a cell's energy over the energy, GeV, without photostatistics: in the main section
 * `base + core sqrt(share (1 - share))`, since what lies near the axis comes in larger pieces. Fitted to a Geant4
 * 11.4 simulation of this ECAL, where it is the same at 50 and at 100 GeV.
 */
const MAIN_QUANTUM = { base: 0.0095, core: 0.046 };
const PRESHOWER_QUANTUM = 0.0125;
/** Spread of the visible energy of an electromagnetic shower, GeV: stochastic/sqrt(E) and constant in quadrature. */
export const resolutionOf = ({ stochastic, constant }: Ecal, energy: number): number =>
  Math.sqrt((stochastic * stochastic + constant * constant * energy) * energy);

/** Visible energy of an electromagnetic shower, GeV. */
export const ecalEnergy = (ecal: Ecal, energy: number, normal: number): number =>
  Math.max(0, energy + resolutionOf(ecal, energy) * normal);

/** The ECAL of the simulation: no photostatistics, no spread of gains, no noise. */
export const idealEcal = (ecal: Ecal): Ecal => ({
  ...ecal,
  ...ecal.intrinsic,
  cellNoise: { preshower: 0, main: 0 },
});

/** What all cells together contain of a shower at (x, y) mm from their centre. */
interface Whole {
  contains(x: number, y: number): number;
  readonly onAxis: number;
}

/** A square is one large cell, the table of which is faster. */
const wholes = new WeakMap<Ecal, Whole>();
function whole(ecal: Ecal): Whole {
  let known = wholes.get(ecal);
  if (known === undefined) {
    const { nx, ny, cells } = ecalGrid(ecal);
    const out = new Float64Array(cells);
    const table =
      nx === ny
        ? new LateralTable(ecal.lateral, { nx: 1, ny: 1, cells: 1 }, nx * ecal.pitch)
        : lateralTable(ecal.lateral, ecalGrid(ecal), ecal.pitch);
    const contains = (x: number, y: number) => table.shares(x, y, out);
    known = { contains, onAxis: contains(...axis(ecal)) };
    wholes.set(ecal, known);
  }
  return known;
}

/**
 * What a shower at (x, y) mm from the beam axis leaves in the ECAL, over what one on the axis does:
 * the rest leaks out at the sides and is lost.
 */
export function containment(ecal: Ecal, x: number, y: number): number {
  const { contains, onAxis } = whole(ecal);
  const [x0, y0] = axis(ecal);
  return contains(x + x0, y + y0) / onAxis;
}

/** Centre of the beam cell, mm from the centre of the array. */
function axis(ecal: Ecal): [number, number] {
  const { beamCell, pitch } = ecal;
  const { nx, ny } = ecalGrid(ecal);
  return [(beamCell[0] + 0.5 - nx / 2) * pitch, (beamCell[1] + 0.5 - ny / 2) * pitch];
}

/** Room for a shower: by cell. */
let total = new Float64Array();
let early = new Float64Array();
let wide = new Float64Array();
let mean = new Float64Array();
let quantum = new Float64Array();
let energies = new Float64Array();

function makeRoom({ cells }: Grid): void {
  if (total.length === cells) return;
  total = new Float64Array(cells);
  early = new Float64Array(cells);
  wide = new Float64Array(cells);
  mean = new Float64Array(cells);
  quantum = new Float64Array(cells);
  energies = new Float64Array(cells);
}

function normalised(
  terms: readonly LateralTerm[],
  ecal: Ecal,
  x: number,
  y: number,
  out: Float64Array,
): Float64Array {
  const sum = lateralTable(terms, ecalGrid(ecal), ecal.pitch).shares(x, y, out);
  for (let i = 0; i < out.length; i++) out[i] /= sum;
  return out;
}

/** An array of terms for each width, so that its table is made once. */
const widened = new WeakMap<Ecal, readonly LateralTerm[]>();
function hadronTerms(ecal: Ecal): readonly LateralTerm[] {
  let terms = widened.get(ecal);
  if (terms === undefined) {
    terms = ecal.lateral.map((t) => ({ ...t, scale: t.scale * ecal.hadronWidth }));
    widened.set(ecal, terms);
  }
  return terms;
}

/**
 * Mean share of each cell in the preshower's energy, `total` that in both sections. The preshower
 * sees the narrow beginning of a shower; the larger its share f of the energy, the more it sees of
 * all of it. Besides, a constant part of the energy is thrown back widely from the main section.
 */
function preshowerProfile(ecal: Ecal, f: number, x: number, y: number): void {
  const { early: terms, albedo } = ecal.preshower;
  normalised(terms, ecal, x, y, early);
  normalised(albedo.lateral, ecal, x, y, wide);
  const thrown = Math.min(0.5, albedo.fraction / f);
  for (let i = 0; i < total.length; i++) {
    const begun = total[i] + (1 - f) * (early[i] - total[i]);
    early[i] = (1 - thrown) * begun + thrown * wide[i];
  }
}

/**
 * An energy >= 0 with mean m and variance q m: below m = q nothing or an exponential, above a gamma
 * distribution as Wilson and Hilferty's cube of a normal one.
 */
function piece(m: number, q: number, stream: Stream): number {
  if (m < q) {
    return stream.uniform() * (q + m) < 2 * m ? ((q + m) / 2) * stream.exponential() : 0;
  }
  const ninth = q / (9 * m);
  const root = 1 - ninth + Math.sqrt(ninth) * stream.normal();
  return root > 0 ? m * root * root * root : 0;
}

/** Shares `energy` among the cells of a section, `mean` and `quantum` (GeV) given; the sum is kept. */
function fill(
  grid: Grid,
  section: number,
  energy: number,
  stream: Stream,
  add: (channel: number, energyGeV: number) => void,
): void {
  let sum = 0;
  const n = grid.cells;
  for (let i = 0; i < n; i++) {
    energies[i] = 0;
    const m = mean[i];
    if (m < NEGLIGIBLE) continue;
    const e = piece(m, quantum[i], stream);
    energies[i] = e;
    sum += e;
  }
  if (sum <= 0) return;
  const scale = energy / sum;
  for (let i = 0; i < n; i++) {
    const e = energies[i] * scale;
    if (e > 0) add(n * section + i, e);
  }
}

interface Shower {
  /** In both sections, and in the preshower, GeV. */
  readonly showered: number;
  readonly preshower: number;
  readonly hadronic: boolean;
  /** Impact from the centre of the array, mm. */
  readonly x: number;
  readonly y: number;
}

/** Shares a shower among the cells of both sections. */
function shower(
  ecal: Ecal,
  { showered, preshower, hadronic, x, y }: Shower,
  stream: Stream,
  add: (channel: number, energyGeV: number) => void,
): void {
  const grid = ecalGrid(ecal);
  const n = grid.cells;
  makeRoom(grid);
  normalised(hadronic ? hadronTerms(ecal) : ecal.lateral, ecal, x, y, total);
  const f = preshower / showered;
  if (hadronic || f <= 0) early.set(total);
  else preshowerProfile(ecal, f, x, y);
  const photons = Math.max(0, square(ecal.stochastic) - square(ecal.intrinsic.stochastic));
  const main = showered - preshower;
  if (preshower > 0) {
    for (let i = 0; i < n; i++) {
      mean[i] = preshower * early[i];
      quantum[i] = PRESHOWER_QUANTUM + photons;
    }
    fill(grid, 0, preshower, stream, add);
  }
  if (main > 0) {
    for (let i = 0; i < n; i++) {
      mean[i] = showered * total[i] - preshower * early[i];
      quantum[i] =
        MAIN_QUANTUM.base + MAIN_QUANTUM.core * Math.sqrt(total[i] * (1 - total[i])) + photons;
    }
    fill(grid, 1, main, stream, add);
  }
}

export const ecal: SubDetector = {
  name: 'ecal',
  channels: ({ ecal }) => 2 * ecalGrid(ecal).cells,
  label(channel, { ecal }) {
    const grid = ecalGrid(ecal);
    const section = channel < grid.cells ? 'preshower' : 'main';
    const [ix, iy] = cellAt(grid, channel % grid.cells);
    return `ECAL ${section} ${ix} ${iy}`;
  },
  module: Module.ecal,
  respond(card, fate, stream, add) {
    const { ecal } = card.detector;
    const [x0, y0] = axis(ecal);
    const x = fate.x + x0;
    const y = fate.y + y0;
    const timed = (channel: number, e: number) => {
      // Time resolution: nominal above 1 GeV, worse in proportion to 1/sqrt(E) below.
      const sigma = ecal.timeResolution / Math.sqrt(Math.min(1, Math.max(e, 0.05)));
      add(channel, e, sigma * stream.normal());
    };
    const showered = fate.em + fate.hadron;
    const mips = fate.mips * ecal.mip;
    const mipPreshower = mips * ecal.preshowerDepth;
    const preshower = Math.min(showered, Math.max(0, fate.preshower - mipPreshower));
    const hadronic = fate.hadron > fate.em;
    const { beside } = fate;
    if (beside === null) {
      if (showered > 0) shower(ecal, { showered, preshower, hadronic, x, y }, stream, timed);
    } else {
      // Each has its part of what the preshower sees.
      const before = preshower / showered;
      const part = (showered: number, hadronic: boolean, x: number, y: number) => {
        if (showered <= 0) return;
        shower(ecal, { showered, preshower: before * showered, hadronic, x, y }, stream, timed);
      };
      part(showered - beside.energy, fate.hadron > fate.em - beside.energy, x, y);
      part(beside.energy, false, x + beside.x, y + beside.y);
    }
    if (mips > 0) {
      const grid = ecalGrid(ecal);
      const cx = Math.floor(x / ecal.pitch + grid.nx / 2);
      const cy = Math.floor(y / ecal.pitch + grid.ny / 2);
      if (cx < 0 || cy < 0 || cx >= grid.nx || cy >= grid.ny) return;
      timed(channelIn(grid, 0, cx, cy), mipPreshower);
      timed(channelIn(grid, 1, cx, cy), mips - mipPreshower);
    }
  },
  noise({ detector: { ecal, sampling } }, stream, add) {
    const { preshower, main } = ecal.cellNoise;
    if (preshower === 0 && main === 0) return;
    const { cells } = ecalGrid(ecal);
    cellNoise(2 * cells, sampling, stream, (channel, normal) => {
      const e = (channel < cells ? preshower : main) * normal;
      if (e !== 0) add(channel, e, 0);
    });
  },
};

const square = (x: number) => x * x;
