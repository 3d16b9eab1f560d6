import type { Card } from '../../core/card/schema.js';
import { exp, log } from '../../core/math.js';
import type { Stream } from '../../core/random/index.js';
import type { ParticleClass } from './class.js';
import { type Fate, MISSES_S4 } from './fate.js';
import { bend, inEcal } from './spectrometer.js';

/** Softest photon that is followed, as a share of the electron's energy. */
const SOFTEST = 0.01;
export const LOG_SOFTEST = log(SOFTEST);

/**
 * An electron that radiates a hard photon before or in the magnets: it is bent more, the photon less, so
 * that it meets the ECAL, HCAL1, HCAL2 or HCAL0, or nothing. Spectrum of complete screening,
 * (4/3 - 4/3 y + y^2)/y (Tsai, Rev. Mod. Phys. 46 (1974) 815, eq. 3.83, Z-independent part). Those of this
 * class still go through S4.
 */
export const bremsstrahlung: ParticleClass = {
  name: 'upstream-bremsstrahlung',
  species: 'electron',
  rate: (card) => {
    const { soft, hard } = upstreamOf(card);
    return card.nature.upstreamMaterial * (soft + hard);
  },
  draw(card, stream, fate) {
    const { limit, least, logLeast, soft, hard } = upstreamOf(card);
    if (stream.uniform() * (soft + hard) < soft) {
      const y = drawShare(LOG_SOFTEST, logLeast, stream);
      meetEcal(card, y, drawLeft(card, stream), fate);
      return;
    }
    let y: number;
    do y = 1 / (1 / least - stream.uniform() * (1 / least - 1));
    while (stream.uniform() > screened(y) * (1 - y));
    meetEcal(card, y, ((limit * (1 - y)) / y) * stream.uniform(), fate);
  },
};

/** One that is bent so much that it passes by S4. */
export const bremsstrahlungPastS4: ParticleClass = {
  name: 'upstream-bremsstrahlung-past-s4',
  species: 'electron',
  misses: 'S4',
  rate: (card) => {
    const { soft, hard } = upstreamOf(card);
    return card.nature.upstreamMaterial * (upTo(1) - soft - hard);
  },
  draw(card, stream, fate) {
    const { limit, logLeast } = upstreamOf(card);
    let y: number;
    let left: number;
    do {
      y = drawShare(logLeast, 0, stream);
      left = drawLeft(card, stream);
    } while (left * y <= limit * (1 - y));
    meetEcal(card, y, left, fate);
  },
};

/** Radiates, and lets the ECAL see what is left. */
function meetEcal(card: Card, y: number, left: number, fate: Fate): void {
  // Not one line: `em += radiateAt()` reads `em` before the call, which may put the photon into it.
  const energy = radiateAt(card, y, left, fate);
  fate.em += energy;
}

/** Rate of electrons that radiate upstream at all. */
export const radiatingUpstream = (card: Card): number => card.nature.upstreamMaterial * upTo(1);

/** Photons per radiation length with a share of the energy up to y. */
const upTo = (y: number) =>
  (4 / 3) * (log(y) - LOG_SOFTEST - y + SOFTEST) + (y * y - SOFTEST * SOFTEST) / 2;

interface Upstream {
  /** How much more than the beam an electron may be bent that goes through S4, in units of the beam's bend. */
  readonly limit: number;
  /** Share of the energy from which on a photon takes its electron past S4 if all of the bend is left. */
  readonly least: number;
  readonly logLeast: number;
  /** Photons per radiation length below that, and those above it that come so late that S4 is hit all the same. */
  readonly soft: number;
  readonly hard: number;
}

const known = new WeakMap<Card, Upstream>();
function upstreamOf(card: Card): Upstream {
  let upstream = known.get(card);
  if (upstream === undefined) {
    const limit = card.detector.counters.s4Radius / bend(card, card.detector.position.s4, 1);
    const least = limit < Infinity ? Math.max(SOFTEST, limit / (1 + limit)) : 1;
    const [soft, hard] = [upTo(least), lateFrom(card, least, limit)];
    upstream = { limit, least, logLeast: log(least), soft, hard };
    known.set(card, upstream);
  }
  return upstream;
}

/** Integral from `least` to 1 of the spectrum times the part of the bend that may be left, limit (1 - y)/y. */
function lateFrom({ nature }: Card, least: number, limit: number): number {
  if (least === 1) return 0;
  const integral =
    1 / least - 1 + 2 * log(least) + 1.75 * (1 - least) - 0.375 * (1 - least * least);
  return (4 / 3) * (1 - nature.beforeMagnets) * limit * integral;
}

/** How much of the bend is left where a photon is radiated: 1 = all. */
const drawLeft = ({ nature }: Card, stream: Stream) =>
  stream.uniform() < nature.beforeMagnets ? 1 : 1 - stream.uniform();

/** Share of the energy of a photon, between two of them that are given as logarithms. */
function drawShare(logLeast: number, logMost: number, stream: Stream): number {
  let y: number;
  do y = exp(logLeast + (logMost - logLeast) * stream.uniform());
  while (stream.uniform() > screened(y));
  return y;
}

/**
 * Everything of an electron that radiates upstream but its own shower in the ECAL.
 * @returns the energy with which it meets the ECAL, GeV; 0 when it misses it
 */
export function radiateUpstream(card: Card, stream: Stream, fate: Fate): number {
  return radiateAt(card, drawShare(LOG_SOFTEST, 0, stream), drawLeft(card, stream), fate);
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
