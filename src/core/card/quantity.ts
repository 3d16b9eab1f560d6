/**
 * The leaves of the card's schema. Each is a valibot schema that refuses with "got ..., expected ..."
 * in human units, and carries a `Leaf` as metadata for whoever walks the schema.
 */
import * as v from 'valibot';
import { describeProblem, type Problem } from '../errors.js';
import { nearest } from '../nearest.js';
import { isSeed, SEED } from '../random/index.js';
import { type Dimension, dimensionName, formatQuantity, readQuantity } from '../units.js';

/** In base units, ends included. */
export interface Range {
  readonly min?: number;
  readonly max?: number;
}

export type LeafKind = Dimension | 'fraction' | 'factor' | 'number' | 'count' | 'text' | 'choice';

/** What was read from a leaf, or what is wrong with it. */
export type Outcome<T> = { readonly value: T } | { readonly problem: Problem };

/** What a leaf of the schema is, and how it reads its input. */
export interface Leaf {
  readonly kind: LeafKind;
  readonly read: (input: unknown) => Outcome<unknown>;
  /** Of a number. */
  readonly range?: Range;
  /** Of a choice. */
  readonly names?: readonly string[];
}

/** A schema with one reading function; its problem becomes the issue. */
function leaf<T>(
  kind: LeafKind,
  read: (input: unknown) => Outcome<T>,
  { range, names }: Pick<Leaf, 'range' | 'names'> = {},
) {
  return v.pipe(
    v.unknown(),
    v.rawTransform<unknown, T>(({ dataset, addIssue, NEVER }) => {
      const outcome = read(dataset.value);
      if ('value' in outcome) return outcome.value;
      addIssue({
        message: describeProblem(outcome.problem),
        expected: outcome.problem.expected ?? kind,
        received: outcome.problem.got ?? String(dataset.value),
      });
      return NEVER;
    }),
    v.metadata({
      leaf: { kind, read, ...(range && { range }), ...(names && { names }) } satisfies Leaf,
    }),
  );
}

/** What was written, as it is quoted in a message. */
export function quote(input: unknown): string {
  if (input === undefined || input === null) return 'nothing';
  if (Array.isArray(input)) return 'a list';
  if (typeof input === 'object') return 'a section';
  return typeof input === 'string' ? JSON.stringify(input) : String(input);
}

function quantity(dimension: Dimension, range: Range) {
  const show = (value: number) => formatQuantity(value, dimension);
  const read = (input: unknown): Outcome<number> => {
    const reading = readQuantity(typeof input === 'string' ? input : '', dimension);
    if (!reading.ok) {
      if (typeof input === 'string') return { problem: reading.problem };
      const { got: _empty, next: _none, ...problem } = reading.problem;
      const next = typeof input === 'number' ? { next: 'the unit is missing' } : {};
      return { problem: { got: quote(input), ...problem, ...next } };
    }
    if (isWithin(reading.value, range)) return { value: reading.value };
    const expected = `${dimensionName(dimension)} ${describeRange(range, show)}`;
    return { problem: { got: quote(input), expected } };
  };
  return leaf(dimension, read, { range });
}

function plain(kind: LeafKind, name: string, range: Range) {
  const read = (input: unknown): Outcome<number> => {
    const whole = kind !== 'count' || Number.isSafeInteger(input);
    if (typeof input === 'number' && Number.isFinite(input) && whole && isWithin(input, range)) {
      return { value: input === 0 ? 0 : input };
    }
    const described = describeRange(range, shortNumber);
    return { problem: { got: quote(input), expected: described ? `${name} ${described}` : name } };
  };
  return leaf(kind, read, { range });
}

/** An energy in GeV, from "80 GeV". */
export const energy = (range: Range = {}) => quantity('energy', range);
/** A time in ns, from "70 us". */
export const time = (range: Range = {}) => quantity('time', range);
/** A length in mm, from "38.2 mm". */
export const length = (range: Range = {}) => quantity('length', range);
/** An angle in rad, from "21 mrad". */
export const angle = (range: Range = {}) => quantity('angle', range);
/** A frequency in Hz, from "100 Hz". */
export const frequency = (range: Range = {}) => quantity('frequency', range);

/** A data size in B, from "8 MB". */
export const size = (range: Range = {}) => quantity('size', range);
/** A bandwidth in B/s, from "11 MB/s". */
export const bandwidth = (range: Range = {}) => quantity('bandwidth', range);

/** A share, from 0 to 1 unless the range says otherwise. */
export const fraction = ({ min = 0, max = 1 }: Range = {}) =>
  plain('fraction', 'a number', { min, max });
/** A dimensionless number that is not negative. */
export const factor = ({ min = 0, ...rest }: Range = {}) =>
  plain('factor', 'a number', { min, ...rest });
/** Any finite number. */
export const number = (range: Range = {}) => plain('number', 'a number', range);
/** A whole number; 2.3e10 is one. */
export const count = (range: Range = {}) => plain('count', 'a whole number', range);

function readText(input: unknown): Outcome<string> {
  const value = typeof input === 'number' || typeof input === 'boolean' ? String(input) : input;
  return typeof value === 'string' && value.trim() !== ''
    ? { value }
    : { problem: { got: quote(input), expected: 'a text that is not empty' } };
}

/** Reads the seed of a run, on a card or elsewhere. */
export function readSeed(input: unknown): Outcome<string> {
  const outcome = readText(input);
  if ('problem' in outcome || isSeed(outcome.value)) return outcome;
  return { problem: { got: quote(input), expected: SEED } };
}

/** Text that is not empty; `name: 42` is the text "42". */
export const text = () => leaf<string>('text', readText);
/** Text that a key can be made of. */
export const seed = () => leaf<string>('text', readSeed);

/** One of some names. */
export const choice = (names: readonly string[]) => {
  const read = (input: unknown): Outcome<string> => {
    if (typeof input === 'string' && names.includes(input)) return { value: input };
    const close = typeof input === 'string' ? nearest(input, names) : undefined;
    return {
      problem: {
        got: quote(input),
        expected: `${names.length > 1 ? 'one of ' : ''}${names.map(quote).join(', ')}`,
        ...(close === undefined ? {} : { next: `did you mean "${close}"?` }),
      },
    };
  };
  return leaf<string>('choice', read, { names });
};

/** 1e15 rather than 1000000000000000. */
function shortNumber(value: number): string {
  return Math.abs(value) >= 1e5 ? value.toExponential().replace('e+', 'e') : String(value);
}

/** Whether a value is in a range. */
export function isWithin(value: number, { min, max }: Range): boolean {
  return (min === undefined || value >= min) && (max === undefined || value <= max);
}

export function describeRange({ min, max }: Range, show: (n: number) => string) {
  if (min !== undefined && max !== undefined) return `from ${show(min)} to ${show(max)}`;
  if (min !== undefined) return `of at least ${show(min)}`;
  if (max !== undefined) return `of at most ${show(max)}`;
  return '';
}
