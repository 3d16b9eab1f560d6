/**
 * summary.json: everything a run came to. All but `timing` and `electronsPerSecond` is deterministic.
 */
import type { Counts } from '../analyse/counts.js';
import { type DimuonYield, dimuonYield } from '../analyse/dimuons.js';
import { scalerElectrons } from '../analyse/efficiency.js';
import { estimateLimit, type LimitReport, type RunCounts } from '../analyse/limit.js';
import { type Alarm, isBad, MONITORS } from '../analyse/monitors/index.js';
import { CUTS } from '../analyse/selection/index.js';
import { REGIONS } from '../analyse/selection/regions.js';
import { beliefOf, type Card } from '../core/card/index.js';
import { RunError } from '../core/errors.js';
import type { Fidelity } from '../core/fidelity.js';
import type { Evaluation } from '../core/evaluation.js';
import type { Mode } from '../core/mode.js';
import type { Nature } from '../core/nature.js';
import { emptyLedger, type Ledger } from '../core/wire/ledger.js';
import { mergeTally } from '../core/wire/tally.js';
import { rawHash, runHashOf } from './digest.js';
import { isHidden } from './nature.js';
import type { RawData } from './rawData.js';
import { summaryFault } from './store/shape.js';
import { hasRaw, type JournalLine, type RunRecord } from './store/layout.js';

export interface Timing {
  readonly wallSeconds: number;
  readonly cpuSeconds: number;
  /** Spills that each worker did. */
  readonly workers: readonly number[];
  readonly peakRssMb: number;
}

export interface Row {
  readonly name: string;
  readonly events: number;
}

export interface Summary {
  readonly schema: 'spillway.summary/1';
  readonly version: string;
  readonly name: string;
  readonly card: string;
  readonly seed: string;
  readonly cardHash: string;
  readonly menuHash: string;
  readonly runHash: string;
  /** Of the raw data that were kept; null where none were. */
  readonly rawHash: string | null;
  readonly mode: Mode;
  readonly fidelity: Fidelity;
  readonly nature: Nature;
  readonly spills: number;
  readonly evaluation: Evaluation;
  readonly raw: RawData;
  /** Spills whose raw data were kept. */
  readonly rawSpills: number;
  readonly interrupted: boolean;
  /**
   * Those that came in the spills that count, as `triggers` and `liveFraction`; null while a drawn nature is hidden: over the
   * scalers' they are the true losses in the counters.
   */
  readonly electronsOnTarget: number | null;
  readonly electronsOnTargetScaler: number;
  readonly triggers: number;
  /** Events of all types, clock triggers included. */
  readonly recorded: number;
  readonly recordedPhysics: {
    readonly open: number;
    readonly sealed: number;
    readonly setAside: number;
  };
  readonly liveFraction: number;
  /** Spills with an alarm of each monitor that gave one; spills of which nothing counts but the ledger. */
  readonly alarms: Readonly<Record<string, number>>;
  readonly badSpills: number;
  /** Spills that a monitor could not judge, or not all of, for too few events. */
  readonly unwatched: Readonly<Record<string, number>>;
  /** Null while a drawn nature is hidden: it knows what each particle was. */
  readonly ledger: Ledger | null;
  readonly cutflow: readonly Row[];
  readonly regions: readonly Row[];
  /** Events in the signal box; null while it is sealed. */
  readonly box: number | null;
  readonly background: LimitReport['background'];
  readonly efficiency: {
    readonly factors: LimitReport['efficiency'];
    readonly total: number;
  };
  /** Predicted against observed: the yield systematic as data give it. */
  readonly dimuons: DimuonYield;
  readonly limit: LimitReport['limit'];
  readonly timing: Timing;
  readonly electronsPerSecond: number;
}

/** summary.json of a run. @throws RunError when it is none, with the file that is named */
export function parseSummary(where: string, text: string): Summary {
  const next = 'see spillway verify';
  let summary: Summary;
  try {
    summary = JSON.parse(text) as Summary;
  } catch (error) {
    throw new RunError({ where, fault: (error as Error).message, next });
  }
  const fault = summaryFault(summary);
  if (fault === null) return summary;
  throw new RunError({ where, fault, next });
}

export const sumLedgers = (journal: readonly JournalLine[]): Ledger =>
  journal.reduce((sum, line) => mergeTally(sum, line.ledger), emptyLedger());

/** The spills whose raw data were kept. */
export const keptRaw = (journal: readonly JournalLine[]): JournalLine[] => journal.filter(hasRaw);

/** Hash of the raw data that were kept; null where none were. */
export function keptHash(journal: readonly JournalLine[]): string | null {
  const kept = keptRaw(journal);
  return kept.length > 0 ? rawHash(kept.map((line) => line.rawHash)) : null;
}

/** Spills with an alarm, by monitor, in the order of the monitors. */
export const alarmsOf = (journal: readonly JournalLine[]): Record<string, number> =>
  byMonitor(journal.map(({ alarms = [] }) => alarms));

/** Spills that a monitor could not judge, likewise. */
export const unwatchedIn = (journal: readonly JournalLine[]): Record<string, number> =>
  byMonitor(journal.map(({ unwatched = [] }) => unwatched));

function byMonitor(said: readonly (readonly Alarm[])[]): Record<string, number> {
  const named = said.map((all) => new Set(all.map(({ monitor }) => monitor)));
  const counted = MONITORS.map(({ name }) => [name, named.filter((s) => s.has(name)).length]);
  return Object.fromEntries(counted.filter(([, spills]) => spills !== 0));
}

/** The spills that count: of these are events, rates and electrons. */
export const goodSpills = (journal: readonly JournalLine[]): JournalLine[] =>
  journal.filter(({ alarms = [] }) => !isBad(alarms));

/** Spills that count for nothing. */
export const badSpillsOf = (journal: readonly JournalLine[]): number =>
  journal.length - goodSpills(journal).length;

export const namedRows = (
  names: readonly { readonly name: string }[],
  events: readonly number[],
): Row[] => names.map(({ name }, i) => ({ name, events: events[i] }));

/** Open physics events, and those of them that are left after each cut. */
export const cutflowOf = (counts: Counts): Row[] => [
  { name: 'physics, open', events: counts.physics - counts.sealed },
  ...namedRows(CUTS, counts.cutflow),
];

/** What the analysis has of a run. */
/** @param whileSealed of an unblinded run, its counts of before */
export const runCounts = (
  record: RunRecord,
  card: Card,
  counts: Counts,
  whileSealed?: Counts,
): RunCounts => ({
  name: record.name,
  belief: beliefOf(card),
  counts,
  ...(whileSealed && { whileSealed }),
});

/** What only the emulator knows; null while a drawn nature is hidden. */
export const ledgerOf = (record: RunRecord, ledger: Ledger) =>
  isHidden(record)
    ? { electronsOnTarget: null, ledger: null }
    : { electronsOnTarget: ledger.electronsOnTarget, ledger };

/** The same of a run: the electrons of the spills that count, the ledger of all. */
export const knownOf = (record: RunRecord, journal: readonly JournalLine[]) => ({
  ...ledgerOf(record, sumLedgers(goodSpills(journal))),
  ledger: ledgerOf(record, sumLedgers(journal)).ledger,
});

/** Electrons on target as far as they are to be seen: those that came, or the scalers'. */
export const shownElectrons = (
  of: Pick<Summary, 'electronsOnTarget' | 'electronsOnTargetScaler'>,
): number => of.electronsOnTarget ?? of.electronsOnTargetScaler;

/** What the counts alone tell: the same from a run, a resumed run and a replay. */
export function resultsOf(run: RunCounts, unblinded: boolean) {
  const { counts, belief } = run;
  const report = estimateLimit([run], { unblinded });
  return {
    electronsOnTargetScaler: Math.round(scalerElectrons(belief, counts.scalers)),
    recorded: counts.events + counts.setAside,
    recordedPhysics: {
      open: counts.physics - counts.sealed,
      sealed: counts.sealed,
      setAside: counts.setAside,
    },
    cutflow: cutflowOf(counts),
    regions: namedRows(REGIONS, counts.regions),
    box: unblinded ? counts.box : null,
    background: report.background,
    efficiency: { factors: report.efficiency, total: report.totalEfficiency },
    dimuons: dimuonYield(belief, counts),
    limit: report.limit,
  };
}

export function summarise(
  record: RunRecord,
  card: Card,
  journal: readonly JournalLine[],
  counts: Counts,
  timing: Timing,
): Summary {
  const { triggers, triggersLive } = sumLedgers(goodSpills(journal));
  const results = resultsOf(runCounts(record, card, counts), record.unblinded);
  const shown = { ...knownOf(record, journal), ...results };
  const made = shown.ledger?.electronsOnTarget ?? shown.electronsOnTargetScaler;
  return {
    schema: 'spillway.summary/1',
    version: record.version,
    name: record.name,
    card: record.card,
    seed: record.seed,
    cardHash: record.cardHash,
    menuHash: record.menuHash,
    runHash: runHashOf(record, journal),
    rawHash: keptHash(journal),
    mode: record.mode,
    fidelity: record.fidelity,
    nature: record.nature,
    spills: journal.length,
    evaluation: record.evaluation,
    raw: record.raw,
    rawSpills: keptRaw(journal).length,
    interrupted: record.state === 'interrupted',
    triggers,
    liveFraction: triggers > 0 ? triggersLive / triggers : 1,
    alarms: alarmsOf(journal),
    badSpills: counts.badSpills,
    unwatched: unwatchedIn(journal),
    ...shown,
    timing,
    electronsPerSecond: timing.wallSeconds > 0 ? Math.round(made / timing.wallSeconds) : 0,
  };
}
