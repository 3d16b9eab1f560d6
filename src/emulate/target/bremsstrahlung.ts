import type { Card } from '../../core/card/schema.js';
import { exp, log } from '../../core/math.js';
import type { Stream } from '../../core/random/index.js';
import type { ParticleClass } from './class.js';
import { type Fate, MISSES_S4 } from './fate.js';
import { bend, inEcal } from './spectrometer.js';

/** Softest photon that is followed, as a share of the electron's energy. */
const SOFTEST = 0.01;
const LOG_SOFTEST = log(SOFTEST);

/**
 * An electron that radiates a hard photon before or in the magnets: it is bent more, the photon less, so
 * that it meets the ECAL, HCAL1, HCAL2 or HCAL0, or nothing. Spectrum of complete screening,
 * (4/3 - 4/3 y + y^2)/y (Tsai, Rev. Mod. Phys. 46 (1974) 815, eq. 3.83, Z-independent part); half of the
 * material stands before the magnets.
 */
export const bremsstrahlung: ParticleClass = {
  name: 'upstream-bremsstrahlung',
  species: 'electron',
  rate(card) {
    const perRadiationLength = (4 / 3) * (-LOG_SOFTEST - 1 + SOFTEST) + (1 - SOFTEST * SOFTEST) / 2;
    return card.nature.upstreamMaterial * perRadiationLength;
  },
  draw(card, stream, fate) {
    const energy = radiateUpstream(card, stream, fate);
    fate.em += energy;
  },
};

/**
 * Everything of such an electron but its own shower in the ECAL.
 * @returns the energy with which it meets the ECAL, GeV; 0 when it misses it
 */
export function radiateUpstream(card: Card, stream: Stream, fate: Fate): number {
  let y: number;
  do y = exp(LOG_SOFTEST * stream.uniform());
  while (stream.uniform() > 1 - y + 0.75 * y * y);
  const done = stream.uniform() < 0.5 ? 0 : stream.uniform();
  const left = 1 - done;
  const p = fate.momentum;
  const extra = left * (y / (1 - y));
  const { position } = card.detector;
  fate.radiates = done === 0 ? p * (1 - y) : p;
  fate.track = p / (1 + extra);
  if (bend(card, position.s4, extra) > card.detector.counters.s4Radius) fate.counters = MISSES_S4;
  const electronX = bend(card, position.ecal, extra);
  const photonX = -bend(card, position.ecal, left);
  if (inEcal(card, photonX)) {
    fate.em += p * y;
    fate.x = photonX;
    fate.photon = true;
  } else {
    fate.gamma = p * y;
    fate.unbent = left;
  }
  if (!inEcal(card, electronX)) return 0;
  fate.x = electronX;
  fate.photon = false;
  return p * (1 - y);
}
