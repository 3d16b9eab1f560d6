import type { ParticleClass } from './class.js';
import { leaveEcal } from './hadron.js';

/**
 * An electron whose shower makes hadrons in the dump that carry energy out of the ECAL. Only losses
 * large enough to be seen by the trigger are followed.
 */
export const electroNuclear: ParticleClass = {
  name: 'electro-nuclear',
  species: 'electron',
  rate: (card) => card.nature.electroNuclear.rate,
  draw(card, stream, fate) {
    const { minimum, slope, neutralFraction } = card.nature.electroNuclear;
    let lost: number;
    do lost = minimum + slope * stream.exponential();
    while (lost > Math.max(fate.momentum, minimum + slope));
    lost = Math.min(lost, fate.momentum);
    fate.radiates = fate.momentum;
    fate.em = fate.momentum - lost;
    leaveEcal(stream, fate, lost, neutralFraction);
  },
};
