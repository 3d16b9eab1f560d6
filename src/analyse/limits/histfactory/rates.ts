import { ADDITIVE, COEFFICIENTS, MULTIPLICATIVE } from './interpolation.js';
import type { ChannelTable, SampleTable, Tables } from './tables.js';

/** Numbers of a factor (f, f'/f, f''/f), and of weights (A, B, their derivatives); interpolation.ts. */
const FACTOR = 3;
const WEIGHTS = 6;

/** What the rate of a sample in a bin is made of, in the order of `SampleTable`. */
interface Parts {
  /** Product of the normsys. */
  smooth: number;
  /** Nominal events and what histosys add. */
  events: number;
  /** Parameters that are factors: index and value. */
  readonly linear: Int32Array;
  readonly value: Float64Array;
  /** Of each alpha: f'/f, f''/f, and the derivatives of what it adds. */
  readonly slope: Float64Array;
  readonly bend: Float64Array;
  readonly adds: Float64Array;
  readonly bends: Float64Array;
}

/**
 * Expected events nu_b and their derivatives:
 *
 *   nu = sum_s L F H,   L = prod theta_i,   F = prod f_j(alpha_j),   H = nominal + sum_j Delta_j(alpha_j)
 *
 * Derivatives of L leave factors out instead of dividing by them, since a theta may be 0.
 *
 * `at(x)` comes first, then `events` of a bin, then its derivatives; all buffers are used again.
 */
export class Rates {
  /** d nu/d x of the last bin, of the parameters that it depends on. */
  readonly slope: Float64Array;
  private x: Float64Array = new Float64Array(0);
  private readonly factors: Float64Array;
  private readonly weights: Float64Array;
  private readonly parts: readonly Parts[];

  constructor(private readonly tables: Tables) {
    const samples = tables.channels.flatMap((channel) => channel.samples);
    const most = (of: (sample: SampleTable) => number) => Math.max(0, ...samples.map(of));
    const linear = most((s) => s.scalars.length + s.vectors.length);
    const alphas = most((s) => s.alphas.length);
    this.slope = new Float64Array(tables.names.length);
    this.factors = new Float64Array(FACTOR * tables.factors.alpha.length);
    this.weights = new Float64Array(WEIGHTS * tables.weights.length);
    this.parts = Array.from(
      { length: Math.max(...tables.channels.map((channel) => channel.samples.length)) },
      () => ({
        smooth: 0,
        events: 0,
        linear: new Int32Array(linear),
        value: new Float64Array(linear),
        slope: new Float64Array(alphas),
        bend: new Float64Array(alphas),
        adds: new Float64Array(alphas),
        bends: new Float64Array(alphas),
      }),
    );
  }

  /** Sets the parameters. */
  at(x: Float64Array): void {
    const { factors, weights, settings } = this.tables;
    this.x = x;
    const multiplicative = MULTIPLICATIVE[settings.normsys.interpcode];
    for (let k = 0; k < factors.alpha.length; k++) {
      const a = x[factors.alpha[k]];
      multiplicative.factor(a, factors.shapes, COEFFICIENTS * k, this.factors, FACTOR * k);
    }
    const additive = ADDITIVE[settings.histosys.interpcode];
    for (let k = 0; k < weights.length; k++) {
      additive.weights(x[weights[k]], this.weights, WEIGHTS * k);
    }
  }

  /** Expected events nu in a bin. */
  events({ samples, bins }: ChannelTable, b: number): number {
    let nu = 0;
    for (let s = 0; s < samples.length; s++) {
      const sample = samples[s];
      const parts = this.parts[s];
      const scalars = sample.scalars.length;
      const linear = scalars + sample.vectors.length;
      let product = 1;
      for (let i = 0; i < linear; i++) {
        const p = i < scalars ? sample.scalars[i] : sample.vectors[i - scalars] + b;
        parts.linear[i] = p;
        product *= parts.value[i] = this.x[p];
      }
      let smooth = 1;
      let events = sample.nominal[b];
      for (let j = 0; j < sample.alphas.length; j++) {
        const f = FACTOR * sample.factor[j];
        if (f >= 0) smooth *= this.factors[f];
        parts.slope[j] = f >= 0 ? this.factors[f + 1] : 0;
        parts.bend[j] = f >= 0 ? this.factors[f + 2] : 0;
        const w = WEIGHTS * sample.weight[j];
        if (w >= 0) {
          const up = sample.up[j * bins + b];
          const down = sample.down[j * bins + b];
          events += this.weights[w] * up + this.weights[w + 1] * down;
          parts.adds[j] = this.weights[w + 2] * up + this.weights[w + 3] * down;
          parts.bends[j] = this.weights[w + 4] * up + this.weights[w + 5] * down;
        } else {
          parts.adds[j] = 0;
          parts.bends[j] = 0;
        }
      }
      parts.smooth = smooth;
      parts.events = events;
      nu += product * smooth * events;
    }
    return nu;
  }

  /** Puts d nu/d x of the bin of `events` into `slope`. */
  differentiate({ samples, touched }: ChannelTable, b: number): void {
    const { slope } = this;
    for (const p of touched[b]) slope[p] = 0;
    for (let s = 0; s < samples.length; s++) {
      const { alphas } = samples[s];
      const linear = samples[s].scalars.length + samples[s].vectors.length;
      const parts = this.parts[s];
      for (let i = 0; i < linear; i++) {
        slope[parts.linear[i]] += without(parts, linear, i) * parts.smooth * parts.events;
      }
      const scale = without(parts, linear) * parts.smooth;
      for (let j = 0; j < alphas.length; j++) {
        slope[alphas[j]] += scale * (parts.events * parts.slope[j] + parts.adds[j]);
      }
    }
  }

  /** Adds `weight` d2 nu/d x d x' of the bin of `events` to the lower triangle of `hessian`. */
  addCurvature({ samples }: ChannelTable, weight: number, hessian: Float64Array): void {
    const size = this.slope.length;
    for (let s = 0; s < samples.length; s++) {
      const { alphas } = samples[s];
      const linear = samples[s].scalars.length + samples[s].vectors.length;
      const parts = this.parts[s];
      const { events, slope, bend, adds, bends } = parts;
      const smooth = weight * parts.smooth;
      for (let i = 0; i < linear; i++) {
        const p = parts.linear[i];
        for (let k = 0; k < i; k++) {
          const q = parts.linear[k];
          hessian[p > q ? p * size + q : q * size + p] +=
            without(parts, linear, i, k) * smooth * events;
        }
        const scale = without(parts, linear, i) * smooth;
        for (let j = 0; j < alphas.length; j++) {
          const q = alphas[j];
          hessian[p > q ? p * size + q : q * size + p] += scale * (events * slope[j] + adds[j]);
        }
      }
      const scale = without(parts, linear) * smooth;
      for (let j = 0; j < alphas.length; j++) {
        const p = alphas[j];
        hessian[p * size + p] += scale * (events * bend[j] + 2 * slope[j] * adds[j] + bends[j]);
        const whole = scale * (events * slope[j] + adds[j]);
        const own = scale * slope[j];
        for (let k = 0; k < j; k++) {
          hessian[p * size + alphas[k]] += whole * slope[k] + own * adds[k];
        }
      }
    }
  }
}

/** Product of the linear factors but those left out. */
function without({ value }: Parts, count: number, i = -1, k = -1): number {
  let product = 1;
  for (let m = 0; m < count; m++) if (m !== i && m !== k) product *= value[m];
  return product;
}
