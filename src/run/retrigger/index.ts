/**
 * A run with another menu and readout, without emulating it again: its trigger replayed from the primitives, and what
 * comes of it beside what was.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { addCounts, type Counts, decodeCounts, emptyCounts } from '../../analyse/counts.js';
import type { MeasuredShare, RunEfficiency } from '../../analyse/combination/measured.js';
import { isBad } from '../../analyse/monitors/index.js';
import { estimateLimit, type EpsRow } from '../../analyse/limit.js';
import { REGIONS } from '../../analyse/selection/regions.js';
import {
  type Card,
  cardHash,
  menuHash,
  type ResolvedCard,
  type SectionFile,
} from '../../core/card/index.js';
import { triggerNames } from '../../core/card/trigger.js';
import { InternalError, type Problem, UsageError } from '../../core/errors.js';
import { emptyLedger, type Ledger, TRIGGER_TYPES } from '../../core/wire/ledger.js';
import { mergeTally } from '../../core/wire/tally.js';
import { planReplay } from '../../emulate/retrigger/plan.js';
import { loadRunCard } from '../cards.js';
import { commandLine } from '../command.js';
import type { Computing } from '../computing.js';
import { runHash } from '../digest.js';
import { measureCard } from '../efficiency/index.js';
import { retrigger as kind } from '../executor/kinds/retrigger.js';
import { sha256 } from '../hash.js';
import { PACKAGE } from '../package.js';
import { drain, results } from '../pipeline.js';
import { type OpenRun, openRun } from '../replay.js';
import { readCheckpoint } from '../store/checkpoint.js';
import { FILES } from '../store/layout.js';
import {
  badSpillsOf,
  cutflowOf,
  ledgerOf,
  namedRows,
  type Row,
  runCounts,
  sumLedgers,
} from '../summary.js';
import { VERSION } from '../version.js';
import type { Change, GainedEvent, RetriggeredSpill, RetriggerJob } from './spill.js';

export type { MeasuredShare };

export interface Sections {
  /** Files of the sections `trigger` and `readout`, or names of shipped ones; the run's own where none is given. */
  readonly menu?: string | undefined;
  readonly readout?: string | undefined;
}

/** With the run's own menu and readout, and with the others. */
export interface BeforeAfter<T> {
  readonly before: T;
  readonly after: T;
}

interface TriggerCounts {
  readonly met: number;
  readonly fired: number;
  readonly recorded: number;
}

export interface EfficiencyRow {
  readonly massGeV: number;
  /** Of the same A': all factors, and those that trigger and readout have a part in. */
  readonly total: BeforeAfter<MeasuredShare>;
  readonly factors: readonly ({ readonly name: string } & BeforeAfter<MeasuredShare>)[];
}

export interface RetriggerReport {
  readonly schema: 'spillway.retrigger/1';
  readonly version: string;
  readonly run: {
    readonly name: string;
    readonly seed: string;
    readonly mode: string;
    readonly fidelity: string;
    readonly spills: number;
    /** That count with both menus: rates, events and all that follows is of these alone, but `ledger` and `asRecorded`. */
    readonly counted: number;
    /** s, of these. */
    readonly seconds: number;
  };
  readonly cardHash: BeforeAfter<string>;
  readonly menuHash: BeforeAfter<string>;
  /** That of a run with the new card, but for `busyCoincidences` where the readout meets other triggers. */
  readonly runHash: BeforeAfter<string>;
  /** Whether every spill came out as recorded, to the last bit. */
  readonly asRecorded: boolean;
  /** By name; null where a menu has no such trigger. */
  readonly triggers: readonly ({ readonly name: string } & BeforeAfter<TriggerCounts | null>)[];
  readonly types: readonly {
    readonly type: string;
    readonly presented: BeforeAfter<number>;
    readonly accepted: BeforeAfter<number>;
  }[];
  /** Physics triggers that found the readout free over all, and 1 - busy over all coincidences of the scalers. */
  readonly liveFraction: BeforeAfter<number>;
  readonly liveFractionOfScalers: BeforeAfter<number>;
  /** Of all spills; null while a drawn nature is hidden. */
  readonly ledger: BeforeAfter<Ledger | null>;
  readonly events: BeforeAfter<number>;
  readonly gained: readonly GainedEvent[];
  readonly lost: readonly Change[];
  /** Spills that count for nothing. */
  readonly badSpills: BeforeAfter<number>;
  readonly sealed: BeforeAfter<number>;
  readonly cutflow: BeforeAfter<readonly Row[]>;
  readonly regions: BeforeAfter<readonly Row[]>;
  readonly background: BeforeAfter<number>;
  /** Null where no A' were asked for, or no spill counts. */
  readonly efficiency: readonly EfficiencyRow[] | null;
  /** Expected; null where no spill counts, or no A' was left to measure an efficiency with. */
  readonly limit: BeforeAfter<readonly EpsRow[] | null>;
}

/** A run that can be replayed with other sections, everything checked. */
export interface Retriggering {
  readonly job: RetriggerJob;
  readonly resolved: ResolvedCard;
}

/** @throws UsageError with every reason why it cannot be replayed; CardError when the card with these sections is wrong */
export function openRetrigger(directory: string, { menu, readout }: Sections): Retriggering {
  const sections = [
    ...(menu === undefined ? [] : [sectionFile('trigger', 'menu', menu)]),
    ...(readout === undefined ? [] : [sectionFile('readout', 'readout', readout)]),
  ];
  if (sections.length === 0) {
    throw new UsageError({
      what: '--menu, --readout',
      got: 'neither',
      expected: 'what to replay the run with, in at least one of them',
    });
  }
  const run = openRun(directory);
  refuseRun(run);
  const resolved = loadRunCard(directory, sections);
  const { card } = resolved;
  if (run.record.evaluation === 'staged' && card.readout.buffer !== undefined) {
    throw new UsageError({
      where: directory,
      got: 'a run with --evaluate staged, and readout.buffer',
      expected: 'a run with --evaluate all: events that are not made take no room in the buffer',
      next: 'take a readout without buffer',
    });
  }
  const planned = planReplay(run.card, card, run.record.mode);
  if ('problems' in planned) {
    throw new UsageError(planned.problems.map((problem) => placed(problem, resolved)));
  }
  const job = { run, card, cardHash: cardHash(card, sha256), plan: planned.plan };
  return { job, resolved };
}

/** A file, or a preset of the folder config/menu or config/readout. */
function sectionFile(
  key: SectionFile['key'],
  folder: 'menu' | 'readout',
  given: string,
): SectionFile {
  const shipped = path.join(PACKAGE, 'config', folder, `${given}.yaml`);
  const isShipped = !fs.existsSync(given) && fs.existsSync(shipped);
  return { key, file: isShipped ? shipped : given, where: `--${folder} ${given}` };
}

/** What has to hold of the run itself. */
function refuseRun({ directory, record, card, journal }: OpenRun): void {
  if (record.version !== VERSION) {
    throw new UsageError({
      where: `${directory}/${FILES.run}`,
      what: 'version',
      got: record.version,
      expected: `${VERSION}, that of this program: another one may make other particles`,
      next: `use version ${record.version} of spillway`,
    });
  }
  const hash = menuHash(card, sha256);
  if (hash !== record.menuHash) {
    throw new UsageError({
      where: `${directory}/${FILES.card}`,
      what: 'menuHash',
      got: hash,
      expected: `${record.menuHash}, as in run.json`,
      next: 'see spillway verify',
    });
  }
  if (record.storePrimitives !== 'kept') {
    throw new UsageError({
      where: directory,
      what: 'primitives',
      got: `--store-primitives ${record.storePrimitives}: those of recorded events`,
      expected:
        'kept: also those of triggers that were lost, and of all that another menu could accept',
      next: `${commandLine('run', `${directory}/${FILES.card}`, '--store-primitives', 'kept')} makes the run again`,
    });
  }
  if (journal.length > 0) return;
  throw new UsageError({ where: directory, got: 'no spill', expected: 'a run with spills' });
}

/** With the place at which the file of the section says it. */
function placed(problem: Problem, { sources }: ResolvedCard): Problem {
  const { what = '' } = problem;
  const leaf = [...sources.keys()].find((key) => key === what || key.startsWith(`${what}.`));
  const where = leaf === undefined ? undefined : sources.get(leaf);
  return where === undefined ? problem : { where, ...problem };
}

export interface RetriggerRequest {
  /** GeV, ascending. */
  readonly masses: readonly number[];
  /** A' of each mass, for the efficiency; 0: none. */
  readonly ghosts: number;
}

/** The whole run, spill by spill. A pure function of run and request, for any number of workers. */
export async function retriggerRun(
  { job }: Retriggering,
  request: RetriggerRequest,
  computing: Computing,
): Promise<RetriggerReport> {
  const { run, card } = job;
  const { record, journal } = run;
  const { spillHashes, bad, good, ...replayed } = await replayAll(job, computing);
  const all = { before: sumLedgers(journal), after: replayed.ledger };
  const before = { card: run.card, counts: await countsBefore(run, good.spills, computing) };
  const efficiencies = await efficienciesOf(run, card, good.spills, request, computing);
  const ledgers = {
    before: sumLedgers(good.spills.map((spill) => journal[spill - 1])),
    after: good.ledger,
  };
  const shown = (of: Ledger) => ledgerOf(record, of).ledger;
  const hashOf = (hash: string, of: readonly string[]) =>
    runHash({ ...record, cardHash: hash }, of);
  const recorded = journal.map((line) => line.spillHash);
  return {
    schema: 'spillway.retrigger/1',
    version: VERSION,
    run: {
      name: record.name,
      seed: record.seed,
      mode: record.mode,
      fidelity: record.fidelity,
      spills: journal.length,
      counted: good.spills.length,
      seconds: (good.spills.length * card.beam.spill) / 1e9,
    },
    cardHash: { before: record.cardHash, after: job.cardHash },
    menuHash: { before: record.menuHash, after: menuHash(card, sha256) },
    runHash: {
      before: hashOf(record.cardHash, recorded),
      after: hashOf(job.cardHash, spillHashes),
    },
    asRecorded: spillHashes.every((hash, i) => hash === recorded[i]),
    triggers: triggersOf(run.card, card, ledgers),
    types: TRIGGER_TYPES.map((type, i) => ({
      type,
      presented: both(ledgers, ({ scalers }) => scalers.presented[i]),
      accepted: both(ledgers, ({ scalers }) => scalers.accepted[i]),
    })),
    liveFraction: both(ledgers, (of) => (of.triggers > 0 ? of.triggersLive / of.triggers : 1)),
    liveFractionOfScalers: both(ledgers, ({ scalers }) =>
      scalers.coincidences > 0 ? 1 - scalers.busyCoincidences / scalers.coincidences : 1,
    ),
    ledger: both(all, shown),
    gained: good.gained,
    lost: good.lost,
    badSpills: { before: badSpillsOf(journal), after: bad },
    ...outcomeOf(run, before, { card, counts: good.counts }, efficiencies, request.masses),
  };
}

/** What comes of all spills, of how many nothing counts, and what comes of those that count with both menus. */
async function replayAll(job: RetriggerJob, computing: Computing) {
  const { journal } = job.run;
  const all = { spillHashes: [] as string[], ledger: emptyLedger(), bad: 0 };
  const good = {
    spills: [] as number[],
    counts: emptyCounts(),
    ledger: emptyLedger(),
    gained: [] as GainedEvent[],
    lost: [] as Change[],
  };
  const spills = journal.map(({ spill }) => spill);
  await eachSpill(job, spills, computing, ({ spill, spillHash, ledger, counts, gained, lost }) => {
    all.spillHashes.push(spillHash);
    all.ledger = mergeTally(all.ledger, ledger);
    const { badSpills } = decodeCounts(counts);
    all.bad += badSpills;
    if (badSpills > 0 || isBad(journal[spill - 1].alarms ?? [])) return;
    good.spills.push(spill);
    addCounts(good.counts, counts);
    good.ledger = mergeTally(good.ledger, ledger);
    good.gained.push(...gained);
    good.lost.push(...lost);
  });
  return { ...all, good };
}

/** Replays spills in order. */
async function eachSpill(
  job: RetriggerJob,
  spills: readonly number[],
  { executor, repeat, report }: Computing,
  each: (result: RetriggeredSpill) => void,
): Promise<void> {
  let done = 0;
  await drain(results(executor, { kind, job, repeat }, spills), ({ result }) => {
    each(result);
    report(`retrigger: spill ${result.spill}, ${++done} of ${spills.length}`);
  });
}

/** Counts of these spills as recorded: where others counted too, by the menu of the run replayed. */
async function countsBefore(
  run: OpenRun,
  spills: readonly number[],
  computing: Computing,
): Promise<Counts> {
  const recorded = readCheckpoint(run.directory, run.journal.length);
  const counted = recorded.spills - recorded.badSpills;
  if (counted === spills.length) return { ...recorded, spills: counted, badSpills: 0 };
  const { card, record } = run;
  const planned = planReplay(card, card, record.mode);
  if ('problems' in planned) throw new InternalError('a run cannot be replayed as it was recorded');
  const counts = emptyCounts();
  const job = { run, card, cardHash: record.cardHash, plan: planned.plan };
  await eachSpill(job, spills, computing, (result) => addCounts(counts, result.counts));
  return counts;
}

const both = <T, R>({ before, after }: BeforeAfter<T>, of: (one: T) => R): BeforeAfter<R> => ({
  before: of(before),
  after: of(after),
});

function triggersOf(old: Card, card: Card, ledgers: BeforeAfter<Ledger>) {
  const names = { before: triggerNames(old.trigger), after: triggerNames(card.trigger) };
  const counted = (side: 'before' | 'after', name: string): TriggerCounts | null => {
    const bit = names[side].indexOf(name);
    const { met, fired, kept } = ledgers[side].scalers;
    return bit < 0 ? null : { met: met[bit], fired: fired[bit], recorded: kept[bit] };
  };
  return [...new Set([...names.before, ...names.after])].sort().map((name) => ({
    name,
    before: counted('before', name),
    after: counted('after', name),
  }));
}

interface Side {
  readonly card: Card;
  readonly counts: Counts;
}

/** What the analysis makes of the events; blind, whether or not the box of the run was opened. */
function outcomeOf(
  run: OpenRun,
  before: Side,
  after: Side,
  efficiencies: BeforeAfter<RunEfficiency> | null,
  masses: readonly number[],
) {
  const sides = { before, after };
  const measured = { before: efficiencies?.before, after: efficiencies?.after };
  const limits = both(
    {
      before: { ...before, efficiency: measured.before },
      after: { ...after, efficiency: measured.after },
    },
    ({ card, counts, efficiency }) => {
      if (counts.spills === 0) return null;
      if (efficiency?.masses.some(({ total }) => total.passed === 0)) return null;
      const own = runCounts(run.record, card, counts);
      return estimateLimit([efficiency ? { ...own, efficiency } : own], { masses }).limit;
    },
  );
  return {
    events: both(sides, ({ counts }) => counts.events + counts.setAside),
    sealed: both(sides, ({ counts }) => counts.sealed),
    cutflow: both(sides, ({ counts }) => cutflowOf(counts)),
    regions: both(sides, ({ counts }) => namedRows(REGIONS, counts.regions)),
    background: both(
      sides,
      ({ card, counts }) =>
        estimateLimit([runCounts(run.record, card, counts)], { masses }).limit.background,
    ),
    efficiency: efficiencies && efficiencyRows(efficiencies),
    limit: both(limits, (limit) => limit?.eps ?? null),
  };
}

/** Factors of the efficiency that the menu and the readout have a part in. */
const CONCERNED = ['trigger', 'live', 'pile-up in the trigger gate'];

const efficiencyRows = ({ before, after }: BeforeAfter<RunEfficiency>): EfficiencyRow[] =>
  before.masses.map((mass, i) => ({
    massGeV: mass.massGeV,
    total: { before: mass.total, after: after.masses[i].total },
    factors: mass.factors.flatMap((factor, f) => {
      const { name, ...share } = factor;
      const { name: _same, ...other } = after.masses[i].factors[f];
      return CONCERNED.includes(name) ? [{ name, before: share, after: other }] : [];
    }),
  }));

/** A' are put into so many spills of the run at most: their intensities differ, and each is emulated for it again. */
const GHOST_SPILLS = 4;

/** The same A' in the same spills, with both cards. @param spills that count with both */
async function efficienciesOf(
  { record, card: old, calibration }: OpenRun,
  card: Card,
  spills: readonly number[],
  { masses, ghosts }: RetriggerRequest,
  computing: Computing,
): Promise<BeforeAfter<RunEfficiency> | null> {
  if (ghosts === 0 || spills.length === 0) return null;
  const { seed, fidelity } = record;
  const measured = spills.slice(0, GHOST_SPILLS);
  const request = { masses, ghosts, spills: measured, seed, fidelity, calibration };
  const before = await measureCard(old, request, computing);
  return { before, after: await measureCard(card, request, computing) };
}
