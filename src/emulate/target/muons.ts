import type { Card } from '../../core/card/schema.js';
import { MUON_MASS } from '../../core/signal/constants.js';
import type { ParticleClass } from './class.js';
import { type Fate, MISSES_ALL, type Muon } from './fate.js';
import { inEcal } from './spectrometer.js';

/** Straight on with the particle that it is, or comes from. */
export const alone = (energy: number): Muon => ({ energy, angleX: 0, angleY: 0 });

/** A muon meets the ECAL, and stops there if it has not the energy to go through. */
export function throughEcal({ detector }: Card, fate: Fate, muon: Muon): void {
  const crossed = Math.max(0, muon.energy - MUON_MASS) / detector.ecal.mip;
  fate.mips += Math.min(1, crossed);
  if (crossed <= 1) return;
  fate.exits += 1;
  fate.muons = [...fate.muons, muon];
}

/** The same, or past it where it does not meet it. */
export function pastOrThrough(card: Card, fate: Fate, muon: Muon): void {
  if (inEcal(card, fate.x) && inEcal(card, fate.y)) {
    throughEcal(card, fate, muon);
    return;
  }
  fate.exits += 1;
  fate.muons = [...fate.muons, muon];
}

/** A muon on the beam axis. */
export const muon: ParticleClass = {
  name: 'muon',
  species: 'muon',
  rate: (card) => card.nature.admixture.muon,
  draw(card, _stream, fate) {
    throughEcal(card, fate, alone(fate.momentum));
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
    pastOrThrough(card, fate, alone(fate.momentum));
  },
};
