/**
 * The classes of the rate budget one by one, each particle alone in the world: P(trigger), and P(loose) of those that
 * fire. What the chain has less than that is pile-up.
 */
import { beliefOf, type Card } from '../../core/card/index.js';
import { normalCdf } from '../../core/normal.js';
import type { ParticleClass } from '../../emulate/target/class.js';
import { KAON, meanOver, PION, type Products, type Unstable } from '../../core/decay.js';
import { decayInFlight } from '../../emulate/target/decay.js';
import { dimuon } from '../../emulate/target/dimuon.js';
import { electroNuclear } from '../../emulate/target/electroNuclear.js';
import { kaon, pion } from '../../emulate/target/hadrons.js';
import { inEcal } from '../../emulate/target/spectrometer.js';
import { upstreamElectroNuclear } from '../../emulate/target/upstreamElectroNuclear.js';
import { alone } from './alone.js';
import { dimuonMissing, dimuonsBelow } from './dimuons.js';
import { type Compared, PAPER, row, share, type ValidationRow } from './row.js';
import { foundAlone } from './tracker.js';

/** Particles of a class, and of hadrons, of which one in ten thousand is loose. */
const PARTICLES = 20_000;
const HADRONS = 10;
/** Places of a decay along the beam line. */
const PLACES = 100;

export const BUDGET = 'rate budget';

/** Share of particles through all counters that fire all of them and no veto. */
export const counted = ({ detector: { counters } }: Card): number =>
  counters.efficiency ** 4 * (1 - counters.selfVeto);

/** Chance that the trigger sum lies below the threshold, `missing` GeV of it; momentum, resolution and smear in quadrature. */
function below({ beam, detector, trigger }: Card, missing: number): number {
  const seen = Math.max(0, beam.momentum - missing);
  const { stochastic, constant } = detector.ecal;
  const sigma = Math.hypot(
    trigger.ecal.smear,
    beam.momentum * beam.momentumSpread,
    stochastic * Math.sqrt(seen),
    constant * seen,
  );
  return normalCdf((trigger.ecal.threshold - seen) / sigma);
}

/** The same of many events: `lost` gives the energy (GeV) missing from the sum at the cumulative share u. */
export function turnOn(card: Card, lost: (u: number) => number): number {
  const steps = 20_000;
  let sum = 0;
  for (let i = 0; i < steps; i++) sum += below(card, lost((i + 0.5) / steps)) / steps;
  return sum;
}

/**
 * Share of hadrons, decayed to an electron, that come through S4 with less than the threshold in the ECAL: averaged over place, mode and
 * kinematics. Before the magnets nothing with energy missing is bent into S4.
 */
function decayedBelow(card: Card, { mass, modes }: Unstable): number {
  const { beam, detector } = card;
  const { position, counters } = detector;
  const p = beam.momentum;
  const places = Array.from({ length: PLACES }, (_, i) => (position.ecal * (i + 0.5)) / PLACES);
  const behind = places.filter((z) => z > position.magnets);
  const triggered = ({ charged, photons }: Products): number => {
    const kink = Math.hypot(charged.acrossX, charged.acrossY) / (p * charged.share);
    const neutral = photons?.share ?? 0;
    const whole = below(card, p * (1 - charged.share - neutral));
    const alone = below(card, p * (1 - charged.share));
    const both = (z: number) =>
      photons === null ||
      [photons.acrossX, photons.acrossY].every((across) =>
        inEcal(card, ((position.ecal - z) * across) / (p * neutral)),
      );
    const reaching = behind.filter((z) => kink * (position.s4 - z) < counters.s4Radius);
    return reaching.reduce((sum, z) => sum + (both(z) ? whole : alone), 0) / PLACES;
  };
  const electrons = modes.filter(({ daughter }) => daughter === 'electron');
  const all = electrons.reduce((sum, { branching }) => sum + branching, 0);
  return electrons.reduce(
    (sum, mode) => sum + (mode.branching / all) * meanOver(mass, mode, triggered),
    0,
  );
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
    mass: of.mass,
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
const decayed = (name: string, species: 'pion' | 'kaon', of: Unstable): Budgeted => ({
  kind: toElectron(name, species, of),
  trigger: (card) => fired(card, decayedBelow(card, of)),
  loose: () => notElectrons,
});

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
  decayed('pi -> e nu', 'pion', PION),
  decayed('K -> e nu, Ke3', 'kaon', KAON),
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
