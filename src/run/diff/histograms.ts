/**
 * Two sets of histograms: chi2 and the bin that is furthest apart.
 */
import { binOf, type Chi2, chi2Of, type Interval, pull } from '../../analyse/comparison.js';
import { countsEvents, PLOTS } from '../../analyse/plots.js';
import type { Histogram } from '../../core/histogram.js';
import { type CountRow, countRow, type Scale } from './rows.js';

export interface HistogramRow {
  readonly name: string;
  readonly title: string;
  /** Entries, margins included. */
  readonly a: number;
  readonly b: number;
  /** Bins whose counts differ. */
  readonly bins: number;
  /** Null for correlated runs, and where an entry is not an event. */
  readonly chi2: Chi2 | null;
  /** The bin with the largest pull, without pulls the one with the largest difference; null where none differs. */
  readonly largest: (Omit<CountRow, 'name'> & { readonly bin: readonly Interval[] }) | null;
}

/** @param a in the order of `PLOTS`, as `b` */
export const histogramRows = (
  a: readonly Histogram[],
  b: readonly Histogram[],
  scale: Scale,
): HistogramRow[] => PLOTS.map((plot, i) => histogramRow(a[i], b[i], scale, countsEvents(plot)));

function histogramRow(a: Histogram, b: Histogram, scale: Scale, isPoisson: boolean): HistogramRow {
  const { ratio, correlated } = scale;
  const comparable = isPoisson && !correlated && ratio !== null;
  const apart = (i: number) =>
    Math.abs(comparable ? pull(a.counts[i], b.counts[i], ratio) : b.counts[i] - a.counts[i]);
  let bins = 0;
  let largest = -1;
  for (let i = 0; i < a.counts.length; i++) {
    if (a.counts[i] !== b.counts[i]) bins++;
    if (apart(i) > (largest < 0 ? 0 : apart(largest))) largest = i;
  }
  const at = (i: number) => {
    const { name: _, ...row } = countRow('', a.counts[i], b.counts[i], scale, isPoisson);
    return { bin: binOf(a, i), ...row };
  };
  return {
    name: a.name,
    title: a.title,
    a: a.total,
    b: b.total,
    bins,
    chi2: comparable ? chi2Of(a, b, ratio) : null,
    largest: largest < 0 ? null : at(largest),
  };
}
