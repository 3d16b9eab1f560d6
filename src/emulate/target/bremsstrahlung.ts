import type { Card } from '../../core/card/schema.js';
import { exp, log } from '../../core/math.js';
import type { Stream } from '../../core/random/index.js';
import type { ParticleClass } from './class.js';
import { type Fate, MISSES_S4 } from './fate.js';
import { bend, inEcal } from './spectrometer.js';

/** Softest photon that is followed, as a share of the electron's energy. */
const SOFTEST = 0.01;
export const LOG_SOFTEST = log(SOFTEST);
/** Share of the material that stands before the magnets. */
export const BEFORE = 0.5;

/**
 * An electron that radiates a hard photon before or in the magnets: it is bent more, the photon less, so
 * that it meets the ECAL, HCAL1, HCAL2 or HCAL0, or nothing. Spectrum of complete screening,
 * (4/3 - 4/3 y + y^2)/y (Tsai, Rev. Mod. Phys. 46 (1974) 815, eq. 3.83, Z-independent part); half of the
 * material stands before the magnets.
 */
export const bremsstrahlung: ParticleClass = {
  name: 'upstream-bremsstrahlung',
  species: 'electron',
  rate: (card) => card.nature.upstreamMaterial * upTo(1),
  draw(card, stream, fate) {
    const energy = radiateUpstream(card, stream, fate);
    fate.em += energy;
  },
};

/** Photons per radiation length with a share of the energy up to y. */
const upTo = (y: number) =>
  (4 / 3) * (log(y) - LOG_SOFTEST - y + SOFTEST) + (y * y - SOFTEST * SOFTEST) / 2;

/** Steps in how much of the bend is left. */
const STEPS = 1000;

/** Share of these electrons that go through S4. */
export function throughS4(card: Card): number {
  const limit = card.detector.counters.s4Radius / bend(card, card.detector.position.s4, 1);
  const through = (left: number) => {
    const hardest = limit / (limit + left);
    return hardest > SOFTEST ? upTo(hardest) : 0;
  };
  let behind = 0;
  for (let i = 0; i < STEPS; i++) behind += through((i + 0.5) / STEPS) / STEPS;
  return (BEFORE * through(1) + (1 - BEFORE) * behind) / upTo(1);
}

/**
 * Everything of such an electron but its own shower in the ECAL.
 * @returns the energy with which it meets the ECAL, GeV; 0 when it misses it
 */
export function radiateUpstream(card: Card, stream: Stream, fate: Fate): number {
  let y: number;
  do y = exp(LOG_SOFTEST * stream.uniform());
  while (stream.uniform() > screened(y));
  const done = stream.uniform() < BEFORE ? 0 : stream.uniform();
  return radiateAt(card, y, 1 - done, fate);
}

/** The spectrum over that of 1/y, 1 at y = 0. */
export const screened = (y: number) => 1 - y + 0.75 * y * y;

/**
 * The same of a photon with the share y of the electron's energy.
 * @param left how much of the bend is left where it is radiated: 1 = all
 */
export function radiateAt(card: Card, y: number, left: number, fate: Fate): number {
  const p = fate.momentum;
  const extra = left * (y / (1 - y));
  const { position } = card.detector;
  fate.radiates = left === 1 ? p * (1 - y) : p;
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
