/**
 * Track length of electrons and positrons in a thick dump down to a share of the beam's energy, about half unless asked, by
 * depth and energy, in radiation lengths per beam electron: a cascade in one dimension.
 *
 * Photons of the share v of the energy are radiated with (b (1 - v) + v^2)/v per radiation length,
 * b = 4/3 + 0.032 in lead (complete screening, Particle Data Group, Prog. Theor. Exp. Phys. 2022, 083C01,
 * eq. 34.29), and make 7/9 pairs per radiation length, shared as 1 - 4/3 v (1 - v) (eq. 34.31). Energies
 * only fall, so that what is below the least one need not be followed.
 */
import { incompleteGamma } from '../gamma.js';
import { exp, log } from '../math.js';

const B = 4 / 3 + 0.032;
/** Shape of the distribution of ln(E0/E) of Tsai and Whitis, per radiation length: `firstGeneration`. */
export const TSAI_WHITIS = 4 / 3;
const PAIRS = 7 / 9;
/** Bins of y = ln(E0/E): so many to half of the beam's energy, and so many in all. */
export const HALF_BINS = 70;
export const ENERGY_BINS = 82;
export const ENERGY_STEP = log(2) / HALF_BINS;
/** Beyond the last depth lie 1e-4 of the track length above half of the energy, 1.1e-3 of that above a fifth. Radiation lengths. */
export const DEPTH_BINS = 200;
export const DEPTH_STEP = 0.05;

export interface TrackLength {
  /** Of the beam electron, and of the electrons and positrons of pairs: X0 in each bin, at `binAt`. */
  readonly beam: Float64Array;
  readonly pairs: Float64Array;
}

/** Bin of both arrays: depth i, and j of `energyBins` of ln(E0/E). */
export const binAt = (depth: number, energy: number, energyBins = ENERGY_BINS) =>
  energyBins * depth + energy;

/** As many bins as reach down to a share of the beam's energy. */
export const energyBinsAbove = (share: number) => Math.ceil(log(1 / share) / ENERGY_STEP - 1e-9);

const known = new Map<number, TrackLength>();

/** Track lengths in the bins of both arrays, by depth and energy; made once. */
export function trackLength(energyBins = ENERGY_BINS): TrackLength {
  let made = known.get(energyBins);
  if (made === undefined) {
    const losses = lossesOver(energyBins);
    const electrons = Array.from({ length: DEPTH_BINS }, (_, i) =>
      slowed((i + 0.5) * DEPTH_STEP, losses),
    );
    const beam = Float64Array.from(electrons.flatMap((e) => [...e].map((n) => n * DEPTH_STEP)));
    made = { beam, pairs: pairProduced(electrons, losses) };
    known.set(energyBins, made);
  }
  return made;
}

/** A part of the track length: X0, all of it at one share of the beam's energy. */
export interface Piece {
  readonly energy: number;
  readonly length: number;
}

/** In which bins of y are cut, but for the first. */
const PIECES = 8;

/** Track length of the whole cascade above a share of the beam's energy, over all depths, by falling energy. */
export function trackLengthAbove(share: number): readonly Piece[] {
  if (!(share < 1)) return [];
  const energyBins = energyBinsAbove(share);
  const { beam, pairs } = trackLength(energyBins);
  const bins = new Float64Array(energyBins);
  for (let i = 0; i < beam.length; i++) bins[i % energyBins] += beam[i] + pairs[i];
  return [...bins]
    .flatMap((length, j) =>
      j === 0
        ? [{ energy: exp(-meanOfFirstBin()), length }]
        : Array.from({ length: PIECES }, (_, i) => ({
            energy: exp(-(j + (i + 0.5) / PIECES) * ENERGY_STEP),
            length: length / PIECES,
          })),
    )
    .filter(({ energy }) => energy > share);
}

/** Mean of y of electrons that have hardly radiated: in the first bin P(bt, y) goes as y^bt. */
function meanOfFirstBin(): number {
  let all = 0;
  let sum = 0;
  for (let i = 0; i < DEPTH_BINS; i++) {
    const bt = B * (i + 0.5) * DEPTH_STEP;
    const share = incompleteGamma(bt, ENERGY_STEP);
    all += share;
    sum += (share * bt) / (bt + 1);
  }
  return (ENERGY_STEP * sum) / all;
}

/**
 * Track length above a share of the beam's energy, X0, of the beam electron alone: Int dt P(bt, y), b = 4/3, the
 * integral of I(E, t) = [ln(E0/E)]^(bt - 1)/(E0 Gamma(bt)) (Y.-S. Tsai, V. Whitis, Phys. Rev. 149, 1248 (1966)).
 * @example firstGeneration(0.5) // 0.870
 */
export function firstGeneration(share: number): number {
  let sum = 0;
  for (let i = 0; i < DEPTH_BINS; i++) {
    sum += incompleteGamma(TSAI_WHITIS * (i + 0.5) * DEPTH_STEP, log(1 / share)) * DEPTH_STEP;
  }
  return sum;
}

/**
 * Share of electrons in each bin of y after t radiation lengths. With b/y exp(-y) per radiation length
 * that is the gamma distribution of shape bt (Y.-S. Tsai, V. Whitis, Phys. Rev. 149, 1248 (1966)); the
 * rest of the spectrum is a compound Poisson process on top, by Panjer's recursion.
 * @param centred the bins of the gamma distribution reach from (j - 1/2) to (j + 1/2) steps
 */
function slowed(t: number, losses: Losses, centred = false): Float64Array {
  const { length } = losses.bins;
  const shift = centred ? 0.5 : 1;
  const edges = Array.from({ length }, (_, j) => incompleteGamma(B * t, (j + shift) * ENERGY_STEP));
  const own = edges.map((p, j) => p - (j > 0 ? edges[j - 1] : 0));
  const extra = new Float64Array(length);
  extra[0] = exp(-t * losses.all);
  for (let n = 1; n < length; n++) {
    let sum = 0;
    for (let k = 1; k <= n; k++) sum += k * losses.bins[k] * extra[n - k];
    extra[n] = (t / n) * sum;
  }
  const out = new Float64Array(length);
  for (let j = 0; j < length; j++) {
    for (let d = 0; d <= j; d++) out[j] += own[j - d] * extra[d];
  }
  return out;
}

/** Spectrum of the losses in y = -ln(1 - v), less that of the gamma distribution. */
const lossRest = (y: number) => {
  const v = 1 - exp(-y);
  return exp(-y) * ((B * (1 - v) + v * v) / v - B / y);
};

/** Its integrals over the bins about k steps, and over all above half a step. */
interface Losses {
  readonly bins: Float64Array;
  readonly all: number;
}

function lossesOver(energyBins: number): Losses {
  const parts = 20;
  const h = ENERGY_STEP / parts;
  const bins = new Float64Array(energyBins);
  let all = 0;
  for (let i = 0; i < 20 / h; i++) {
    const y = ENERGY_STEP / 2 + (i + 0.5) * h;
    const here = lossRest(y) * h;
    const k = 1 + Math.floor(i / parts);
    if (k < energyBins) bins[k] += here;
    all += here;
  }
  return { bins, all };
}

function pairProduced(beam: readonly Float64Array[], losses: Losses): Float64Array {
  const { length } = losses.bins;
  const out = new Float64Array(DEPTH_BINS * length);
  const photons = new Float64Array(length);
  let electrons = new Float64Array(length);
  const converted = 1 - exp(-PAIRS * DEPTH_STEP);
  // By the distance d of two bins: a photon or an electron has the share v = exp(-d step) of its parent.
  const radiated = new Float64Array(length);
  const shared = new Float64Array(length);
  const loses = slowed(DEPTH_STEP, losses, true);
  for (let d = 0; d < length; d++) {
    // Of the bin of the parent only the half below it.
    const width = ENERGY_STEP * (d === 0 ? 0.5 : 1);
    const v = exp(-ENERGY_STEP * (d === 0 ? 0.25 : d));
    radiated[d] = width * (B * (1 - v) + v * v) * DEPTH_STEP;
    shared[d] = width * v * 2 * (1 - (4 / 3) * v * (1 - v)) * (9 / 7);
  }
  for (let i = 0; i < DEPTH_BINS; i++) {
    electrons = convolved(electrons, loses);
    const pairs = photons.map((n) => n * converted);
    const made = convolved(pairs, shared);
    for (let j = 0; j < length; j++) {
      photons[j] -= pairs[j];
      electrons[j] += made[j];
      out[binAt(i, j, length)] = electrons[j] * DEPTH_STEP;
    }
    const fresh = convolved(
      electrons.map((n, j) => n + beam[i][j]),
      radiated,
    );
    for (let j = 0; j < length; j++) photons[j] += fresh[j];
  }
  return out;
}

/** Each entry moved on by d bins with the weights `by[d]`; what leaves the end is gone. */
function convolved(values: Float64Array, by: Float64Array): Float64Array<ArrayBuffer> {
  return Float64Array.from(values, (_, l) => {
    let sum = 0;
    for (let j = 0; j <= l; j++) sum += values[j] * by[l - j];
    return sum;
  });
}
