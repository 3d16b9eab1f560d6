/**
 * A hadron shower in the HCAL, event by event, behind its first interaction: an electromagnetic and a
 * hadronic part with gamma-function profiles (R. K. Bock, T. Hansl-Kozanecka, T. P. Shah, Nucl. Instrum.
 * Meth. 186 (1981) 533), whose shares fluctuate.
 *
 *   seen within t interaction lengths of the start = f' P(a, b s) + (1 - f') P(a, d t),
 *   s = t in radiation lengths, a = 0.6165 + 0.3183 ln E, b = 0.2198, d = 0.9099 - 0.0237 ln E.
 */
import type { Card } from '../../core/card/schema.js';
import { incompleteGamma, logGamma } from '../../core/gamma.js';
import { exp, log } from '../../core/math.js';
import type { Stream } from '../../core/random/index.js';

type Hcal = Card['detector']['hcal'];

/** Parameters of the profile by ln E (GeV); below 1 GeV those of 1 GeV. */
export const profileOf = (energy: number) => {
  const logE = log(Math.max(1, energy));
  return { a: 0.6165 + 0.3183 * logE, b: 0.2198, d: 0.9099 - 0.0237 * logE };
};

/** Mean electromagnetic share is 1 - E^-this, E in GeV (D. E. Groom, Nucl. Instrum. Meth. A 572 (2007) 633). */
const SHARE_POWER = 0.18;
/** Hadrons of this energy read right, GeV; others as their share says. */
const CALIBRATED_AT = 50;

export const meanElectromagnetic = (energy: number) =>
  1 - exp(-SHARE_POWER * log(Math.max(1, energy)));

/** Visible energy per energy at an electromagnetic share, 1 at the mean share of 50 GeV. */
export const response = ({ eOverH }: Pick<Hcal, 'eOverH'>, electromagnetic: number) =>
  (1 + (eOverH - 1) * electromagnetic) / (1 + (eOverH - 1) * meanElectromagnetic(CALIBRATED_AT));

export interface HadronShower {
  /** Of all of it, GeV. */
  visible: number;
  /** Electromagnetic share of what is visible. */
  electromagnetic: number;
  a: number;
  b: number;
  d: number;
  logGammaA: number;
}

/** Draws a shower of `energy` GeV. */
export function drawHadronShower(hcal: Hcal, energy: number, stream: Stream): HadronShower {
  const { stochastic, constant, eOverH, shareSpread } = hcal;
  const drawn = meanElectromagnetic(energy) + shareSpread * stream.normal();
  const share = Math.max(0, Math.min(1, drawn));
  const sigma = Math.sqrt(stochastic * stochastic * energy + constant * constant * energy * energy);
  const visible = energy * response(hcal, share) + sigma * stream.normal();
  const profile = profileOf(energy);
  return {
    visible: Math.max(0, visible),
    electromagnetic: (eOverH * share) / (1 + (eOverH - 1) * share),
    ...profile,
    logGammaA: logGamma(profile.a),
  };
}

/** Shares of the two parts seen within `depth` interaction lengths of the start. */
export function seenWithin(
  { interactionLengths, radiationLengths }: Pick<Hcal, 'interactionLengths' | 'radiationLengths'>,
  { a, b, d, logGammaA }: HadronShower,
  depth: number,
): [electromagnetic: number, hadronic: number] {
  const perLength = radiationLengths / interactionLengths;
  return [
    incompleteGamma(a, b * perLength * depth, logGammaA),
    incompleteGamma(a, d * depth, logGammaA),
  ];
}

/** Visible energy of an electromagnetic shower, GeV. */
export function electromagneticEnergy(hcal: Hcal, energy: number, stream: Stream): number {
  const { emStochastic: s, constant: c } = hcal;
  const sigma = Math.sqrt(s * s * energy + c * c * energy * energy);
  return Math.max(0, response(hcal, 1) * (energy + sigma * stream.normal()));
}
