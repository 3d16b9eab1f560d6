/**
 * Rows of a comparison: what A has, what B has, how far apart.
 */
import { pull } from '../../analyse/comparison.js';

/** How counts of B are held against those of A. */
export interface Scale {
  /** Electrons on target of A over those of B; null without electrons in one of them. */
  readonly ratio: number | null;
  /** Runs of one seed: no pulls. */
  readonly correlated: boolean;
}

/** A value as text; null where the run has none. */
export interface TextRow {
  readonly name: string;
  readonly a: string | null;
  readonly b: string | null;
}

export interface ValueRow {
  readonly name: string;
  readonly a: number | null;
  readonly b: number | null;
}

export interface CountRow {
  readonly name: string;
  readonly a: number;
  readonly b: number;
  /** B - A, exact. */
  readonly difference: number;
  /** B against A in standard deviations; null for correlated runs and for what is no Poisson count of the beam. */
  readonly pull: number | null;
}

/** Rows that differ; all of them where they were asked for. */
export interface Section<Row> {
  /** How many of all rows differ. */
  readonly differing: number;
  readonly of: number;
  readonly rows: readonly Row[];
}

export function section<Row>(
  rows: readonly Row[],
  all: boolean,
  differs: (row: Row) => boolean,
): Section<Row> {
  const differing = rows.filter(differs);
  return { differing: differing.length, of: rows.length, rows: all ? rows : differing };
}

/** @param isPoisson whether it counts particles or events of the beam, each of them once */
export function countRow(
  name: string,
  a: number,
  b: number,
  { ratio, correlated }: Scale,
  isPoisson = true,
): CountRow {
  const comparable = isPoisson && !correlated && ratio !== null;
  return { name, a, b, difference: b - a, pull: comparable ? pull(a, b, ratio) : null };
}

/** Entries of two maps side by side, in the order of the first; what only the second has comes last. */
export function paired<T>(
  a: ReadonlyMap<string, T>,
  b: ReadonlyMap<string, T>,
): { name: string; a: T | null; b: T | null }[] {
  const names = new Set([...a.keys(), ...b.keys()]);
  return [...names].map((name) => ({ name, a: a.get(name) ?? null, b: b.get(name) ?? null }));
}
