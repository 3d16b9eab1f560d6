/**
 * A table of results as data: what a figure shows, whoever writes it down.
 */

/** A number, words, or null where there is nothing. */
export type Cell = number | string | null;

export interface Column {
  readonly name: string;
  /** Empty without one. */
  readonly unit: string;
  readonly values: readonly Cell[];
  /** Of bins, whose middles are the values: where each begins and ends. */
  readonly edges?: readonly (readonly [low: number, high: number])[];
}

/** Of each value of a column, as distances from it; null where there is none. */
export interface Uncertainty {
  readonly label: string;
  readonly minus: readonly (number | null)[];
  readonly plus: readonly (number | null)[];
}

export interface Qualifier {
  readonly name: string;
  readonly value: number | string;
  readonly unit?: string;
}

export interface ResultColumn extends Column {
  /** How these values differ from those of other columns. */
  readonly qualifiers?: readonly Qualifier[];
  readonly errors?: readonly Uncertainty[];
}

export interface ResultTable {
  /** Name of its files, without their ending. */
  readonly file: string;
  readonly name: string;
  /** Where the paper has the like of it, such as "Figure 3". */
  readonly location: string;
  readonly description: string;
  readonly independent: readonly Column[];
  readonly dependent: readonly ResultColumn[];
}

/**
 * A number as it is written down: six digits are more than any result has; what is whole, such as a count, stays.
 */
export const written = (value: number): number =>
  Number.isInteger(value) ? value : Number(value.toPrecision(6));
