import type { ParticleClass } from './class.js';
import { MISSES_ALL } from './fate.js';
import { inEcal } from './spectrometer.js';

/** A muon on the beam axis. */
export const muon: ParticleClass = {
  name: 'muon',
  species: 'muon',
  rate: (card) => card.nature.admixture.muon,
  draw(_card, _stream, fate) {
    fate.mips = 1;
    fate.exits = 1;
    fate.muons = 1;
  },
};

/** A muon of the halo, somewhere on the face of the HCAL: it misses S1..S4. */
export const haloMuon: ParticleClass = {
  name: 'halo-muon',
  species: 'muon',
  misses: 'all',
  rate: (card) => card.nature.admixture.haloMuon,
  draw(card, stream, fate) {
    const half = 1.5 * card.detector.hcal.pitch;
    fate.counters = MISSES_ALL;
    fate.x = half * (2 * stream.uniform() - 1);
    fate.y = half * (2 * stream.uniform() - 1);
    fate.beamX = fate.x;
    fate.beamY = fate.y;
    fate.mips = inEcal(card, fate.x) && inEcal(card, fate.y) ? 1 : 0;
    fate.exits = 1;
    fate.muons = 1;
  },
};
