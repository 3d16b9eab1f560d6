/**
 * The run directory: the truth about a run. Data first, then fsync, then the journal; whatever the
 * journal does not name is made again.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import {
  type Counts,
  decodeCounts,
  emptyCounts,
  encodeCounts,
  mergeCounts,
} from '../../analyse/counts.js';
import { RunError, UsageError } from '../../core/errors.js';
import type { SegmentKind, SpillResult } from '../spill.js';
import {
  FILES,
  type JournalLine,
  RUN_SCHEMA,
  type RunRecord,
  SEGMENT_KINDS,
  segmentFile,
} from './layout.js';
import { readLine, writeLine } from './line.js';
import { manifestOf } from './manifest.js';

/** Segments and journal are forced to the disk at most this often. */
const FSYNC_MS = 1000;

export function readRunRecord(directory: string): RunRecord {
  const file = path.join(directory, FILES.run);
  let record: RunRecord;
  try {
    record = JSON.parse(fs.readFileSync(file, 'utf8')) as RunRecord;
  } catch (error) {
    throw new UsageError({
      where: file,
      what: (error as Error).message,
      expected: 'the directory of a run',
    });
  }
  if (record.schema !== RUN_SCHEMA) {
    throw new UsageError({
      where: file,
      what: 'schema',
      got: `${record.schema}`,
      expected: RUN_SCHEMA,
    });
  }
  return record;
}

/**
 * The lines of the journal.
 * @throws RunError naming the first damaged one
 */
export function readJournal(directory: string): JournalLine[] {
  const file = path.join(directory, FILES.journal);
  const lines = fs.readFileSync(file, 'utf8').split('\n');
  const tail = lines.pop();
  const journal = lines.map((text, i) => {
    const line = readLine<JournalLine>(text);
    if (line && line.spill === i + 1) return line;
    throw new RunError({ where: file, what: `line ${i + 1}`, fault: 'damaged or out of order' });
  });
  if (tail !== '') {
    throw new RunError({ where: file, what: `line ${lines.length + 1}`, fault: 'cut off' });
  }
  return journal;
}

/** Bytes of a segment, or null when it was not kept. */
export function readSegmentFile(
  directory: string,
  kind: SegmentKind,
  spill: number,
): Uint8Array | null {
  const file = path.join(directory, segmentFile(kind, spill));
  return fs.existsSync(file) ? fs.readFileSync(file) : null;
}

export function writeWhole(file: string, data: string | Uint8Array): void {
  const aside = `${file}.new`;
  const fd = fs.openSync(aside, 'w');
  try {
    fs.writeFileSync(fd, data);
    fs.fsyncSync(fd);
  } finally {
    fs.closeSync(fd);
  }
  fs.renameSync(aside, file);
}

/** A run directory that is being written. */
export class RunWriter {
  private readonly pending: { line: JournalLine; counts: Counts }[] = [];
  private lastSync: number;

  private constructor(
    readonly directory: string,
    private record: RunRecord,
    readonly journal: JournalLine[],
    private counts: Counts,
    private readonly now: () => number,
  ) {
    this.lastSync = now();
  }

  /** Begins a directory anew. @throws UsageError when it exists */
  static create(
    directory: string,
    record: RunRecord,
    cardYaml: string,
    now: () => number,
  ): RunWriter {
    if (fs.existsSync(directory)) {
      throw new UsageError({
        where: directory,
        fault: 'exists already',
        next: 'give another --out, or --resume, or --force to delete it',
      });
    }
    fs.mkdirSync(directory, { recursive: true });
    for (const kind of SEGMENT_KINDS) {
      if (kind === 'raw' && record.raw === 'drop') continue;
      if (kind === 'truth' && !record.truth) continue;
      fs.mkdirSync(path.join(directory, kind));
    }
    writeWhole(path.join(directory, FILES.card), cardYaml);
    writeWhole(path.join(directory, FILES.run), `${JSON.stringify(record, null, 2)}\n`);
    fs.writeFileSync(path.join(directory, FILES.journal), '');
    return new RunWriter(directory, record, [], emptyCounts(), now);
  }

  /**
   * Goes on with an interrupted directory: keeps the spills that the journal names, whose segments are
   * there and which the checkpoint of counts covers; cuts off everything else.
   */
  static resume(directory: string, record: RunRecord, now: () => number): RunWriter {
    const old = readRunRecord(directory);
    if (old.unblinded) {
      throw new UsageError({
        where: directory,
        fault: 'its box was opened: no more spills can be added',
        next: 'give another --out',
      });
    }
    for (const key of [
      'cardHash',
      'seed',
      'mode',
      'fidelity',
      'version',
      'raw',
      'truth',
    ] as const) {
      if (old[key] === record[key]) continue;
      throw new UsageError({
        where: directory,
        what: key,
        got: `${record[key]}`,
        expected: `${old[key]}, as the run was begun`,
        next: 'resume with the same card, seed and options, or give another --out',
      });
    }
    const countsFile = path.join(directory, FILES.counts);
    let counts = emptyCounts();
    if (fs.existsSync(countsFile)) {
      try {
        counts = decodeCounts(fs.readFileSync(countsFile));
      } catch {
        counts = emptyCounts(); // damaged: everything is made again
      }
    }
    const journal = intactLines(directory).slice(0, counts.spills);
    if (journal.length < counts.spills) counts = emptyCounts();
    const kept = counts.spills === journal.length ? journal : [];
    writeWhole(
      path.join(directory, FILES.journal),
      kept.map((line) => `${writeLine(line)}\n`).join(''),
    );
    const named = new Set(kept.flatMap((line) => Object.keys(line.files)));
    for (const kind of SEGMENT_KINDS) {
      const folder = path.join(directory, kind);
      if (!fs.existsSync(folder)) continue;
      for (const file of fs.readdirSync(folder)) {
        if (!named.has(`${kind}/${file}`)) fs.rmSync(path.join(folder, file));
      }
    }
    fs.rmSync(path.join(directory, FILES.manifest), { force: true });
    fs.rmSync(path.join(directory, FILES.summary), { force: true });
    writeWhole(path.join(directory, FILES.run), `${JSON.stringify(record, null, 2)}\n`);
    return new RunWriter(directory, record, kept, kept.length > 0 ? counts : emptyCounts(), now);
  }

  /** The counts of everything that is safely written. */
  get safeCounts(): Counts {
    return this.counts;
  }

  /** Writes the segments of the next spill; its journal line follows with the next fsync. */
  append(result: SpillResult, counts: Counts): void {
    const files: Record<string, number> = {};
    for (const kind of SEGMENT_KINDS) {
      const data = result[kind];
      if (!data || (kind === 'raw' && this.record.raw === 'drop')) continue;
      const file = segmentFile(kind, result.spill);
      fs.writeFileSync(path.join(this.directory, file), data);
      files[file] = data.length;
    }
    const { spill, spillHash, rawHash, ledger } = result;
    this.pending.push({ line: { spill, spillHash, rawHash, ledger, files }, counts });
    if (this.now() - this.lastSync >= FSYNC_MS) this.sync();
  }

  /** Data, fsync, journal, checkpoint. */
  sync(): void {
    this.lastSync = this.now();
    if (this.pending.length === 0) return;
    for (const { line } of this.pending) {
      for (const file of Object.keys(line.files)) fsync(path.join(this.directory, file));
    }
    const journal = path.join(this.directory, FILES.journal);
    fs.appendFileSync(journal, this.pending.map(({ line }) => `${writeLine(line)}\n`).join(''));
    fsync(journal);
    for (const { line, counts } of this.pending) {
      this.journal.push(line);
      this.counts = mergeCounts(this.counts, counts);
    }
    this.pending.length = 0;
    writeWhole(path.join(this.directory, FILES.counts), encodeCounts(this.counts));
  }

  log(entry: object): void {
    const line = { time: new Date(this.now()).toISOString(), ...entry };
    fs.appendFileSync(path.join(this.directory, FILES.log), `${JSON.stringify(line)}\n`);
  }

  /** Writes a file of the run, as `summary.json` or `figures/plane.svg`. */
  write(file: string, data: string): void {
    const full = path.join(this.directory, file);
    fs.mkdirSync(path.dirname(full), { recursive: true });
    writeWhole(full, data);
  }

  /** The end-of-run record, and the manifest of everything. */
  finish(changes: Partial<RunRecord>): RunRecord {
    this.sync();
    this.record = { ...this.record, ...changes };
    this.write(FILES.run, `${JSON.stringify(this.record, null, 2)}\n`);
    this.write(FILES.manifest, manifestOf(this.directory));
    return this.record;
  }
}

/** Journal lines up to the first that is damaged or whose segments are not there in full. */
function intactLines(directory: string): JournalLine[] {
  const text = fs.readFileSync(path.join(directory, FILES.journal), 'utf8');
  const intact: JournalLine[] = [];
  for (const raw of text.split('\n')) {
    const line = readLine<JournalLine>(raw);
    if (!line || line.spill !== intact.length + 1) break;
    const there = Object.entries(line.files).every(([file, size]) => {
      const stat = fs.statSync(path.join(directory, file), { throwIfNoEntry: false });
      return stat?.size === size;
    });
    if (!there) break;
    intact.push(line);
  }
  return intact;
}

function fsync(file: string): void {
  const fd = fs.openSync(file, 'r');
  try {
    fs.fsyncSync(fd);
  } finally {
    fs.closeSync(fd);
  }
}
