/**
 * Validation of lazy primitives: asking of a particle only what the trigger needs to be certain gives the very
 * triggers, ledgers and payloads as asking everything of every particle.
 */
import { cardHash } from '../../../core/card/index.js';
import { mergeTally } from '../../../core/wire/tally.js';
import { loadSingleCard } from '../../cards.js';
import { primitives as kind } from '../../executor/kinds/primitives.js';
import { sha256 } from '../../hash.js';
import { drainUntil, naturals, results } from '../../pipeline.js';
import type { SpillJob } from '../../spill.js';
import { type Compared, row } from '../row.js';
import { type Computing, validation, type ValidateOptions } from '../validation.js';
import type { BothWays } from './bothWays.js';

/** Cards at their intensity; the densest with a tenth of a spill at the same rate. */
const CARDS: readonly (readonly [name: string, ...overrides: string[]])[] = [
  ['run1-2016'],
  ['run3-2018'],
  ['stress-pileup', 'beam.intensity=3e6', 'beam.spill=480 ms'],
  ['stress-spills'],
];

type Options = Pick<ValidateOptions, 'electrons' | 'seed' | 'nature'> & Computing;

export const primitives = validation({
  name: 'primitives',
  describes: 'the trigger with lazy primitives and with all of them: the same spills',
  options: ['electrons', 'seed', 'nature', 'workers'],
  async run(options) {
    const each: [name: string, ways: BothWays][] = [];
    for (const [name, ...overrides] of CARDS) {
      each.push([name, await waysOf(name, overrides, options)]);
    }
    const all = each.map(([, ways]) => ways).reduce(mergeTally);
    const electrons = row({
      name: 'electrons gone through, both ways',
      role: 'in',
      expected: options.electrons,
      allowed: [options.electrons, Number.POSITIVE_INFINITY],
      emulated: [all.electrons, 0],
      source: '--electrons',
    });
    return { rows: [...each.flatMap(([name, ways]) => rowsOf(name, ways)), electrons] };
  },
});

/** Whole spills until a card has its share of the electrons. */
async function waysOf(
  name: string,
  overrides: readonly string[],
  { electrons, seed, nature, executor, repeat, report }: Options,
): Promise<BothWays> {
  const card = loadSingleCard(name, overrides, seed);
  const job: SpillJob = {
    ...{ card, cardHash: cardHash(card, sha256), seed, nature },
    ...{ mode: 'every', fidelity: 'energy', truth: false },
  };
  let sum: BothWays | null = null;
  await drainUntil(results(executor, { kind, job, repeat }, naturals()), ({ result, index }) => {
    sum = sum ? mergeTally(sum, result) : result;
    report(`primitives: ${name}, spill ${index}, ${sum.electrons} electrons`);
    return sum.electrons >= electrons / CARDS.length;
  });
  // drainUntil ends with a result.
  return sum as unknown as BothWays;
}

function rowsOf(name: string, ways: BothWays) {
  const none = (what: string, differing: number): Compared => ({
    name: `${name}: ${what}`,
    role: 'out',
    expected: 0,
    allowed: [0, 0],
    emulated: [differing, 0],
    source: 'all primitives of every particle',
  });
  return [
    none(`triggers that differ, of ${ways.triggers}`, ways.triggersDiffering),
    none('ledgers that differ', ways.ledgersDiffering),
    none(`payload checksums that differ, of ${ways.events}`, ways.payloadsDiffering),
  ].map(row);
}
