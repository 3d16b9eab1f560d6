/**
 * Moyal's form of the Landau distribution (Phil. Mag. 46 (1955) 263): -ln Z^2 of a normal Z, in widths from the
 * most probable loss.
 */
import { log } from './math.js';
import type { Stream } from './random/index.js';

/** Draws one. */
export function moyal(stream: Stream): number {
  const z = stream.normal();
  return -log(z * z);
}

/** Its mean: Euler's constant and ln 2. */
export const MOYAL_MEAN = 1.2703628454614782;

/** Its median: that of Z^2 is 0.4549. */
export const MOYAL_MEDIAN = 0.7875976;
