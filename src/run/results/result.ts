/**
 * A result of the paper as data: what is shown of it, and what is written down. One file of this shape each.
 */
import type { ResultTable } from '../../analyse/interchange/table.js';
import type { Chart } from '../chart.js';
import type { Provenance } from '../run.js';

export type { ResultTable };

export interface Result<Data> {
  readonly chart: (data: Data, caption: Provenance) => Chart;
  readonly table: (data: Data) => ResultTable;
}

/** A value with the ends of its 68 % interval. */
export interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Distances from the values to the ends of their intervals, as one uncertainty. */
export const uncertainty = (label: string, intervals: readonly (Interval | null)[]) => ({
  label,
  minus: intervals.map((at) => (at === null ? null : at.value - at.low)),
  plus: intervals.map((at) => (at === null ? null : at.high - at.value)),
});
