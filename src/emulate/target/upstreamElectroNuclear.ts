import type { ParticleClass } from './class.js';
import { leaveEcal } from './hadron.js';

/** Charged hadrons that cross the chambers, beside the first [estimate]. */
const SECONDARIES = 3;

/**
 * An electron that makes hadrons in the material of the beam line, after its track was measured. A
 * few lose them at angles outside every chamber and calorimeter, with an exponential spectrum:
 * sideband C.
 */
export const upstreamElectroNuclear: ParticleClass = {
  name: 'upstream-electro-nuclear',
  species: 'electron',
  rate: (card) =>
    card.nature.upstreamElectroNuclear.ratePerRadiationLength * card.nature.upstreamMaterial,
  draw(card, stream, fate) {
    const { largeAngleFraction, slope } = card.nature.upstreamElectroNuclear;
    const p = fate.momentum;
    fate.radiates = fate.momentum;
    if (stream.uniform() < largeAngleFraction) {
      fate.em = Math.max(0, p - slope * stream.exponential());
      return;
    }
    fate.secondaries = 1 + stream.poisson(SECONDARIES);
    // Hadrons of more than half the energy, of which some part goes forward [estimate].
    const lost = p * (0.5 + 0.5 * stream.uniform());
    fate.em = p - lost;
    leaveEcal(card, stream, fate, lost * stream.uniform(), 0);
  },
};
