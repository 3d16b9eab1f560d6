/**
 * Pedestals and noise from gates without a particle.
 */

/** A channel is passed over in an event whose samples lie further apart: something is in it, counts. */
const QUIET = 12;

/** Of one front end. */
export class PedestalSums {
  private readonly n: Float64Array;
  private readonly sum: Float64Array;
  private readonly squares: Float64Array;

  constructor(channels: number) {
    this.n = new Float64Array(channels);
    this.sum = new Float64Array(channels);
    this.squares = new Float64Array(channels);
  }

  /** Takes the samples of channel `c`, `samples` of them from `from`. */
  add(c: number, data: ArrayLike<number>, from: number, samples: number): void {
    let low = data[from];
    let high = low;
    let sum = 0;
    let squares = 0;
    for (let k = from; k < from + samples; k++) {
      const v = data[k];
      if (v < low) low = v;
      if (v > high) high = v;
      sum += v;
      squares += v * v;
    }
    if (high - low > QUIET) return;
    this.n[c] += samples;
    this.sum[c] += sum;
    this.squares[c] += squares;
  }

  /** @returns pedestal and rms; the given ones where nothing was seen */
  result(pedestal: readonly number[], noise: readonly number[]) {
    const means = pedestal.map((p, c) => (this.n[c] > 0 ? this.sum[c] / this.n[c] : p));
    return {
      pedestal: means,
      noise: noise.map((s, c) => {
        const variance = this.squares[c] / this.n[c] - means[c] * means[c];
        return this.n[c] > 1 && variance > 0 ? Math.sqrt(variance) : s;
      }),
    };
  }
}
