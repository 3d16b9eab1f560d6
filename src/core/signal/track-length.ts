/**
 * Track length of electrons and positrons with about half of the beam's energy or more in a thick dump, by
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
const PAIRS = 7 / 9;
/** Bins of y = ln(E0/E): so many to half of the beam's energy, and so many in all. */
export const HALF_BINS = 70;
export const ENERGY_BINS = 82;
export const ENERGY_STEP = log(2) / HALF_BINS;
/** Beyond the last depth lies less than 1e-4 of the track length. Radiation lengths. */
export const DEPTH_BINS = 200;
export const DEPTH_STEP = 0.05;

export interface TrackLength {
  /** Of the beam electron, and of the electrons and positrons of pairs: X0 in each bin, at `binAt`. */
  readonly beam: Float64Array;
  readonly pairs: Float64Array;
}

/** Bin of both arrays: depth i, and j of ln(E0/E). */
export const binAt = (depth: number, energy: number) => ENERGY_BINS * depth + energy;

let known: TrackLength | null = null;

/** Track lengths in the bins of both arrays, by depth and energy. */
export function trackLength(): TrackLength {
  if (known === null) {
    const electrons = Array.from({ length: DEPTH_BINS }, (_, i) => slowed((i + 0.5) * DEPTH_STEP));
    const beam = Float64Array.from(electrons.flatMap((e) => [...e].map((n) => n * DEPTH_STEP)));
    known = { beam, pairs: pairProduced(electrons) };
  }
  return known;
}

/**
 * Share of electrons in each bin of y after t radiation lengths. With b/y exp(-y) per radiation length
 * that is the gamma distribution of shape bt (Y.-S. Tsai, V. Whitis, Phys. Rev. 149, 1248 (1966)); the
 * rest of the spectrum is a compound Poisson process on top, by Panjer's recursion.
 * @param centred the bins of the gamma distribution reach from (j - 1/2) to (j + 1/2) steps
 */
function slowed(t: number, centred = false): Float64Array {
  const shift = centred ? 0.5 : 1;
  const edges = Array.from({ length: ENERGY_BINS }, (_, j) =>
    incompleteGamma(B * t, (j + shift) * ENERGY_STEP),
  );
  const own = edges.map((p, j) => p - (j > 0 ? edges[j - 1] : 0));
  const extra = new Float64Array(ENERGY_BINS);
  extra[0] = exp(-t * REST.all);
  for (let n = 1; n < ENERGY_BINS; n++) {
    let sum = 0;
    for (let k = 1; k <= n; k++) sum += k * REST.bins[k] * extra[n - k];
    extra[n] = (t / n) * sum;
  }
  const out = new Float64Array(ENERGY_BINS);
  for (let j = 0; j < ENERGY_BINS; j++) {
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
const REST = (() => {
  const parts = 20;
  const h = ENERGY_STEP / parts;
  const bins = new Float64Array(ENERGY_BINS);
  let all = 0;
  for (let i = 0; i < 20 / h; i++) {
    const y = ENERGY_STEP / 2 + (i + 0.5) * h;
    const here = lossRest(y) * h;
    const k = 1 + Math.floor(i / parts);
    if (k < ENERGY_BINS) bins[k] += here;
    all += here;
  }
  return { bins, all };
})();

function pairProduced(beam: readonly Float64Array[]): Float64Array {
  const out = new Float64Array(DEPTH_BINS * ENERGY_BINS);
  const photons = new Float64Array(ENERGY_BINS);
  let electrons = new Float64Array(ENERGY_BINS);
  const converted = 1 - exp(-PAIRS * DEPTH_STEP);
  // By the distance d of two bins: a photon or an electron has the share v = exp(-d step) of its parent.
  const radiated = new Float64Array(ENERGY_BINS);
  const shared = new Float64Array(ENERGY_BINS);
  const loses = slowed(DEPTH_STEP, true);
  for (let d = 0; d < ENERGY_BINS; d++) {
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
    for (let j = 0; j < ENERGY_BINS; j++) {
      photons[j] -= pairs[j];
      electrons[j] += made[j];
      out[binAt(i, j)] = electrons[j] * DEPTH_STEP;
    }
    const fresh = convolved(
      electrons.map((n, j) => n + beam[i][j]),
      radiated,
    );
    for (let j = 0; j < ENERGY_BINS; j++) photons[j] += fresh[j];
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
