/**
 * The bend of the two dipoles, as one kick at their centre.
 */
import { ecalGrid } from '../../core/channels.js';
import type { Card } from '../../core/card/schema.js';

/** Displacement at z (mm) of a particle bent by `extra` times the nominal angle more than the beam. */
export function bend(card: Card, z: number, extra: number): number {
  const { position, magnets } = card.detector;
  return (z - position.magnets) * magnets.bend * extra;
}

/** Whether a particle displaced by x (mm) from the beam axis meets the ECAL. */
export function inEcal(card: Card, x: number): boolean {
  const { ecal } = card.detector;
  const { nx } = ecalGrid(ecal);
  const axis = (ecal.beamCell[0] + 0.5 - nx / 2) * ecal.pitch;
  return Math.abs(x + axis) < (nx / 2) * ecal.pitch;
}
