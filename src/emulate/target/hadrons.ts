import { KAON, PION, type Unstable } from '../../core/decay.js';
import type { ParticleClass } from './class.js';
import { decayInFlight } from './decay.js';
import { chargedHadron } from './hadron.js';

const beamHadron = (
  name: 'pion' | 'kaon',
  kind: Unstable,
  rate: ParticleClass['rate'],
): ParticleClass => ({
  name,
  species: name,
  rate,
  draw(card, stream, fate) {
    if (!decayInFlight(card, kind, stream, fate)) {
      chargedHadron(card, stream, fate, fate.momentum);
    }
  },
});

export const pion = beamHadron('pion', PION, (card) => card.nature.admixture.pion);

export const kaon = beamHadron(
  'kaon',
  KAON,
  (card) => card.nature.admixture.pion * card.nature.admixture.kaonPerPion,
);
