/** Histograms as they come over the wire. */
import type { Live } from '../../../src/run/live/shape.js';

export type Histogram = Live['totals']['histograms'][number];
export type Axis = Histogram['axes'][number];

export const histogramOf = (live: Live, name: string): Histogram | undefined =>
  live.totals.histograms.find((histogram) => histogram.name === name);

/** Changes when the histogram does. */
export const keyOf = (live: Live, { name, total }: Histogram): string =>
  `${live.run.directory} ${name} ${total} ${live.totals.spills}`;

/** One axis: a count for each bin. */
export function dense({ axes, bins, counts }: Histogram): number[] {
  const all = new Array<number>(axes.reduce((n, { bins }) => n * bins, 1)).fill(0);
  bins.forEach((bin, i) => {
    all[bin] = counts[i];
  });
  return all;
}

export const edge = ({ low, high, bins }: Axis, bin: number): number =>
  low + ((high - low) * bin) / bins;

/** @example nameOf({ name: 'E_ECAL', unit: 'GeV' }) = 'E_ECAL (GeV)' */
export const nameOf = ({ name, unit }: Pick<Axis, 'name' | 'unit'>): string =>
  unit === '' ? name : `${name} (${unit})`;

/** The least that divides the bins and leaves no more than so many. */
export function rebinning(bins: number, most: number): number {
  let by = Math.max(1, Math.ceil(bins / most));
  while (bins % by !== 0) by++;
  return by;
}
