/**
 * What the directories of runs, campaigns and scans have in common: a record that says what they are, one process that writes
 * them, and that what was cut off can be gone on with.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { UsageError } from '../../core/errors.js';
import { faultOf } from './fault.js';
import { FILES } from './layout.js';
import { lock, unlock } from './lock.js';
import { filesBelow, manifestOf } from './manifest.js';
import { ASIDE, writeJson, writeWhole } from './write.js';

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
export function deleteOurs(directory: string, holds: Holds = RUNS): void {
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

/** What a record has to be. */
export interface RecordFormat {
  readonly name: string;
  readonly schema: string;
  /** What is wrong with it, in words; null when nothing is. */
  readonly fault: (record: unknown) => string | null;
}

/** @throws UsageError when it is none, with the file that is named */
export function parseRecord<R extends { readonly schema: string }>(
  file: string,
  read: () => string,
  { name, schema, fault }: RecordFormat,
): R {
  let record: R | null;
  try {
    record = JSON.parse(read()) as R | null;
  } catch (error) {
    const expected = `the directory of a ${name}`;
    throw new UsageError({ where: file, fault: faultOf(error), expected });
  }
  if (record?.schema !== schema) {
    throw new UsageError({
      ...{ where: file, what: 'schema', got: `${record?.schema}`, expected: schema },
    });
  }
  const found = fault(record);
  if (found === null) return record;
  throw new UsageError({ where: file, fault: found, next: 'see spillway verify' });
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

/**
 * Makes a directory aside, locked to this process, and renames it: whenever this is killed, it is either not there or can be
 * resumed.
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
    lock(aside);
    fs.renameSync(aside, directory);
  } catch (error) {
    fs.rmSync(aside, { recursive: true, force: true });
    throw error;
  }
}

/**
 * Before one of ours is gone on with: removes what a killed process has left half written, and what says nothing of what
 * comes now.
 */
export function clearOut(directory: string, stale: readonly string[]): void {
  for (const name of stale) {
    fs.rmSync(path.join(directory, name), { recursive: true, force: true });
  }
  for (const file of filesBelow(directory)) {
    if (file.endsWith(ASIDE)) fs.rmSync(path.join(directory, file));
  }
}

/** One of ours that is being written: its record, its files, its end. */
export class OursWriter<R extends object> {
  constructor(
    readonly directory: string,
    private readonly file: string,
    private now: R,
  ) {}

  get record(): R {
    return this.now;
  }

  /** Writes a file, as `summary.json` or `figures/plane.svg`. */
  write(file: string, data: string | Uint8Array): void {
    writeWhole(path.join(this.directory, file), data);
  }

  /** Changes the record while it is under way. */
  amend(changes: Partial<R>): R {
    this.now = { ...this.now, ...changes };
    writeJson(path.join(this.directory, this.file), this.now);
    return this.now;
  }

  /** The record as it ends, and the manifest of everything. */
  finish(changes: Partial<R>): R {
    this.amend(changes);
    this.write(FILES.manifest, manifestOf(this.directory));
    unlock(this.directory);
    return this.now;
  }
}
