/**
 * References: how often unchanged spills raise an alarm, and how often a quantity that is reconstructed 1 % too large does, by
 * many pairs of samples that have no spill in common.
 */
import { type Compared, isSound } from '../../../analyse/reference/compare.js';
import { type Counts, decodeCounts } from '../../../analyse/counts.js';
import { clopperPearson } from '../../../core/beta.js';
import { cardHash } from '../../../core/card/index.js';
import { loadSingleCard } from '../../cards.js';
import { shifted as kind } from '../../executor/kinds/shifted.js';
import { sha256 } from '../../hash.js';
import { drain, results } from '../../pipeline.js';
import { compareWith, momentsOfSpills } from '../../reference.js';
import { row, share, type ValidationRow } from '../row.js';
import { type Computing, validation, type ValidateOptions } from '../validation.js';
import { type Power, powerOf, type Shift } from './power.js';
import { QUANTITIES, type ShiftedJob } from './shifted.js';

/** Many small spills rather than few large ones: they are what is permuted. */
const INTENSITY = 1e5;
/** Pairs of a reference and a sample; spills of either of them. */
const PAIRS = 20;
const SPILLS = 24;
const BY = 0.01;
/** Chance of an alarm by luck, of all histograms together; permutations that tell it. */
const ALARM = 1e-3;
const PERMUTATIONS = 1999;
/** Spills of either side where unchanged ones are compared again and again, and the chance of an alarm there. */
const FEW = 6;
const OFTEN = 0.05;
/** Share of shifts found that the spills needed are told for; level of intervals. */
const FOUND = 0.9;
const LEVEL = 0.95;

/** As dense as nominal ones, with hadrons and muons that leave nothing in the preshower and many electrons of full energy. */
const CARD = [
  ...[`beam.intensity=${INTENSITY}`, 'beam.spill=100 ms', 'beam.startSpike.probability=0'],
  ...['trigger.menu.physics.when={all: [coincidence, ecal]}', 'trigger.menu.beam.prescale=150'],
  'readout.deadTime=5 us',
];

const NAMES = Object.keys(QUANTITIES);

type Options = Pick<ValidateOptions, 'seed'> & Computing;

/** A reference, and a sample of other spills. */
interface Pair {
  readonly unchanged: Compared;
  /** Of each quantity. */
  readonly shifted: readonly Compared[];
  /** Of each quantity, of the very same spills those in which the values of some event are others. */
  readonly changed: readonly number[];
  /** Chances of unchanged spills against each other, a few at a time. */
  readonly few: readonly number[];
}

export const references = validation({
  name: 'references',
  describes: 'spills against a reference: false alarms, and how often a shift of 1 % is found',
  options: ['experiments', 'spills', 'seed', 'workers'],
  usual: { experiments: PAIRS, spills: SPILLS },
  async run({ experiments, spills, ...how }) {
    const size = spills ?? SPILLS;
    const pairs: Pair[] = [];
    while (pairs.length < (experiments ?? PAIRS)) pairs.push(await pairOf(pairs.length, size, how));
    const [{ unchanged, changed }] = pairs;
    const shiftsOf = (i: number): Shift[] =>
      pairs.map((pair) => ({ unchanged: pair.unchanged, shifted: pair.shifted[i] }));
    const powers = NAMES.map((_, i) => powerOf(shiftsOf(i), size, ALARM, FOUND));
    return {
      rows: [
        accountRow(unchanged),
        alarmRow(pairs, size),
        oftenRow(pairs.flatMap(({ few }) => few)),
        ...NAMES.map((name, i) => sameRow(name, changed[i], size)),
        ...NAMES.map((name, i) => powerRow(name, shiftsOf(i), powers[i], size)),
      ],
      document: {
        ...{ pairs: pairs.length, spills: size, electrons: INTENSITY, permutations: PERMUTATIONS },
        notCompared: unchanged.accounts
          .filter(({ account }) => account !== 'compared')
          .map(({ name, account }) => `${name}: ${account}`),
      },
    };
  },
});

/** Spills that no other pair has. */
async function pairOf(number: number, size: number, how: Options): Promise<Pair> {
  const reference = (await spillsOf('reference', number, size, [], how)).map(cleanOf);
  const sample = await spillsOf('sample', number, size, NAMES, how);
  const known = momentsOfSpills(reference);
  const compared = (which: number) => {
    const own = momentsOfSpills(
      sample.map(({ counts }) => counts[which]),
      known,
    );
    return compareWith(known, own, `${how.seed}: ${number}`, PERMUTATIONS);
  };
  const [unchanged, ...shifted] = [0, ...NAMES.map((_, i) => 1 + i)].map(compared);
  return {
    ...{ unchanged, shifted },
    changed: NAMES.map((_, i) => sample.filter(({ changed }) => changed[i] > 0).length),
    few: fewOf([...reference, ...sample.map(cleanOf)], `${how.seed}: ${number}`),
  };
}

interface Spill {
  /** As they are, and with each quantity too large. */
  readonly counts: readonly Counts[];
  readonly changed: readonly number[];
}

const cleanOf = ({ counts: [own] }: Spill) => own;

async function spillsOf(
  which: string,
  pair: number,
  size: number,
  shifted: readonly string[],
  { seed, executor, repeat, report }: Options,
): Promise<Spill[]> {
  const own = `${seed}: ${which}`;
  const card = loadSingleCard('run3-2018', CARD, own);
  const identity = { card, cardHash: cardHash(card, sha256), seed: own, truth: false };
  const job: ShiftedJob = {
    job: { ...identity, mode: 'candidates', fidelity: 'energy' },
    ...{ shifted, by: BY },
  };
  const indices = Array.from({ length: size }, (_, i) => pair * size + i + 1);
  const all: Spill[] = [];
  await drain(results(executor, { kind, job, repeat }, indices), ({ index, result }) => {
    const { counts, shifted, changed } = result;
    all.push({ counts: [counts, ...shifted].map(decodeCounts), changed });
    report(`references: spill ${index} of the ${which}s`);
  });
  return all;
}

/** Spills that no other comparison has. */
function fewOf(unchanged: readonly Counts[], seed: string): number[] {
  const tries = Math.floor(unchanged.length / (2 * FEW));
  return Array.from({ length: tries }, (_, i) => {
    const from = 2 * FEW * i;
    const known = momentsOfSpills(unchanged.slice(from, from + FEW));
    const own = momentsOfSpills(unchanged.slice(from + FEW, from + 2 * FEW), known);
    return compareWith(known, own, `${seed}: ${i}`, PERMUTATIONS).p;
  });
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

const against = (size: number) => `${size} spills against ${size}`;

const interval = (k: number, n: number) => {
  const [low, high] = clopperPearson(k, n, LEVEL);
  return `${low.toPrecision(3)} to ${high.toPrecision(3)} at ${100 * LEVEL} %`;
};

/** At the very limit at which shifts are found. */
function alarmRow(pairs: readonly Pair[], size: number): ValidationRow {
  const alarms = pairs.filter(({ unchanged }) => unchanged.p <= ALARM).length;
  return row({
    name: `unchanged, ${against(size)}: share of alarms (${ALARM}), of ${pairs.length}`,
    role: 'out',
    expected: 0,
    allowed: [0, ALARM],
    emulated: [alarms / pairs.length, 0],
    source: interval(alarms, pairs.length),
  });
}

/** At a limit that luck passes often enough to count it; allowed is the binomial error of what is expected. */
function oftenRow(few: readonly number[]): ValidationRow {
  const alarms = few.filter((p) => p <= OFTEN).length;
  return row({
    name: `unchanged, ${against(FEW)}: share with a chance below ${OFTEN}, of ${few.length}`,
    role: 'out',
    expected: OFTEN,
    allowed: 0,
    emulated: [alarms / few.length, Math.sqrt((OFTEN * (1 - OFTEN)) / few.length)],
    // With fewer tries none at all would be as good as any.
    decides: OFTEN / 2,
    source: interval(alarms, few.length),
  });
}

const tooLarge = (name: string) => `${name} ${100 * BY} % too large`;

/** The same spills with a quantity shifted: nothing else differs, so that one event is enough to tell. */
const sameRow = (name: string, changed: number, size: number): ValidationRow =>
  row({
    name: `${tooLarge(name)}, the same spills: hashes that differ, of ${size}`,
    role: 'out',
    expected: size,
    allowed: [1, size],
    emulated: [changed, 0],
    source: 'values of open events',
  });

/** Undecided where so few spills cannot be expected to tell. */
function powerRow(
  name: string,
  shifts: readonly Shift[],
  { by, needed }: Power,
  size: number,
): ValidationRow {
  const found = shifts.filter(({ shifted }) => shifted.p <= ALARM).length;
  const told = Number.isFinite(needed)
    ? `${FOUND} by ${Number(needed.toPrecision(2))} spills: ${by}`
    : 'no histogram moves';
  const power = row({
    name: `${tooLarge(name)}, ${against(size)}: share found, of ${shifts.length}`,
    role: 'out',
    expected: 1,
    allowed: [FOUND, 1],
    emulated: share(found, shifts.length),
    source: `${interval(found, shifts.length)}; ${told}`,
  });
  return needed <= size ? power : { ...power, agrees: false, undecided: true };
}
