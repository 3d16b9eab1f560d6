/**
 * Many numbers at once, one word of the stream each: the state stays in registers.
 */
import { exp } from '../math.js';
import type { Stream } from './stream.js';
import { EXPONENTIAL, NORMAL } from './ziggurat.js';

const { edge, height } = NORMAL;
/** 2^52 over 2^23: the abscissa has 24 bits with its sign, where `Stream.normal` has 53. */
const COARSER = 536870912;
const width = NORMAL.width.map((w) => w * COARSER);
const inside = NORMAL.inside.map((k) => k / COARSER);

/**
 * Writes `n` standard normal numbers to the beginning of `out`: for noise that is rounded to whole counts
 * anyway, four times as fast as `stream.normal()`. One word each, but for 1.2 % of them, by the same ziggurat;
 * neighbouring values lie at most 4.4e-7 apart.
 */
export function fillNormal(stream: Stream, out: Float64Array, n: number): void {
  const s = stream.state;
  let a = s[0];
  let b = s[1];
  let c = s[2];
  let counter = s[3];
  for (let i = 0; i < n; i++) {
    const word = (((a + b) | 0) + counter) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + word) | 0;
    counter = (counter + 1) | 0;
    const layer = word & 255;
    const k = (word >> 8) + 0.5;
    if (Math.abs(k) < inside[layer]) {
      out[i] = k * width[layer];
      continue;
    }
    s[0] = a;
    s[1] = b;
    s[2] = c;
    s[3] = counter;
    out[i] = atTheEdge(stream, layer, k * width[layer]);
    a = s[0];
    b = s[1];
    c = s[2];
    counter = s[3];
  }
  s[0] = a;
  s[1] = b;
  s[2] = c;
  s[3] = counter;
}

/** x if it lies under the density, or the tail, or another number altogether: as in `Stream.normal`. */
function atTheEdge(stream: Stream, layer: number, x: number): number {
  if (layer === 0) {
    const r = edge[1];
    for (;;) {
      const t = stream.exponential() / r;
      if (2 * stream.exponential() > t * t) return x < 0 ? -r - t : r + t;
    }
  }
  const y = height[layer] + stream.uniform() * (height[layer + 1] - height[layer]);
  return y < exp(-0.5 * x * x) ? x : stream.normal();
}

/** 2^52 over 2^24: the abscissa has 24 bits. */
const FLAT = 268435456;
const expWidth = EXPONENTIAL.width.map((w) => w * FLAT);
const expInside = EXPONENTIAL.inside.map((k) => k / FLAT);

/**
 * Writes `n` exponential numbers of mean 1 to the beginning of `out`, all > 0; neighbouring values lie at most
 * 5.2e-7 apart.
 */
export function fillExponential(stream: Stream, out: Float64Array, n: number): void {
  const s = stream.state;
  let a = s[0];
  let b = s[1];
  let c = s[2];
  let counter = s[3];
  for (let i = 0; i < n; i++) {
    const word = (((a + b) | 0) + counter) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + word) | 0;
    counter = (counter + 1) | 0;
    const layer = word & 255;
    const k = (word >>> 8) + 0.5;
    if (k < expInside[layer]) {
      out[i] = k * expWidth[layer];
      continue;
    }
    s[0] = a;
    s[1] = b;
    s[2] = c;
    s[3] = counter;
    out[i] = exponentialAtTheEdge(stream, layer, k * expWidth[layer]);
    a = s[0];
    b = s[1];
    c = s[2];
    counter = s[3];
  }
  s[0] = a;
  s[1] = b;
  s[2] = c;
  s[3] = counter;
}

/** The same as `atTheEdge` of the exponential density, whose tail is the density itself. */
function exponentialAtTheEdge(stream: Stream, layer: number, x: number): number {
  if (layer === 0) return EXPONENTIAL.edge[1] + stream.exponential();
  const low = EXPONENTIAL.height[layer];
  const y = low + stream.uniform() * (EXPONENTIAL.height[layer + 1] - low);
  return y < exp(-x) ? x : stream.exponential();
}

/** Writes `n` words of 32 random bits to the beginning of `out`. */
export function fillWords(stream: Stream, out: Uint32Array, n: number): void {
  const s = stream.state;
  let a = s[0];
  let b = s[1];
  let c = s[2];
  let counter = s[3];
  for (let i = 0; i < n; i++) {
    const word = (((a + b) | 0) + counter) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + word) | 0;
    counter = (counter + 1) | 0;
    out[i] = word;
  }
  s[0] = a;
  s[1] = b;
  s[2] = c;
  s[3] = counter;
}
