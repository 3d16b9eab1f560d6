/**
 * What a reference keeps of a histogram: for each spill, the unit in which runs are independent, a few integers that tell
 * its rate, its means and its shape. Nothing of an event beyond what the histogram has.
 */
import type { Axis, Histogram } from '../../core/histogram.js';

/** Along one axis, of each spill. */
export interface AxisMoments {
  /** Sum of the bins of all entries; 0 is underflow, bins + 1 overflow. */
  readonly sum: readonly number[];
  /** Below which bin a quarter, a half, three quarters of the entries of the reference are. */
  readonly cuts: readonly number[];
  /** For each cut, the entries below it. */
  readonly below: readonly (readonly number[])[];
}

export interface HistogramMoments {
  readonly name: string;
  readonly axes: readonly Axis[];
  /** Of each spill. */
  readonly entries: readonly number[];
  readonly along: readonly AxisMoments[];
}

const QUARTERS = [0.25, 0.5, 0.75];

/** Entries by their bin on one axis. */
function projection({ axes, counts }: Histogram, axis: number): Float64Array {
  const columns = axes[0].bins + 2;
  const along = new Float64Array(axes[axis as 0].bins + 2);
  counts.forEach((n, i) => {
    along[axis === 0 ? i % columns : Math.floor(i / columns)] += n;
  });
  return along;
}

/** The bins below which the quarters of a projection lie, without those that repeat or cut nothing off. */
function quarters(along: Float64Array): number[] {
  const total = along.reduce((a, b) => a + b, 0);
  const cuts = new Set<number>();
  let below = 0;
  along.forEach((n, bin) => {
    for (const share of QUARTERS) {
      if (below < share * total && below + n >= share * total) cuts.add(bin + 1);
    }
    below += n;
  });
  return [...cuts].filter((cut) => cut < along.length);
}

/**
 * @param spills the same histogram of each spill
 * @param reference whose cuts are taken; its own quarters unless given
 */
export function momentsOf(
  spills: readonly Histogram[],
  reference?: HistogramMoments,
): HistogramMoments {
  const [{ name, axes }] = spills;
  const along = axes.map((_, axis): AxisMoments => {
    const bySpill = spills.map((h) => projection(h, axis));
    const sum = bySpill.map((bins) => bins.reduce((s, n, bin) => s + n * bin, 0));
    const pooled = new Float64Array(bySpill[0].length);
    for (const bins of bySpill) {
      bins.forEach((n, bin) => {
        pooled[bin] += n;
      });
    }
    const cuts = reference?.along[axis].cuts ?? quarters(pooled);
    const below = cuts.map((cut) =>
      bySpill.map((bins) => bins.subarray(0, cut).reduce((s, n) => s + n, 0)),
    );
    return { sum, cuts, below };
  });
  return { name, axes, entries: spills.map((h) => h.total), along };
}
