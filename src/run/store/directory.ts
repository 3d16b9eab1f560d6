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
  type JournalLine,
  RUN_SCHEMA,
  type RunRecord,
  SEGMENT_KINDS,
  type Span,
  segmentFile,
} from './layout.js';
import { readCheckpoint, writeCheckpoint } from './checkpoint.js';
import { DISK, type Disk } from './disk.js';
import { faultOf } from './fault.js';
import { readLine, writeLine } from './line.js';
import { lock, unlock } from './lock.js';
import { filesBelow, manifestOf } from './manifest.js';
import { journalFault, runFault } from './shape.js';
import { ASIDE, writeWhole } from './write.js';

/** Segments and journal are forced to the disk at most this often. */
const FSYNC_MS = 1000;
/** Spills that may wait for it. */
const MAX_PENDING = 256;

export function readRunRecord(directory: string): RunRecord {
  const file = path.join(directory, FILES.run);
  return parseRunRecord(file, () => fs.readFileSync(file, 'utf8'));
}

/** run.json. @throws UsageError when it is none, with the file that is named */
export function parseRunRecord(file: string, read: () => string): RunRecord {
  let record: RunRecord | null;
  try {
    record = JSON.parse(read()) as RunRecord | null;
  } catch (error) {
    throw new UsageError({
      where: file,
      fault: faultOf(error),
      expected: 'the directory of a run',
    });
  }
  if (record?.schema !== RUN_SCHEMA) {
    throw new UsageError({
      where: file,
      what: 'schema',
      got: `${record?.schema}`,
      expected: RUN_SCHEMA,
    });
  }
  const fault = runFault(record);
  if (fault !== null) throw new UsageError({ where: file, fault, next: 'see spillway verify' });
  return { ...BEFORE, ...record };
}

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

/** The same of the text of a journal. */
export function parseJournal(where: string, text: string): ReturnType<typeof soundJournal> {
  const journal: JournalLine[] = [];
  const damaged = (line: number, fault: string) => ({
    journal,
    damage: { where, what: `line ${line}`, fault, next: MADE_AGAIN },
  });
  const lines = text.split('\n');
  const tail = lines.pop();
  for (const [i, line] of lines.entries()) {
    const read = journalLine(line, i + 1);
    if (!read) return damaged(i + 1, 'damaged or out of order');
    journal.push(read);
  }
  if (tail !== '') return damaged(lines.length + 1, 'cut off');
  return { journal, damage: null };
}

/** @returns null when it is damaged, that of another spill, or no line of a journal */
function journalLine(text: string, spill: number): JournalLine | null {
  const line = readLine<JournalLine>(text);
  return line?.spill === spill && journalFault(line) === null ? line : null;
}

/** What is needed to find a segment. */
export interface Journalled {
  readonly directory: string;
  readonly journal: readonly JournalLine[];
}

/** Bytes of a segment with all that stands before the next, or null when it is not there. */
export function readSegmentOf(
  { directory, journal }: Journalled,
  kind: SegmentKind,
  spill: number,
): Uint8Array | null {
  const name = segmentFile(kind, spill);
  const span = journal[spill - 1]?.files[name];
  const file = path.join(directory, name);
  if (!span || !fs.existsSync(file)) return null;
  const [from] = span;
  const { size } = fs.statSync(file);
  const to = Math.min(size, journal[spill]?.files[name]?.[0] ?? size);
  const data = new Uint8Array(Math.max(0, to - from));
  const fd = fs.openSync(file, 'r');
  try {
    return data.subarray(0, fs.readSync(fd, data, 0, data.length, from));
  } finally {
    fs.closeSync(fd);
  }
}

/** What a directory of ours may hold. */
export interface Holds {
  readonly name: string;
  /** The file that says so, and what stands in it. */
  readonly file: string;
  readonly schema: RegExp;
}

/** A run or a campaign. */
export const RUNS: Holds = {
  name: 'run',
  file: FILES.run,
  schema: /"schema":\s*"spillway\.(run|campaign)\//,
};

/** Whether a directory holds one of ours, damaged or not. */
export function isOurs(directory: string, { file, schema }: Holds = RUNS): boolean {
  const record = path.join(directory, file);
  return fs.existsSync(record) && schema.test(fs.readFileSync(record, 'utf8'));
}

/**
 * Whether a directory may be written as it is asked for. Deletes nothing.
 * @throws UsageError when it exists and neither --resume nor --force says what to do with it, or there is nothing to resume
 */
export function requireDirectory(
  directory: string,
  holds: Holds,
  { force, resume }: { readonly force: boolean; readonly resume: boolean },
): void {
  const refuse = (fault: string, next: string): never => {
    throw new UsageError({ where: directory, fault, next });
  };
  if (resume) {
    if (fs.existsSync(path.join(directory, holds.file))) return;
    refuse(`no ${holds.name} to resume`, 'leave out --resume to begin one');
  }
  if (!fs.existsSync(directory)) return;
  if (!force) {
    refuse('exists already', 'give another --out, or --resume to go on, or --force to delete it');
  }
  if (!isOurs(directory, holds)) {
    refuse(`holds no ${holds.file} of ours: --force leaves it`, 'give another --out');
  }
  refuseToDelete(directory);
}

/**
 * Deletes one of ours, so that it can be made anew; anything else stays.
 * @throws UsageError when a box was opened in it: that is on record for good
 */
export function deleteRun(directory: string, holds: Holds = RUNS): void {
  if (!isOurs(directory, holds)) return;
  refuseToDelete(directory);
  fs.rmSync(directory, { recursive: true });
}

/** @throws UsageError when the directory holds the record of an unblinding */
export function refuseToDelete(directory: string): void {
  if (!filesBelow(directory).some((file) => path.basename(file) === FILES.unblinding)) return;
  throw new UsageError({
    where: directory,
    fault: 'its box was opened, which is on record for good: --force leaves it',
    next: 'give another --out',
  });
}

/** How many spills a directory holds already, as far as its journal tells; 0 where there is none. */
export function journalledSpills(directory: string): number {
  const file = path.join(directory, FILES.journal);
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8').split('\n').length - 1 : 0;
}

/** @throws UsageError when what goes on is not what was begun */
export function requireSame<Record, Key extends keyof Record>(
  directory: string,
  old: Record,
  record: Record,
  keys: readonly Key[],
): void {
  for (const key of keys) {
    if (old[key] === record[key]) continue;
    throw new UsageError({
      where: directory,
      what: `${String(key)}`,
      got: `${record[key]}`,
      expected: `${old[key]}, as it was begun`,
      next: 'resume with the same card, seed and options, or give another --out',
    });
  }
}

export function writeRecord(directory: string, record: object): void {
  writeWhole(path.join(directory, FILES.run), `${JSON.stringify(record, null, 2)}\n`);
}

/**
 * Makes a directory aside and renames it: whenever this is killed, it is either not there or can be resumed.
 * @throws UsageError when it exists
 */
export function createWhole(directory: string, fill: (aside: string) => void): void {
  if (fs.existsSync(directory)) {
    throw new UsageError({
      where: directory,
      fault: 'exists already',
      next: 'give another --out, or --resume, or --force to delete it',
    });
  }
  const aside = `${path.resolve(directory)}.${process.pid}${ASIDE}`;
  fs.mkdirSync(path.dirname(aside), { recursive: true });
  try {
    fs.mkdirSync(aside);
    fill(aside);
    fs.renameSync(aside, directory);
  } catch (error) {
    fs.rmSync(aside, { recursive: true, force: true });
    throw error;
  }
}

/** A run directory that is being written. Holds nothing that grows with the number of spills. */
export class RunWriter {
  private readonly pending: JournalLine[] = [];
  /** Lines of the log that wait for the next fsync. */
  private logged = '';
  /** Files with segments that wait for it: descriptor, and bytes written. */
  private readonly open = new Map<string, { readonly fd: number; size: number }>();
  private journalBytes: number;
  private lastSync: number;

  private constructor(
    readonly directory: string,
    private record: RunRecord,
    /** Of all spills that were appended; the same object throughout. */
    readonly counts: Counts,
    private readonly now: () => number,
    private readonly disk: Disk,
  ) {
    this.lastSync = now();
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
      writeRecord(aside, record);
      fs.writeFileSync(path.join(aside, FILES.journal), '');
      lock(aside);
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
    writeWhole(
      path.join(directory, FILES.journal),
      kept.map((line) => `${writeLine(line)}\n`).join(''),
    );
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
    for (const file of filesBelow(directory)) {
      if (file.endsWith(ASIDE)) fs.rmSync(path.join(directory, file));
    }
    fs.rmSync(path.join(directory, FILES.manifest), { force: true });
    fs.rmSync(path.join(directory, FILES.summary), { force: true });
    writeRecord(directory, record);
    return new RunWriter(directory, record, kept.length > 0 ? counts : emptyCounts(), now, disk);
  }

  /** Writes the segments of the next spill; its lines in journal and log follow with the next fsync. */
  append({ spill, spillHash, rawHash, ledger, counts, alarms, ...segments }: StoredSpill): void {
    const files: Record<string, Span> = {};
    for (const kind of SEGMENT_KINDS) {
      const data = segments[kind];
      if (!data) continue;
      const file = segmentFile(kind, spill);
      files[file] = this.appendTo(file, data, spill);
    }
    addCounts(this.counts, counts);
    const alarmed = alarms.length > 0 && { alarms };
    this.pending.push({ spill, spillHash, rawHash, ledger, ...alarmed, files });
    this.note({ event: 'spill', spill, spillHash });
    for (const alarm of alarms) this.note({ event: 'alarm', spill, ...alarm });
    const due = this.now() - this.lastSync >= FSYNC_MS || this.pending.length >= MAX_PENDING;
    if (due) this.sync();
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
    this.lastSync = this.now();
    for (const [file, { fd }] of this.open) {
      fs.fsyncSync(fd);
      fs.closeSync(fd);
      this.open.delete(file);
    }
    this.log();
    if (this.pending.length === 0) return;
    const lines = Buffer.from(this.pending.map((line) => `${writeLine(line)}\n`).join(''));
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
    return `${JSON.stringify({ time: new Date(this.now()).toISOString(), ...entry })}\n`;
  }

  /** Writes a file of the run, as `summary.json` or `figures/plane.svg`. */
  write(file: string, data: string): void {
    writeWhole(path.join(this.directory, file), data);
  }

  /** Changes the record while the run is under way. */
  amend(changes: Partial<RunRecord>): RunRecord {
    this.sync();
    this.record = { ...this.record, ...changes };
    writeRecord(this.directory, this.record);
    return this.record;
  }

  /** The record as it ends, and the manifest of everything. */
  finish(changes: Partial<RunRecord>): RunRecord {
    this.amend(changes);
    this.write(FILES.manifest, manifestOf(this.directory));
    unlock(this.directory);
    return this.record;
  }
}

/** Journal lines up to the first that is damaged or whose segments are not there in full. */
function intactLines(directory: string): JournalLine[] {
  const file = path.join(directory, FILES.journal);
  const text = fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';
  const intact: JournalLine[] = [];
  const sizes = new Map<string, number>();
  const sizeOf = (name: string) => {
    const known = sizes.get(name);
    if (known !== undefined) return known;
    const stat = fs.statSync(path.join(directory, name), { throwIfNoEntry: false });
    const size = stat?.size ?? 0;
    sizes.set(name, size);
    return size;
  };
  for (const raw of text.split('\n')) {
    const line = journalLine(raw, intact.length + 1);
    if (!line) break;
    if (!Object.entries(line.files).every(([file, [, to]]) => sizeOf(file) >= to)) break;
    intact.push(line);
  }
  return intact;
}
