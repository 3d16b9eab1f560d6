/**
 * The main job: a card, a number of spills, a directory.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { type Calibration, encodeCalibration } from '../analyse/calibration/constants.js';
import type { Counts } from '../analyse/counts.js';
import { scalerElectrons } from '../analyse/efficiency.js';
import { estimateLimit, type Limit, type RunCounts } from '../analyse/limit.js';
import {
  beliefOf,
  type Card,
  cardHash,
  cardYaml,
  menuHash,
  type ResolvedCard,
} from '../core/card/index.js';
import { RunError, SpillwayError, UsageError } from '../core/errors.js';
import type { Histogram } from '../core/histogram.js';
import type { Mode } from '../core/mode.js';
import type { Asked } from '../core/primitives.js';
import type { Ledger } from '../core/wire/ledger.js';
import { readCalibration, takeCalibration } from './calibration.js';
import { refusal } from '../emulate/candidates/refusal.js';
import { commandLine } from './command.js';
import type { RunControl } from './control/index.js';
import { serveRequests } from './control/serve.js';
import { stateOf } from './control/table.js';
import { goThrough, requireConfigured } from './control/through.js';
import type { Executed, Executor } from './executor/executor.js';
import { spill, type StoredJob, type StoredSpill } from './executor/kinds/spill.js';
import { threadExecutor } from './executor/threads.js';
import { sha256 } from './hash.js';
import { drain, results, runningCounts, runningLimit } from './pipeline.js';
import { lessRoom, type Plan, type Planned, planRun, requireRoom } from './plan.js';
import type { SpillJob } from './spill.js';
import { type Storing, storingWith } from './faults/index.js';
import { readJournal, journalledSpills, readRunRecord, RunWriter } from './store/directory.js';
import { deleteOurs, requireDirectory, RUNS } from './store/ours.js';
import { cannotBeWritten } from './store/fault.js';
import { type CHOICES, FILES, RUN_SCHEMA, type RunRecord } from './store/layout.js';
import { ledgerOf, runCounts, shownElectrons, type Summary, summarise } from './summary.js';
import { beginOfRun, endOfRun } from './runRecords.js';
import { VERSION } from './version.js';

/** What a run is begun with and goes on with, beside card, seed and spills. */
export type Choices = Pick<RunRecord, (typeof CHOICES)[number]>;

export interface RunOptions extends Choices {
  readonly resolved: ResolvedCard;
  readonly spills: number;
  readonly workers: number;
  readonly directory: string;
  /** No part of the run: its outcome is the same. */
  readonly primitives?: Asked;
  readonly resume: boolean;
  /** Delete a directory that holds a run already. */
  readonly force: boolean;
  readonly control: RunControl;
  /** One of several runs under one control: who has begun that, ends it. */
  readonly isPart?: boolean;
  /** In the begin-of-run record: which run it follows, and what was changed. */
  readonly follows?: { readonly run: string; readonly changed: string };
  /** Before each spill, as `Work.pace`. */
  readonly pace?: () => Promise<void>;
  /** Wall clock, ms since 1970. */
  readonly now: () => number;
  readonly report: (progress: Progress) => void;
  /** Further files of the finished run, as `figures/plane.svg`: name and content. */
  readonly figures: (
    run: FinishedRun,
  ) => readonly (readonly [file: string, content: string | Uint8Array])[];
  /** Where spills are computed; worker threads unless given. It is told of workers that have died. */
  readonly executor?: (warn: (message: string) => void) => Executor;
}

export type Progress =
  /** Of all runs of a campaign, before the first; each has its `plan` later. */
  | {
      readonly phase: 'campaign';
      readonly plans: readonly Plan[];
      readonly less: string | null;
      readonly directory: string;
    }
  | {
      readonly phase: 'plan';
      readonly plan: Plan;
      /** What would need less room, where it is much. */
      readonly less: string | null;
      readonly directory: string;
    }
  | { readonly phase: 'resume'; readonly spills: number }
  | { readonly phase: 'calibration' }
  | {
      readonly phase: 'spill';
      readonly spill: number;
      readonly of: number;
      /** As far as they are to be seen. */
      readonly electrons: number;
      readonly triggers: number;
      readonly seconds: number;
      /** The spill itself, and the counts of all so far: the same object throughout. */
      readonly done: StoredSpill;
      readonly counts: Counts;
    }
  | { readonly phase: 'limit'; readonly limit: Limit }
  /** A worker has died, its work is done again. */
  | { readonly phase: 'worker'; readonly message: string }
  | { readonly phase: 'write'; readonly what: string };

/** Where a figure comes from, for its small print. */
export interface Provenance {
  /** Name of the run card. */
  readonly card: string;
  /** SHA-256 of the resolved card, hexadecimal. */
  readonly cardHash: string;
  readonly seed: string;
  readonly spills: number;
  readonly electronsOnTarget: number;
  /** In words, where a figure shows how long something took. */
  readonly machine?: string;
}

/** What figures of histograms are drawn from. */
export interface Monitored {
  readonly caption: Provenance;
  readonly card: Card;
  /** Whether the signal box has not been looked at. */
  readonly sealed: boolean;
  readonly histograms: readonly Histogram[];
}

/** What all figures are drawn from. */
export interface FinishedRun extends Monitored {
  readonly summary: Summary;
  /** Expected limits over the whole range of masses. */
  readonly curve: Limit['eps'];
}

export interface RunOutcome {
  readonly summary: Summary;
  readonly record: RunRecord;
  readonly counts: Counts;
}

/** The record that a run begins with; one that goes on keeps the name of the card it was begun with. */
export function beginRecord(
  options: Choices & Pick<RunOptions, 'resolved' | 'resume' | 'directory' | 'spills'>,
): RunRecord {
  const { card, name } = options.resolved;
  return {
    schema: RUN_SCHEMA,
    version: VERSION,
    name: card.run.name,
    card: options.resume ? readRunRecord(options.directory).card : name,
    run: card.run.number,
    cardHash: cardHash(card, sha256),
    menuHash: menuHash(card, sha256),
    seed: card.run.seed,
    mode: options.mode,
    fidelity: options.fidelity,
    evaluation: options.evaluation,
    nature: options.nature,
    raw: options.raw,
    truth: options.truth,
    storePrimitives: options.storePrimitives,
    spills: options.spills,
    state: 'running',
    reason: null,
    unblinded: false,
  };
}

/** @throws UsageError when the spills of the card cannot be gone through in that way */
export function requireMode(card: Card, mode: Mode): void {
  const refused = mode === 'candidates' ? refusal(card) : null;
  if (refused === null) return;
  throw new UsageError({ what: '--mode', got: mode, fault: refused, next: 'take --mode every' });
}

/**
 * Emulates, analyses and stores a run; pauses, or stops early with everything in order, when `control` says so.
 * @throws UsageError before anything is written; RunError when the run cannot go on: what the journal
 *   names is safe, and `resume` goes on from there
 */
export async function runCard(options: RunOptions): Promise<RunOutcome> {
  const { spills, workers, mode, fidelity, evaluation, nature, directory, raw, truth } = options;
  const { storePrimitives, control, now, report } = options;
  const { card } = options.resolved;
  requireMode(card, mode);
  if (evaluation === 'staged' && card.readout.buffer !== undefined) {
    throw new UsageError({
      what: '--evaluate',
      got: evaluation,
      fault:
        'events that are not made take no room in readout.buffer, which would change the live time',
      next: 'take --evaluate all, or a card without readout.buffer',
    });
  }
  const record = beginRecord(options);
  const there = options.resume ? journalledSpills(directory) : 0;
  if (spills < there) {
    throw new UsageError({
      what: '--spills',
      got: `${spills}`,
      expected: `at least ${there}, the spills that ${directory} has already`,
    });
  }
  if (!options.isPart) requireConfigured(control);
  const planned: Planned = { ...options, card, spills: spills - there };
  report({ phase: 'plan', plan: planRun(planned), less: lessRoom([planned]), directory });
  requireRoom(directory, [planned]);
  if (options.force && !options.resume) deleteOurs(directory);

  const started = now();
  const usedBefore = process.cpuUsage();
  const storing = storingWith(card, !options.resume, (label) =>
    writer.note({ event: 'fault', ...label }),
  );
  const writer: RunWriter = beginWriting(options, record, storing);
  const { counts } = writer;
  const done = counts.spills;
  if (options.resume) report({ phase: 'resume', spills: done });
  const release = follow(control, writer);

  const warn = (message: string) => {
    writer.log({ event: 'worker', message });
    report({ phase: 'worker', message });
  };
  const executor = options.executor?.(warn) ?? threadExecutor(workers, { warn });
  const byWorker = new Array<number>(executor.isElastic ? 0 : executor.workers).fill(0);
  const repeat = repeatOf(options);
  const shown = (ledger: Ledger) => ({
    electrons: shownElectrons({
      ...ledgerOf(record, ledger),
      electronsOnTargetScaler: Math.round(scalerElectrons(beliefOf(card), ledger.scalers)),
    }),
    triggers: ledger.triggers,
  });
  /** In which it was not paused. */
  let pausedMs = 0;
  let pausedFrom = started;
  const seconds = () => (now() - started - pausedMs) / 1000;
  try {
    const { cardHash, seed } = record;
    const identity = { card, cardHash, seed, mode, fidelity, evaluation, nature, truth };
    const calibration = await calibrationOf(identity, writer, { executor, repeat, report });
    const asking = options.primitives && { primitives: options.primitives };
    const job: StoredJob = { ...identity, ...asking, storePrimitives, calibration, raw };
    const task = { kind: spill, job, repeat };
    const { follows } = options;
    const begun = { ...beginOfRun(record), resumedFrom: done, ...(follows && { follows }) };
    writer.log({ event: 'beginOfRun', ...begun });
    const store = ({ result, worker }: Executed<StoredSpill>) => {
      while (byWorker.length <= worker) byWorker.push(0);
      byWorker[worker]++;
      if (writer.append(result)) executor.release?.(task, result.spill);
      // What is paused or stopped stands in the journal.
      if (control.isHolding) writer.sync();
      control.tell('spill ended');
      const at = { spill: result.spill, of: spills, seconds: seconds() };
      report({ phase: 'spill', ...at, ...shown(result.ledger), done: result, counts });
      storing.stored(result.spill);
      return counts;
    };
    const limitOf = (sum: Counts) => estimateLimit([runCounts(record, card, sum)]).limit;
    await goThrough(control, {
      ...{ of: spills, done: () => counts.spills, isPart: options.isPart ?? false },
      pace: options.pace,
      some: async (begun) => {
        const counts$ = runningCounts(results(executor, task, begun), store);
        await drain(runningLimit(counts$, limitOf), (limit) => report({ phase: 'limit', limit }));
      },
      paused: (change) => {
        if (change.state === 'paused') pausedFrom = now();
        else pausedMs += now() - pausedFrom;
        writer.amend(change);
      },
    });
  } catch (error) {
    abandon(control, writer, error);
    release();
    throw asRunError(error, directory);
  } finally {
    await executor.close();
  }

  try {
    writer.sync();
    const used = process.cpuUsage(usedBefore);
    const reason = control.stopped;
    const end = { state: reason === null ? 'done' : 'interrupted', reason } as const;
    const ended = { ...record, ...end };
    const journal = readJournal(directory);
    const summary = summarise(ended, card, journal, counts, {
      wallSeconds: seconds(),
      cpuSeconds: (used.user + used.system) / 1e6,
      workers: byWorker,
      peakRssMb: Math.round(process.resourceUsage().maxRSS / 1024),
    });
    report({ phase: 'write', what: 'summary and figures' });
    writer.write(FILES.summary, `${JSON.stringify(summary, null, 2)}\n`);
    for (const [file, content] of options.figures(
      finishedRun(summary, card, runCounts(record, card, counts)),
    )) {
      writer.write(file, content);
    }
    writer.log({ event: 'endOfRun', ...endOfRun(ended, journal) });
    release();
    return { summary, record: writer.finish(end), counts };
  } catch (error) {
    abandon(control, writer, error);
    release();
    throw asRunError(error, directory);
  }
}

/**
 * Serves requests of other processes, and writes every change of state into the log.
 * @returns what ends both
 */
function follow(control: RunControl, writer: RunWriter): () => void {
  const changes = control.transitions$.subscribe(({ from, input, to }) => {
    if (to.phase === from.phase) return;
    const { reason } = to;
    const state = stateOf(to.phase);
    writer.note({ event: 'state', state, by: input, ...(reason !== null && { reason }) });
  });
  const endService = serveRequests(writer.directory, control);
  return () => {
    changes.unsubscribe();
    endService();
  };
}

/** What goes on with the run in its directory: the first spill that it does is the one that failed. */
function repeatOf(options: RunOptions): string {
  const { directory, mode, fidelity, evaluation, nature, raw, truth, primitives } = options;
  const { storePrimitives } = options;
  const more = [
    ...(evaluation === 'all' ? [] : ['--evaluate', evaluation]),
    ...(nature === 'nominal' ? [] : ['--nature', nature]),
    ...(raw === 'keep' ? [] : ['--raw', raw]),
    ...(truth ? ['--truth'] : []),
    ...(storePrimitives === 'kept' ? [] : ['--store-primitives', storePrimitives]),
    ...(primitives ? ['--primitives', primitives] : []),
  ];
  const card = path.join(directory, FILES.card);
  const how = ['--mode', mode, '--fidelity', fidelity, ...more, '--workers', '1', '--resume'];
  return commandLine('run', card, '--out', directory, ...how);
}

/** The calibration that the directory has, or one taken now. */
async function calibrationOf(
  job: SpillJob,
  writer: RunWriter,
  how: Pick<RunOptions, 'report'> & { readonly executor: Executor; readonly repeat: string },
): Promise<Calibration | null> {
  if (job.fidelity === 'energy') return null;
  const file = path.join(writer.directory, FILES.calibration);
  if (!fs.existsSync(file)) {
    how.report({ phase: 'calibration' });
    writer.write(FILES.calibration, encodeCalibration(await takeCalibration(job, how)));
    writer.log({ event: 'calibration' });
  }
  return readCalibration(writer.directory, job, job.card);
}

/** The directory, begun anew or gone on with. @throws UsageError when it cannot be written */
function beginWriting(
  { resume, directory, resolved, now }: RunOptions,
  record: RunRecord,
  { disk }: Storing,
) {
  try {
    return resume
      ? RunWriter.resume(directory, record, now, disk)
      : RunWriter.create(directory, record, cardYaml(resolved), now, disk);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    throw cannotBeWritten(directory, '--out', error);
  }
}

/** Of the curve of limits. */
export const CURVE_MASSES_GEV = [
  0.001, 0.002, 0.005, 0.01, 0.0167, 0.02, 0.05, 0.1, 0.2, 0.5, 0.95,
];

export function finishedRun(summary: Summary, card: Card, run: RunCounts): FinishedRun {
  const { limit } = estimateLimit([run], { masses: CURVE_MASSES_GEV });
  const { card: name, cardHash, seed, box } = summary;
  const spills = summary.spills - summary.badSpills;
  const electronsOnTarget = shownElectrons(summary);
  return {
    caption: { card: name, cardHash, seed, spills, electronsOnTarget },
    card,
    sealed: box === null,
    histograms: run.counts.histograms,
    summary,
    curve: limit.eps,
  };
}

/** Leaves the directory as resumable as the disk allows. */
function abandon(control: RunControl, writer: RunWriter, error: unknown): void {
  const { message } = error as Error;
  control.fail(message);
  try {
    writer.log({ event: 'error', message });
    const end = { state: 'interrupted', reason: message } as const;
    const record = writer.amend(end);
    writer.log({ event: 'endOfRun', ...endOfRun(record, readJournal(writer.directory)) });
    writer.finish(end);
  } catch {
    // The disk does not even take the end-of-run record: the journal holds what is safe.
  }
}

/** What the file system refuses while a directory is written, as a failure of the run. */
export function asRunError(error: unknown, directory: string): unknown {
  if (error instanceof SpillwayError) return error;
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined) return error;
  return new RunError(
    {
      where: directory,
      what: code === 'ENOSPC' ? 'the disk is full' : (error as Error).message,
      next: `what the journal names is safe; ${code === 'ENOSPC' ? 'make room' : 'see to the disk'} and go on with --resume`,
    },
    { cause: error },
  );
}

/**
 * The directory of a run: as given, or runs/<card>-<seed>-<hash> with a free suffix. Deletes nothing.
 * @throws UsageError when it exists and neither --resume nor --force says what to do with it
 */
export function chooseDirectory(
  card: string,
  seed: string,
  hash: string,
  given: string | undefined,
  { force, resume }: { readonly force: boolean; readonly resume: boolean },
): string {
  const slug = seed.replace(/[^A-Za-z0-9_.]+/g, '-').slice(0, 40);
  const directory = given ?? path.join('runs', `${card}-${slug}-${hash.slice(0, 8)}`);
  if (given !== undefined || resume || force) {
    requireDirectory(directory, RUNS, { force, resume });
    return directory;
  }
  if (!fs.existsSync(directory)) return directory;
  let n = 2;
  while (fs.existsSync(`${directory}-${n}`)) n++;
  return `${directory}-${n}`;
}
