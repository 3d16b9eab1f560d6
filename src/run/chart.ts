/**
 * A chart as data: what a validation or a run has to show, without its looks. Panels above each other, with the
 * same horizontal axis but for those that have their own.
 */
import type { Quoted } from '../core/paper.js';
import type { Provenance } from './run.js';

/** `E_ECAL` is written with a lowered index; the unit in brackets. */
export interface ChartAxis {
  readonly name: string;
  readonly unit: string;
  readonly scale: 'linear' | 'log';
  /** On an axis of powers of ten, where it has no two of them: numbers at 2 and 5 times these, too. */
  readonly isShort?: boolean;
  /** From the data where it is not given. */
  readonly from?: number;
  readonly to?: number;
}

export interface ChartPoint {
  readonly x: number;
  readonly y: number;
  /** 68 % interval. */
  readonly low?: number;
  readonly high?: number;
  /** Range of x that it stands for. */
  readonly from?: number;
  readonly to?: number;
}

/** What a series is, where its looks should say so in every chart. */
export type ChartRole =
  | 'published'
  | 'expected'
  | 'expected exact'
  | 'observed'
  | 'observed exact'
  | 'one sigma'
  | 'two sigma'
  | 'favoured';

/**
 * `steps`: bins with edges at `edges`; `points`: markers with error bars; `line`: a curve; `band`: between `low` and
 * `high` of its points, under all others.
 */
export interface ChartSeries {
  /** Without one it is not in the legend. */
  readonly label: string;
  readonly draw: 'steps' | 'points' | 'line' | 'band';
  readonly points: readonly ChartPoint[];
  /** One more than there are points. */
  readonly edges?: readonly number[];
  /** Colour, marker and dashes, by a number from 0 or by what it is; its place among the series unless given. */
  readonly look?: number | ChartRole;
}

/** A value of x with its meaning: a cut, the edge of a window. */
export interface ChartMark {
  readonly at: number;
  readonly label: string;
}

export interface ChartPanel {
  /** That of the chart unless given. */
  readonly x?: ChartAxis;
  readonly y: ChartAxis;
  readonly series: readonly ChartSeries[];
  readonly marks?: readonly ChartMark[] | undefined;
  /** Corner of the legend: above on the right unless given, above on the left, below on the left or right. */
  readonly legend?: 'right' | 'left' | 'low' | 'low right';
  /** Height over that of others; 1 unless given. */
  readonly weight?: number;
  /** Said within the panel. */
  readonly title?: string;
}

export interface Chart {
  /** In words where no run is behind it. */
  readonly caption: Provenance | string;
  /** Name of the file, without its ending. */
  readonly file: string;
  readonly title: string;
  readonly subtitle: string;
  readonly x: ChartAxis;
  /** Panels beside each other; one unless given. With more there is one legend for all, below them. */
  readonly columns?: 2;
  /** At least one. */
  readonly panels: readonly ChartPanel[];
}

/** Named rows with values along one axis: a table as a picture, its numbers beside it. */
export interface RowChart {
  readonly caption: Provenance | string;
  readonly file: string;
  readonly title: string;
  readonly subtitle: string;
  readonly x: ChartAxis;
  /** From above; at least one. What is in `below` stands under the name. */
  readonly rows: readonly { readonly name: string; readonly below: string }[];
  readonly series: readonly {
    /** What is in brackets stands in a second line. */
    readonly label: string;
    readonly look: NonNullable<ChartSeries['look']>;
    /** One of each row; words stand for a number, null for nothing. */
    readonly values: readonly (Quoted | string | null)[];
  }[];
}
