/**
 * A result of the paper as data: what is shown of it, and what is written down. One file of this shape each.
 */
import {
  type Cell,
  type ResultColumn,
  type ResultTable,
  written,
} from '../../analyse/interchange/table.js';
import type { Quoted } from '../../core/paper.js';
import type { Chart, RowChart } from '../chart.js';
import type { Provenance } from '../run.js';

export { histogramTable } from '../../analyse/interchange/histogram.js';
export type { ResultTable };

export interface Result<Data, Drawn extends Chart | RowChart = Chart> {
  readonly chart: (data: Data, caption: Provenance) => Drawn;
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

type Compared = Quoted | string | null;

/** A number without its note, where something else tells that. */
export function bare(of: Compared): Compared {
  if (of === null || typeof of === 'string') return of;
  const { note: _, ...quoted } = of;
  return quoted;
}

/** Numbers of a comparison as a column: limits with their sign, words as they are. @param whose numbers */
export function comparedColumn(
  name: string,
  whose: string,
  values: readonly Compared[],
): ResultColumn {
  const errors = values.map(errorOf);
  return {
    ...{ name, unit: '', values: values.map(cellOf) },
    qualifiers: [{ name: 'Whose', value: whose }],
    errors: [{ label: 'total', minus: errors, plus: errors }],
  };
}

function cellOf(of: Compared): Cell {
  if (of === null || typeof of === 'string') return of;
  if (!Number.isFinite(of.value)) return null;
  return of.sign === '<' ? `< ${written(of.value)}` : of.value;
}

const errorOf = (of: Compared): number | null =>
  of === null || typeof of === 'string' || !(Number(of.error) > 0) ? null : of.error;
