/**
 * Two runs side by side, section by section. Pure: what was read goes in, a document comes out.
 */
import { type Counts, encodeCounts } from '../../analyse/counts.js';
import { REGIONS } from '../../analyse/selection/regions.js';
import { scalerElectrons } from '../../analyse/efficiency.js';
import { beliefOf, canonicalJson } from '../../core/card/index.js';
import type { Problem } from '../../core/errors.js';
import { rawHash, runHashOf } from '../digest.js';
import { sha256 } from '../hash.js';
import { isHidden } from '../nature.js';
import { hasRaw, type RunRecord } from '../store/layout.js';
import { cutflowOf, goodSpills, namedRows, type Row, sumLedgers } from '../summary.js';
import { compareCards } from './card.js';
import { type HistogramRow, histogramRows } from './histograms.js';
import { areCorrelated, sameInputs } from './inputs.js';
import { ledgerRows } from './ledger.js';
import { limitRows } from './limits.js';
import type { RunContent } from './read.js';
import {
  type CountRow,
  countRow,
  type Scale,
  type Section,
  section,
  type TextRow,
  type ValueRow,
} from './rows.js';
import type { SpillDiff } from './spill.js';

/** One run of the two. */
export interface RunSide extends RunRecord {
  readonly directory: string;
  /** Spills finished. */
  readonly finished: number;
  readonly electronsOnTarget: number;
}

/** Where two runs part. */
export interface Difference extends TextRow {
  readonly what:
    | 'version'
    | 'card'
    | 'seed'
    | 'fidelity'
    | 'nature'
    | 'mode'
    | 'spills'
    | 'calibration'
    | 'spill'
    | 'counts'
    | 'limits';
}

/** The sections. Null where one of the runs lacks what it compares. */
interface Sections {
  readonly record: Section<TextRow>;
  readonly card: Section<TextRow> | null;
  /** Null, too, while the drawn nature of one of them is hidden. */
  readonly ledger: Section<CountRow> | null;
  readonly counts: Section<CountRow> | null;
  readonly cutflow: Section<CountRow> | null;
  readonly regions: Section<CountRow> | null;
  readonly histograms: Section<HistogramRow> | null;
  readonly limits: Section<ValueRow> | null;
  readonly hashes: Section<TextRow>;
}

export interface RunDiff extends Sections {
  readonly schema: 'spillway.diff/1';
  /**
   * Version, inputs, spills, counts and limits are the same, and all of them could be read. What was kept and whether
   * the box was opened is not asked.
   */
  readonly identical: boolean;
  readonly runs: readonly [RunSide, RunSide];
  /** In the order in which one thing follows from another. */
  readonly first: Difference | null;
  /** Card, seed, mode, fidelity and nature are the same: any difference is the version's, or a defect. */
  readonly sameInputs: boolean;
  /** Run number, seed and mode are the same: pulls would mean nothing and are null. */
  readonly correlated: boolean;
  /** Electrons on target of A over those of B, by which B is scaled in pulls and chi2; null without electrons. */
  readonly ratio: number | null;
  /** Of the spills that both runs have, how many differ, and the first of these. */
  readonly spillsDiffering: number;
  readonly spill: SpillDiff | null;
  /** Commands that show more of what should not differ. */
  readonly see: readonly string[];
  /** What is missing or damaged, and so was not compared. */
  readonly unread: readonly Problem[];
}

/**
 * @param spill the first spill that differs; null where none does
 * @param all with the rows that do not differ
 */
export function compareRuns(
  a: RunContent,
  b: RunContent,
  spill: SpillDiff | null,
  all: boolean,
): RunDiff {
  const sections = sectionsOf(a, b, all);
  const unread = [...a.unread, ...b.unread];
  const [first = null] = differences(a, b, spill, sections);
  const same = sameInputs(a.record, b.record);
  return {
    schema: 'spillway.diff/1',
    identical: first === null && unread.length === 0,
    runs: [sideOf(a), sideOf(b)],
    first,
    sameInputs: same,
    ...scaleOf(a, b),
    spillsDiffering: a.journal.filter((_, i) => spillDiffers(a, b, i)).length,
    spill,
    see: same && spill ? commandsFor(a, b, spill) : [],
    unread,
    ...sections,
  };
}

/**
 * Whether both runs have a spill of this index and it differs, in its hash or in that of its raw data. The raw data of
 * other inputs differ in any case: they say what they are of.
 */
export function spillDiffers(a: RunContent, b: RunContent, i: number): boolean {
  if (i >= Math.min(a.journal.length, b.journal.length)) return false;
  const [x, y] = [a.journal[i], b.journal[i]];
  if (x.spillHash !== y.spillHash) return true;
  return sameInputs(a.record, b.record) && x.rawHash !== y.rawHash;
}

/** Those that came, or what the scalers make of them where they are hidden. */
function electronsOf({ record, journal, card }: RunContent, hidden = isHidden(record)): number {
  const { electronsOnTarget, scalers } = sumLedgers(goodSpills(journal));
  if (!hidden) return electronsOnTarget;
  return card ? Math.round(scalerElectrons(beliefOf(card.card), scalers)) : 0;
}

const sideOf = (run: RunContent): RunSide => ({
  ...run.record,
  directory: run.directory,
  finished: run.journal.length,
  electronsOnTarget: electronsOf(run),
});

/** Both by the same count, or the losses in the counters of a hidden nature would show. */
function scaleOf(a: RunContent, b: RunContent): Scale {
  const hidden = isHidden(a.record) || isHidden(b.record);
  const [inA, inB] = [electronsOf(a, hidden), electronsOf(b, hidden)];
  const correlated = areCorrelated(a.record, b.record);
  return { correlated, ratio: inA > 0 && inB > 0 ? inA / inB : null };
}

const isUnequal = (row: { readonly a: unknown; readonly b: unknown }) => row.a !== row.b;

/** What one of them lacks, sealed or not read, is no difference. */
const isMoved = (row: { readonly a: unknown; readonly b: unknown }) =>
  row.a !== null && row.b !== null && isUnequal(row);

function sectionsOf(a: RunContent, b: RunContent, all: boolean): Sections {
  const scale = scaleOf(a, b);
  const ofCounts = <T>(
    rows: (x: Counts, y: Counts) => T[],
    differs: (row: T) => boolean,
  ): Section<T> | null => a.counts && b.counts && section(rows(a.counts, b.counts), all, differs);
  const events = (of: (counts: Counts) => Row[]) =>
    ofCounts<CountRow>((x, y) => {
      const other = of(y);
      return of(x).map((r, i) => countRow(r.name, r.events, other[i].events, scale));
    }, isUnequal);
  const hidden = [a, b].some((run) => isHidden(run.record));
  const ledgers = [sumLedgers(a.journal), sumLedgers(b.journal)] as const;
  const cards = [a.card?.card ?? null, b.card?.card ?? null] as const;
  return {
    record: section(textRows(a, b, recordOf), all, isUnequal),
    card: a.card && b.card && compareCards(a.card, b.card, all),
    ledger: hidden ? null : section(ledgerRows(ledgers, cards, scale), all, isUnequal),
    counts: ofCounts((x, y) => tallyRows(x, y, scale), isUnequal),
    cutflow: events(cutflowOf),
    regions: events((counts) => namedRows(REGIONS, counts.regions)),
    histograms: ofCounts(
      (x, y) => histogramRows(x.histograms, y.histograms, scale),
      ({ bins }) => bins > 0,
    ),
    limits: a.summary && b.summary && section(limitRows(a.summary, b.summary), all, isMoved),
    hashes: section(textRows(a, b, hashesOf), all, isMoved),
  };
}

function textRows(
  a: RunContent,
  b: RunContent,
  of: (run: RunContent) => { readonly [name: string]: string | null },
): TextRow[] {
  const theirs = of(b);
  return Object.entries(of(a)).map(([name, value]) => ({ name, a: value, b: theirs[name] }));
}

const recordOf = ({ record, journal }: RunContent) => ({
  version: record.version,
  card: record.card,
  run: `${record.run}`,
  seed: record.seed,
  mode: record.mode,
  fidelity: record.fidelity,
  nature: record.nature,
  'spills asked for': `${record.spills}`,
  'spills finished': `${journal.length}`,
  state: record.state + (record.reason === null ? '' : `: ${record.reason}`),
  raw: record.raw,
  truth: `${record.truth}`,
  unblinded: `${record.unblinded}`,
});

const hashesOf = ({ record, journal, counts, calibration }: RunContent) => ({
  card: record.cardHash,
  menu: record.menuHash,
  calibration: calibration && sha256(canonicalJson(calibration)),
  counts: counts && sha256(encodeCounts(counts)),
  raw: rawHash(journal.map((line) => line.rawHash)),
  run: runHashOf(record, journal),
});

/** Of the counts what the ledger does not say. Events and fragments of all types: some come by the clock. */
const tallyRows = (a: Counts, b: Counts, scale: Scale): CountRow[] => [
  countRow('events', a.events, b.events, scale, false),
  countRow('physics', a.physics, b.physics, scale),
  countRow('sealed', a.sealed, b.sealed, scale),
  ...Object.entries(a.building).map(([name, n]) =>
    countRow(`building.${name}`, n, b.building[name as keyof Counts['building']], scale, false),
  ),
];

function* differences(
  a: RunContent,
  b: RunContent,
  spill: SpillDiff | null,
  { record, card, limits, hashes }: Sections,
): Generator<Difference> {
  const rows = (what: Difference['what'], of: readonly TextRow[], name: string = what) =>
    of.filter((row) => row.name === name && isMoved(row)).map((row) => ({ ...row, what }));
  yield* rows('version', record.rows);
  for (const row of card?.rows ?? []) if (isUnequal(row)) yield { what: 'card', ...row };
  yield* rows('card', hashes.rows);
  yield* rows('seed', record.rows);
  yield* rows('fidelity', record.rows);
  yield* rows('nature', record.rows);
  yield* rows('mode', record.rows);
  yield* rows('spills', record.rows, 'spills finished');
  yield* rows('calibration', hashes.rows);
  if (spill) {
    const [x, y] = [a, b].map((run) => run.journal[spill.spill - 1]);
    const hash = x.spillHash === y.spillHash ? 'rawHash' : 'spillHash';
    yield { what: 'spill', name: `${spill.spill}`, a: x[hash], b: y[hash] };
  }
  yield* rows('counts', hashes.rows);
  for (const row of limits?.rows ?? []) {
    if (isMoved(row)) yield { what: 'limits', name: row.name, a: `${row.a}`, b: `${row.b}` };
  }
}

/** What shows the first spill or event that differs though it should not. */
function commandsFor(a: RunContent, b: RunContent, { spill, event }: SpillDiff): string[] {
  const directories = [a, b].map((run) => quoted(run.directory));
  if (event) {
    return directories
      .filter((_, i) => event.inRuns[i])
      .map((directory) => `spillway event ${directory} --spill ${spill} --event ${event.number}`);
  }
  if ([a, b].every(({ journal }) => hasRaw(journal[spill - 1]))) {
    return directories.map((directory) => `spillway replay ${directory} --spill ${spill}`);
  }
  const { seed, mode, fidelity, nature } = a.record;
  const drawn = nature === 'nominal' ? '' : ` --nature ${nature}`;
  const inputs = `--seed ${quoted(seed)} --mode ${mode} --fidelity ${fidelity}${drawn} --spills ${spill}`;
  return [
    `spillway run ${quoted(`${a.directory}/card.yaml`)} ${inputs} --out again`,
    ...directories.map((directory) => `spillway diff ${directory} again`),
  ];
}

/** As a shell takes it. */
const quoted = (text: string) =>
  /^[\w./@:+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
