/** Means and medians of what the channels of a front end show. */
export class ChannelSums {
  private readonly n: Float64Array;
  private readonly sum: Float64Array;

  constructor(channels: number) {
    this.n = new Float64Array(channels);
    this.sum = new Float64Array(channels);
  }

  add(channel: number, value: number): void {
    this.n[channel]++;
    this.sum[channel] += value;
  }

  /** One value for every channel; those not above `least` are passed over. */
  addAll(values: Float64Array, least = Number.NEGATIVE_INFINITY): void {
    for (let c = 0; c < values.length; c++) if (values[c] > least) this.add(c, values[c]);
  }

  /** Of all channels; null where one has none. */
  means(): Float64Array | null {
    return this.n.every((n) => n > 0) ? this.sum.map((sum, c) => sum / this.n[c]) : null;
  }

  /** @param otherwise where fewer than `least` were added */
  mean = (channel: number, otherwise: number, least = 1) =>
    this.n[channel] >= least ? this.sum[channel] / this.n[channel] : otherwise;
}

/** Mean of the values within a share of a value. */
export function meanNear(values: readonly number[], about: number, share: number): number {
  let sum = 0;
  let n = 0;
  for (const v of values) {
    if (Math.abs(v - about) > share * about) continue;
    sum += v;
    n++;
  }
  return n > 0 ? sum / n : about;
}
