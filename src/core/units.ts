/**
 * Quantities with units: "80 GeV" to a number in base units, and back.
 *
 * Base units: GeV, ns, mm, T, rad, Hz, B, B/s. The decimal point is shifted in the *string* before it
 * becomes a number, so that "70 us", "0.07 ms" and "70000 ns" give the identical double.
 */
import { type Problem, UsageError } from './errors.js';
import { nearest } from './nearest.js';

export type Dimension =
  | 'energy'
  | 'time'
  | 'length'
  | 'field'
  | 'angle'
  | 'frequency'
  | 'size'
  | 'bandwidth';

interface Unit {
  readonly name: string;
  /** The unit is `factor` x 10^`shift` base units. */
  readonly shift: number;
  readonly factor?: number;
}

interface DimensionInfo {
  /** With article, and with an example: "an energy", '"80 GeV"'. */
  readonly name: string;
  readonly example: string;
  /** Smallest first. */
  readonly units: readonly Unit[];
  /** Those that `formatQuantity` writes, smallest first. */
  readonly shown: readonly string[];
  readonly base: string;
}

const degree = Math.PI / 180;

const dimensions: Readonly<Record<Dimension, DimensionInfo>> = {
  energy: {
    name: 'an energy',
    example: '80 GeV',
    base: 'GeV',
    units: [
      { name: 'eV', shift: -9 },
      { name: 'keV', shift: -6 },
      { name: 'MeV', shift: -3 },
      { name: 'GeV', shift: 0 },
      { name: 'TeV', shift: 3 },
    ],
    shown: ['eV', 'keV', 'MeV', 'GeV', 'TeV'],
  },
  time: {
    name: 'a time',
    example: '70 us',
    base: 'ns',
    units: [
      { name: 'ps', shift: -3 },
      { name: 'ns', shift: 0 },
      { name: 'us', shift: 3 },
      { name: 'ms', shift: 6 },
      { name: 's', shift: 9 },
    ],
    shown: ['ps', 'ns', 'us', 'ms', 's'],
  },
  length: {
    name: 'a length',
    example: '38.2 mm',
    base: 'mm',
    units: [
      { name: 'um', shift: -3 },
      { name: 'mm', shift: 0 },
      { name: 'cm', shift: 1 },
      { name: 'm', shift: 3 },
    ],
    shown: ['um', 'mm', 'm'],
  },
  field: {
    name: 'a magnetic field',
    example: '1.8 T',
    base: 'T',
    units: [
      { name: 'mT', shift: -3 },
      { name: 'T', shift: 0 },
    ],
    shown: ['mT', 'T'],
  },
  angle: {
    name: 'an angle',
    example: '21 mrad',
    base: 'rad',
    units: [
      { name: 'urad', shift: -6 },
      { name: 'mrad', shift: -3 },
      { name: 'rad', shift: 0 },
      { name: 'deg', shift: 0, factor: degree },
    ],
    shown: ['urad', 'mrad', 'rad'],
  },
  frequency: {
    name: 'a frequency',
    example: '100 Hz',
    base: 'Hz',
    units: [
      { name: 'Hz', shift: 0 },
      { name: 'kHz', shift: 3 },
      { name: 'MHz', shift: 6 },
    ],
    shown: ['Hz', 'kHz', 'MHz'],
  },
  size: {
    name: 'a data size',
    example: '8 MB',
    base: 'B',
    units: [
      { name: 'B', shift: 0 },
      { name: 'kB', shift: 3 },
      { name: 'MB', shift: 6 },
      { name: 'GB', shift: 9 },
    ],
    shown: ['B', 'kB', 'MB', 'GB'],
  },
  bandwidth: {
    name: 'a bandwidth',
    example: '11 MB/s',
    base: 'B/s',
    units: [
      { name: 'B/s', shift: 0 },
      { name: 'kB/s', shift: 3 },
      { name: 'MB/s', shift: 6 },
      { name: 'GB/s', shift: 9 },
    ],
    shown: ['B/s', 'kB/s', 'MB/s', 'GB/s'],
  },
};

/** "an energy such as "80 GeV"". */
export function describeDimension(dimension: Dimension): string {
  const { name, example } = dimensions[dimension];
  return `${name} such as "${example}"`;
}

/** "an energy", "a time", ... */
export function dimensionName(dimension: Dimension): string {
  return dimensions[dimension].name;
}

/** The names of the units of a dimension, smallest first. */
export const unitsOf = (dimension: Dimension): readonly string[] =>
  dimensions[dimension].units.map(({ name }) => name);

/** What `readQuantity` takes, as a regular expression of JSON schemas (ECMA-262); ranges aside. */
export function quantityExpression(dimension: Dimension): string {
  // A micro sign and a mu are as good as the u.
  const units = unitsOf(dimension).map((unit) => unit.replace(/^u/, '[u\u00b5\u03bc]'));
  return `^\\s*[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?\\s*(${units.join('|')})\\s*$`;
}

export type Reading =
  | { readonly ok: true; readonly value: number }
  | { readonly ok: false; readonly problem: Problem };

const quantityPattern = /^([+-]?)(\d+\.?\d*|\.\d+)(?:[eE]([+-]?\d+))?\s*((?:\p{L}+(?:\/s)?)?)$/u;

/**
 * Reads a quantity; a failure is a value that says got, expected and the nearest unit.
 *
 * @example readQuantity('70 us', 'time') // { ok: true, value: 70000 }
 */
export function readQuantity(text: string, dimension: Dimension): Reading {
  const info = dimensions[dimension];
  const refuse = (next?: string): Reading => ({
    ok: false,
    problem: {
      got: JSON.stringify(text),
      expected: describeDimension(dimension),
      ...(next === undefined ? {} : { next }),
    },
  });

  const match = quantityPattern.exec(text.trim());
  if (!match) return refuse();
  const [, sign, digits, exponent = '0', written] = match;
  const name = plainName(written);
  if (name === '') return refuse('the unit is missing');

  const unit = info.units.find((candidate) => candidate.name === name);
  if (!unit) {
    const other = dimensionOf(name);
    if (other) return refuse(`"${name}" is a unit of ${dimensions[other].name.split(' ').pop()}`);
    const close = nearest(
      name,
      info.units.map((candidate) => candidate.name),
    );
    return refuse(close && `did you mean "${text.trim().slice(0, -written.length)}${close}"?`);
  }
  const value = Number(`${sign}${digits}e${Number(exponent) + unit.shift}`) * (unit.factor ?? 1);
  if (!Number.isFinite(value)) return refuse('the number is too large');
  return { ok: true, value: value === 0 ? 0 : value };
}

/**
 * A quantity in base units (GeV, ns, mm, T, rad, Hz, B, B/s).
 *
 * @throws UsageError on an unknown or missing unit, or one of another dimension.
 * @example parseQuantity('80 GeV', 'energy') // 80
 */
export function parseQuantity(text: string, dimension: Dimension): number {
  const reading = readQuantity(text, dimension);
  if (!reading.ok) throw new UsageError(reading.problem);
  return reading.value;
}

/**
 * A value in base units with a prefix that leaves one to three digits before the point; exact, so
 * that reading it back gives the identical double.
 *
 * @example formatQuantity(0.05, 'energy') // '50 MeV'
 */
export function formatQuantity(value: number, dimension: Dimension): string {
  const info = dimensions[dimension];
  if (value === 0 || !Number.isFinite(value)) return `${value === 0 ? 0 : value} ${info.base}`;
  const { sign, digits, exponent } = decimalOf(value);
  /** Power of ten of the first digit, in base units. */
  const magnitude = exponent + digits.length - 1;
  let unit = unitNamed(info, info.shown[0]);
  for (const name of info.shown) {
    const candidate = unitNamed(info, name);
    if (magnitude >= candidate.shift) unit = candidate;
  }
  return `${sign}${plainDecimal(digits, exponent - unit.shift)} ${unit.name}`;
}

/** With its micro as it stands in the tables. */
const plainName = (unit: string) => unit.replace(/^[\u00b5\u03bc]/u, 'u');

/**
 * How many powers of ten a unit is above another of the same dimension; null where it is none of them.
 *
 * @example unitShift('MeV', 'GeV') = -3
 */
export function unitShift(unit: string, other: string): number | null {
  if (plainName(unit) === plainName(other)) return 0;
  const dimension = dimensionOf(plainName(unit));
  if (!dimension || dimension !== dimensionOf(plainName(other))) return null;
  const [own, its] = [unit, other].map((name) => unitNamed(dimensions[dimension], plainName(name)));
  return own.factor === its.factor ? own.shift - its.shift : null;
}

function unitNamed(info: DimensionInfo, name: string): Unit {
  return info.units.find((unit) => unit.name === name) as Unit;
}

function dimensionOf(unit: string): Dimension | undefined {
  return (Object.keys(dimensions) as Dimension[]).find((dimension) =>
    dimensions[dimension].units.some((candidate) => candidate.name === unit),
  );
}

/** The shortest decimal that reads back as `value`: sign, digits without trailing zeros, exponent. */
function decimalOf(value: number): { sign: string; digits: string; exponent: number } {
  const [mantissa, exponent] = Math.abs(value).toExponential().split('e');
  const digits = mantissa.replace('.', '');
  const trimmed = digits.replace(/0+$/, '');
  return {
    sign: value < 0 ? '-' : '',
    digits: trimmed,
    exponent: Number(exponent) - (trimmed.length - 1),
  };
}

/** digits x 10^exponent without an exponent, unless that would take more than twelve zeros. */
function plainDecimal(digits: string, exponent: number): string {
  if (exponent > 12 || exponent < -30) return `${digits}e${exponent}`;
  if (exponent >= 0) return digits + '0'.repeat(exponent);
  const point = digits.length + exponent;
  if (point > 0) return `${digits.slice(0, point)}.${digits.slice(point)}`;
  return `0.${'0'.repeat(-point)}${digits}`;
}
