import type { ParticleClass } from './class.js';
import { MISSES_S4 } from './fate.js';
import { leaveEcal } from './hadron.js';

/**
 * An electron that makes hadrons in the material of the beam line. Before the magnets: with half of its
 * energy or less it is bent past S4, what is neutral flies on at zero degrees. Behind them its track was
 * measured; a few lose the hadrons at angles outside every chamber and calorimeter, with an exponential
 * spectrum: sideband C.
 */
export const upstreamElectroNuclear: ParticleClass = {
  name: 'upstream-electro-nuclear',
  species: 'electron',
  rate: (card) =>
    card.nature.upstreamElectroNuclear.ratePerRadiationLength * card.nature.upstreamMaterial,
  draw(card, stream, fate) {
    const { beforeMagnets } = card.nature;
    const { largeAngleFraction, slope, secondaries } = card.nature.upstreamElectroNuclear;
    const p = fate.momentum;
    // Hadrons of more than half the energy, as the rate on the card is of those above 50 GeV.
    const lost = p * (0.5 + 0.5 * stream.uniform());
    if (stream.uniform() < beforeMagnets) {
      const [charged, photons, neutral] = [1, 2, 3].map(() => stream.exponential());
      const sum = charged + photons + neutral;
      fate.counters = MISSES_S4;
      fate.track = p - lost;
      fate.radiates = p - lost;
      fate.gamma = (lost * photons) / sum;
      fate.neutrals = (lost * neutral) / sum;
      fate.unbent = 1;
      return;
    }
    fate.radiates = fate.momentum;
    if (stream.uniform() < largeAngleFraction) {
      fate.em = Math.max(0, p - slope * stream.exponential());
      return;
    }
    fate.secondaries = 1 + stream.poisson(secondaries);
    // Of the hadrons some part goes forward [estimate].
    fate.em = p - lost;
    leaveEcal(stream, fate, lost * stream.uniform(), 0);
  },
};
