/**
 * A histogram as a table: of one axis all bins, of two those that are not empty.
 */
import type { Axis, Histogram } from '../../core/histogram.js';
import type { ResultTable } from './table.js';

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
      middles(
        x,
        bins.map(({ i }) => i),
      ),
      ...(y
        ? [
            middles(
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

const middles = (axis: Axis, bins: readonly number[]) => ({
  ...{ name: `${axis.name}, middle of bin`, unit: axis.unit },
  values: bins.map((bin) => middle(axis, bin)),
});

const middle = ({ low, high, bins }: Axis, bin: number) =>
  Number((low + ((bin - 0.5) * (high - low)) / bins).toPrecision(9));
