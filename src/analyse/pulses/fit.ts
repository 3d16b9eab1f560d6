/**
 * Pulses of one channel from its samples: a joint fit of heights and times of as many pulses as the samples
 * ask for, by least squares, which for white noise is the optimal filter. Saturated samples are left out.
 */
import { MAX_SAMPLE } from '../../core/wire/samples.js';
import { minimise, NEAR } from './minimise.js';
import { type ChannelSamples, MAX_PULSES, parameters, PulseModel } from './model.js';

/** A sample this many times the noise above all pulses found so far asks for another one, */
export const SEED_SIGMAS = 4.5;
/** and beyond what the shape of the others may be wrong by, as a share of their height there. */
export const SHAPE_ERROR = 0.001;
/** Another pulse lowers the chi2 by at least this. */
export const GAIN_CHI2 = 25;
/** A pulse closer than this to a known time cannot be told from one there, ns: nothing asks for that one. */
const CLOSEST = 4;
/** From a pulse near another one, where else it is looked for, ns. */
const SIDES = [20, -20, 10, -10];
/** Only pulses above this share of the first are begun with together: less may be its error. */
const APART = 0.05;
/** First guess of a saturated height over the last count. */
const OVER = 1.3;

export class PulseFit {
  private readonly model: PulseModel;
  /** Of the last fit: heights (counts) and times (ns) of the pulses, in no order. */
  readonly height: Float64Array;
  readonly time: Float64Array;
  chi2 = 0;
  private readonly before = parameters();
  private readonly best = parameters();

  /**
   * @param samples of a channel
   * @param period between them, ns
   * @param recovery of what pulls a saturated channel down, ns
   */
  constructor(samples: number, period: number, recovery: number) {
    this.model = new PulseModel(samples, period, recovery);
    this.height = this.model.height;
    this.time = this.model.time;
  }

  /** Of the last fit: number of pulses. */
  get size(): number {
    return this.model.size;
  }

  /**
   * @param most pulses that are looked for
   * @returns the number of pulses
   */
  fit(channel: ChannelSamples, most = MAX_PULSES): number {
    const { model, before } = this;
    model.load(channel);
    this.chi2 = Number.POSITIVE_INFINITY;
    while (model.size < most) {
      const n = model.size;
      const chi2 = this.chi2;
      if (!this.seed()) break;
      model.keep(before);
      model.size = n + 1;
      // Pulses clear of each other need no fit in between.
      const squares = n === 0 && most > 1 ? this.seedApart(most) : model.evaluate(n);
      this.chi2 = minimise(model, squares);
      if (n > 0 && this.chi2 > this.good() && this.isAmiss(n)) this.elsewhere(n);
      if (this.accepted() && chi2 - this.chi2 > GAIN_CHI2) continue;
      model.restore(before, n);
      this.chi2 = chi2;
      break;
    }
    return model.size;
  }

  /**
   * Height, of either sign, of one more pulse at a time that is known (ns), fitted together with those of the last fit,
   * which give way to it. Where they cannot be told from it they stay, and it is 0.
   */
  heightBeside(time: number): number {
    const { model, before } = this;
    const n = model.size;
    model.keep(before);
    model.height[n] = 0;
    model.time[n] = time;
    model.size = n + 1;
    const chi2 = minimise(model, model.evaluate(), n);
    if (!this.accepted(n) || this.isNear(time, n)) {
      model.restore(before, n);
      return 0;
    }
    model.size = n;
    this.chi2 = chi2;
    return model.height[n];
  }

  /** Puts another pulse where the samples stand out most. @returns whether there is such a place */
  private seed(): boolean {
    const {
      size,
      height,
      time,
      y,
      model,
      left,
      samples,
      period,
      first,
      noise,
      saturated,
      template,
    } = this.model;
    if (size === 0 && saturated >= 0) {
      // From the last sample before the saturation, on the rising edge.
      height[0] = OVER * MAX_SAMPLE;
      time[0] = first + saturated * period - 0.7 * template.peaking;
      return true;
    }
    const least = SEED_SIGMAS * noise;
    let best = -1;
    let most = 0;
    for (let k = 0; k < samples; k++) {
      const over = left[k] - least - SHAPE_ERROR * model[k];
      if (over > most) {
        most = over;
        best = k;
      }
    }
    if (best < 0) return false;
    const top = left[best];
    const before = best > 0 ? y[best - 1] - model[best - 1] : top;
    const after = best + 1 < samples ? y[best + 1] - model[best + 1] : top;
    const curvature = before - 2 * top + after;
    const shift =
      curvature < 0 ? Math.max(-0.5, Math.min(0.5, (before - after) / (2 * curvature))) : 0;
    height[size] = top;
    time[size] = first + (best + shift) * period - template.peaking;
    return true;
  }

  /**
   * Puts pulses on the other places that stand out, as long as they are clear of those before.
   * @returns the sum of squares
   */
  private seedApart(most: number): number {
    const { model } = this;
    const { time, height } = model;
    for (;;) {
      const n = model.size;
      const squares = model.evaluate(n - 1);
      if (n === most || !this.seed() || height[n] < APART * height[0]) return squares;
      for (let p = 0; p < n; p++) if (Math.abs(time[p] - time[n]) < NEAR) return squares;
      model.size = n + 1;
    }
  }

  /** Whether so many of the pulses are positive. */
  private accepted(positive = this.model.size): boolean {
    const { height } = this.model;
    for (let p = 0; p < positive; p++) if (!(height[p] > 0)) return false;
    return true;
  }

  /** Whether one of the first `n` pulses cannot be told from one at a time. */
  private isNear(time: number, n: number): boolean {
    for (let p = 0; p < n; p++) if (Math.abs(this.model.time[p] - time) < CLOSEST) return true;
    return false;
  }

  /** What a chi2 of a fit that describes the samples stays below. */
  private good(): number {
    const degrees = this.model.usable - 2 * this.model.size;
    return Math.max(0, degrees) + 4 * Math.sqrt(2 * Math.max(1, degrees));
  }

  /** Whether what the fit leaves stands out near its last pulse, and not where one more pulse is. */
  private isAmiss(n: number): boolean {
    const { left, samples, first, period, template, time } = this.model;
    let most = 0;
    let at = 0;
    for (let k = 0; k < samples; k++) {
      if (left[k] <= most) continue;
      most = left[k];
      at = first + k * period - template.peaking;
    }
    return Math.abs(at - time[n]) < NEAR;
  }

  /**
   * Two pulses near each other leave more than one minimum: begins again with the last pulse on either side
   * of the one next to it, and keeps the best.
   */
  private elsewhere(n: number): void {
    const { model, before, best } = this;
    const { height, time } = model;
    let nearest = 0;
    for (let p = 1; p < n; p++) {
      if (Math.abs(time[p] - time[n]) < Math.abs(time[nearest] - time[n])) nearest = p;
    }
    if (Math.abs(time[nearest] - time[n]) > NEAR) return;
    model.keep(best);
    let least = this.accepted() ? this.chi2 : Number.POSITIVE_INFINITY;
    const good = this.good();
    for (const side of SIDES) {
      model.restore(before, n);
      time[n] = time[nearest] + side;
      height[n] = (side < 0 ? 0.3 : 0.1) * height[nearest];
      model.size = n + 1;
      const chi2 = minimise(model, model.evaluate());
      if (chi2 < least && this.accepted()) {
        least = chi2;
        model.keep(best);
        if (least < good) break;
      }
    }
    model.restore(best, n + 1);
    this.chi2 = least;
    model.evaluate();
  }
}
