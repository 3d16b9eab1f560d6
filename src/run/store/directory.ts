/**
 * The run directory: the truth about a run. Data first, then fsync, then the journal; whatever the
 * journal does not name is made again.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { addCounts, type Counts, emptyCounts } from '../../analyse/counts.js';
import { type Problem, RunError, UsageError } from '../../core/errors.js';
import type { StoredSpill } from '../executor/kinds/spill.js';
import { shareKept } from '../rawData.js';
import type { SegmentKind } from '../spill.js';
import {
  CHOICES,
  FILES,
  isOpen,
  type JournalLine,
  RUN_SCHEMA,
  type RunRecord,
  SEGMENT_KINDS,
  type Span,
  segmentFile,
} from './layout.js';
import { readCheckpoint, writeCheckpoint } from './checkpoint.js';
import { DISK, type Disk } from './disk.js';
import { soundLines, writeLines } from './line.js';
import { lock } from './lock.js';
import {
  clearOut,
  createWhole,
  OursWriter,
  parseRecord,
  type RecordFormat,
  requireSame,
} from './ours.js';
import { journalFault, runFault } from './shape.js';
import { writeJson, writeWhole } from './write.js';

/** Segments and journal are forced to the disk at most this often. */
const FSYNC_MS = 1000;
/** Spills that may wait for it. */
const MAX_PENDING = 256;

const RUN: RecordFormat = { name: 'run', schema: RUN_SCHEMA, fault: runFault };

export function readRunRecord(directory: string): RunRecord {
  const file = path.join(directory, FILES.run);
  return parseRunRecord(file, () => fs.readFileSync(file, 'utf8'));
}

/** run.json. @throws UsageError when it is none, with the file that is named */
export const parseRunRecord = (file: string, read: () => string): RunRecord => ({
  ...BEFORE,
  ...parseRecord<RunRecord>(file, read, RUN),
});

/** What records do not say that were written before there was a choice. */
export const BEFORE = { storePrimitives: 'accepted' } as const;

/**
 * The lines of the journal.
 * @throws RunError naming the first damaged one
 */
export function readJournal(directory: string): JournalLine[] {
  const { journal, damage } = soundJournal(directory);
  if (damage) throw new RunError(damage);
  return journal;
}

/** The lines of the journal up to the first that is damaged, and what is wrong there. */
export function soundJournal(directory: string): {
  journal: JournalLine[];
  damage: Problem | null;
} {
  const file = path.join(directory, FILES.journal);
  if (fs.existsSync(file)) return parseJournal(file, fs.readFileSync(file, 'utf8'));
  return { journal: [], damage: { where: file, fault: 'is not there', next: MADE_AGAIN } };
}

const MADE_AGAIN = 'spillway run ... --resume makes again what is missing';

/** The same of the text of a journal. @param first spill of it, where those before were read already */
export function parseJournal(
  where: string,
  text: string,
  first = 1,
): ReturnType<typeof soundJournal> {
  const before = first - 1;
  const { lines, damage } = soundLines<JournalLine>(text, (line, n) => follows(line, before + n));
  if (damage === null) return { journal: lines, damage };
  const what = `line ${before + damage.line}`;
  return { journal: lines, damage: { where, what, fault: damage.fault, next: MADE_AGAIN } };
}

/** Whether it is the line of a journal for this spill. */
const follows = (line: JournalLine, spill: number) =>
  line.spill === spill && journalFault(line) === null;

/** What is needed to find a segment. */
export interface Journalled {
  readonly directory: string;
  readonly journal: readonly JournalLine[];
  /** Without one the run is taken to be over. */
  readonly record?: Pick<RunRecord, 'state'>;
}

/**
 * Bytes of a segment with all that stands before the next, or null when it is not there. Of a run under way, or killed, what
 * stands behind the last segment of the journal are spills that it does not name yet.
 */
export function readSegmentOf(
  { directory, journal, record }: Journalled,
  kind: SegmentKind,
  spill: number,
): Uint8Array | null {
  const name = segmentFile(kind, spill);
  const span = journal[spill - 1]?.files[name];
  const file = path.join(directory, name);
  if (!span || !fs.existsSync(file)) return null;
  const [from, end] = span;
  const { size } = fs.statSync(file);
  const last = record && isOpen(record) ? end : size;
  const to = Math.min(size, journal[spill]?.files[name]?.[0] ?? last);
  const data = new Uint8Array(Math.max(0, to - from));
  const fd = fs.openSync(file, 'r');
  try {
    return data.subarray(0, fs.readSync(fd, data, 0, data.length, from));
  } finally {
    fs.closeSync(fd);
  }
}

/** How many spills a directory holds already, as far as its journal tells; 0 where there is none. */
export function journalledSpills(directory: string): number {
  const file = path.join(directory, FILES.journal);
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8').split('\n').length - 1 : 0;
}

/** A run directory that is being written. Holds nothing that grows with the number of spills. */
export class RunWriter extends OursWriter<RunRecord> {
  private readonly pending: JournalLine[] = [];
  /** Lines of the log that wait for the next fsync. */
  private logged = '';
  /** Files with segments that wait for it: descriptor, and bytes written. */
  private readonly open = new Map<string, { readonly fd: number; size: number }>();
  private journalBytes: number;
  private lastSync: number;

  private constructor(
    directory: string,
    record: RunRecord,
    /** Of all spills that were appended; the same object throughout. */
    readonly counts: Counts,
    private readonly clock: () => number,
    private readonly disk: Disk,
  ) {
    super(directory, FILES.run, record);
    this.lastSync = clock();
    this.journalBytes = fs.statSync(path.join(directory, FILES.journal)).size;
  }

  /** Begins a directory anew. @throws UsageError when it exists */
  static create(
    directory: string,
    record: RunRecord,
    cardYaml: string,
    now: () => number,
    disk: Disk = DISK,
  ): RunWriter {
    createWhole(directory, (aside) => {
      for (const kind of SEGMENT_KINDS) {
        if (kind === 'raw' && shareKept(record.raw) === 0) continue;
        if (kind === 'truth' && !record.truth) continue;
        fs.mkdirSync(path.join(aside, kind));
      }
      writeWhole(path.join(aside, FILES.card), cardYaml);
      writeJson(path.join(aside, FILES.run), record);
      fs.writeFileSync(path.join(aside, FILES.journal), '');
    });
    return new RunWriter(directory, record, emptyCounts(), now, disk);
  }

  /**
   * Goes on with an interrupted directory: keeps the spills that the journal names, whose segments are
   * there and which the checkpoint of counts covers; cuts off everything else.
   */
  static resume(
    directory: string,
    record: RunRecord,
    now: () => number,
    disk: Disk = DISK,
  ): RunWriter {
    const old = readRunRecord(directory);
    if (old.unblinded || fs.existsSync(path.join(directory, FILES.unblinding))) {
      throw new UsageError({
        where: directory,
        fault: 'its box was opened: no more spills can be added',
        next: 'give another --out',
      });
    }
    requireSame(directory, old, record, ['cardHash', 'seed', 'version', ...CHOICES]);
    lock(directory);
    let counts = emptyCounts();
    try {
      counts = readCheckpoint(directory);
    } catch (error) {
      if (!(error instanceof RunError)) throw error; // missing or damaged: all is made again
    }
    const journal = intactLines(directory).slice(0, counts.spills);
    if (journal.length < counts.spills) counts = emptyCounts();
    const kept = counts.spills === journal.length ? journal : [];
    writeWhole(path.join(directory, FILES.journal), writeLines(kept));
    const ends = new Map(
      kept.flatMap(({ files }) => Object.entries(files).map(([file, [, to]]) => [file, to])),
    );
    for (const kind of SEGMENT_KINDS) {
      const folder = path.join(directory, kind);
      if (!fs.existsSync(folder)) continue;
      for (const file of fs.readdirSync(folder)) {
        const end = ends.get(`${kind}/${file}`);
        if (end === undefined) fs.rmSync(path.join(folder, file));
        else fs.truncateSync(path.join(folder, file), end);
      }
    }
    clearOut(directory, [FILES.manifest, FILES.summary]);
    writeJson(path.join(directory, FILES.run), record);
    return new RunWriter(directory, record, kept.length > 0 ? counts : emptyCounts(), now, disk);
  }

  /**
   * Writes the segments of the next spill; its lines in journal and log follow with the next fsync.
   * @returns whether that is done: all spills up to this one are safe
   */
  append(stored: StoredSpill): boolean {
    const { spill, spillHash, rawHash, ledger, counts, alarms, unwatched, ...segments } = stored;
    const files: Record<string, Span> = {};
    for (const kind of SEGMENT_KINDS) {
      const data = segments[kind];
      if (!data) continue;
      const file = segmentFile(kind, spill);
      files[file] = this.appendTo(file, data, spill);
    }
    addCounts(this.counts, counts);
    const said = {
      ...(alarms.length > 0 && { alarms }),
      ...(unwatched.length > 0 && { unwatched }),
    };
    this.pending.push({ spill, spillHash, rawHash, ledger, ...said, files });
    this.note({ event: 'spill', spill, spillHash });
    for (const alarm of alarms) this.note({ event: 'alarm', spill, ...alarm });
    const due = this.clock() - this.lastSync >= FSYNC_MS || this.pending.length >= MAX_PENDING;
    if (due) this.sync();
    return due;
  }

  private appendTo(file: string, data: Uint8Array, spill: number): Span {
    let to = this.open.get(file);
    if (!to) {
      const fd = fs.openSync(path.join(this.directory, file), 'a');
      to = { fd, size: fs.fstatSync(fd).size };
      this.open.set(file, to);
    }
    try {
      this.disk.segment(to.fd, data, spill);
    } catch (error) {
      fs.ftruncateSync(to.fd, to.size);
      throw error;
    }
    const from = to.size;
    to.size += data.length;
    return [from, to.size];
  }

  /** Data, fsync, journal, checkpoint. */
  sync(): void {
    this.lastSync = this.clock();
    for (const [file, { fd }] of this.open) {
      fs.fsyncSync(fd);
      fs.closeSync(fd);
      this.open.delete(file);
    }
    this.log();
    if (this.pending.length === 0) return;
    const lines = Buffer.from(writeLines(this.pending));
    const journal = path.join(this.directory, FILES.journal);
    // What a full disk has left of an attempt before.
    fs.truncateSync(journal, this.journalBytes);
    this.disk.journal(journal, lines);
    this.journalBytes += lines.length;
    this.pending.length = 0;
    writeCheckpoint(this.directory, this.counts);
  }

  /** An entry that waits for the next fsync. */
  note(entry: object): void {
    this.logged += this.logLine(entry);
  }

  /** Writes an entry behind those that wait. */
  log(entry?: object): void {
    const lines = this.logged + (entry ? this.logLine(entry) : '');
    this.logged = '';
    if (lines !== '') fs.appendFileSync(path.join(this.directory, FILES.log), lines);
  }

  private logLine(entry: object): string {
    return `${JSON.stringify({ time: new Date(this.clock()).toISOString(), ...entry })}\n`;
  }

  override amend(changes: Partial<RunRecord>): RunRecord {
    this.sync();
    return super.amend(changes);
  }
}

/** Journal lines up to the first that is damaged or whose segments are not there in full. */
function intactLines(directory: string): JournalLine[] {
  const file = path.join(directory, FILES.journal);
  const text = fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';
  const sizes = new Map<string, number>();
  const sizeOf = (name: string) => {
    const known = sizes.get(name);
    if (known !== undefined) return known;
    const stat = fs.statSync(path.join(directory, name), { throwIfNoEntry: false });
    const size = stat?.size ?? 0;
    sizes.set(name, size);
    return size;
  };
  const isThere = ({ files }: JournalLine) =>
    Object.entries(files).every(([file, [, to]]) => sizeOf(file) >= to);
  // The last line may lack nothing but its end.
  const { lines } = soundLines(`${text}\n`, follows);
  const missing = lines.findIndex((line) => !isThere(line));
  return missing < 0 ? lines : lines.slice(0, missing);
}
