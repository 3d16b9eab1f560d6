/**
 * Many numbers at once, one word of the stream each: the state stays in registers.
 */
import { exp } from '../math.js';
import type { Stream } from './stream.js';
import { EXPONENTIAL, NORMAL } from './ziggurat.js';

/** Where in the state the word stands that a run has ended at. */
const WORD = 4;

const { edge, height } = NORMAL;
/** 2^52 over 2^23: the abscissa has 24 bits with its sign, where `Stream.normal` has 53. */
const COARSER = 536870912;
const width = NORMAL.width.map((w) => w * COARSER);
const inside = NORMAL.inside.map((k) => k / COARSER);

/**
 * Writes `n` standard normal numbers to the beginning of `out`: for noise that is rounded to whole counts
 * anyway, six times as fast as `stream.normal()`. One word each, but for 1.2 % of them, by the same ziggurat;
 * neighbouring values lie at most 4.4e-7 apart.
 */
export function fillNormal(stream: Stream, out: Float64Array, n: number): void {
  const { state } = stream;
  for (let i = normals(state, out, 0, n); i < n; i = normals(state, out, i + 1, n)) {
    out[i] = atTheEdge(stream, state[WORD]);
  }
}

/**
 * Goes on from number `from` to the first that one word does not give: without a call in it, the loop keeps the state
 * in registers.
 * @returns its place, or n at the end
 */
function normals(s: Int32Array, out: Float64Array, from: number, n: number): number {
  let i = from;
  let a = s[0];
  let b = s[1];
  let c = s[2];
  let counter = s[3];
  let word = 0;
  for (; i < n; i++) {
    word = (((a + b) | 0) + counter) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + word) | 0;
    counter = (counter + 1) | 0;
    const layer = word & 255;
    const k = (word >> 8) + 0.5;
    if (Math.abs(k) >= inside[layer]) break;
    out[i] = k * width[layer];
  }
  s[0] = a;
  s[1] = b;
  s[2] = c;
  s[3] = counter;
  s[WORD] = word;
  return i;
}

/** x of a word if it lies under the density, or the tail, or another number altogether: as in `Stream.normal`. */
function atTheEdge(stream: Stream, word: number): number {
  const layer = word & 255;
  const x = ((word >> 8) + 0.5) * width[layer];
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
  const { state } = stream;
  for (let i = exponentials(state, out, 0, n); i < n; i = exponentials(state, out, i + 1, n)) {
    out[i] = exponentialAtTheEdge(stream, state[WORD]);
  }
}

/** As `normals`. */
function exponentials(s: Int32Array, out: Float64Array, from: number, n: number): number {
  let i = from;
  let a = s[0];
  let b = s[1];
  let c = s[2];
  let counter = s[3];
  let word = 0;
  for (; i < n; i++) {
    word = (((a + b) | 0) + counter) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + word) | 0;
    counter = (counter + 1) | 0;
    const layer = word & 255;
    const k = (word >>> 8) + 0.5;
    if (k >= expInside[layer]) break;
    out[i] = k * expWidth[layer];
  }
  s[0] = a;
  s[1] = b;
  s[2] = c;
  s[3] = counter;
  s[WORD] = word;
  return i;
}

/** The same as `atTheEdge` of the exponential density, whose tail is the density itself. */
function exponentialAtTheEdge(stream: Stream, word: number): number {
  const layer = word & 255;
  if (layer === 0) return EXPONENTIAL.edge[1] + stream.exponential();
  const x = ((word >>> 8) + 0.5) * expWidth[layer];
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
