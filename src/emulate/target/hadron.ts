/**
 * Hadrons in the ECAL: a parametrisation with broad fluctuations, not a shower simulation. The
 * constants without a citation are engineering estimates.
 */
import type { Card } from '../../core/card/schema.js';
import { exp } from '../../core/math.js';
import type { Stream } from '../../core/random/index.js';
import type { Fate } from './fate.js';

/** Hadronic share is contained with this length, in nuclear interaction lengths. */
const HADRONIC_LENGTH = 2.2;
/** Electromagnetic share: about 9 X0, 26 X0 to an interaction length of this ECAL. */
const ELECTROMAGNETIC_LENGTH = 9 / 26;
/** Response to the hadronic share over that to the electromagnetic one. */
const HADRONIC_RESPONSE = 0.8;

/** Share of a 100 GeV electron's energy in the preshower; it falls as 1/sqrt(E). */
const PRESHOWER_SHARE = 0.0552;
/** Charged secondaries of the first interaction. */
const SECONDARIES = 8;

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

/** A charged hadron of momentum p (GeV) meets the ECAL. */
export function chargedHadron(card: Card, stream: Stream, fate: Fate, p: number): void {
  const { ecal } = card.detector;
  const depth = stream.exponential();
  if (depth > ecal.interactionLengths) {
    fate.mips += 1;
    fate.exits += 1;
    fate.intoHcal += p;
    return;
  }
  const left = ecal.interactionLengths - depth;
  const electromagnetic = p * (0.1 + 0.6 * stream.uniform());
  const em = electromagnetic * (1 - exp(-left / ELECTROMAGNETIC_LENGTH));
  const hadronic = (p - electromagnetic) * (1 - exp(-left / HADRONIC_LENGTH));
  fate.hadron += em + HADRONIC_RESPONSE * hadronic;
  const preshowerLengths = ecal.interactionLengths * ecal.preshowerDepth;
  const share = stream.gamma(3) / 3;
  fate.preshower += ecal.mip * ecal.preshowerDepth;
  if (depth < preshowerLengths) {
    // An electron's preshower share, cut down to the part of the preshower behind the interaction.
    const behind = 1 - depth / preshowerLengths;
    const full = PRESHOWER_SHARE * Math.sqrt(100 * electromagnetic);
    const secondaries = ecal.mip * ecal.preshowerDepth * stream.poisson(SECONDARIES);
    fate.preshower += Math.min(
      (full * share * Math.sqrt(behind) + secondaries) * behind,
      fate.hadron,
    );
  }
  leaveEcal(stream, fate, p - em - hadronic, card.nature.hadron.neutralExit);
}
