/**
 * A scan: the runs of a grid of cards, point by point, all with the same seed, so that they share their particles.
 */
import type { RunControl } from '../control/index.js';
import { serveRequests } from '../control/serve.js';
import { goThrough, requireConfigured } from '../control/through.js';
import type { Executor } from '../executor/executor.js';
import { threadExecutor } from '../executor/threads.js';
import { drain, pullOrdered } from '../pipeline.js';
import { addPlans, type Plan, planRun } from '../plan.js';
import { asRunError } from '../run.js';
import { deleteOurs, requireDirectory } from '../store/ours.js';
import { cannotBeWritten } from '../store/fault.js';
import { VERSION } from '../version.js';
import { csvOf } from './csv.js';
import { SCAN_FILES, SCAN_SCHEMA, type ScanRecord, SCANS, ScanWriter } from './directory.js';
import { type Point, pointOf, type PointRequest } from './point.js';
import { type Asked, type PlannedPoint, planScan } from './points.js';

/** What a scan came to, as far as it came. */
export interface Scan extends ScanRecord {
  readonly points: readonly Point[];
}

/** What is printed: schema of its own, since scan.json has no points. */
export interface ScanResult extends Omit<Scan, 'schema'> {
  readonly schema: 'spillway.scan-result/1';
}

export interface ScanOptions extends Asked, PointRequest {
  readonly workers: number;
  readonly directory: string;
  readonly resume: boolean;
  /** Delete a directory that holds a scan already. */
  readonly force: boolean;
  /** A point is to it what a spill of a run is. */
  readonly control: RunControl;
  readonly report: (progress: ScanProgress) => void;
  /** Further files of the scan, as `figures/scan-rates.svg`: name and content. */
  readonly figures: (
    scan: Scan,
  ) => readonly (readonly [file: string, content: string | Uint8Array])[];
  /** Where points are computed; worker threads unless given. It is told of workers that have died. */
  readonly executor?: (warn: (message: string) => void) => Executor;
}

export type ScanProgress =
  | {
      readonly phase: 'plan';
      readonly points: number;
      /** Of them there already. */
      readonly there: number;
      /** Of the others. */
      readonly plan: Plan;
      readonly raised: readonly string[];
      readonly directory: string;
    }
  | {
      readonly phase: 'step';
      readonly point: number;
      readonly of: number;
      readonly what: string;
    }
  | { readonly phase: 'point'; readonly point: Point; readonly of: number }
  /** A worker has died, its work is done again. */
  | { readonly phase: 'worker'; readonly message: string }
  | { readonly phase: 'write'; readonly what: string };

/**
 * Computes a scan into its directory; all points are checked before the first is computed. Pauses, or stops early with
 * everything in order, when `control` says so.
 * @throws UsageError before anything is written; RunError when it cannot go on: the points of the journal are safe
 */
export async function runScan(options: ScanOptions): Promise<Scan> {
  const { directory, report, control } = options;
  requireDirectory(directory, SCANS, options);
  const { points: planned, raised } = planScan(options);
  requireConfigured(control);
  const writer = beginWriting(options, recordOf(options, planned, raised));
  const of = planned.length;
  const done = [...writer.points];
  const left = planned.slice(done.length);
  report({
    ...{ phase: 'plan', points: of, there: done.length, raised, directory },
    plan: planOf(left, options),
  });
  const endService = serveRequests(directory, control);
  const warn = (message: string) => report({ phase: 'worker', message });
  const executor = options.executor?.(warn) ?? threadExecutor(options.workers, { warn });
  try {
    const compute = (point: number) =>
      pointOf(planned[point - 1], options, {
        executor,
        report: (what) => report({ phase: 'step', point, of, what }),
      });
    const keep = (point: Point) => {
      writer.append(point);
      control.tell('spill ended');
      done.push(point);
      report({ phase: 'point', point, of });
    };
    // So many at a time as keep all workers busy; they come in the order of the grid.
    const together = () => Math.ceil(executor.workers / options.spills);
    await goThrough(control, {
      ...{ of, done: () => done.length, paused: (change) => writer.amend(change) },
      some: (begun) => drain(pullOrdered(begun, compute, together), keep),
    });
    const scan = conclude(writer, done, options);
    endService();
    const { state, reason } = scan;
    writer.finish({ state, reason });
    return scan;
  } catch (error) {
    endService();
    abandon(control, writer, error);
    throw asRunError(error, directory);
  } finally {
    await executor.close();
  }
}

function recordOf(
  options: ScanOptions,
  planned: readonly PlannedPoint[],
  raised: readonly string[],
): ScanRecord {
  const { card, axes, set, mode, fidelity, spills, ghosts, masses } = options;
  const [{ resolved }] = planned;
  return {
    ...{ schema: SCAN_SCHEMA, version: VERSION, name: resolved.name, card },
    seed: resolved.card.run.seed,
    ...{ axes, set, raised, spills, ghosts, masses, mode, fidelity },
    cardHashes: planned.map(({ cardHash }) => cardHash),
    ...{ state: 'running', reason: null },
  };
}

function beginWriting({ directory, resume, force }: ScanOptions, record: ScanRecord): ScanWriter {
  try {
    if (resume) return ScanWriter.resume(directory, record);
    if (force) deleteOurs(directory, SCANS);
    return ScanWriter.create(directory, record);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    throw cannotBeWritten(directory, '--out', error);
  }
}

/** Each point goes through its spills twice, the second time with ghosts and through all particles. */
function planOf(points: readonly PlannedPoint[], options: ScanOptions): Plan {
  const { mode, fidelity, spills, workers } = options;
  const common = {
    fidelity,
    spills,
    raw: 'drop',
    truth: false,
    evaluation: 'all',
    storePrimitives: 'accepted',
  } as const;
  const nothing: Plan = { spills: 0, electrons: 0, bytes: 0, seconds: 0 };
  return points
    .map(({ resolved: { card } }) => {
      const run = planRun({ ...common, card, mode, workers });
      const again = planRun({ ...common, card, mode: 'every', workers });
      return { ...run, seconds: run.seconds + again.seconds };
    })
    .reduce(addPlans, nothing);
}

/** Table and figures of what there is. */
function conclude(
  writer: ScanWriter,
  points: readonly Point[],
  { report, figures, control }: ScanOptions,
): Scan {
  const isDone = points.length === writer.record.cardHashes.length;
  const reason = isDone ? null : control.stopped;
  const state = isDone ? 'done' : 'interrupted';
  report({ phase: 'write', what: 'table and figures' });
  const scan: Scan = { ...writer.record, state, reason, points };
  writer.write(SCAN_FILES.table, csvOf(scan));
  for (const [file, content] of figures(scan)) writer.write(file, content);
  return scan;
}

/** Leaves the directory as resumable as the disk allows. */
function abandon(control: RunControl, writer: ScanWriter, error: unknown): void {
  const { message } = error as Error;
  control.fail(message);
  try {
    writer.finish({ state: 'interrupted', reason: message });
  } catch {
    // The disk does not even take that: the journal holds what is safe.
  }
}
