/** Decays in flight along the beam line: each daughter goes on with its own share of the energy, at its own angle. */
import {
  type Daughter,
  density,
  limitsOf,
  type Mode,
  type Product,
  type Products,
  threeProducts,
  twoProducts,
  type Unstable,
} from '../../core/decay.js';
import type { Card } from '../../core/card/schema.js';
import { exp } from '../../core/math.js';
import type { Stream } from '../../core/random/index.js';
import { type Fate, MISSES_S4 } from './fate.js';
import { chargedHadron } from './hadron.js';
import { alone, pastOrThrough } from './muons.js';
import { bend, inEcal } from './spectrometer.js';

/**
 * Lets a hadron decay, or not, before it meets the ECAL.
 * @returns whether it decayed; `fate` then has what its daughters do
 */
export function decayInFlight(card: Card, kind: Unstable, stream: Stream, fate: Fate): boolean {
  const { position } = card.detector;
  const path = kind.pathPerGeV * fate.momentum;
  const probability = 1 - exp(-position.ecal / path);
  if (stream.uniform() >= probability) return false;

  const z = position.ecal * stream.uniform(); // the path is far longer than the beam line
  const mode = chooseMode(kind.modes, stream.uniform());
  const { charged, photons } = drawProducts(kind.mass, mode, stream);
  chargedOf(card, fate, z, mode.daughter, charged, stream);
  if (photons) photonsOf(card, fate, z, photons);
  return true;
}

/**
 * Before the magnets photons fly straight on, past the ECAL; behind them they meet it beside the charged daughter, or pass it and meet the
 * HCAL, where the line of the hadron does [estimate].
 */
function photonsOf(card: Card, fate: Fate, z: number, photons: Product): void {
  const { position } = card.detector;
  const energy = fate.momentum * photons.share;
  const way = (position.ecal - z) / energy;
  const x = way * photons.acrossX;
  const y = way * photons.acrossY;
  if (z >= position.magnets && inEcal(card, x) && inEcal(card, y)) {
    fate.em += energy;
    fate.beside = { energy, x: x - fate.x, y: y - fate.y };
    return;
  }
  fate.gamma = energy;
  fate.unbent = z < position.magnets ? 1 : 0;
}

function chargedOf(
  card: Card,
  fate: Fate,
  z: number,
  daughter: Daughter,
  { share, acrossX, acrossY }: Product,
  stream: Stream,
): void {
  const { position, counters } = card.detector;
  const p = fate.momentum * share;
  const kink = { z, x: acrossX / p, y: acrossY / p };
  const beforeMagnets = z < position.magnets;
  const extra = beforeMagnets ? 1 / share - 1 : 0;
  const besideX = (at: number) => bend(card, at, extra) + (at - z) * kink.x;
  const besideY = (at: number) => (at - z) * kink.y;
  fate.kink = kink;
  fate.angleX = kink.x;
  fate.angleY = kink.y;
  fate.x = besideX(position.ecal);
  fate.y = besideY(position.ecal);
  if (beforeMagnets) fate.track = p;
  if (z < position.s4) {
    const x = besideX(position.s4);
    const y = besideY(position.s4);
    if (x * x + y * y > counters.s4Radius * counters.s4Radius) fate.counters = MISSES_S4;
  }
  if (daughter === 'muon') {
    pastOrThrough(card, fate, alone(p));
    return;
  }
  // What passes by the ECAL is lost.
  if (!inEcal(card, fate.x) || !inEcal(card, fate.y)) return;
  if (daughter === 'pion') chargedHadron(card, stream, fate, p);
  else {
    fate.radiates = beforeMagnets ? p : 0;
    fate.em += p;
  }
}

/** The mode at `u` of the cumulative branching fractions; the last one takes what they leave. */
export function chooseMode(modes: readonly Mode[], u: number): Mode {
  let below = 0;
  for (const mode of modes) {
    below += mode.branching;
    if (u < below) return mode;
  }
  return modes[modes.length - 1];
}

export function drawProducts(mass: number, mode: Mode, stream: Stream): Products {
  const direction = () => ({
    along: 2 * stream.uniform() - 1,
    azimuth: 2 * Math.PI * stream.uniform(),
  });
  if (mode.rest !== 'both') return twoProducts(mass, mode, direction());
  const limits = limitsOf(mass, mode);
  const within = ([low, high]: readonly [number, number]) => low + (high - low) * stream.uniform();
  for (;;) {
    const lepton = within(limits.lepton);
    const pion = within(limits.pion);
    if (stream.uniform() * limits.most >= density(mass, mode, lepton, pion)) continue;
    const roll = 2 * Math.PI * stream.uniform();
    const found = threeProducts(mass, mode, lepton, pion, direction(), roll);
    if (found) return found;
  }
}
