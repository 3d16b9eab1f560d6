/**
 * Gains from muons: what a channel shows of them against what they leave.
 */
import type { Belief } from '../../../core/card/schema.js';
import { srdModules } from '../../../core/channels.js';
import { exp } from '../../../core/math.js';
import { MOYAL_MEAN, MOYAL_MEDIAN } from '../../../core/moyal.js';
import { normalCdf } from '../../../core/normal.js';
import { median } from '../../../core/median.js';

const INV_SQRT_2PI = 0.3989422804014327;

/** A single muon shows less than so many times the median: 1e-3 of them are above; */
const SINGLE = 1.8;
/** in the HCAL more than this, if it was not in the gap beside its cell for a part of its way: 1e-3 are below. */
export const WHOLE = 0.7;

/** Heights (counts) of single muons, by channel. */
export class MuonHeights {
  private readonly of: number[][];

  constructor(channels: number) {
    this.of = Array.from({ length: channels }, () => []);
  }

  add(channel: number, height: number): void {
    this.of[channel].push(height);
  }

  /** NaN where there were none. */
  mean = (channel: number) => {
    const heights = this.of[channel];
    return heights.reduce((sum, h) => sum + h, 0) / heights.length;
  };

  /**
   * Without those far above the median, which came with noise, or were two, and without those of less than
   * `least` times the median.
   */
  singleMean(channel: number, least = 0): number {
    const middle = median(this.of[channel]);
    const single = this.of[channel].filter((h) => h > least * middle && h < SINGLE * middle);
    return single.reduce((sum, h) => sum + h, 0) / single.length;
  }
}

/** Channel with the largest height among some, -1 where none is above `least`. */
export function largest(heights: Float64Array, from: number, to: number, least: number): number {
  let best = -1;
  let most = least;
  for (let c = from; c < to; c++) {
    if (heights[c] <= most) continue;
    most = heights[c];
    best = c;
  }
  return best;
}

/** Whether none of the channels from..to but `own` is above `most`: a muon there stayed in its cell. */
export function isAlone(
  heights: Float64Array,
  own: number,
  from: number,
  to: number,
  most: number,
): boolean {
  for (let c = from; c < to; c++) if (c !== own && heights[c] > most) return false;
  return true;
}

/** Of an integral over t = ln Z, in which the logarithm has no pole: |Z| from e^-40 to e^3 is all of it. */
const STEP = 0.02;
const [FROM, TO] = [-40, 3];

/**
 * Mean energy in S1..S4, V1, V2 of a minimum-ionising particle that their discriminators see, GeV: with loss
 * mip (1 - width ln Z^2) of a normal Z and normal noise, the mean of what is above the threshold.
 */
export function counterMean({ detector: { counters } }: Belief): number {
  const { mip, width, noise, threshold } = counters;
  let chance = 0;
  let sum = 0;
  for (let i = 0; FROM + i * STEP <= TO; i++) {
    const t = FROM + i * STEP;
    const z = exp(t);
    const weight = z * exp((-z * z) / 2);
    const loss = mip * (1 - width * 2 * t);
    const sigmas = (loss - threshold) / noise;
    const above = normalCdf(sigmas);
    chance += weight * above;
    sum += weight * (loss * above + noise * INV_SQRT_2PI * exp((-sigmas * sigmas) / 2));
  }
  return sum / chance;
}

/**
 * Mean in a tube of the VETO, whose median the card names, GeV, of muons spread evenly along its slab: the light falls as
 * exp(-way / attenuation), on the average over +-l/2 from the middle as sinh(a) / a, a = l / (2 attenuation).
 */
export function vetoMean({ detector: { veto } }: Belief): number {
  const a = veto.slabLength / (2 * veto.attenuation);
  const light = (exp(a) - exp(-a)) / (2 * a);
  return veto.mip * (1 + (MOYAL_MEAN - MOYAL_MEDIAN) * veto.width) * light;
}

/** Mean in a module of the HCAL. */
export const hcalMean = ({ detector: { hcal } }: Belief) => hcal.muon;

/** Mean energy of a synchrotron photon over the critical energy: 8 / (15 sqrt 3). */
const MEAN_PHOTON = 8 / (15 * Math.sqrt(3));

/** Mean of an electron in a module of the SRD, GeV. */
export const srdMean = ({ detector: { srd } }: Belief) =>
  (srd.photons * srd.acceptance * srd.criticalEnergy * MEAN_PHOTON) / srdModules(srd);
