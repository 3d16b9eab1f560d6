import { log } from '../../core/math.js';
import type { ParticleClass } from './class.js';
import { drawMuonPair } from './muonPair.js';
import { throughEcal } from './muons.js';

/**
 * e- Z -> e- Z gamma, gamma -> mu+ mu- in the dump. The energy of the pair follows the tabulated
 * share above each energy, interpolated in its logarithm, linearly where it falls to zero. It is made
 * within some radiation lengths, so that its muons meet all of the ECAL [estimate].
 */
export const dimuon: ParticleClass = {
  name: 'dimuon',
  species: 'electron',
  rate: (card) => card.nature.dimuon.rate,
  draw(card, stream, fate) {
    const { spectrum } = card.nature.dimuon;
    const above = stream.uniform();
    let i = 1;
    while (i < spectrum.length - 1 && (spectrum[i] as { above: number }).above > above) i++;
    const low = spectrum[i - 1] as { energy: number; above: number };
    const high = spectrum[i] as { energy: number; above: number };
    const share =
      high.above > 0
        ? log(low.above / Math.max(above, high.above)) / log(low.above / high.above)
        : 1 - above / low.above;
    const pair = Math.min(low.energy + share * (high.energy - low.energy), fate.momentum);
    fate.radiates = fate.momentum;
    fate.em = fate.momentum - pair;
    for (const muon of drawMuonPair(pair, stream)) throughEcal(card, fate, muon);
  },
};
