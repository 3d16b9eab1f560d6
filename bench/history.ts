/** bench/history.jsonl: a line per release. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { VERSION } from '../dist/run/version.js';
import type { Machine } from './measure.js';
import { keyOf, type Report, type Row } from './rows.js';

const FILE = path.join(import.meta.dirname, 'history.jsonl');

export type Ratios = Pick<Row, 'ratioToC' | 'ratioToCalibrator'>;

export interface Release {
  readonly version: string;
  readonly date: string;
  readonly machine: Machine;
  /** By `keyOf`. */
  readonly ratios: Readonly<Record<string, Ratios>>;
}

/** A worse ratio by more than this is flagged. */
export const TOLERANCE = 0.15;

/** Appends the ratios. @param date YYYY-MM-DD */
export function record({ machine, rows }: Report, date: string): void {
  const ratios = Object.fromEntries(rows.map((row) => [keyOf(row), ratiosOf(row)]));
  const release: Release = { version: VERSION, date, machine, ratios };
  fs.appendFileSync(FILE, `${JSON.stringify(release)}\n`);
}

const round = (x: number) => Number(x.toPrecision(4));
const ratiosOf = ({ ratioToC, ratioToCalibrator }: Row): Ratios => ({
  ratioToC: ratioToC === null ? null : round(ratioToC),
  ratioToCalibrator: round(ratioToCalibrator),
});

/** The last one; null before the first. */
export function lastRelease(): Release | null {
  if (!fs.existsSync(FILE)) return null;
  const last = fs.readFileSync(FILE, 'utf8').trimEnd().split('\n').pop();
  return last ? (JSON.parse(last) as Release) : null;
}

export interface Change {
  readonly key: string;
  readonly ratio: keyof Ratios;
  readonly before: number;
  readonly now: number;
  readonly isWorse: boolean;
}

/** The ratios that both have. */
export function changes({ ratios }: Release, rows: readonly Row[]): Change[] {
  return rows.flatMap((row) => {
    const key = keyOf(row);
    return (['ratioToC', 'ratioToCalibrator'] as const).flatMap((ratio) => {
      const before = ratios[key]?.[ratio] ?? null;
      const now = row[ratio];
      if (before === null || now === null) return [];
      return [{ key, ratio, before, now, isWorse: now > (1 + TOLERANCE) * before }];
    });
  });
}
