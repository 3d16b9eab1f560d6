/**
 * From histograms of one axis to the series of a chart.
 */
import type { Histogram } from '../../core/histogram.js';
import { poisson68 } from '../../core/poisson.js';
import type { ChartPoint, ChartSeries } from '../../run/chart.js';

export interface HistogramSeries {
  readonly histogram: Histogram;
  readonly label: string;
  /** So many bins are drawn as one; 1 unless given. */
  readonly merge?: number | undefined;
  /** What one entry is worth; `share`: such that all entries together are 1. */
  readonly worth?: number | 'share';
  readonly draw?: ChartSeries['draw'];
}

/** Without underflow and overflow; what is left of the last bins stays out. */
export function seriesOf({
  histogram,
  label,
  merge = 1,
  worth = 1,
  draw = 'steps',
}: HistogramSeries): ChartSeries {
  const [axis] = histogram.axes;
  const { total } = histogram;
  const unit = worth === 'share' ? (total > 0 ? 1 / total : 1) : worth;
  const width = (merge * (axis.high - axis.low)) / axis.bins;
  const bins = Math.floor(axis.bins / merge);
  const points = Array.from({ length: bins }, (_, k): ChartPoint => {
    let n = 0;
    for (let i = 1; i <= merge; i++) n += histogram.count(merge * k + i);
    const x = axis.low + (k + 0.5) * width;
    const [low, high] = poisson68(n);
    return { x, y: unit * n, ...(n > 0 ? { low: unit * low, high: unit * high } : {}) };
  });
  const edges = Array.from({ length: bins + 1 }, (_, k) => axis.low + k * width);
  return { label: `${label}`, draw, points, edges };
}
