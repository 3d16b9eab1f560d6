/**
 * A histogram as a table: of one axis all bins, of two those that are not empty.
 */
import { type Axis, type Histogram, lowEdge, middleOf } from '../../core/histogram.js';
import type { Column, ResultTable } from './table.js';

export type TableWords = Pick<ResultTable, 'name' | 'location' | 'description'>;

/** Events beyond the axes stand in no bin, and none that is sealed. Errors are the roots of the counts. */
export function histogramTable(histogram: Histogram, words: TableWords): ResultTable {
  const [x, y] = histogram.axes;
  const columns = x.bins + 2;
  const inside = (i: number, axis: Axis) => i >= 1 && i <= axis.bins;
  const bins = y
    ? [...histogram.cells()]
        .map(([index, events]) => ({ i: index % columns, j: Math.floor(index / columns), events }))
        .filter(({ i, j }) => inside(i, x) && inside(j, y))
    : Array.from({ length: x.bins }, (_, k) => ({
        ...{ i: k + 1, j: 0, events: histogram.count(k + 1) },
      }));
  const events = bins.map((bin) => bin.events);
  const errors = events.map((n) => (n > 0 ? Math.sqrt(n) : null));
  return {
    ...{ file: histogram.name, ...words },
    independent: [
      binned(
        x,
        bins.map(({ i }) => i),
      ),
      ...(y
        ? [
            binned(
              y,
              bins.map(({ j }) => j),
            ),
          ]
        : []),
    ],
    dependent: [
      {
        ...{ name: 'Events', unit: '', values: events },
        ...(!y && { errors: [{ label: 'root of the count', minus: errors, plus: errors }] }),
      },
    ],
  };
}

const binned = (axis: Axis, bins: readonly number[]): Column => ({
  ...{ name: axis.name, unit: axis.unit },
  values: bins.map((bin) => short(middleOf(axis, bin))),
  edges: bins.map((bin) => [short(lowEdge(axis, bin)), short(lowEdge(axis, bin + 1))]),
});

/** 0.3 where the sum is 0.30000000000000004. */
const short = (value: number) => Number(value.toPrecision(9));
