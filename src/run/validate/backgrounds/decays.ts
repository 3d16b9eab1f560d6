/**
 * Background (ii) weighted: hadrons that decay to an electron and are taken for one by the SRD, each alone through emulation and analysis; all of them
 * weigh the same, so that as many count as are in the box.
 */
import { decaysInBox } from '../../../analyse/background/decays.js';
import { beliefOf, type Card } from '../../../core/card/index.js';
import { exp } from '../../../core/math.js';
import { KAON, PION, type Unstable } from '../../../core/decay.js';
import { loadSingleCard } from '../../cards.js';
import { alone } from '../alone.js';
import { toElectron } from '../classes.js';
import { type Measured, PAPER, row, type ValidationRow } from '../row.js';

/** Decays of each hadron: some tens of them are in the box. */
const DECAYS = 20_000;

/** Electrons of decays in the box per electron on target, by emulation, and how many of them were seen. */
function inBox(card: Card, seed: string, decays: number): { rate: Measured; seen: number } {
  const fake = loadSingleCard('run3-2018', ['nature.hadron.srdFake=1'], seed);
  const { admixture, hadron } = card.nature;
  const perPion = { pion: 1, kaon: admixture.kaonPerPion };
  const parts = (
    [
      ['pion', PION],
      ['kaon', KAON],
    ] as const
  ).map(([species, unstable]) => {
    const { boxed, of } = alone(
      fake,
      `${seed} ${species}`,
      toElectron(species, species, unstable),
      decays,
    );
    const weight = admixture.pion * perPion[species] * decaying(card, unstable) * hadron.srdFake;
    return {
      boxed,
      events: (weight * boxed) / of,
      error: (weight * Math.sqrt(Math.max(1, boxed))) / of,
    };
  });
  return {
    rate: [parts[0].events + parts[1].events, Math.hypot(parts[0].error, parts[1].error)],
    seen: Math.min(...parts.map(({ boxed }) => boxed)),
  };
}

/** Share of hadrons that decay to an electron before they meet the ECAL. */
function decaying({ detector, beam }: Card, { pathPerGeV, modes }: Unstable): number {
  const branching = modes.reduce(
    (sum, m) => (m.daughter === 'electron' ? sum + m.branching : sum),
    0,
  );
  return branching * (1 - exp(-detector.position.ecal / (pathPerGeV * beam.momentum)));
}

export function decayRows(seed: string, decays = DECAYS): ValidationRow[] {
  const card = loadSingleCard('run3-2018', [], seed);
  const belief = beliefOf(card);
  const { electrons, sources } = belief.analysis.background;
  const { rate, seen } = inBox(card, seed, decays);
  const emulated: Measured = [rate[0] * electrons, rate[1] * electrons];
  const [pions, kaons] = decaysInBox(belief);
  const table = sources.find(({ name }) => name === 'decays in flight');
  const what = `emulated decays, weighted; ${seen} of pions or kaons in the box`;
  return [
    row({
      name: '(ii) decays in the box: the estimate',
      role: 'out',
      expected: card.nature.admixture.pion * electrons * (pions + kaons),
      allowed: 0.3,
      ...{ emulated, source: `by lifetime and branching fraction, belief; ${what}` },
    }),
    row({
      name: '(ii) decays in the box: Table I',
      role: 'out',
      expected: table?.events ?? Number.NaN,
      allowed: 0.5,
      ...{ emulated, source: `${PAPER}; ${what}` },
    }),
  ];
}
