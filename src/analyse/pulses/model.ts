/**
 * The samples of one channel as the sum of pulses of its shape: what is left of them, and the normal equations of
 * the heights and times. Saturated samples count for nothing, and what pulls the channel down behind them is a
 * parameter of its own.
 */
import { exp } from '../../core/math.js';
import { MAX_SAMPLE } from '../../core/wire/samples.js';
import type { Template } from './template.js';

/** Pulses that are looked for; there is room for one more, whose time is known. */
export const MAX_PULSES = 6;
const ROOM = MAX_PULSES + 1;
const SIZE = 2 * ROOM;

/** The samples of a channel and what is known of it. */
export interface ChannelSamples {
  /** Counts; those of the channel begin at `from`. */
  readonly data: ArrayLike<number>;
  readonly from: number;
  /** Time of the first of them, ns. */
  readonly first: number;
  /** Counts; noise is the rms of a sample about the pedestal. */
  readonly pedestal: number;
  readonly noise: number;
  readonly template: Template;
}

/** Heights (counts) and times (ns) of some pulses, in turn. */
export type Parameters = Float64Array;
export const parameters = (): Parameters => new Float64Array(SIZE);

export class PulseModel {
  /** Number of pulses, their heights (counts) and times (ns). */
  size = 0;
  readonly height = new Float64Array(ROOM);
  readonly time = new Float64Array(ROOM);

  first = 0;
  noise = 0;
  template!: Template;
  /** Index of the first saturated sample, -1 without one; number of the others. */
  saturated = -1;
  usable = 0;
  /** Samples less pedestal, the pulses at the samples, and what these leave: 0 of a saturated sample. */
  readonly y: Float64Array;
  readonly model: Float64Array;
  readonly left: Float64Array;

  /** Of the normal equations: the lower triangle, row after row, of 2 `size` rows, and the right side. */
  readonly matrix = new Float64Array(SIZE * SIZE);
  readonly vector = new Float64Array(SIZE);

  /** Of each pulse its slopes in height and in time at the samples `lo` to `hi`, where it is not 0. */
  private readonly f: readonly Float64Array[];
  private readonly g: readonly Float64Array[];
  private readonly lo = new Int32Array(ROOM);
  private readonly hi = new Int32Array(ROOM);
  private readonly clipped: Uint8Array;
  /** Unit vector of the pull of a saturated channel: samples and pulses are taken without their parts along it. */
  private readonly pull: Float64Array;
  private readonly keeps: number;

  /**
   * @param samples of a channel
   * @param period between them, ns
   * @param recovery of what pulls a saturated channel down, ns
   */
  constructor(
    readonly samples: number,
    readonly period: number,
    recovery: number,
  ) {
    this.keeps = exp(-period / recovery);
    this.pull = new Float64Array(samples);
    this.y = new Float64Array(samples);
    this.model = new Float64Array(samples);
    this.left = new Float64Array(samples);
    this.clipped = new Uint8Array(samples);
    const rows = () => Array.from({ length: ROOM }, () => new Float64Array(samples));
    this.f = rows();
    this.g = rows();
  }

  /** Takes the samples of a channel, without a pulse. */
  load({ data, from, first, pedestal, noise, template }: ChannelSamples): void {
    const { samples, y, model, left, clipped } = this;
    this.size = 0;
    this.first = first;
    this.noise = noise;
    this.template = template;
    this.saturated = -1;
    this.usable = samples;
    for (let k = 0; k < samples; k++) {
      const value = data[from + k];
      const above = value - pedestal;
      y[k] = above;
      model[k] = 0;
      // Behind a saturated sample the pull may hold the channel at 0.
      if (value < MAX_SAMPLE && (value > 0 || this.saturated < 0)) {
        left[k] = above;
        clipped[k] = 0;
        continue;
      }
      left[k] = 0;
      clipped[k] = 1;
      this.usable--;
      if (this.saturated < 0) this.saturated = k;
    }
    if (this.saturated >= 0) this.loadPull();
  }

  /**
   * The least squares with the pull's height as one more parameter are those of samples and pulses that have lost
   * their parts along it (Golub, Pereyra, SIAM J. Numer. Anal. 10 (1973) 413).
   */
  private loadPull(): void {
    const { samples, pull, clipped, keeps, left, y } = this;
    let k = this.saturated;
    pull.fill(0, 0, k);
    while (k < samples && clipped[k] === 1) pull[k++] = 0;
    let squares = 0;
    for (let x = 1; k < samples; k++, x *= keeps) {
      pull[k] = clipped[k] === 1 ? 0 : x;
      squares += pull[k] * pull[k];
    }
    if (squares === 0) return;
    const unit = 1 / Math.sqrt(squares);
    for (let i = 0; i < samples; i++) pull[i] *= unit;
    this.usable--;
    this.takePull(left);
    for (let i = 0; i < samples; i++) if (clipped[i] === 0) y[i] = left[i];
  }

  /** Takes from some samples their part along the pull. @returns how much it was */
  private takePull(from: Float64Array): number {
    const { samples, pull } = this;
    let along = 0;
    for (let k = 0; k < samples; k++) along += pull[k] * from[k];
    for (let k = 0; k < samples; k++) from[k] -= along * pull[k];
    return along;
  }

  /**
   * Puts the pulses at their present heights and times.
   * @param known so many of them stand where they stood the last time, when there were no others
   * @returns sum of the squares of what they leave
   */
  evaluate(known = 0): number {
    const { samples, y, model, left, clipped } = this;
    if (known === 0) for (let k = 0; k < samples; k++) model[k] = 0;
    for (let p = known; p < this.size; p++) this.add(p);
    let squares = 0;
    if (this.saturated < 0) {
      for (let k = 0; k < samples; k++) {
        const d = y[k] - model[k];
        left[k] = d;
        squares += d * d;
      }
      return squares;
    }
    for (let k = 0; k < samples; k++) {
      const d = clipped[k] === 1 ? 0 : y[k] - model[k];
      left[k] = d;
      squares += d * d;
    }
    return squares;
  }

  private add(p: number): void {
    const { samples, period, model } = this;
    const { cubics, end } = this.template;
    const f = this.f[p];
    const g = this.g[p];
    const start = this.time[p] - this.first;
    const lo = Math.max(0, Math.ceil(start / period));
    const hi = Math.min(samples, Math.ceil((start + end) / period));
    this.lo[p] = lo;
    this.hi[p] = hi;
    const height = this.height[p];
    for (let k = lo; k < hi; k++) {
      // Template.heightAt with its slope, written out: this loop is where the time goes.
      const at = k * period - start;
      const ns = at | 0;
      const x = at - ns;
      const i = 4 * ns;
      const s = cubics[i + 1];
      const second = cubics[i + 2];
      const third = cubics[i + 3];
      const h = cubics[i] + x * (s + x * (second + x * third));
      f[k] = h;
      g[k] = -height * (s + x * (2 * second + 3 * x * third));
      model[k] += height * h;
    }
    if (this.saturated >= 0) this.clip(p);
  }

  /** Takes from a pulse what a saturated channel does not show of it. */
  private clip(p: number): void {
    const { samples, model, clipped, pull } = this;
    const height = this.height[p];
    for (const slope of [this.f[p], this.g[p]]) {
      slope.fill(0, 0, this.lo[p]);
      slope.fill(0, this.hi[p]);
      for (let k = 0; k < samples; k++) if (clipped[k] === 1) slope[k] = 0;
    }
    const along = this.takePull(this.f[p]);
    this.takePull(this.g[p]);
    for (let k = 0; k < samples; k++) model[k] -= height * along * pull[k];
    this.lo[p] = 0;
    this.hi[p] = samples;
  }

  /** Sets `matrix` and `vector`. @param damping added to each diagonal element, as a share of it */
  normalEquations(damping: number): void {
    const { size, matrix, vector, left, f, g, lo, hi } = this;
    const n = 2 * size;
    for (let p = 0; p < size; p++) {
      const fp = f[p];
      const gp = g[p];
      const i = 2 * p * n;
      for (let q = 0; q < p; q++) {
        const fq = f[q];
        const gq = g[q];
        let ff = 0;
        let fg = 0;
        let gf = 0;
        let gg = 0;
        const to = Math.min(hi[p], hi[q]);
        for (let k = Math.max(lo[p], lo[q]); k < to; k++) {
          const fk = fp[k];
          const gk = gp[k];
          const fl = fq[k];
          const gl = gq[k];
          ff += fk * fl;
          fg += fk * gl;
          gf += gk * fl;
          gg += gk * gl;
        }
        const j = i + 2 * q;
        matrix[j] = ff;
        matrix[j + 1] = fg;
        matrix[j + n] = gf;
        matrix[j + n + 1] = gg;
      }
      let ff = 0;
      let gf = 0;
      let gg = 0;
      let a = 0;
      let t = 0;
      const to = hi[p];
      for (let k = lo[p]; k < to; k++) {
        const fk = fp[k];
        const gk = gp[k];
        const d = left[k];
        ff += fk * fk;
        gf += fk * gk;
        gg += gk * gk;
        a += fk * d;
        t += gk * d;
      }
      const j = i + 2 * p;
      matrix[j] = ff * (1 + damping);
      matrix[j + n] = gf;
      matrix[j + n + 1] = gg * (1 + damping);
      vector[2 * p] = a;
      vector[2 * p + 1] = t;
    }
  }

  /** Takes the time of the last pulse out of the normal equations. */
  holdLast(): void {
    const last = 2 * this.size - 1;
    const row = last * (last + 1);
    this.matrix.fill(0, row, row + last);
    this.matrix[row + last] = 1;
    this.vector[last] = 0;
  }

  keep(into: Parameters): void {
    for (let p = 0; p < this.size; p++) {
      into[2 * p] = this.height[p];
      into[2 * p + 1] = this.time[p];
    }
  }

  /** So many of the pulses that were kept, and no others. */
  restore(from: Parameters, size: number): void {
    for (let p = 0; p < size; p++) {
      this.height[p] = from[2 * p];
      this.time[p] = from[2 * p + 1];
    }
    this.size = size;
  }
}
