/** Momentum of the beam at S1: flat-topped, half of the variance and more from the flat part. */
import type { Card } from '../../core/card/schema.js';

/** Half width of the flat part and sigma of the edges, over the spread: variance 1 = flat^2 / 3 + edge^2. */
export const BEAM_FLAT = 1.5;
export const BEAM_EDGE = 0.5;

/** GeV, from a uniform number and a standard normal one. */
export function beamMomentum(beam: Card['beam'], flat: number, normal: number): number {
  const { momentum, momentumSpread } = beam;
  return momentum * (1 + momentumSpread * (BEAM_FLAT * (2 * flat - 1) + BEAM_EDGE * normal));
}
