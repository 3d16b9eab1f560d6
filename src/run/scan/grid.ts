/**
 * The values that a scan goes through: `PATH=FROM:TO:STEP`, `PATH=FROM:TO:log:N` or `PATH=A,B,C`, each as somebody would
 * write it on a card. Linear grids are counted in decimals, so that 0.1 + 0.2 is 0.3.
 */
import { type Problem, UsageError } from '../../core/errors.js';
import { exp, log } from '../../core/math.js';
import { unitShift } from '../../core/units.js';

/** One parameter of a scan. */
export interface Axis {
  /** Dotted key of the card. */
  readonly path: string;
  /** As it was asked for. */
  readonly asked: string;
  /** Of the numbers; empty where they have none. */
  readonly unit: string;
  /** How its values lie, and are drawn. */
  readonly scale: 'linear' | 'log';
  readonly values: readonly AxisValue[];
}

export interface AxisValue {
  /** As on a card: `60GeV`. */
  readonly text: string;
  /** In the axis' unit. */
  readonly number: number;
}

/** Values that one parameter may have, and that a whole grid may. */
const MOST_VALUES = 1000;
const MOST_POINTS = 10_000;
/** A list that reaches so far is drawn over a logarithmic axis. */
const WIDE = 20;
/** A value of a logarithmic grid is rounded by less than this share of a step. */
const ROUNDED = 0.01;
const FEWEST_DIGITS = 3;
const MOST_DIGITS = 15;

/** `mantissa * 10^exponent` in a unit. */
interface Decimal {
  readonly mantissa: bigint;
  readonly exponent: number;
  readonly unit: string;
}

const DECIMAL =
  /^([+-]?)(\d{1,20})?(?:\.(\d{0,20}))?(?:[eE]([+-]?\d{1,3}))?\s*((?:\p{L}+(?:\/s)?)?)$/u;

/**
 * One `--vary`.
 * @throws UsageError for what is none, names no grid, or ends elsewhere than it says
 * @example parseAxis('trigger.ecal.threshold=60GeV:88GeV:2GeV').values.length // 15
 */
export function parseAxis(asked: string): Axis {
  const equals = asked.indexOf('=');
  const path = asked.slice(0, Math.max(0, equals)).trim();
  const grid = asked.slice(equals + 1).trim();
  const refuse = refuser(asked);
  if (path === '' || grid === '') {
    throw refuse({ expected: 'PATH=FROM:TO:STEP, PATH=FROM:TO:log:N or PATH=A,B,C' });
  }
  const axis = (own: Grid): Axis => {
    if (own.values.every(({ number }) => Number.isFinite(number))) return { path, asked, ...own };
    throw refuse({ got: `"${grid}"`, expected: 'numbers below 1e308' });
  };
  const parts = grid.split(':').map((part) => part.trim());
  if (parts.length === 1) return axis(listed(grid, refuse));
  if (parts.length === 3) return axis(linear(parts, refuse));
  if (parts.length === 4 && parts[2] === 'log') return axis(logarithmic(parts, refuse));
  throw refuse({ got: `"${grid}"`, expected: 'FROM:TO:STEP, FROM:TO:log:N or A,B,C' });
}

type Refuse = (problem: Problem) => UsageError;
type Grid = Omit<Axis, 'path' | 'asked'>;

const refuser =
  (asked: string): Refuse =>
  (problem) =>
    new UsageError({ where: `--vary ${asked.replace(/\s+/g, ' ')}`, ...problem });

function listed(text: string, refuse: Refuse): Grid {
  const own = text.split(',').map((part) => decimalOf(part, refuse));
  if (own.length > MOST_VALUES) throw refuse(tooMany(own.length));
  const [{ unit }] = own;
  const values = own.map((value) => axisValue(inUnit(value, unit, refuse)));
  const twice = values.find(({ number }, i) => values.findIndex((v) => v.number === number) < i);
  if (twice) throw refuse({ got: `${twice.text} twice`, expected: 'each value once' });
  const numbers = values.map(({ number }) => number);
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  return { unit, values, scale: least > 0 && most >= WIDE * least ? 'log' : 'linear' };
}

function linear(parts: readonly string[], refuse: Refuse): Grid {
  const [from, to, step] = parts.map((part) => decimalOf(part, refuse));
  const { unit } = from;
  const all = [from, inUnit(to, unit, refuse), inUnit(step, unit, refuse)];
  const exponent = Math.min(...all.map((d) => d.exponent));
  const [first, last, by] = all.map((d) => d.mantissa * 10n ** BigInt(d.exponent - exponent));
  const at = (i: bigint) => axisValue({ mantissa: first + i * by, exponent, unit });
  const way = last - first;
  if (by === 0n || way * by < 0n) {
    throw refuse({ got: `the step ${parts[2]}`, expected: `one from ${parts[0]} to ${parts[1]}` });
  }
  const steps = way / by;
  if (steps >= BigInt(MOST_VALUES)) throw refuse(tooMany(Number(steps) + 1));
  if (steps * by !== way) {
    const next = `${parts[0]}:${at(steps).text}:${parts[2]} does`;
    throw refuse({ fault: `no number of steps of ${parts[2]} leads to ${parts[1]}`, next });
  }
  const values = Array.from({ length: Number(steps) + 1 }, (_, i) => at(BigInt(i)));
  return { unit, values, scale: 'linear' };
}

function logarithmic(parts: readonly string[], refuse: Refuse): Grid {
  const own = decimalOf(parts[0], refuse);
  const { unit } = own;
  const ends = [axisValue(own), axisValue(inUnit(decimalOf(parts[1], refuse), unit, refuse))];
  const [from, to] = ends.map(({ number }) => number);
  if (!(from > 0 && to > 0 && from !== to)) {
    throw refuse({ got: `${parts[0]} to ${parts[1]}`, expected: 'two values above 0' });
  }
  const n = /^\d+$/.test(parts[3]) ? Number(parts[3]) : 0;
  if (n > MOST_VALUES) throw refuse(tooMany(n));
  if (n < 2) throw refuse({ got: `log:${parts[3]}`, expected: 'log: and a number from 2 on' });
  const step = log(to / from) / (n - 1);
  const between = Array.from({ length: n - 2 }, (_, i) => from * exp((i + 1) * step));
  const numbers = between.map((value) => rounded(value, Math.abs(step)));
  const values = [ends[0], ...numbers.map((number) => written(number, unit)), ends[1]];
  return { unit, values, scale: 'log' };
}

/** To the fewest digits that keep its place between its neighbours. @param step of the logarithm */
function rounded(value: number, step: number): number {
  for (let digits = FEWEST_DIGITS; digits < MOST_DIGITS; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.abs(short / value - 1) < ROUNDED * step) return short;
  }
  return value;
}

const tooMany = (n: number): Problem => ({
  got: `${n} values`,
  expected: `at most ${MOST_VALUES}`,
});

function decimalOf(text: string, refuse: Refuse): Decimal {
  const match = DECIMAL.exec(text.trim());
  const [, sign, whole = '', part = '', power = '0', unit] = match ?? [];
  if (!match || whole + part === '') {
    throw refuse({ got: `"${text.trim()}"`, expected: 'a number, with its unit where it has one' });
  }
  const mantissa = BigInt(`${whole}${part}`) * (sign === '-' ? -1n : 1n);
  return { mantissa, exponent: Number(power) - part.length, unit };
}

/** The same in another unit of its dimension. */
function inUnit(value: Decimal, unit: string, refuse: Refuse): Decimal {
  const shift = value.unit === unit ? 0 : unitShift(value.unit, unit);
  if (shift !== null) return { ...value, exponent: value.exponent + shift, unit };
  const named = (name: string) => (name === '' ? 'no unit' : name);
  throw refuse({ got: `${named(unit)} and ${named(value.unit)}`, expected: 'units of one kind' });
}

const axisValue = ({ mantissa, exponent, unit }: Decimal): AxisValue =>
  written(Number(`${mantissa}e${exponent}`), unit);

/** @example written(2e6, '').text // '2e6' */
function written(number: number, unit: string): AxisValue {
  const short = Math.abs(number) >= 1e5 ? number.toExponential().replace('e+', 'e') : `${number}`;
  return { text: `${short}${unit}`, number };
}

/**
 * All points of a grid: the values of each axis at them, those of the last axis next to each other.
 * @throws UsageError for more than two axes, one that is there twice, and more points than anybody waits for
 */
export function gridOf(axes: readonly Axis[]): (readonly AxisValue[])[] {
  const what = '--vary';
  if (axes.length < 1 || axes.length > 2) {
    throw new UsageError({ what, got: `${axes.length} parameters`, expected: 'one or two' });
  }
  const [{ path }] = axes;
  if (axes.length === 2 && axes[1].path === path) {
    throw new UsageError({ what, got: `${path} twice`, expected: 'two parameters' });
  }
  const points = axes.reduce((n, { values }) => n * values.length, 1);
  if (points > MOST_POINTS) {
    throw new UsageError({ what, got: `${points} points`, expected: `at most ${MOST_POINTS}` });
  }
  return axes.reduce<AxisValue[][]>(
    (before, { values }) => before.flatMap((of) => values.map((value) => [...of, value])),
    [[]],
  );
}
