/**
 * Hadrons in the ECAL: a parametrisation with broad fluctuations, not a shower simulation. The
 * numbers without a citation are engineering estimates.
 */
import type { Card } from '../../core/card/schema.js';
import { exp } from '../../core/math.js';
import type { Stream } from '../../core/random/index.js';
import type { Fate } from './fate.js';

/** Electromagnetic share: about 9 X0, 26 X0 to an interaction length of this ECAL. */
const ELECTROMAGNETIC_LENGTH = 9 / 26;

/** Hadrons of `energy` leave the ECAL for the HCAL, in a share of cases as neutrals only. */
export function leaveEcal(
  stream: Stream,
  fate: Fate,
  energy: number,
  neutralFraction: number,
): void {
  fate.intoHcal = energy;
  const neutral = stream.uniform() < neutralFraction;
  fate.exits = neutral ? 0 : 1 + stream.poisson(2);
}

/**
 * A charged hadron of momentum p (GeV) meets the ECAL. At each interaction a share of the energy, of a beta
 * distribution, goes into neutral pions, a share uniform up to the rest into a leading hadron, which goes on and may
 * interact again, and what is left into soft hadrons.
 */
export function chargedHadron(card: Card, stream: Stream, fate: Fate, p: number): void {
  const { ecal } = card.detector;
  const { softLength, softResponse, secondaries, neutralExit } = card.nature.hadron;
  const first = stream.exponential();
  if (first > ecal.interactionLengths) {
    fate.mips += 1;
    fate.exits += 1;
    fate.intoHcal += p;
    return;
  }
  let lost = p;
  let leading = p;
  let neutralPions = 0;
  for (let depth = first; depth < ecal.interactionLengths; depth += stream.exponential()) {
    const behind = ecal.interactionLengths - depth;
    const pions = leading * pionShare(stream);
    const carried = (leading - pions) * stream.uniform();
    const em = pions * (1 - exp(-behind / ELECTROMAGNETIC_LENGTH));
    const hadronic = (leading - pions - carried) * (1 - exp(-behind / softLength));
    if (depth === first) neutralPions = pions;
    fate.hadron += em + softResponse * hadronic;
    lost -= em + hadronic;
    leading = carried;
  }
  const preshowerLengths = ecal.interactionLengths * ecal.preshowerDepth;
  fate.preshower += ecal.mip * ecal.preshowerDepth;
  if (first < preshowerLengths) {
    // An electron's preshower share, that of the beam and falling as 1/sqrt(E), cut down to the part of the preshower
    // behind the interaction.
    const behind = 1 - first / preshowerLengths;
    const share = (stream.exponential() + stream.exponential() + stream.exponential()) / 3;
    const full = ecal.preshower.share * Math.sqrt(card.beam.momentum * neutralPions);
    const ionised = ecal.mip * ecal.preshowerDepth * stream.poisson(secondaries);
    fate.preshower += Math.min((full * share * Math.sqrt(behind) + ionised) * behind, fate.hadron);
  }
  leaveEcal(stream, fate, lost, neutralExit);
}

/**
 * Neutral pions take 0.4 of the energy of an interaction on average, with a spread of 0.2: beta-distributed as (2, 3),
 * which is the second smallest of four uniform numbers.
 */
function pionShare(stream: Stream): number {
  const a = stream.uniform();
  const b = stream.uniform();
  const c = stream.uniform();
  const d = stream.uniform();
  const lowAB = Math.min(a, b);
  const lowCD = Math.min(c, d);
  return lowAB < lowCD ? Math.min(Math.max(a, b), lowCD) : Math.min(lowAB, Math.max(c, d));
}
