/**
 * Fig. 2 of the paper as a table: a plane's bins that are not empty.
 */
import type { ResultTable } from '../../analyse/interchange/table.js';
import type { Histogram } from '../../core/histogram.js';

export interface PlaneWords {
  readonly name: string;
  readonly location: string;
  readonly description: string;
}

/** Events beyond the axes stand in no bin, and none that is sealed. */
export function planeTable(plane: Histogram, words: PlaneWords): ResultTable {
  const [x, y] = plane.axes;
  if (y === undefined) throw new TypeError(`histogram ${plane.name}: expected two axes`);
  const columns = x.bins + 2;
  const bins = [...plane.cells()]
    .map(([index, events]) => ({ i: index % columns, j: Math.floor(index / columns), events }))
    .filter(({ i, j }) => i >= 1 && i <= x.bins && j >= 1 && j <= y.bins);
  const middle = ({ low, high, bins: n }: typeof x, bin: number) =>
    Number((low + ((bin - 0.5) * (high - low)) / n).toPrecision(9));
  const axis = (of: typeof x, values: number[]) => ({
    name: `${of.name}, middle of bin`,
    unit: of.unit,
    values,
  });
  return {
    ...{ file: plane.name, ...words },
    independent: [
      axis(
        x,
        bins.map(({ i }) => middle(x, i)),
      ),
      axis(
        y,
        bins.map(({ j }) => middle(y, j)),
      ),
    ],
    dependent: [{ name: 'Events', unit: '', values: bins.map(({ events }) => events) }],
  };
}
