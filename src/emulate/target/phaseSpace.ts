/**
 * Phase space of the beam: momentum at S1; impact and angle at the ECAL, which depend on it by the dispersion.
 *
 * The spot is that of all momenta together, as a calorimeter sees it: what the dispersion does not make of it
 * is the betatron part. Divergence and correlation are those of one momentum, which no magnet changes.
 */
import type { Card } from '../../core/card/schema.js';
import { dispersion } from '../../core/dispersion.js';
import type { Stream } from '../../core/random/index.js';
import type { Fate } from './fate.js';
import { bend } from './spectrometer.js';

/** Half width of the flat part and sigma of the edges, over the spread: variance 1 = flat^2 / 3 + edge^2. */
export const BEAM_FLAT = 1.5;
export const BEAM_EDGE = 0.5;

/** Momentum at S1, GeV: flat-topped, half of the variance and more from the flat part. */
export function beamMomentum(beam: Card['beam'], flat: number, normal: number): number {
  const { momentum, momentumSpread } = beam;
  return momentum * (1 + momentumSpread * (BEAM_FLAT * (2 * flat - 1) + BEAM_EDGE * normal));
}

/** A standard normal number that is correlated with another one, by a third. */
const correlated = (rho: number, other: number, own: number) =>
  rho * other + Math.sqrt(1 - rho * rho) * own;

/** Rms of a spot without what a momentum spread makes of it by a dispersion. */
export const betatron = (spot: number, dispersed: number) =>
  Math.sqrt(Math.max(0, spot * spot - dispersed * dispersed));

/** Impact point on the ECAL and angle of a particle of `fate.momentum` at S1. */
export function drawImpact(card: Card, fate: Fate, stream: Stream): void {
  const { momentum, momentumSpread, spot, divergence, correlation, dispersion: line } = card.beam;
  const { position } = dispersion(card);
  const { position: at, magnets } = card.detector;
  const delta = fate.momentum / momentum - 1;
  // Exactly what the chambers before the magnets see taken back, not to first order.
  const bentMore = momentum / fate.momentum - 1;
  const x = stream.normal();
  const y = stream.normal();
  const impactX =
    betatron(spot.x, position.x * momentumSpread) * x +
    line.position.x * delta +
    bend(card, at.ecal, bentMore);
  const impactY = betatron(spot.y, position.y * momentumSpread) * y + line.position.y * delta;
  fate.x += impactX;
  fate.y += impactY;
  fate.beamX += impactX;
  fate.beamY += impactY;
  fate.angleX +=
    divergence * correlated(correlation.x, x, stream.normal()) +
    line.angle.x * delta +
    magnets.bend * bentMore;
  fate.angleY += divergence * correlated(correlation.y, y, stream.normal()) + line.angle.y * delta;
  // What flies straight on lacks the bend of its own momentum.
  fate.unbent *= 1 + bentMore;
}
