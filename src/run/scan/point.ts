/**
 * One point of a scan: exactly the run of its card, spills and seed, through the same spills and the same sums, and what A'
 * would have made of it.
 */
import type { MeasuredShare, RunEfficiency } from '../../analyse/combination/measured.js';
import { addCounts, type Counts, emptyCounts } from '../../analyse/counts.js';
import { estimateLimit } from '../../analyse/limit.js';
import { isBad } from '../../analyse/monitors/index.js';
import { InternalError } from '../../core/errors.js';
import { TICKS_PER_SECOND } from '../../core/ticks.js';
import { takeCalibration } from '../calibration.js';
import { commandLine } from '../command.js';
import type { Computing } from '../computing.js';
import { measureCard, share } from '../efficiency/index.js';
import { spill, type StoredJob } from '../executor/kinds/spill.js';
import type { Factor } from '../ghosts.js';
import { drain, results } from '../pipeline.js';
import { beginRecord, type Choices } from '../run.js';
import type { JournalLine, RunRecord } from '../store/layout.js';
import { runCounts, type Summary, summarise } from '../summary.js';
import type { PlannedPoint } from './points.js';

/** What each point is computed with. */
export interface PointRequest extends Pick<Choices, 'mode' | 'fidelity'> {
  /** Path or name of the card. */
  readonly card: string;
  readonly spills: number;
  /** Of each mass. */
  readonly ghosts: number;
  /** GeV, ascending. */
  readonly masses: readonly number[];
}

/** A value with its interval, one sigma; null: of nothing. */
export interface Interval {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** Of one mass, from A' in the spills of the point. */
export interface MassPoint {
  readonly massGeV: number;
  /** A' in the box after all cuts, of those in the yield. */
  readonly efficiency: MeasuredShare;
  /** What neighbours take: 1 - gate * offline. */
  readonly pileUpLoss: Interval;
  /** A' that meet the trigger among their neighbours, of those that meet it alone and find the readout free. */
  readonly gate: MeasuredShare;
  /** A' in the box, of those that pass every cut without the neighbours in the offline window. */
  readonly offline: MeasuredShare;
  /** Expected (median) upper limit on eps from the exposure of the point; null where no A' of some mass is in the box. */
  readonly limit: { readonly asymptotic: number; readonly exact: number } | null;
}

/** What stands in a line of the journal: nothing of a sealed event, but that it was counted. */
export interface Point {
  /** From 1, in the order of the grid. */
  readonly point: number;
  /** In the units of the axes. */
  readonly values: readonly number[];
  /** `--set` of each, after CARD, is the run. */
  readonly set: readonly string[];
  readonly cardHash: string;
  readonly menuHash: string;
  readonly runHash: string;
  readonly spills: number;
  /** Those of them that count for nothing: all below is of the others. */
  readonly badSpills: number;
  readonly electronsOnTarget: number;
  /** Length of the bursts together. */
  readonly seconds: number;
  /** Physics triggers presented to the readout. */
  readonly triggers: number;
  /** Of these, Hz during the bursts; the error of their number alone. */
  readonly rateHz: Interval;
  readonly perElectron: Interval;
  /** Physics triggers that found the readout free. */
  readonly live: MeasuredShare;
  /** Events of all types. */
  readonly recorded: number;
  /** Null without a spill that counts. */
  readonly recordedHz: number | null;
  /** Raw data as they would be kept. */
  readonly bytes: number;
  readonly bytesPerSecond: number | null;
  readonly masses: readonly MassPoint[];
}

/** @throws what an executor does */
export async function pointOf(
  planned: PlannedPoint,
  request: PointRequest,
  computing: Omit<Computing, 'repeat'>,
): Promise<Point> {
  const { resolved } = planned;
  const { card } = resolved;
  const { mode, fidelity, spills, ghosts, masses } = request;
  const record = beginRecord({
    ...{ resolved, mode, fidelity, spills },
    ...{
      evaluation: 'all',
      nature: 'nominal',
      raw: 'drop',
      truth: false,
      storePrimitives: 'accepted',
    },
    ...{ resume: false, directory: '' },
  });
  const { cardHash, seed } = record;
  const identity = { card, cardHash, seed, mode, fidelity, truth: false };
  const repeat = runCommand(request.card, planned, { ...request, seed });
  const how = { ...computing, repeat };
  const calibration = fidelity === 'energy' ? null : await takeCalibration(identity, how);
  const run = await countSpills({ ...identity, calibration, raw: 'keep' }, spills, how);
  const efficiency = await measureCard(
    card,
    { masses, spills, ghosts, seed, fidelity, calibration },
    how,
  );
  const summary = summarise({ ...record, state: 'done' }, card, run.journal, run.counts, UNTIMED);
  return {
    point: planned.point,
    values: planned.values.map(({ number }) => number),
    set: planned.set,
    ...ratesOf(summary, run),
    masses: massesOf(record, planned, run.counts, efficiency, masses),
  };
}

/** The command line that makes the run of a point. */
export const runCommand = (
  card: string,
  { set }: Pick<PlannedPoint, 'set'>,
  {
    spills,
    seed,
    mode,
    fidelity,
  }: Pick<PointRequest, 'spills' | 'mode' | 'fidelity'> & {
    readonly seed: string;
  },
): string =>
  commandLine(
    ...['run', card, ...set.flatMap((setting) => ['--set', setting])],
    ...['--spills', `${spills}`, '--seed', seed],
    ...(mode === 'every' ? [] : ['--mode', mode]),
    ...(fidelity === 'energy' ? [] : ['--fidelity', fidelity]),
    ...['--raw', 'drop'],
  );

/** No point is told by its time. */
const UNTIMED: Summary['timing'] = { wallSeconds: 0, cpuSeconds: 0, workers: [], peakRssMb: 0 };

interface Counted {
  readonly journal: readonly JournalLine[];
  readonly counts: Counts;
  /** Of raw data. */
  readonly bytes: number;
}

/** All spills of a run; of their raw data it keeps nothing but how many they were. */
async function countSpills(job: StoredJob, spills: number, computing: Computing): Promise<Counted> {
  const { executor, repeat, report } = computing;
  const journal: JournalLine[] = [];
  const counts = emptyCounts();
  let bytes = 0;
  const indices = Array.from({ length: spills }, (_, i) => i + 1);
  await drain(results(executor, { kind: spill, job, repeat }, indices), ({ result }) => {
    const { spill: number, spillHash, rawHash, ledger, alarms, unwatched, raw } = result;
    journal.push({ spill: number, spillHash, rawHash, ledger, alarms, unwatched, files: {} });
    addCounts(counts, result.counts);
    if (!isBad(alarms)) bytes += raw?.length ?? 0;
    report(`spill ${number} of ${spills}`);
  });
  return { journal, counts, bytes };
}

function ratesOf(summary: Summary, { counts, bytes }: Counted) {
  const { cardHash, menuHash, runHash, spills, badSpills, electronsOnTarget, recorded } = summary;
  if (electronsOnTarget === null) throw new InternalError('scan: the nature of a point is drawn');
  const { clockTicks, presented, accepted } = counts.scalers;
  const seconds = clockTicks / TICKS_PER_SECOND;
  const [triggers] = presented;
  const { value, low, high } = share(triggers, electronsOnTarget);
  const perElectron: Interval = { value, low, high };
  const perSecond = (of: number | null) => (of === null || seconds === 0 ? null : of / seconds);
  const inHz = (of: number | null) => perSecond(of === null ? null : of * electronsOnTarget);
  return {
    ...{ cardHash, menuHash, runHash, spills, badSpills, electronsOnTarget, seconds, triggers },
    rateHz: { value: inHz(value), low: inHz(low), high: inHz(high) },
    perElectron,
    live: share(accepted[0], triggers),
    recorded,
    recordedHz: perSecond(recorded),
    bytes,
    bytesPerSecond: perSecond(bytes),
  };
}

function massesOf(
  record: RunRecord,
  { resolved: { card } }: PlannedPoint,
  counts: Counts,
  efficiency: RunEfficiency,
  masses: readonly number[],
): MassPoint[] {
  // As `spillway limit --efficiency` refuses it.
  const isMeasured = efficiency.masses.every(({ total }) => total.passed > 0);
  const run = { ...runCounts(record, card, counts), efficiency };
  const eps = isMeasured ? estimateLimit([run], { masses }).limit.eps : [];
  return efficiency.masses.map(({ massGeV, factors, total }, i): MassPoint => {
    const factor = (name: Factor): MeasuredShare => {
      const { name: _, ...found } = factors.find((f) => f.name === name) ?? {
        name,
        ...share(0, 0),
      };
      return found;
    };
    const gate = factor('pile-up in the trigger gate');
    const offline = factor('pile-up offline');
    const limit = eps[i] && { asymptotic: eps[i].emulated, exact: eps[i].emulatedExact };
    return {
      ...{ massGeV, efficiency: total, pileUpLoss: lossOf(gate, offline), gate, offline },
      limit: limit ?? null,
    };
  });
}

/**
 * 1 - a b, and its interval from those of a and b, whose ghosts are independent: the ends in quadrature, each side by
 * itself.
 */
export function lossOf(a: Interval, b: Interval): Interval {
  const none = { value: null, low: null, high: null };
  if (a.value === null || a.low === null || a.high === null) return none;
  if (b.value === null || b.low === null || b.high === null) return none;
  const kept = a.value * b.value;
  const down = Math.hypot((a.value - a.low) * b.value, (b.value - b.low) * a.value);
  const up = Math.hypot((a.high - a.value) * b.value, (b.high - b.value) * a.value);
  return { value: 1 - kept, low: 1 - Math.min(1, kept + up), high: 1 - Math.max(0, kept - down) };
}
