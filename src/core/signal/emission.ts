/**
 * Where in a thick dump an A' is made and what it takes away: joint distribution of the depth, of the
 * energy of the electron or positron that radiates it, and of its own, from track length times cross
 * section (exact tree level), for A' above some share of the beam's energy.
 */
import { exp, log, pow } from '../math.js';
import { leastLeft } from './cross-section.js';
import { LEAD } from './target.js';
import {
  binAt,
  DEPTH_BINS,
  DEPTH_STEP,
  ENERGY_BINS,
  ENERGY_STEP,
  energyBinsAbove,
  TSAI_WHITIS,
  trackLength,
} from './track-length.js';
import { type Tail, tails } from './yield.js';

export interface Emission {
  /** Radiation lengths from the front of the dump. */
  depth: number;
  /** Of the electron or positron before it, over that of the beam. */
  before: number;
  /** Of the A', over that of the beam. */
  energy: number;
}

/** Share of the beam's energy from which a table reaches on, unless A' of less are asked for. */
const TABLE_FROM = 0.45;
/** The smallest that can be asked for: the cascade is cut at 10 X0, beyond which 4e-3 of it lie there. */
const LOWEST = 0.1;
/** Steps of the table of x, in -ln(1 - x). */
const STEPS = 400;
/** GeV: where the cross section is checked. */
const LIGHTEST = 0.001;
const HEAVIEST = 1;

/** The cross section at one energy: its integral from the table's first x to each step of -ln(1 - x). */
interface Shares {
  readonly step: number;
  readonly below: Float64Array;
}

/**
 * What is made of A' of one mass (GeV) with more than the share `least` of the beam's energy by electrons
 * of `beam` GeV. Of shares from 0.45 on the table is one from 0.45, of smaller ones it begins where they do.
 * @throws RangeError outside of 1 MeV to 1 GeV, and for a share below 0.1
 */
export class EmissionTable {
  /** Cumulative over the bins of `binAt`. */
  private readonly bins: Float64Array;
  private readonly energyBins: number;
  /** 1 - x where `shares` begin. */
  private readonly firstLeft: number;
  private readonly shares: readonly Shares[];

  constructor(
    readonly mass: number,
    readonly beam: number,
    readonly least = 0.5,
  ) {
    if (!(mass >= LIGHTEST && mass <= HEAVIEST)) {
      throw new RangeError(
        `A' emission: got a mass of ${mass} GeV, expected ${LIGHTEST} to ${HEAVIEST} GeV`,
      );
    }
    if (!(least >= LOWEST && least < 1)) {
      throw new RangeError(`A' emission: got a least share of ${least}, expected ${LOWEST} to 1`);
    }
    const from = Math.min(least, TABLE_FROM);
    const energyBins = least < TABLE_FROM ? energyBinsAbove(least) : ENERGY_BINS;
    this.firstLeft = 1 - from;
    this.energyBins = energyBins;
    this.bins = new Float64Array(DEPTH_BINS * energyBins);
    const energies = Array.from({ length: energyBins }, (_, j) => exp(-(j + 0.5) * ENERGY_STEP));
    // The electrons of the first bin have hardly radiated.
    energies[0] = 1;
    const process = { mass, energy: beam, target: LEAD };
    const tailAt = tails('etl', process, from * beam);
    this.shares = energies.map((e) => sharesAt(mass, e * beam, from, tailAt(e * beam)));
    const { beam: own, pairs } = trackLength(energyBins);
    let sum = 0;
    for (let i = 0; i < DEPTH_BINS; i++) {
      for (let j = 0; j < energyBins; j++) {
        const bin = binAt(i, j, energyBins);
        sum += (own[bin] + pairs[bin]) * this.above(j, least / energies[j]);
        this.bins[bin] = sum;
      }
    }
  }

  /** The emission at three numbers of the unit interval, by inversion. */
  at(u: number, v: number, w: number): Emission {
    const { bins, energyBins, firstLeft, shares } = this;
    const target = u * bins[bins.length - 1];
    let low = 0;
    let high = bins.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (bins[middle] > target) high = middle;
      else low = middle + 1;
    }
    const i = Math.floor(low / energyBins);
    const j = low % energyBins;
    const below = low > 0 ? bins[low - 1] : 0;
    const within = (target - below) / Math.max(bins[low] - below, Number.MIN_VALUE);
    const depth = (i + within) * DEPTH_STEP;
    // P(bt, y) goes as y^bt in the first bin.
    const y = (j === 0 ? pow(v, 1 / (TSAI_WHITIS * (i + 0.5) * DEPTH_STEP)) : j + v) * ENERGY_STEP;
    const before = exp(-y);
    const least = Math.min(1, this.least / before);
    const { step, below: cumulative } = shares[j];
    const from = least < 1 ? interpolated(cumulative, -log((1 - least) / firstLeft) / step) : STEPS;
    const all = cumulative[STEPS];
    const x = 1 - firstLeft * exp(-step * inverted(cumulative, from + w * (all - from)));
    return { depth, before, energy: before * Math.max(least, x) };
  }

  /** Integral of the cross section above x, at the energy of bin j. */
  private above(j: number, x: number): number {
    const { step, below } = this.shares[j];
    return x >= 1 ? 0 : below[STEPS] - interpolated(below, -log((1 - x) / this.firstLeft) / step);
  }
}

function sharesAt(mass: number, e: number, from: number, tail: Tail): Shares {
  const firstLeft = 1 - from;
  const step = -log(leastLeft(mass, e, LEAD) / firstLeft) / STEPS;
  const all = tail(from);
  const below = new Float64Array(STEPS + 1);
  for (let i = 1; i <= STEPS; i++) {
    // A series may swing where there is next to nothing.
    below[i] = Math.max(below[i - 1], all - tail(1 - firstLeft * exp(-i * step)));
  }
  return { step, below };
}

/** Value of a table at a place between its entries. */
function interpolated(table: Float64Array, at: number): number {
  const i = Math.max(0, Math.min(table.length - 2, Math.floor(at)));
  const part = Math.max(0, Math.min(1, at - i));
  return table[i] + part * (table[i + 1] - table[i]);
}

/** Place of a value in a rising table. */
function inverted(table: Float64Array, value: number): number {
  let low = 0;
  let high = table.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (table[middle] <= value) low = middle;
    else high = middle - 1;
  }
  const width = table[low + 1] - table[low];
  return low + (width > 0 ? Math.min(1, (value - table[low]) / width) : 0);
}

const tables = new Map<string, EmissionTable>();

/** The table of a mass and a beam energy (GeV), made once. */
export function emissionTable(mass: number, beam: number, least = 0.5): EmissionTable {
  const name = `${mass} ${beam} ${least}`;
  let table = tables.get(name);
  if (table === undefined) {
    table = new EmissionTable(mass, beam, least);
    tables.set(name, table);
  }
  return table;
}
