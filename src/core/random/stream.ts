import { exp, log } from '../math.js';
import type { Key } from './key.js';
import { philox4x32 } from './philox.js';
import { EXPONENTIAL, NORMAL } from './ziggurat.js';

const {
  edge: NORMAL_EDGE,
  height: NORMAL_HEIGHT,
  width: NORMAL_WIDTH,
  inside: NORMAL_INSIDE,
} = NORMAL;
const { edge: EXP_EDGE, height: EXP_HEIGHT, width: EXP_WIDTH, inside: EXP_INSIDE } = EXPONENTIAL;

/** Where `pair` leaves its second word. */
const SECOND = 4;

/**
 * Random numbers at an address: a keyed generator that is moved, not made, for every particle,
 * event and module.
 *
 * `seek` puts Philox4x32-10 of (key, address) into the 128-bit state of sfc32 (Doty-Humphrey,
 * PractRand 0.94), from which all else is drawn. sfc32 and xoshiro128** are equally fast in V8 (2 ns
 * a word where Philox takes 45) and neither has a known failure in TestU01 or PractRand; sfc32 was
 * taken because its step is not linear over GF(2), no state is forbidden, and its counter guarantees
 * 2^32 words before a stream can repeat. Its step is a bijection and Philox's words are uniform, so
 * nothing need be discarded at the start. Under one key no two addresses share a state; that two
 * of 10^12 streams of 10^3 words overlap at all has a chance of 3e-12.
 *
 * The order and number of words each method draws are a contract: with key and address they fix
 * every number. A new stream is at no address: call `seek` first.
 *
 * @example new Stream().seek(seedKey('1'), run, spill, id, module).normal()
 */
export class Stream {
  /** a, b, c, counter of sfc32, and the second word of the last pair. */
  readonly state = new Int32Array(5);
  private readonly words = new Uint32Array(this.state.buffer);

  /** Moves to the address (a, b, c, d) under the key, each word taken modulo 2^32. */
  seek(key: Key, a: number, b: number, c: number, d: number): this {
    philox4x32(a, b, c, d, key.k0, key.k1, this.words);
    return this;
  }

  /** 32 random bits: an integer in [0, 2^32). */
  u32(): number {
    const s = this.state;
    const b = s[1];
    const c = s[2];
    const counter = s[3];
    const word = (((s[0] + b) | 0) + counter) | 0;
    s[0] = b ^ (b >>> 9);
    s[1] = (c + (c << 3)) | 0;
    s[2] = (((c << 21) | (c >>> 11)) + word) | 0;
    s[3] = (counter + 1) | 0;
    return word >>> 0;
  }

  /** Two words in one go: returns the first, leaves the second in `state[SECOND]`, both signed. */
  private pair(): number {
    const s = this.state;
    const b = s[1];
    const c = s[2];
    const counter = s[3];
    const first = (((s[0] + b) | 0) + counter) | 0;
    const b1 = (c + (c << 3)) | 0;
    const c1 = (((c << 21) | (c >>> 11)) + first) | 0;
    const second = ((((b ^ (b >>> 9)) + b1) | 0) + ((counter + 1) | 0)) | 0;
    s[0] = b1 ^ (b1 >>> 9);
    s[1] = (c1 + (c1 << 3)) | 0;
    s[2] = (((c1 << 21) | (c1 >>> 11)) + second) | 0;
    s[3] = (counter + 2) | 0;
    s[SECOND] = second;
    return first;
  }

  /**
   * Uniform in [0, 1): a multiple of 2^-53, from two words. (One word would do for most uses, but
   * `uniform() < p` must stay right for p of 1e-11.)
   */
  uniform(): number {
    const first = this.pair();
    return ((this.state[SECOND] >>> 0) * 2097152 + (first >>> 11)) * 1.1102230246251565e-16;
  }

  /** Uniform in (0, 1): an odd multiple of 2^-53, symmetric about 1/2, from two words. */
  uniformOpen(): number {
    const first = this.pair();
    return ((this.state[SECOND] >>> 0) * 1048576 + (first >>> 12) + 0.5) * 2.220446049250313e-16;
  }

  /**
   * Standard normal: 256-layer ziggurat (Marsaglia and Tsang 2000) with a 53-bit abscissa that
   * shares no bit with the layer (Doornik 2005); the tail beyond 3.654 by Marsaglia's (1964) exact
   * method. Two words in 98.8 % of the calls.
   */
  normal(): number {
    for (;;) {
      const first = this.pair();
      const layer = first & 255;
      const k = this.state[SECOND] * 2097152 + (first >>> 11) + 0.5;
      const x = k * NORMAL_WIDTH[layer];
      if (Math.abs(k) < NORMAL_INSIDE[layer]) return x;
      if (layer === 0) return x < 0 ? -this.normalTail() : this.normalTail();
      const low = NORMAL_HEIGHT[layer];
      const y = low + this.uniform() * (NORMAL_HEIGHT[layer + 1] - low);
      if (y < exp(-0.5 * x * x)) return x;
    }
  }

  /** |normal| given that it is beyond the ziggurat: r + t/r, t exponential, kept with exp(-(t/r)^2/2). */
  private normalTail(): number {
    const r = NORMAL_EDGE[1];
    for (;;) {
      const t = this.exponential() / r;
      if (2 * this.exponential() > t * t) return r + t;
    }
  }

  /**
   * Exponential with mean 1, > 0: 256-layer ziggurat; the tail beyond 7.697 is the distribution
   * itself, shifted. Two words in 98.9 % of the calls.
   */
  exponential(): number {
    let shift = 0;
    for (;;) {
      const first = this.pair();
      const layer = first & 255;
      const k = (this.state[SECOND] >>> 0) * 1048576 + (first >>> 12) + 0.5;
      const x = k * EXP_WIDTH[layer];
      if (k < EXP_INSIDE[layer]) return shift + x;
      if (layer === 0) {
        shift += EXP_EDGE[1];
        continue;
      }
      const low = EXP_HEIGHT[layer];
      const y = low + this.uniform() * (EXP_HEIGHT[layer + 1] - low);
      if (y < exp(-x)) return shift + x;
    }
  }

  /**
   * Gamma with the given shape > 0 and scale 1 (mean = variance = shape): Marsaglia and Tsang, ACM
   * TOMS 26 (2000) 363. Below shape 1, gamma(shape + 1) U^(1/shape), section 6 there; for a shape
   * under about 0.01 some values underflow to 0.
   *
   * @throws {RangeError} unless 0 < shape < Infinity
   */
  gamma(shape: number): number {
    if (!(shape > 0 && shape < Infinity)) {
      throw new RangeError(`gamma: got a shape of ${shape}, expected a positive number`);
    }
    if (shape < 1) return this.gamma(shape + 1) * exp(-this.exponential() / shape);
    const d = shape - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = this.normal();
      const t = 1 + c * x;
      if (t <= 0) continue;
      const v = t * t * t;
      const u = this.uniformOpen();
      const x2 = x * x;
      if (u < 1 - 0.0331 * x2 * x2 || log(u) < 0.5 * x2 + d * (1 - v + log(v))) return d * v;
    }
  }

  /**
   * Poisson with the given mean: below 10 by inversion (one uniform), from there by transformed
   * rejection with squeeze, PTRS (Hörmann, Insurance: Math. and Econ. 12 (1993) 39), whose
   * acceptance uses the saddle-point form of the probability: no digits are lost at a large mean.
   *
   * @throws {RangeError} unless 0 <= mean <= 1e9
   */
  poisson(mean: number): number {
    if (!(mean >= 0 && mean <= 1e9)) {
      throw new RangeError(`poisson: got a mean of ${mean}, expected 0 to 1e9`);
    }
    return mean < 10 ? this.poissonByInversion(mean) : this.poissonByRejection(mean);
  }

  private poissonByInversion(mean: number): number {
    const none = exp(-mean);
    for (;;) {
      let rest = this.uniform();
      let p = none;
      // The bound, 1e-100 improbable, only ends a search that rounding has let past the last term.
      for (let k = 0; k < 150; ) {
        if (rest < p) return k;
        rest -= p;
        p *= mean / ++k;
      }
    }
  }

  private poissonByRejection(mean: number): number {
    const root = Math.sqrt(mean);
    const b = 0.931 + 2.53 * root;
    const a = -0.059 + 0.02483 * b;
    const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
    const squeeze = 0.9277 - 3.6224 / (b - 2);
    for (;;) {
      const u = this.uniformOpen() - 0.5;
      const v = this.uniformOpen();
      const us = 0.5 - Math.abs(u);
      const k = Math.floor(((2 * a) / us + b) * u + mean + 0.43);
      if (us >= 0.07 && v <= squeeze) return k;
      if (k < 0 || (us < 0.013 && v > us)) continue;
      if (v * inverseAlpha <= (a / (us * us) + b) * poissonProbability(k, mean)) return k;
    }
  }
}

const TWO_PI = 6.283185307179586;
const HALF_LOG_2PI = 0.9189385332046728;

/** log k! - (k + 1/2) log k + k - log(2 pi)/2 for k < 16. */
const STIRLING = new Float64Array(16);
for (let k = 1, factorial = 1; k < 16; k++) {
  factorial *= k;
  STIRLING[k] = log(factorial) - (k + 0.5) * log(k) + k - HALF_LOG_2PI;
}

/** What Stirling's formula lacks of log k!, k >= 1; error < 1e-15. */
function stirlingRest(k: number): number {
  if (k < 16) return STIRLING[k];
  const z = 1 / (k * k);
  return (1 / 12 - z * (1 / 360 - z * (1 / 1260 - z * (1 / 1680 - z / 1188)))) / k;
}

/**
 * k log(k / mean) + mean - k, without cancellation near k = mean (Loader, "Fast and accurate
 * computation of binomial probabilities", 2000): d v + 2 k v (v^2/3 + v^4/5 + ...) with
 * d = k - mean, v = d / (k + mean). For |v| < 0.1 nine terms give full precision.
 */
function deviance(k: number, mean: number): number {
  const d = k - mean;
  const v = d / (k + mean);
  if (Math.abs(v) > 0.1) return k * log(k / mean) - d;
  const z = v * v;
  const high = 1 / 11 + z * (1 / 13 + z * (1 / 15 + z * (1 / 17 + z * (1 / 19))));
  return v * (d + 2 * k * z * (1 / 3 + z * (1 / 5 + z * (1 / 7 + z * (1 / 9 + z * high)))));
}

/** e^-mean mean^k / k!, mean > 0, in saddle-point form: e^-(deviance + Stirling's rest) / sqrt(2 pi k). */
function poissonProbability(k: number, mean: number): number {
  if (k === 0) return exp(-mean);
  return exp(-deviance(k, mean) - stirlingRest(k)) / Math.sqrt(TWO_PI * k);
}
