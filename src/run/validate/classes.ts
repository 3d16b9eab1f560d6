/**
 * The classes of the rate budget one by one, each particle alone in the world: P(trigger), and P(loose) of those that
 * fire. What the chain has less than that is pile-up.
 */
import { beliefOf, type Card } from '../../core/card/index.js';
import { normalCdf } from '../../core/normal.js';
import type { ParticleClass } from '../../emulate/target/class.js';
import { decayInFlight, KAON, PION, type Unstable } from '../../emulate/target/decay.js';
import { dimuon } from '../../emulate/target/dimuon.js';
import { electroNuclear } from '../../emulate/target/electroNuclear.js';
import { kaon, pion } from '../../emulate/target/hadrons.js';
import { upstreamElectroNuclear } from '../../emulate/target/upstreamElectroNuclear.js';
import { alone } from './alone.js';
import { dimuonMissing, dimuonsBelow } from './dimuons.js';
import { type Compared, PAPER, row, share, type ValidationRow } from './row.js';
import { foundAlone } from './tracker.js';

/** Particles of a class, and of hadrons, of which one in ten thousand is loose. */
const PARTICLES = 20_000;
const HADRONS = 10;

export const BUDGET = 'rate budget';

/** Share of particles through all counters that fire all of them and no veto. */
export const counted = ({ detector: { counters } }: Card): number =>
  counters.efficiency ** 4 * (1 - counters.selfVeto);

/**
 * Share of events whose trigger sum lies below the threshold: `lost` gives the energy (GeV) missing
 * from the sum at the cumulative share u; momentum, resolution and smear in quadrature.
 */
export function turnOn(card: Card, lost: (u: number) => number): number {
  const { beam, detector, trigger } = card;
  const steps = 20_000;
  let sum = 0;
  for (let i = 0; i < steps; i++) {
    const missing = lost((i + 0.5) / steps);
    const seen = Math.max(0, beam.momentum - missing);
    const { stochastic, constant } = detector.ecal;
    const sigma = Math.hypot(
      trigger.ecal.smear,
      beam.momentum * beam.momentumSpread,
      stochastic * Math.sqrt(seen),
      constant * seen,
    );
    sum += normalCdf((trigger.ecal.threshold - seen) / sigma) / steps;
  }
  return sum;
}

/** Energy lost to hadrons in the dump at the cumulative share u of an exponential up to the beam's energy, GeV. */
export function nuclearLost({ nature, beam }: Card, u: number): number {
  const { minimum, slope } = nature.electroNuclear;
  const most = 1 - Math.exp((minimum - beam.momentum) / slope);
  return minimum - slope * Math.log(1 - u * most);
}

/** Share of electrons with hadrons made upstream that reach S4 and have less than the threshold in the ECAL. */
export function upstreamBelow(card: Card): number {
  const { beforeMagnets } = card.nature;
  const { largeAngleFraction, slope } = card.nature.upstreamElectroNuclear;
  const half = card.beam.momentum / 2;
  const others = turnOn(card, (u) => half * (1 + u));
  const wide = turnOn(card, (u) => -slope * Math.log(u));
  return (1 - beforeMagnets) * (largeAngleFraction * wide + (1 - largeAngleFraction) * others);
}

/** Hadrons that decay before they meet the ECAL, to an electron; wherever on the way, as the path is far longer. */
export const toElectron = (name: string, species: 'pion' | 'kaon', of: Unstable): ParticleClass => {
  const modes = of.modes.filter(({ daughter }) => daughter === 'electron');
  const all = modes.reduce((sum, { branching }) => sum + branching, 0);
  const certain: Unstable = {
    pathPerGeV: Number.MIN_VALUE,
    modes: modes.map((mode) => ({ ...mode, branching: mode.branching / all })),
  };
  return {
    ...{ name, species, rate: () => 0 },
    draw: (card, stream, fate) => void decayInFlight(card, certain, stream, fate),
  };
};

type Expected = Pick<Compared, 'role' | 'expected' | 'allowed' | 'source'>;

interface Budgeted {
  readonly kind: ParticleClass;
  readonly times?: number;
  readonly trigger: (card: Card) => Expected;
  readonly loose: (card: Card) => Expected;
}

const out = (expected: number, allowed: Expected['allowed'], source: string): Expected => ({
  ...{ role: 'out', expected, allowed, source },
});
const fired = (card: Card, below: number): Expected =>
  out(counted(card) * below, 0.03, 'counters x turn-on, integrated');
/** Of those that fire: the share below the cut on E_ECAL, with the SRD of the paper and hits enough for a track. */
const electrons = (card: Card, below: number, triggered: number): Expected => {
  const srd = beliefOf(card).analysis.efficiencies.srd;
  const expected = (below / triggered) * srd * foundAlone(card);
  return out(expected, 0.05, 'spectrum x SRD x planes of the tracker');
};
const hadrons = (role: Expected['role']): Pick<Budgeted, 'times' | 'trigger' | 'loose'> => ({
  times: HADRONS,
  trigger: () => ({ role, expected: 0.12, allowed: 0.2, source: BUDGET }),
  loose: () => notElectrons,
});
/** The SRD lets 1e-3 +- 30 % of them pass; not all have less than the cut on E_ECAL. */
const notElectrons = out(1e-3, [0, 1.3e-3], 'at most what the SRD lets pass');
/** Behind the magnets the daughter goes straight on, and the track was measured as that of the beam. */
const behindMagnets = ({ detector: { position } }: Card) => 1 - position.magnets / position.ecal;

const CLASSES: readonly Budgeted[] = [
  {
    kind: dimuon,
    trigger: (card) =>
      fired(
        card,
        turnOn(card, (u) => dimuonMissing(card, u)),
      ),
    loose: (card) =>
      electrons(
        card,
        dimuonsBelow(card, card.analysis.cuts.ecal.loose),
        turnOn(card, (u) => dimuonMissing(card, u)),
      ),
  },
  {
    kind: electroNuclear,
    trigger: (card) =>
      fired(
        card,
        turnOn(card, (u) => nuclearLost(card, u)),
      ),
    loose: () => ({ role: 'fit', expected: 0.2, allowed: 0.3, source: BUDGET }),
  },
  {
    kind: upstreamElectroNuclear,
    trigger: (card) => fired(card, upstreamBelow(card)),
    loose: (card) => {
      const { srd } = beliefOf(card).analysis.efficiencies;
      return out(srd, [0, srd], `at most what has its SRD, ${PAPER}`);
    },
  },
  { kind: pion, ...hadrons('fit') },
  { kind: kaon, ...hadrons('out') },
  {
    kind: toElectron('pi -> e nu', 'pion', PION),
    // The electron takes any share of the energy.
    trigger: (card) =>
      fired(card, behindMagnets(card) * turnOn(card, (u) => u * card.beam.momentum)),
    loose: () => notElectrons,
  },
  {
    kind: toElectron('K -> e nu, Ke3', 'kaon', KAON),
    // Electron and pion take what the neutrino leaves, all three alike: both together a share s with density 2 s.
    trigger: (card) =>
      fired(
        card,
        behindMagnets(card) * turnOn(card, (u) => (1 - Math.sqrt(u)) * card.beam.momentum),
      ),
    loose: () => notElectrons,
  },
];

export function classRows(
  card: Card,
  seed: string,
  particles: number = PARTICLES,
): ValidationRow[] {
  return CLASSES.flatMap(({ kind, times = 1, trigger, loose }) => {
    const seen = alone(card, seed, kind, times * particles);
    return [
      row({
        name: `P(trigger), ${kind.name}, alone`,
        emulated: share(seen.triggered, seen.of),
        ...trigger(card),
      }),
      row({
        name: `P(loose) of the triggered, ${kind.name}, alone`,
        emulated: share(seen.loose, seen.triggered),
        ...loose(card),
      }),
    ];
  });
}
