import type { ParticleClass } from './class.js';

/** An electron that showers in the ECAL; its rate is what the other electron classes leave. */
export const ordinary: ParticleClass = {
  name: 'ordinary',
  species: 'electron',
  rate: () => 1,
  draw(_card, _stream, fate) {
    fate.radiates = fate.momentum;
    fate.em = fate.momentum;
  },
};
