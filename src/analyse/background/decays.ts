/** (ii) Pions and kaons that decay to an electron between magnets and ECAL: weighted. */
import type { Belief } from '../../core/card/schema.js';
import { exp } from '../../core/math.js';
import { inQuadrature } from './logLinear.js';
import { estimateOf, type Source } from './source.js';

/** Hadrons of the beam trigger that a number of hadrons on target takes. */
const ENOUGH = 20;

/** Hadrons that the SRD takes for electrons: suppressed by about 1e3 (PRL 123, 121801 (2019)); its error is our estimate. */
export const SRD = { pass: 1e-3, error: 0.3 };
/** Kaons per pion of a beam of converted photons, whose hadrons come from decays (arXiv:2305.19411); our estimate, as likely half or twice. */
const KAONS = { perPion: 0.01, error: 0.7 };

/**
 * Mean path of one GeV of momentum, c tau / m (mm), and the decays to an electron: branching fraction and share of them with more than a share
 * x of the energy in a neutrino (Particle Data Group, Prog. Theor. Exp. Phys. 2022, 083C01). Of two bodies the energy is flat;
 * of Ke3 the shares of the three are taken as flat [estimate].
 */
const HADRONS = [
  {
    pathPerGeV: 7804.5 / 0.13957,
    perPion: 1,
    modes: [{ branching: 1.23e-4, hidden: (x: number) => 1 - x }],
  },
  {
    pathPerGeV: 3711 / 0.49368,
    perPion: KAONS.perPion,
    modes: [
      { branching: 1.58e-5, hidden: (x: number) => 1 - x },
      { branching: 0.0507, hidden: (x: number) => (1 - x) * (1 - x) },
    ],
  },
] as const;

/** Decays behind the magnets with less than the edge of the box in the ECAL, per pion: from pions, and from kaons. */
export function decaysPerPion({ detector, analysis }: Belief): readonly number[] {
  const { position } = detector;
  const p = analysis.beamEnergy;
  const missing = 1 - analysis.box.ecal / p;
  return HADRONS.map(({ pathPerGeV, perPion, modes }) => {
    const path = pathPerGeV * p;
    const decays = exp(-position.magnets / path) - exp(-position.ecal / path);
    return modes.reduce((sum, { branching, hidden }) => {
      return sum + perPion * decays * branching * hidden(missing);
    }, 0);
  });
}

/**
 * Hadrons on target from those of the beam trigger that pass through the ECAL without an interaction, times the decays, the
 * share that the SRD takes for an electron, and what trigger and the other cuts leave of such an electron.
 */
export const decays: Source = {
  name: 'decays in flight',
  estimate({ seen: { beam, electrons }, belief }) {
    if (beam.hadrons < ENOUGH || beam.electrons === 0) return null;
    const passing = exp(-belief.detector.ecal.interactionLengths);
    const hadrons = (electrons * beam.hadrons) / (beam.electrons * passing);
    const { trigger, track, shape, veto, hcal } = belief.analysis.efficiencies;
    const weight = SRD.pass * trigger * track * shape * veto * hcal;
    const [pions, kaons] = decaysPerPion(belief);
    const kaonShare = kaons / (pions + kaons);
    const systematic = inQuadrature(SRD.error, kaonShare * KAONS.error);
    return estimateOf(hadrons * weight * (pions + kaons), 1 / Math.sqrt(beam.hadrons), systematic, {
      method:
        'hadrons of the beam trigger times decays to electrons by lifetime and branching fraction, the SRD as published and the efficiencies of the card',
      used: {
        'hadrons of the beam trigger': beam.hadrons,
        'hadrons on target': hadrons,
        'from kaons': kaonShare,
      },
      warnings: [],
    });
  },
};
