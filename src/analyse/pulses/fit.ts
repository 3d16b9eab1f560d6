/**
 * Pulses of one channel from its samples: a joint fit of heights and times of as many pulses as the samples
 * ask for, by least squares, which for white noise is the optimal filter. Saturated samples are left out.
 */
import { solvePositive } from '../../core/linear.js';
import { MAX_SAMPLE } from '../../core/wire/samples.js';
import type { Template } from './template.js';

export const MAX_PULSES = 6;
const SIZE = 2 * MAX_PULSES;

/** Samples of a pulse whose time is known that its height is taken from. */
export const FILTER_SAMPLES = 8;

/** A sample this many times the noise above all pulses found so far asks for another one, */
export const SEED_SIGMAS = 4.5;
/** and beyond what the shape of the others may be wrong by, as a share of their height there. */
const SHAPE_ERROR = 0.001;
/** Another pulse lowers the chi2 by at least this. */
const GAIN_CHI2 = 25;
/** Pulses closer than this are one, ns. */
const CLOSEST = 4;
/** Largest step in time of an iteration, ns; converged below the second. */
const LARGEST_STEP = 12;
const SMALL_STEP = 0.02;
/** or when the chi2 falls by less. */
const SMALL_CHI2 = 1e-3;
const ITERATIONS = 40;
/** Pulses that leave less than this share of a curvature cannot be told apart. */
const SINGULAR = 1e-12;
/** Pulses nearer than this may be taken for each other, ns, and where else another one is looked for. */
const NEAR = 60;
const SIDES = [20, -20, 10, -10];
/** Only pulses above this share of the first are begun with together: less may be its error. */
const APART = 0.05;
/** First guess of a saturated height over the last count. */
const OVER = 1.3;

export class PulseFit {
  /** Of the last fit: number of pulses, their heights (counts) and times (ns), in no order. */
  size = 0;
  readonly height = new Float64Array(MAX_PULSES);
  readonly time = new Float64Array(MAX_PULSES);
  chi2 = 0;

  private samples = 0;
  private first = 0;
  private template!: Template;
  private readonly y: Float64Array;
  private readonly model: Float64Array;
  private readonly usable: Uint8Array;
  private saturated = -1;
  /** Sum of squares when pulses were seeded. */
  private squares = 0;
  /** Rows of the pulses' heights and slopes at the samples. */
  private readonly f: Float64Array[];
  private readonly g: Float64Array[];
  private readonly lo = new Int32Array(MAX_PULSES);
  private readonly hi = new Int32Array(MAX_PULSES);
  private readonly matrix = new Float64Array(SIZE * SIZE);
  private readonly vector = new Float64Array(SIZE);
  private readonly before = new Float64Array(SIZE);
  private readonly best = new Float64Array(SIZE);
  private readonly old = new Float64Array(SIZE);

  /** @param longest samples of a channel; @param period between them, ns */
  constructor(
    longest: number,
    private readonly period: number,
  ) {
    this.y = new Float64Array(longest);
    this.model = new Float64Array(longest);
    this.usable = new Uint8Array(longest);
    const rows = () => Array.from({ length: MAX_PULSES }, () => new Float64Array(longest));
    this.f = rows();
    this.g = rows();
  }

  /**
   * Fits `samples` of `data` that begin at `from`, the first of them at `first` (ns).
   * @param most pulses that are looked for
   * @returns the number of pulses
   */
  fit(
    data: ArrayLike<number>,
    from: number,
    samples: number,
    first: number,
    pedestal: number,
    noise: number,
    template: Template,
    most = MAX_PULSES,
  ): number {
    this.samples = samples;
    this.first = first;
    this.template = template;
    this.size = 0;
    this.saturated = -1;
    for (let k = 0; k < samples; k++) {
      const value = data[from + k];
      this.y[k] = value - pedestal;
      this.model[k] = 0;
      this.usable[k] = value < MAX_SAMPLE ? 1 : 0;
      if (value >= MAX_SAMPLE && this.saturated < 0) this.saturated = k;
    }
    this.chi2 = Number.POSITIVE_INFINITY;
    while (this.size < most) {
      const n = this.size;
      const chi2 = this.chi2;
      if (!this.seed(noise)) break;
      this.keep(this.before, n);
      this.size = n + 1;
      // Pulses clear of each other need no fit in between.
      const apart = n === 0 && most > 1;
      if (apart) this.seedApart(noise, most);
      this.iterate(noise, apart ? this.squares : this.evaluate());
      if (n > 0 && this.chi2 > this.good() && this.isAmiss(n)) this.elsewhere(n, noise);
      if (this.accepted() && chi2 - this.chi2 > GAIN_CHI2) continue;
      this.restore(this.before, n);
      this.chi2 = chi2;
      this.evaluate();
      break;
    }
    return this.size;
  }

  /** Height, by least squares, of one more pulse at a time (ns) in what the pulses of the last fit leave. */
  heightLeft(time: number): number {
    const { samples, period, first, template, y, model, usable } = this;
    const start = time - first;
    const from = Math.max(0, Math.ceil(start / period));
    let sum = 0;
    let norm = 0;
    for (let k = from; k < Math.min(samples, from + FILTER_SAMPLES); k++) {
      if (usable[k] === 0) continue;
      template.at(k * period - start);
      sum += template.height * (y[k] - model[k]);
      norm += template.height * template.height;
    }
    return norm > 0 ? sum / norm : 0;
  }

  /** Puts another pulse where the samples stand out most. @returns whether there is such a place */
  private seed(noise: number): boolean {
    const { y, model, usable, samples, size, period, first } = this;
    const { peaking } = this.template;
    if (size === 0 && this.saturated >= 0) {
      // From the last sample before the saturation, on the rising edge.
      this.height[0] = OVER * MAX_SAMPLE;
      this.time[0] = first + this.saturated * period - 0.7 * peaking;
      return true;
    }
    let best = -1;
    let most = 0;
    for (let k = 0; k < samples; k++) {
      if (usable[k] === 0) continue;
      const over = y[k] - model[k] - SEED_SIGMAS * noise - SHAPE_ERROR * model[k];
      if (over > most) {
        most = over;
        best = k;
      }
    }
    if (best < 0) return false;
    const top = y[best] - model[best];
    const left = best > 0 ? y[best - 1] - model[best - 1] : top;
    const right = best + 1 < samples ? y[best + 1] - model[best + 1] : top;
    const curvature = left - 2 * top + right;
    const shift =
      curvature < 0 ? Math.max(-0.5, Math.min(0.5, (left - right) / (2 * curvature))) : 0;
    this.height[size] = top;
    this.time[size] = first + (best + shift) * period - peaking;
    return true;
  }

  /** Puts pulses on the other places that stand out, as long as they are clear of those before. */
  private seedApart(noise: number, most: number): void {
    const { time, height } = this;
    for (;;) {
      this.squares = this.evaluate();
      if (this.size === most) return;
      const n = this.size;
      if (!this.seed(noise) || height[n] < APART * height[0]) return;
      for (let p = 0; p < n; p++) if (Math.abs(time[p] - time[n]) < NEAR) return;
      this.size = n + 1;
    }
  }

  /** Whether all pulses are such as to be believed. */
  private accepted(): boolean {
    const { size, height, time } = this;
    for (let p = 0; p < size; p++) {
      if (!(height[p] > 0)) return false;
      for (let q = 0; q < p; q++) if (Math.abs(time[p] - time[q]) < CLOSEST) return false;
    }
    return true;
  }

  /** What a chi2 of a fit that describes the samples stays below. */
  private good(): number {
    let degrees = -2 * this.size;
    for (let k = 0; k < this.samples; k++) degrees += this.usable[k];
    return Math.max(0, degrees) + 4 * Math.sqrt(2 * Math.max(1, degrees));
  }

  /** Whether what the fit leaves stands out near its last pulse, and not where one more pulse is. */
  private isAmiss(n: number): boolean {
    const { y, model, usable, samples, first, period } = this;
    let most = 0;
    let at = 0;
    for (let k = 0; k < samples; k++) {
      if (usable[k] === 0 || y[k] - model[k] <= most) continue;
      most = y[k] - model[k];
      at = first + k * period - this.template.peaking;
    }
    return Math.abs(at - this.time[n]) < NEAR;
  }

  /**
   * Two pulses near each other leave more than one minimum: begins again with the last pulse on either side
   * of the one next to it, and keeps the best.
   */
  private elsewhere(n: number, noise: number): void {
    const { height, time, before, best } = this;
    let nearest = 0;
    for (let p = 1; p < n; p++) {
      if (Math.abs(time[p] - time[n]) < Math.abs(time[nearest] - time[n])) nearest = p;
    }
    if (Math.abs(time[nearest] - time[n]) > NEAR) return;
    this.keep(best, n + 1);
    let least = this.accepted() ? this.chi2 : Number.POSITIVE_INFINITY;
    const good = this.good();
    for (const side of SIDES) {
      this.restore(before, n);
      time[n] = time[nearest] + side;
      height[n] = (side < 0 ? 0.3 : 0.1) * height[nearest];
      this.size = n + 1;
      this.iterate(noise, this.evaluate());
      if (this.chi2 < least && this.accepted()) {
        least = this.chi2;
        this.keep(best, n + 1);
        if (least < good) break;
      }
    }
    this.restore(best, n + 1);
    this.chi2 = least;
    this.evaluate();
  }

  private keep(into: Float64Array, n: number): void {
    for (let p = 0; p < n; p++) {
      into[2 * p] = this.height[p];
      into[2 * p + 1] = this.time[p];
    }
  }

  private restore(from: Float64Array, n: number): void {
    for (let p = 0; p < n; p++) {
      this.height[p] = from[2 * p];
      this.time[p] = from[2 * p + 1];
    }
    this.size = n;
  }

  /** The model and its derivatives at the present parameters. @returns the sum of squares */
  private evaluate(): number {
    const { samples, size, period, first, y, model, usable } = this;
    const { heights, slopes, end } = this.template;
    for (let k = 0; k < samples; k++) model[k] = 0;
    for (let p = 0; p < size; p++) {
      const f = this.f[p];
      const g = this.g[p];
      const start = this.time[p] - first;
      const lo = Math.max(0, Math.ceil(start / period));
      const hi = Math.min(samples, Math.ceil((start + end) / period));
      this.lo[p] = lo;
      this.hi[p] = hi;
      const height = this.height[p];
      for (let k = lo; k < hi; k++) {
        // Template.at, written out: this loop is where the time goes.
        const at = k * period - start;
        const i = at | 0;
        const x = at - i;
        const low = heights[i];
        const s = slopes[i];
        const rise = heights[i + 1] - low;
        const second = 3 * rise - 2 * s - slopes[i + 1];
        const third = s + slopes[i + 1] - 2 * rise;
        const h = low + x * (s + x * (second + x * third));
        f[k] = h;
        g[k] = -height * (s + x * (2 * second + 3 * x * third));
        model[k] += height * h;
      }
    }
    let squares = 0;
    for (let k = 0; k < samples; k++) {
      if (usable[k] === 0) continue;
      const d = y[k] - model[k];
      squares += d * d;
    }
    return squares;
  }

  /**
   * Gauss-Newton with damping; sets heights, times and chi2.
   * @param squaresNow the sum of squares of the present parameters, which the model has
   */
  private iterate(noise: number, squaresNow: number): void {
    const { height, time, matrix, vector, samples, size, first, period, old } = this;
    const n = 2 * size;
    const earliest = first - this.template.end;
    const latest = first + samples * period;
    const small = this.smallStep(noise);
    let squares = squaresNow;
    let damping = small > SMALL_STEP ? 0 : 1e-3;
    for (let i = 0; i < ITERATIONS; i++) {
      this.normalEquations(damping);
      if (!solvePositive(matrix, vector, n, SINGULAR)) break;
      let step = 0;
      for (let p = 0; p < size; p++) {
        old[2 * p] = height[p];
        old[2 * p + 1] = time[p];
        const dt = Math.max(-LARGEST_STEP, Math.min(LARGEST_STEP, vector[2 * p + 1]));
        height[p] += vector[2 * p];
        time[p] = Math.max(earliest, Math.min(latest, time[p] + dt));
        step = Math.max(step, Math.abs(dt));
      }
      const next = this.evaluate();
      if (next > squares * (1 + 1e-9)) {
        for (let p = 0; p < size; p++) {
          height[p] = old[2 * p];
          time[p] = old[2 * p + 1];
        }
        this.evaluate();
        damping = damping === 0 ? 0.01 : 10 * damping;
        if (damping > 1e3) break;
        continue;
      }
      const less = squares - next;
      squares = next;
      damping = damping < 1e-6 ? 0 : 0.1 * damping;
      if (step < small || less < SMALL_CHI2 * noise * noise) break;
    }
    this.chi2 = squares / (noise * noise);
  }

  /** Steps below do not matter: those of pulses clear of each other, which fall as their squares. */
  private smallStep(noise: number): number {
    const { size, time, height } = this;
    let least = Number.POSITIVE_INFINITY;
    for (let p = 0; p < size; p++) {
      for (let q = 0; q < p; q++) if (Math.abs(time[p] - time[q]) < NEAR) return SMALL_STEP;
      least = Math.min(least, height[p] > 0 ? noise / height[p] : 0);
    }
    return Math.max(10 * SMALL_STEP, least * this.template.peaking * 0.05);
  }

  private normalEquations(damping: number): void {
    const { size, matrix, vector, y, model, usable, f, g, lo, hi } = this;
    const n = 2 * size;
    for (let p = 0; p < size; p++) {
      const fp = f[p];
      const gp = g[p];
      for (let q = 0; q <= p; q++) {
        const fq = f[q];
        const gq = g[q];
        let ff = 0;
        let fg = 0;
        let gf = 0;
        let gg = 0;
        const from = Math.max(lo[p], lo[q]);
        const to = Math.min(hi[p], hi[q]);
        for (let k = from; k < to; k++) {
          if (usable[k] === 0) continue;
          ff += fp[k] * fq[k];
          fg += fp[k] * gq[k];
          gf += gp[k] * fq[k];
          gg += gp[k] * gq[k];
        }
        const i = 2 * p;
        const j = 2 * q;
        matrix[i * n + j] = matrix[j * n + i] = ff;
        matrix[i * n + j + 1] = matrix[(j + 1) * n + i] = fg;
        matrix[(i + 1) * n + j] = matrix[j * n + i + 1] = gf;
        matrix[(i + 1) * n + j + 1] = matrix[(j + 1) * n + i + 1] = gg;
      }
      let a = 0;
      let t = 0;
      for (let k = lo[p]; k < hi[p]; k++) {
        if (usable[k] === 0) continue;
        const d = y[k] - model[k];
        a += fp[k] * d;
        t += gp[k] * d;
      }
      vector[2 * p] = a;
      vector[2 * p + 1] = t;
    }
    for (let i = 0; i < n; i++) matrix[i * n + i] *= 1 + damping;
  }
}
