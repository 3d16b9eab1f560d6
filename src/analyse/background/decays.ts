/** (ii) Pions and kaons that decay to an electron between magnets and ECAL: weighted. */
import type { Belief } from '../../core/card/schema.js';
import { KAON, meanOver, PION, type Products, type Unstable } from '../../core/decay.js';
import { inQuadrature } from '../../core/in-quadrature.js';
import { exp } from '../../core/math.js';
import { trackerLayout } from '../../core/tracker.js';
import { estimateOf, type Source } from './source.js';

/** Hadrons of the beam trigger that a number of hadrons on target takes. */
export const ENOUGH = 20;
/** Places of the decay that are looked at. */
const PLACES = 200;

/**
 * How much a kink turns what is measured of the track behind the magnets: the slope of a straight line through all chambers
 * there, over the kink.
 */
function turned({ detector }: Belief, z: number): number {
  const behind = trackerLayout(detector.tracker).filter((s) => s.z > detector.position.magnets);
  const mean = behind.reduce((sum, s) => sum + s.z, 0) / behind.length;
  let [product, square] = [0, 0];
  for (const station of behind) {
    const lever = station.z - mean;
    product += Math.max(0, station.z - z) * lever;
    square += lever * lever;
  }
  return product / square;
}

/** Of decays behind the magnets, the share whose kink (rad) is seen neither by the track nor by S4. */
function unseen(belief: Belief): (kink: number) => number {
  const { position, counters } = belief.detector;
  const { angle } = belief.analysis.cuts.track;
  const largest = Array.from({ length: PLACES }, (_, i) => {
    const z = position.magnets + ((position.ecal - position.magnets) * (i + 0.5)) / PLACES;
    return Math.min(angle / turned(belief, z), counters.s4Radius / Math.max(0, position.s4 - z));
  }).sort((a, b) => b - a);
  return (kink) => {
    let left = 0;
    while (left < PLACES && largest[left] > kink) left++;
    return left / PLACES;
  };
}

/**
 * Decays to an electron behind the magnets that leave less than the edge of the box in the ECAL and are not seen by their
 * kink, per hadron of the beam's energy.
 */
function ofHadron(belief: Belief, { mass, pathPerGeV, modes }: Unstable): number {
  const { detector, analysis } = belief;
  const { position } = detector;
  const p = analysis.beamEnergy;
  const path = pathPerGeV * p;
  const decays = exp(-position.magnets / path) - exp(-position.ecal / path);
  const hidden = unseen(belief);
  const boxed = ({ charged, photons }: Products): number => {
    const energy = p * charged.share;
    if (energy + p * (photons?.share ?? 0) > analysis.box.ecal) return 0;
    const { acrossX: x, acrossY: y } = charged;
    return hidden(Math.sqrt(x * x + y * y) / energy);
  };
  return modes
    .filter(({ daughter }) => daughter === 'electron')
    .reduce((sum, mode) => sum + decays * mode.branching * meanOver(mass, mode, boxed), 0);
}

const known = new WeakMap<Belief, readonly [pions: number, kaons: number]>();

/** Such decays per pion of the beam: of pions, and of kaons. */
export function decaysPerPion(belief: Belief): readonly [pions: number, kaons: number] {
  const found = known.get(belief) ?? [
    ofHadron(belief, PION),
    belief.analysis.hadrons.kaonPerPion * ofHadron(belief, KAON),
  ];
  known.set(belief, found);
  return found;
}

/**
 * Electrons of decays in the box per pion of the beam: those decays times the share that the SRD takes for an electron, and what trigger
 * and the other cuts leave of an electron.
 */
export function decaysInBox(belief: Belief): readonly [pions: number, kaons: number] {
  const { trigger, track, shape, veto, hcal } = belief.analysis.efficiencies;
  const weight = belief.analysis.hadrons.srd * trigger * track * shape * veto * hcal;
  const [pions, kaons] = decaysPerPion(belief);
  return [weight * pions, weight * kaons];
}

/**
 * Hadrons that come while trigger and readout are open, from those of the beam trigger that are found to pass through the ECAL without an
 * interaction, times `decaysInBox`.
 */
export const decays: Source = {
  name: 'decays in flight',
  estimate({ seen: { beam, electrons }, belief, open = electrons }) {
    if (beam.hadrons < ENOUGH || beam.electrons === 0) return null;
    const { efficiency } = belief.analysis.hadrons;
    const found = exp(-belief.detector.ecal.interactionLengths) * efficiency;
    const hadrons = (open * beam.hadrons) / (beam.electrons * found);
    const [pions, kaons] = decaysInBox(belief);
    const both = pions + kaons;
    const { srdError, kaonPerPionError } = belief.analysis.hadrons;
    const systematic = inQuadrature(srdError, (kaons / both) * kaonPerPionError);
    return estimateOf(hadrons * both, 1 / Math.sqrt(beam.hadrons), systematic, {
      method:
        'hadrons of the beam trigger times decays to electrons by lifetime, branching fraction and kink; SRD and other efficiencies of the card',
      used: {
        'hadrons of the beam trigger': beam.hadrons,
        'hadrons on target, trigger and readout open': hadrons,
        'from kaons': kaons / both,
      },
      warnings: [],
    });
  },
};
