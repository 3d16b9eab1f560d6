/**
 * References: how often unchanged spills raise an alarm, and whether a quantity that is reconstructed 1 % too large does.
 */
import { type Compared, isSound } from '../../../analyse/reference/compare.js';
import { type Counts, decodeCounts } from '../../../analyse/counts.js';
import { cardHash } from '../../../core/card/index.js';
import type { Histogram } from '../../../core/histogram.js';
import { loadSingleCard } from '../../cards.js';
import { shifted as kind } from '../../executor/kinds/shifted.js';
import { sha256 } from '../../hash.js';
import { drainUntil, naturals, results } from '../../pipeline.js';
import { compareWith, momentsOfSpills, PERMUTATIONS } from '../../reference.js';
import { row, share, type ValidationRow } from '../row.js';
import { type Computing, validation, type ValidateOptions } from '../validation.js';
import { QUANTITIES, type ShiftedJob } from './shifted.js';

/** Many small spills rather than few large ones: they are what is permuted. */
const INTENSITY = 1e6;
/** Of the reference; of the sample as many. */
const SPILLS = 64;
const BY = 0.01;
/** Chance of an alarm by luck, of all histograms together. */
const ALARM = 1e-3;
/** Spills of either side where unchanged ones are compared again and again, and the chance of an alarm there. */
const FEW = 4;
const OFTEN = 0.05;
const SOURCE = 'permuted spills';
const SAME = 'the same spills, bin by bin';
/** Of too few events for other spills to show 1 %: the same spills do. */
const RARE: readonly string[] = ['E_HCAL0'];

/** With hadrons and muons that leave nothing in the preshower, many electrons of full energy, and little dead time. */
const CARD = [
  ...[`beam.intensity=${INTENSITY}`, 'beam.spill=1 s', 'beam.startSpike.probability=0'],
  ...['trigger.menu.physics.when={all: [coincidence, ecal]}', 'trigger.menu.beam.prescale=150'],
  'readout.deadTime=5 us',
];

type Options = Pick<ValidateOptions, 'experiments' | 'seed'> & Computing;

export const references = validation({
  name: 'references',
  describes: 'spills against a reference: false alarms, and what a shift of 1 % does',
  options: ['experiments', 'seed', 'workers'],
  async run(options) {
    const spills = options.experiments ?? SPILLS;
    const quantities = Object.keys(QUANTITIES);
    const reference = await spillsOf(spills, 'reference', [], options);
    const sample = await spillsOf(spills, 'sample', quantities, options);
    const known = momentsOfSpills(reference.map(([clean]) => clean));
    const compared = (which: number) => {
      const own = momentsOfSpills(
        sample.map((counts) => counts[which]),
        known,
      );
      return compareWith(known, own, options.seed);
    };
    const clean = compared(0);
    const found = quantities.map((name, i) => ({ name, compared: compared(1 + i) }));
    return {
      rows: [
        accountRow(clean),
        chanceRow('unchanged', clean, [ALARM, 1]),
        oftenRow(
          [...reference, ...sample].map(([unchanged]) => unchanged),
          options.seed,
        ),
        ...found.map(({ name }, i) => sameRow(name, 1 + i, sample)),
        ...found
          .filter(({ name }) => !RARE.includes(name))
          .map(({ name, compared }) => chanceRow(tooLarge(name), compared, [0, ALARM])),
      ],
      document: {
        spills,
        permutations: PERMUTATIONS,
        notCompared: clean.accounts
          .filter(({ account }) => account !== 'compared')
          .map(({ name, account }) => `${name}: ${account}`),
      },
    };
  },
});

/** Of each spill the counts as they are, and with each quantity too large. */
async function spillsOf(
  spills: number,
  which: string,
  shifted: readonly string[],
  { seed, executor, repeat, report }: Options,
): Promise<Counts[][]> {
  const own = `${seed}: ${which}`;
  const card = loadSingleCard('run3-2018', CARD, own);
  const identity = { card, cardHash: cardHash(card, sha256), seed: own, truth: false };
  const job: ShiftedJob = {
    job: { ...identity, mode: 'candidates', fidelity: 'energy' },
    ...{ shifted, by: BY },
  };
  const all: Counts[][] = [];
  const spills$ = results(executor, { kind, job, repeat }, naturals());
  await drainUntil(spills$, ({ result }) => {
    all.push([result.counts, ...result.shifted].map(decodeCounts));
    report(`references: spill ${all.length} of the ${which}`);
    return all.length >= spills;
  });
  return all;
}

/** Histograms that are not there on both sides, or have other axes. */
const accountRow = ({ accounts }: Compared): ValidationRow =>
  row({
    name: 'histograms that are not accounted for',
    role: 'out',
    expected: 0,
    allowed: [0, 0],
    emulated: [accounts.filter(({ account }) => !isSound(account)).length, 0],
    source: `${accounts.length} histograms`,
  });

/** The same spills with a quantity shifted: nothing else differs, so that each bin that does is telling. */
function sameRow(name: string, which: number, sample: readonly Counts[][]): ValidationRow {
  const differing = sample[0][0].histograms.filter((_, i) =>
    sample.some((counts) => !isSame(counts[0].histograms[i], counts[which].histograms[i])),
  );
  return row({
    name: `${tooLarge(name)}, the same spills: histograms that differ`,
    role: 'out',
    expected: 1,
    allowed: [1, sample[0][0].histograms.length],
    emulated: [differing.length, 0],
    source: SAME,
  });
}

const tooLarge = (name: string) => `${name} ${100 * BY} % too large`;

const isSame = (a: Histogram, b: Histogram) => a.counts.every((n, i) => n === b.counts[i]);

/** How likely it is that luck alone makes spills deviate as far. */
function chanceRow(
  what: string,
  { p, deviations: [furthest] }: Compared,
  allowed: readonly [number, number],
): ValidationRow {
  return row({
    name: `${what}: chance of it by luck`,
    role: 'out',
    expected: allowed[0] === 0 ? 0 : 1,
    allowed,
    emulated: [p, 0],
    source: `${furthest.name}, ${furthest.z.toFixed(1)} sigma`,
  });
}

/** Unchanged spills against each other, a few at a time. */
function oftenRow(unchanged: readonly Counts[], seed: string): ValidationRow {
  const tries = Math.floor(unchanged.length / (2 * FEW));
  let alarms = 0;
  for (let i = 0; i < tries; i++) {
    const from = 2 * FEW * i;
    const known = momentsOfSpills(unchanged.slice(from, from + FEW));
    const own = momentsOfSpills(unchanged.slice(from + FEW, from + 2 * FEW), known);
    if (compareWith(known, own, `${seed}: ${i}`).p <= OFTEN) alarms++;
  }
  return row({
    name: `unchanged, ${FEW} spills against ${FEW}: share with a chance below ${OFTEN}`,
    role: 'out',
    expected: OFTEN,
    allowed: 0,
    emulated: share(alarms, tries),
    source: SOURCE,
  });
}
