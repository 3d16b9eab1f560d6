/** A regular axis: `bins` bins of equal width over [low, high). */
export interface Axis {
  readonly name: string;
  readonly unit: string;
  readonly bins: number;
  readonly low: number;
  readonly high: number;
}

/** Where bin i (from 1) begins, and bin i - 1 ends. */
export const lowEdge = ({ low, high, bins }: Axis, i: number): number =>
  low + ((i - 1) * (high - low)) / bins;

/** The middle of bin i, from 1. */
export const middleOf = ({ low, high, bins }: Axis, i: number): number =>
  low + ((i - 0.5) * (high - low)) / bins;

/** One axis or two. */
export type Axes = readonly [Axis] | readonly [Axis, Axis];

/** A bin by its index in the dense array, with its count. */
export type Cell = readonly [flatIndex: number, count: number];

/**
 * Counts of events over one or two axes, integers throughout, so that merging is exactly
 * associative and commutative: any division of the work gives the same bytes.
 *
 * On each axis bin 0 is underflow (x < low), 1 ... bins are the bins, bins + 1 is overflow
 * (x >= high). **NaN is counted as overflow**: nothing filled is ever lost. The flat index of bin
 * (i, j) is i + (bins of the first axis + 2) j. Counts are exact up to 2^53.
 */
export class Histogram {
  readonly name: string;
  readonly title: string;
  readonly axes: Axes;
  /** All bins with their margins, dense, first axis running fastest. */
  readonly counts: Float64Array;
  private readonly x: Binning;
  private readonly y: Binning | undefined;

  /** @throws {RangeError} for an axis without bins or extent */
  constructor(name: string, title: string, axes: Axes) {
    this.name = name;
    this.title = title;
    this.axes = axes;
    this.x = binning(name, axes[0]);
    this.y = axes[1] && binning(name, axes[1]);
    this.counts = new Float64Array(this.x.size * (this.y?.size ?? 1));
  }

  /** An empty histogram of the same name and axes. */
  emptyCopy(): Histogram {
    return new Histogram(this.name, this.title, this.axes);
  }

  /**
   * Counts one event, in the units of the axes.
   *
   * @throws {TypeError} if a histogram of two axes gets no y
   */
  fill(x: number, y?: number): void {
    let index = indexOf(this.x, x);
    if (this.y !== undefined) {
      if (y === undefined) throw new TypeError(`histogram ${this.name}: fill needs x and y, got x`);
      index += this.x.size * indexOf(this.y, y);
    }
    this.counts[index]++;
  }

  /** Count in bin i, or (i, j); 0 is underflow, bins + 1 overflow. */
  count(i: number, j = 0): number {
    const columns = this.x.size;
    const rows = this.y?.size ?? 1;
    if (
      !(Number.isInteger(i) && i >= 0 && i < columns && Number.isInteger(j) && j >= 0 && j < rows)
    ) {
      throw new RangeError(
        `histogram ${this.name}: got bin (${i}, ${j}), expected (0...${columns - 1}, 0...${rows - 1})`,
      );
    }
    return this.counts[i + columns * j];
  }

  /** Everything filled, underflow and overflow included. */
  get total(): number {
    let sum = 0;
    for (const count of this.counts) sum += count;
    return sum;
  }

  /**
   * Adds the counts of a histogram with the same axes to this one.
   *
   * @throws {Error} if an axis differs
   */
  merge(other: Histogram): this {
    const difference = axesDifference(this.axes, other.axes);
    if (difference !== undefined) {
      throw new Error(`histogram ${this.name}: cannot merge ${other.name} into it, ${difference}`);
    }
    for (let i = 0; i < this.counts.length; i++) this.counts[i] += other.counts[i];
    return this;
  }

  /** The bins that are not empty, by rising flat index. */
  *cells(): IterableIterator<Cell> {
    for (let i = 0; i < this.counts.length; i++) {
      if (this.counts[i] !== 0) yield [i, this.counts[i]];
    }
  }

  /**
   * Adds cells, as `cells()` gave them, to this histogram.
   *
   * @throws {RangeError} for an index outside, or a count that is not a natural number <= 2^53 - 1
   */
  restore(cells: Iterable<Cell>): this {
    for (const [index, count] of cells) {
      if (!(Number.isInteger(index) && index >= 0 && index < this.counts.length)) {
        throw new RangeError(
          `histogram ${this.name}: got cell ${index}, expected 0 to ${this.counts.length - 1}`,
        );
      }
      if (!(Number.isSafeInteger(count) && count >= 0)) {
        throw new RangeError(
          `histogram ${this.name}: got a count of ${count} in cell ${index}, expected a natural number`,
        );
      }
      this.counts[index] += count;
    }
    return this;
  }
}

/** An axis as `fill` needs it; `size` includes underflow and overflow. */
interface Binning {
  readonly low: number;
  readonly high: number;
  readonly perUnit: number;
  readonly size: number;
}

function binning(histogram: string, axis: Axis): Binning {
  const { name, bins, low, high } = axis;
  const perUnit = bins / (high - low);
  if (!(Number.isInteger(bins) && bins > 0 && low < high && perUnit > 0 && perUnit < Infinity)) {
    throw new RangeError(
      `histogram ${histogram}, axis ${name}: got ${bins} bins from ${low} to ${high}, expected a positive integer and finite low < high`,
    );
  }
  return { low, high, perUnit, size: bins + 2 };
}

/** Bin of x; NaN fails both comparisons and so ends in overflow. */
function indexOf(axis: Binning, x: number): number {
  if (x < axis.low) return 0;
  if (!(x < axis.high)) return axis.size - 1;
  // Just below `high` the product may round up to `bins`.
  return Math.min(1 + Math.floor((x - axis.low) * axis.perUnit), axis.size - 2);
}

/** What tells two sets of axes apart, in words; undefined if nothing does. */
function axesDifference(ours: Axes, theirs: Axes): string | undefined {
  if (ours.length !== theirs.length) return `${theirs.length} axes instead of ${ours.length}`;
  for (const [i, our] of ours.entries()) {
    const their = theirs[i] as Axis;
    for (const key of ['name', 'unit', 'bins', 'low', 'high'] as const) {
      if (our[key] !== their[key]) {
        return `axis ${our.name}: ${key} is ${their[key]} instead of ${our[key]}`;
      }
    }
  }
  return undefined;
}
