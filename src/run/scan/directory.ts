/**
 * The directory of a scan: what was asked for, a journal with a line for each finished point, and what is made of them.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { UsageError } from '../../core/errors.js';
import { faultOf } from '../store/fault.js';
import { createWhole, type Holds, requireSame } from '../store/directory.js';
import { FILES, type RunRecord } from '../store/layout.js';
import { readLine, writeLine } from '../store/line.js';
import { lock, unlock } from '../store/lock.js';
import { filesBelow, manifestOf } from '../store/manifest.js';
import { ASIDE, writeWhole } from '../store/write.js';
import type { Axis } from './grid.js';
import type { Point, PointRequest } from './point.js';

export const SCAN_SCHEMA = 'spillway.scan/1';

export const SCAN_FILES = {
  record: 'scan.json',
  points: 'points.jsonl',
  table: 'scan.csv',
  figures: FILES.figures,
} as const;

export const SCANS: Holds = {
  name: 'scan',
  file: SCAN_FILES.record,
  schema: /"schema":\s*"spillway\.scan\//,
};

/** scan.json: what was asked for, and what goes on when it was interrupted. */
export interface ScanRecord extends PointRequest {
  readonly schema: typeof SCAN_SCHEMA;
  readonly version: string;
  /** Name of the card without folder and ending. */
  readonly name: string;
  readonly seed: string;
  readonly axes: readonly Axis[];
  /** As asked for; of every point. */
  readonly set: readonly string[];
  /** What every point sets beyond that, so that its thresholds are within what is kept. */
  readonly raised: readonly string[];
  /** Of the points, in order. */
  readonly cardHashes: readonly string[];
  readonly state: RunRecord['state'];
  /** Why it was interrupted or is paused. */
  readonly reason: string | null;
}

/** @throws UsageError where there is none, or one of another version of the format */
export function readScan(directory: string): ScanRecord {
  const file = path.join(directory, SCAN_FILES.record);
  let record: ScanRecord;
  try {
    record = JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch (error) {
    const expected = 'the directory of a scan';
    throw new UsageError({ where: file, fault: faultOf(error), expected });
  }
  const { schema } = record;
  if (schema === SCAN_SCHEMA) return record;
  throw new UsageError({ where: file, what: 'schema', got: `${schema}`, expected: SCAN_SCHEMA });
}

/** Points of the journal, up to the first line that is damaged, cut off or not in order. */
export function readPoints(directory: string): Point[] {
  const file = path.join(directory, SCAN_FILES.points);
  const text = fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';
  const points: Point[] = [];
  // What follows the last end of a line was cut off.
  for (const line of text.split('\n').slice(0, -1)) {
    const point = readLine<Point>(line);
    if (point?.point !== points.length + 1) break;
    points.push(point);
  }
  return points;
}

/** What goes on has to be what was begun: in words, by name. */
const identity = (record: ScanRecord) => ({
  version: record.version,
  vary: record.axes.map(({ asked }) => asked).join(' '),
  set: record.set.join(' '),
  seed: record.seed,
  spills: record.spills,
  ghosts: record.ghosts,
  masses: record.masses.join(', '),
  mode: record.mode,
  fidelity: record.fidelity,
  cards: record.cardHashes.map((hash) => hash.slice(0, 8)).join(' '),
});

/** A directory of a scan that is being written. */
export class ScanWriter {
  private constructor(
    readonly directory: string,
    private begun: ScanRecord,
    /** Those that were there. */
    readonly points: readonly Point[],
  ) {}

  /** @throws UsageError when it exists */
  static create(directory: string, record: ScanRecord): ScanWriter {
    createWhole(directory, (aside) => {
      writeRecord(aside, record);
      fs.writeFileSync(path.join(aside, SCAN_FILES.points), '');
      lock(aside);
    });
    return new ScanWriter(directory, record, []);
  }

  /**
   * Goes on with what the journal has; cuts off what was not finished.
   * @throws UsageError when it was begun otherwise, or somebody else writes it
   */
  static resume(directory: string, record: ScanRecord): ScanWriter {
    const [old, now] = [readScan(directory), record].map(identity);
    requireSame(directory, old, now, Object.keys(now) as (keyof typeof now)[]);
    lock(directory);
    const points = readPoints(directory);
    const lines = points.map((point) => `${writeLine(point)}\n`);
    writeWhole(path.join(directory, SCAN_FILES.points), lines.join(''));
    // Those of an interruption say nothing of what comes now.
    for (const name of [SCAN_FILES.figures, SCAN_FILES.table, FILES.manifest]) {
      fs.rmSync(path.join(directory, name), { recursive: true, force: true });
    }
    for (const file of filesBelow(directory)) {
      if (file.endsWith(ASIDE)) fs.rmSync(path.join(directory, file));
    }
    writeRecord(directory, record);
    return new ScanWriter(directory, record, points);
  }

  /** Writes the next point; it is on the disk when this returns. */
  append(point: Point): void {
    const file = path.join(this.directory, SCAN_FILES.points);
    fs.appendFileSync(file, `${writeLine(point)}\n`, { flush: true });
  }

  /** Writes a file of the scan, as `scan.csv`. */
  write(file: string, data: string | Uint8Array): void {
    writeWhole(path.join(this.directory, file), data);
  }

  get record(): ScanRecord {
    return this.begun;
  }

  /** Changes the record while the scan is under way. */
  amend({ state, reason }: Pick<ScanRecord, 'state' | 'reason'>): void {
    this.begun = { ...this.begun, state, reason };
    writeRecord(this.directory, this.begun);
  }

  /** The record as it ends, and the manifest of everything. */
  finish(end: Pick<ScanRecord, 'state' | 'reason'>): void {
    this.amend(end);
    this.write(FILES.manifest, manifestOf(this.directory));
    unlock(this.directory);
  }
}

const writeRecord = (directory: string, record: ScanRecord): void =>
  writeWhole(path.join(directory, SCAN_FILES.record), `${JSON.stringify(record, null, 2)}\n`);
