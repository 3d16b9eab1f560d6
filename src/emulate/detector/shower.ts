/**
 * An electromagnetic shower in depth, event by event: a gamma function with fluctuating, correlated
 * shape parameters (G. Grindhammer, S. Peters, arXiv:hep-ex/0001020), corrected where it fails.
 *
 *   F(t) = P(alpha, beta s(t)): share of the visible energy within t X0 of the start,
 *   T = (alpha - 1) / beta: depth of the maximum.
 *
 * ln T and ln alpha are correlated normals; the mean of T grows as ln E, that of alpha linearly with
 * it, and their spreads fall as 1 / (a + b ln E): the forms of that paper, sections 3 and A. Their
 * constants, s(t) and the leakage were fitted at 50 and 100 GeV together to a Geant4 11.4 simulation
 * of this ECAL (depth in layers of 1.5 mm lead and 1.5 mm polystyrene), slopes in ln E held near the
 * paper's; so energies from 1 to 150 GeV are an interpolation of known forms, not of two points.
 */
import type { Card } from '../../core/card/schema.js';
import { incompleteGamma, logGamma } from '../../core/gamma.js';
import { exp, log } from '../../core/math.js';
import type { Stream } from '../../core/random/index.js';

type Ecal = Card['detector']['ecal'];

/** T = ln(E / this): GeV. */
const MAXIMUM_SCALE = 0.01906;
/** Median of alpha at 100 GeV, and its slope in ln E. */
const ALPHA = 5.524;
const ALPHA_SLOPE = 0.5547;
/** Inverse spread of ln T at 100 GeV, and its slope in ln E; skewness as weight of the square. */
const T_SHARPNESS = 12.356;
const T_SHARPNESS_SLOPE = 1.97;
const T_SKEW = 0.0449;
const T_NORM = 1 / Math.sqrt(1 + 2 * T_SKEW * T_SKEW);
/** The same for ln alpha. */
const ALPHA_SHARPNESS = 10.142;
const ALPHA_SHARPNESS_SLOPE = 1.516;
/** Correlation of ln T and ln alpha. */
const CORRELATION = 0.9333;
const ANTICORRELATION = Math.sqrt(1 - CORRELATION * CORRELATION);
/** Smallest energy with parameters of its own, GeV, and smallest alpha. */
const LEAST_ENERGY = 0.3;
const LEAST_ALPHA = 1.2;
/** Below 1.4 GeV the spreads grow no more. */
const LEAST_LOG = log(0.014);

/**
 * s(t) = t + early exp(-t / reach) - tail x^2 / (1 + x / 20) with x = t - depth above it: the gamma
 * function lacks half of the energy at 1.6 X0, where few particles have been made, and a sixth at
 * 25 X0, where the photons of least absorption carry on.
 */
const EARLY = 1.4498;
const EARLY_REACH = 1.5931;
const TAIL = 0.006866;
const TAIL_DEPTH = 14.43;
const TAIL_SOFTNESS = 20;
/** Relative spread of s deep in the shower, on top of that of the parameters; where it sets in. */
const LATE_SPREAD = 0.07395;
const LATE_DEPTH = 4;

/**
 * Energy out of the back: the visible energy beyond 21.67 X0 times this, the absorption from there to
 * the back face at 40.63 X0; it arrives in a Poisson number of quanta, exponential in energy (GeV),
 * about a mean that is gamma distributed.
 */
const LEAK_DEPTH = 21.669;
const LEAK_FRACTION = 0.00447;
const LEAK_QUANTUM = 0.002;
const LEAK_SHAPE = 5;

/** Mean depth at which a photon converts, X0. */
const CONVERSION = 9 / 7;

/** The shape of one shower. */
export interface Profile {
  alpha: number;
  beta: number;
  logGammaAlpha: number;
  /** Standard normal: how late the deep part of the shower comes. */
  late: number;
  /** Depth of its start, X0. */
  start: number;
  /** P(alpha, beta s(0)), which does not belong to the shower. */
  before: number;
}

export const emptyProfile = (): Profile => ({
  alpha: 0,
  beta: 0,
  logGammaAlpha: 0,
  late: 0,
  start: 0,
  before: 0,
});

/**
 * Draws the shape of a shower of `energy` GeV.
 * @param start depth at which it begins, X0: 0 = an electron from outside
 * @param photon begins with a conversion, and goes on as a pair of half the energy each
 */
export function drawProfile(
  energy: number,
  start: number,
  photon: boolean,
  stream: Stream,
  out: Profile,
): Profile {
  const z = stream.normal();
  const other = stream.normal();
  out.late = stream.normal();
  out.start = photon ? start + CONVERSION * stream.exponential() : start;
  const e = Math.max(LEAST_ENERGY, photon ? energy / 2 : energy);
  const logE = log(e / 100);
  const zT = T_NORM * (z + T_SKEW * (z * z - 1));
  const zAlpha = CORRELATION * z + ANTICORRELATION * other;
  const logSpread = Math.max(LEAST_LOG, logE);
  const maximum = log(e / MAXIMUM_SCALE) * exp(zT / (T_SHARPNESS + T_SHARPNESS_SLOPE * logSpread));
  const alpha =
    (ALPHA + ALPHA_SLOPE * logE) *
    exp(zAlpha / (ALPHA_SHARPNESS + ALPHA_SHARPNESS_SLOPE * logSpread));
  out.alpha = Math.max(LEAST_ALPHA, alpha);
  out.beta = (out.alpha - 1) / maximum;
  out.logGammaAlpha = logGamma(out.alpha);
  out.before = incompleteGamma(out.alpha, out.beta * EARLY, out.logGammaAlpha);
  return out;
}

/** Share of the visible energy of an ideal shower at depths below `depth` (X0 from the front). */
export function shareBefore(profile: Profile, depth: number): number {
  const { alpha, beta, logGammaAlpha, late, start, before } = profile;
  const t = depth - start;
  if (t <= 0) return 0;
  const x = Math.max(0, t - TAIL_DEPTH);
  const s = t + EARLY * exp(-t / EARLY_REACH) - (TAIL * x * x) / (1 + x / TAIL_SOFTNESS);
  const h = (t * t) / (t * t + LATE_DEPTH * LATE_DEPTH);
  const seen = Math.max(0, s * (1 + LATE_SPREAD * late * h * h));
  const share = (incompleteGamma(alpha, beta * seen, logGammaAlpha) - before) / (1 - before);
  return Math.max(0, share);
}

/**
 * Share of the visible energy E (GeV) that the preshower sees, given E: that of the profile, with the
 * sampling fluctuations of both sections: sigma^2 = stochastic^2 f (1 - f) / E.
 */
export function preshowerShare(
  ecal: Ecal,
  profile: Profile,
  energy: number,
  stream: Stream,
): number {
  const normal = stream.normal();
  const share = shareBefore(profile, ecal.preshowerDepth * ecal.radiationLengths);
  if (!(energy > 0) || share <= 0) return 0;
  const sigma = ecal.stochastic * Math.sqrt((share * Math.max(0, 1 - share)) / energy);
  return Math.max(0, Math.min(1, share + sigma * normal));
}

/** Energy (GeV) that leaves a shower of `energy` GeV through the back of the ECAL. */
export function rearLeak(profile: Profile, energy: number, stream: Stream): number {
  const beyond = 1 - shareBefore(profile, LEAK_DEPTH);
  const spread = stream.gamma(LEAK_SHAPE) / LEAK_SHAPE;
  const mean = LEAK_FRACTION * energy * beyond * spread;
  const quanta = stream.poisson(mean / LEAK_QUANTUM);
  return quanta > 0 ? LEAK_QUANTUM * stream.gamma(quanta) : 0;
}
