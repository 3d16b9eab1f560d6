/**
 * Decays in flight of pions and kaons along the beam line: lifetimes, masses and branching fractions
 * of the Particle Data Group (Prog. Theor. Exp. Phys. 2022, 083C01); two-body energies flat between
 * their kinematic limits, those of Ke3 and Kmu3 flat in the shares [estimate]. K -> 3 pi (0.0734, both
 * modes together) is drawn as K -> pi pi0, one charged pion and the rest visible as photons, with the
 * limits of that decay, 0.087 to 0.918 of the energy, where a pion of three has 0.13 to 0.63 [estimate].
 */
import type { Card } from '../../core/card/schema.js';
import { exp } from '../../core/math.js';
import type { Stream } from '../../core/random/index.js';
import { type Fate, MISSES_S4 } from './fate.js';
import { chargedHadron } from './hadron.js';
import { alone, throughEcal } from './muons.js';
import { bend } from './spectrometer.js';

type Daughter = 'electron' | 'muon' | 'pion';

interface Mode {
  readonly branching: number;
  readonly daughter: Daughter;
  /** Smallest and largest share of the energy for the charged daughter of a two-body decay. */
  readonly range: readonly [number, number];
  /** Whether the rest is neutral pions (visible) rather than a neutrino; 'some' = shared. */
  readonly rest: 'visible' | 'neutrino' | 'some';
}

export interface Unstable {
  /** Mean path of one GeV of momentum, mm: c tau / m. */
  readonly pathPerGeV: number;
  readonly modes: readonly Mode[];
}

export const PION: Unstable = {
  pathPerGeV: 7804.5 / 0.13957,
  modes: [
    { branching: 1.23e-4, daughter: 'electron', range: [0, 1], rest: 'neutrino' },
    { branching: 1, daughter: 'muon', range: [0.573, 1], rest: 'neutrino' },
  ],
};

export const KAON: Unstable = {
  pathPerGeV: 3711 / 0.49368,
  modes: [
    { branching: 1.58e-5, daughter: 'electron', range: [0, 1], rest: 'neutrino' },
    { branching: 0.0507, daughter: 'electron', range: [0, 1], rest: 'some' },
    { branching: 0.0335, daughter: 'muon', range: [0, 1], rest: 'some' },
    { branching: 0.2067 + 0.0734, daughter: 'pion', range: [0.087, 0.918], rest: 'visible' },
    { branching: 1, daughter: 'muon', range: [0.046, 1], rest: 'neutrino' },
  ],
};

/**
 * Lets a hadron decay, or not, before it meets the ECAL.
 * @returns whether it decayed; `fate` then has what its daughters do
 */
export function decayInFlight(card: Card, kind: Unstable, stream: Stream, fate: Fate): boolean {
  const { position, counters } = card.detector;
  const p = fate.momentum;
  const path = kind.pathPerGeV * p;
  const probability = 1 - exp(-position.ecal / path);
  if (stream.uniform() >= probability) return false;

  const z = position.ecal * stream.uniform(); // the path is far longer than the beam line
  const mode = chooseMode(kind.modes, stream.uniform());
  const { share, visible } = shares(mode, stream);
  const charged = p * share;
  const neutral = p * visible;
  const beforeMagnets = z < position.magnets;
  if (beforeMagnets) {
    // Neutral pions fly straight on, as photons, past the ECAL.
    fate.gamma = neutral;
    fate.unbent = 1;
    fate.track = charged;
    fate.x = bend(card, position.ecal, 1 / share - 1);
    if (bend(card, position.s4, 1 / share - 1) > counters.s4Radius) {
      fate.counters = MISSES_S4;
      return true;
    }
  }
  if (!beforeMagnets) fate.em += neutral;
  if (mode.daughter === 'electron') {
    fate.radiates = beforeMagnets ? charged : 0;
    fate.em += charged;
  } else if (mode.daughter === 'muon') {
    throughEcal(card, fate, alone(charged));
  } else {
    chargedHadron(card, stream, fate, charged);
  }
  return true;
}

/** The mode at `u` of the cumulative branching fractions; the last one takes what they leave. */
function chooseMode(modes: readonly Mode[], u: number): Mode {
  let below = 0;
  for (const mode of modes) {
    below += mode.branching;
    if (u < below) return mode;
  }
  return modes[modes.length - 1];
}

/** Shares of the energy for the charged daughter and for the neutrals that a calorimeter sees. */
function shares(mode: Mode, stream: Stream): { share: number; visible: number } {
  if (mode.rest === 'some') {
    const a = stream.exponential();
    const b = stream.exponential();
    const c = stream.exponential();
    return { share: a / (a + b + c), visible: b / (a + b + c) };
  }
  const share = mode.range[0] + (mode.range[1] - mode.range[0]) * stream.uniformOpen();
  return { share, visible: mode.rest === 'visible' ? 1 - share : 0 };
}
