/**
 * Electromagnetic calorimeter: 6 x 6 shashlik cells in two sections, preshower and main.
 */
import { CHANNELS, ECAL_CELLS as CELLS, ECAL_SIDE, ecalChannel } from '../../core/channels.js';
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

/** The ECAL as one large cell, and what it contains of a shower on the axis. */
const wholes = new WeakMap<Ecal, { table: LateralTable; onAxis: number }>();
function whole(ecal: Ecal): { table: LateralTable; onAxis: number } {
  let known = wholes.get(ecal);
  if (known === undefined) {
    const table = new LateralTable(ecal.lateral, 1, ECAL_SIDE * ecal.pitch);
    known = { table, onAxis: table.shares(...axis(ecal), total) };
    wholes.set(ecal, known);
  }
  return known;
}

/**
 * What a shower at (x, y) mm from the beam axis leaves in the ECAL, over what one on the axis does:
 * the rest leaks out at the sides and is lost.
 */
export function containment(ecal: Ecal, x: number, y: number): number {
  const { table, onAxis } = whole(ecal);
  const [x0, y0] = axis(ecal);
  return table.shares(x + x0, y + y0, total) / onAxis;
}

/** Centre of the beam cell, mm from the centre of the array. */
const axis = ({ beamCell: [ix, iy], pitch }: Ecal): [number, number] => [
  (ix + 0.5 - ECAL_SIDE / 2) * pitch,
  (iy + 0.5 - ECAL_SIDE / 2) * pitch,
];

const total = new Float64Array(CELLS);
const early = new Float64Array(CELLS);
const wide = new Float64Array(CELLS);
const mean = new Float64Array(CELLS);
const quantum = new Float64Array(CELLS);
const cells = new Float64Array(CELLS);

function normalised(
  terms: readonly LateralTerm[],
  ecal: Ecal,
  x: number,
  y: number,
  out: Float64Array,
): Float64Array {
  const sum = lateralTable(terms, ECAL_SIDE, ecal.pitch).shares(x, y, out);
  for (let i = 0; i < CELLS; i++) out[i] /= sum;
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
  for (let i = 0; i < CELLS; i++) {
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
  section: number,
  energy: number,
  stream: Stream,
  add: (channel: number, energyGeV: number) => void,
): void {
  let sum = 0;
  for (let i = 0; i < CELLS; i++) {
    cells[i] = 0;
    const m = mean[i];
    if (m < NEGLIGIBLE) continue;
    const e = piece(m, quantum[i], stream);
    cells[i] = e;
    sum += e;
  }
  if (sum <= 0) return;
  const scale = energy / sum;
  for (let i = 0; i < CELLS; i++) {
    const e = cells[i] * scale;
    if (e > 0) add(ecalChannel(section, Math.floor(i / ECAL_SIDE), i % ECAL_SIDE), e);
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
  normalised(hadronic ? hadronTerms(ecal) : ecal.lateral, ecal, x, y, total);
  const f = preshower / showered;
  if (hadronic || f <= 0) early.set(total);
  else preshowerProfile(ecal, f, x, y);
  const photons = Math.max(0, square(ecal.stochastic) - square(ecal.intrinsic.stochastic));
  const main = showered - preshower;
  if (preshower > 0) {
    for (let i = 0; i < CELLS; i++) {
      mean[i] = preshower * early[i];
      quantum[i] = PRESHOWER_QUANTUM + photons;
    }
    fill(0, preshower, stream, add);
  }
  if (main > 0) {
    for (let i = 0; i < CELLS; i++) {
      mean[i] = showered * total[i] - preshower * early[i];
      quantum[i] =
        MAIN_QUANTUM.base + MAIN_QUANTUM.core * Math.sqrt(total[i] * (1 - total[i])) + photons;
    }
    fill(1, main, stream, add);
  }
}

export const ecal: SubDetector = {
  name: 'ecal',
  channels: CHANNELS.ecal,
  label(channel) {
    const cell = channel % CELLS;
    const section = channel < CELLS ? 'preshower' : 'main';
    return `ECAL ${section} ${Math.floor(cell / ECAL_SIDE)} ${cell % ECAL_SIDE}`;
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
      const cx = Math.floor(x / ecal.pitch + ECAL_SIDE / 2);
      const cy = Math.floor(y / ecal.pitch + ECAL_SIDE / 2);
      if (cx < 0 || cy < 0 || cx >= ECAL_SIDE || cy >= ECAL_SIDE) return;
      timed(ecalChannel(0, cx, cy), mipPreshower);
      timed(ecalChannel(1, cx, cy), mips - mipPreshower);
    }
  },
  noise({ detector: { ecal, sampling } }, stream, add) {
    const { preshower, main } = ecal.cellNoise;
    if (preshower === 0 && main === 0) return;
    cellNoise(2 * CELLS, sampling, stream, (channel, normal) => {
      const e = (channel < CELLS ? preshower : main) * normal;
      if (e !== 0) add(channel, e, 0);
    });
  },
};

const square = (x: number) => x * x;
