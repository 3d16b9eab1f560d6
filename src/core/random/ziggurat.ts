import { exp, log } from '../math.js';

/**
 * A monotonically falling density cut into 256 layers of equal area (Marsaglia and Tsang, J. Stat.
 * Soft. 5 (2000) 8). Layer i is the strip 0 <= x < edge[i], height[i] <= y < height[i + 1]; layer 0
 * is a rectangle of pseudo-width edge[0] = v / f(r) that stands for the base and the tail beyond
 * r = edge[1].
 */
export interface Ziggurat {
  /** 257 edges, falling from v / f(r) to 0. */
  readonly edge: Float64Array;
  /** f at the edges: 257 heights, rising to 1; height[0] is 0. */
  readonly height: Float64Array;
  /** edge[i] / 2^52: makes a 52-bit integer an x within layer i. */
  readonly width: Float64Array;
  /** Below this integer an x of layer i lies under the density for certain. */
  readonly inside: Float64Array;
}

const TWO_52 = 4503599627370496;

/**
 * @param r where the tail begins
 * @param area of one layer: r f(r) + the integral of f beyond r
 */
function ziggurat(
  r: number,
  area: number,
  density: (x: number) => number,
  inverse: (y: number) => number,
): Ziggurat {
  const edge = new Float64Array(257);
  const height = new Float64Array(257);
  edge[0] = area / density(r);
  edge[1] = r;
  height[1] = density(r);
  for (let i = 2; i < 256; i++) {
    height[i] = height[i - 1] + area / edge[i - 1];
    edge[i] = inverse(height[i]);
  }
  height[256] = 1;
  const width = edge.map((x) => x / TWO_52);
  const inside = new Float64Array(256);
  for (let i = 0; i < 256; i++) inside[i] = Math.floor((edge[i + 1] / edge[i]) * TWO_52);
  return { edge, height, width, inside };
}

// r makes the uppermost layer end at f(0) = 1. Both r are published (numpy, Doornik 2005); with the
// areas they were solved for again in 72-digit arithmetic, the published area of the normal having
// but 12 digits. test/core/random.test.ts checks both conditions.

/** exp(-x^2 / 2) for x >= 0. */
export const NORMAL = ziggurat(
  3.654152885361008772,
  0.004928673233974655347,
  (x) => exp(-0.5 * x * x),
  (y) => Math.sqrt(-2 * log(y)),
);

/** exp(-x). */
export const EXPONENTIAL = ziggurat(
  7.697117470131049714,
  0.00394965982258155722,
  (x) => exp(-x),
  (y) => -log(y),
);
