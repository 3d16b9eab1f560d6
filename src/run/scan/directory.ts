/**
 * The directory of a scan: what was asked for, a journal with a line for each finished point, and what is made of them.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { FILES, type RunRecord } from '../store/layout.js';
import { soundLines, writeLines } from '../store/line.js';
import { lock } from '../store/lock.js';
import {
  clearOut,
  createWhole,
  type Holds,
  OursWriter,
  parseRecord,
  type RecordFormat,
  requireSame,
} from '../store/ours.js';
import { pointFault, scanFault } from '../store/shape.js';
import { writeJson, writeWhole } from '../store/write.js';
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

const SCAN: RecordFormat = { name: 'scan', schema: SCAN_SCHEMA, fault: scanFault };

/** @throws UsageError where there is none, or one of another version of the format */
export function readScan(directory: string): ScanRecord {
  const file = path.join(directory, SCAN_FILES.record);
  return parseScan(file, () => fs.readFileSync(file, 'utf8'));
}

/** The same of a text. */
export const parseScan = (file: string, read: () => string): ScanRecord =>
  parseRecord<ScanRecord>(file, read, SCAN);

/** What the points of a scan have in common: as many values and masses. */
type Grid = Pick<ScanRecord, 'axes' | 'masses'>;

/** Points of the journal, up to the first line that is damaged, cut off, not in order or not of this scan. */
export function readPoints(directory: string, grid: Grid = readScan(directory)): Point[] {
  const file = path.join(directory, SCAN_FILES.points);
  return parsePoints(fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '', grid).lines;
}

/** Those of a text, and what is wrong with the first line that is no point or not the next. */
export const parsePoints = (text: string, { axes, masses }: Grid) =>
  soundLines<Point>(
    text,
    (line, number) =>
      line.point === number &&
      pointFault(line) === null &&
      line.values.length === axes.length &&
      line.masses.length === masses.length,
  );

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
export class ScanWriter extends OursWriter<ScanRecord> {
  private constructor(
    directory: string,
    record: ScanRecord,
    /** Those that were there. */
    readonly points: readonly Point[],
  ) {
    super(directory, SCAN_FILES.record, record);
  }

  /** @throws UsageError when it exists */
  static create(directory: string, record: ScanRecord): ScanWriter {
    createWhole(directory, (aside) => {
      writeJson(path.join(aside, SCAN_FILES.record), record);
      fs.writeFileSync(path.join(aside, SCAN_FILES.points), '');
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
    const points = readPoints(directory, record);
    writeWhole(path.join(directory, SCAN_FILES.points), writeLines(points));
    clearOut(directory, [SCAN_FILES.figures, SCAN_FILES.table, FILES.manifest]);
    writeJson(path.join(directory, SCAN_FILES.record), record);
    return new ScanWriter(directory, record, points);
  }

  /** Writes the next point; it is on the disk when this returns. */
  append(point: Point): void {
    const file = path.join(this.directory, SCAN_FILES.points);
    fs.appendFileSync(file, writeLines([point]), { flush: true });
  }
}
