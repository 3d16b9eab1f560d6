/**
 * Dispersion of the beam at the ECAL: how far a particle of the momentum p (1 + delta) is from one of p, to
 * first order in delta: x = D delta, x' = D' delta (K. L. Brown, SLAC-75, sixth column of the transfer matrix).
 */
import type { Card } from './card/schema.js';

/** D, mm, and D', rad, each per unit of dp/p. */
export interface Dispersion {
  readonly position: { readonly x: number; readonly y: number };
  readonly angle: { readonly x: number; readonly y: number };
}

/** What the line leaves, and what the magnets before the ECAL add in the plane in which they bend. */
export function dispersion(card: {
  readonly beam: Pick<Card['beam'], 'dispersion'>;
  readonly detector: Pick<Card['detector'], 'position' | 'magnets'>;
}): Dispersion {
  const { position, angle } = card.beam.dispersion;
  const { bend } = card.detector.magnets;
  const way = card.detector.position.ecal - card.detector.position.magnets;
  // Towards larger x are those who are bent more, the slower ones.
  return {
    position: { x: position.x - way * bend, y: position.y },
    angle: { x: angle.x - bend, y: angle.y },
  };
}
