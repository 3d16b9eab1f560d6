import type { Card } from '../../core/card/schema.js';
import type { Stream } from '../../core/random/index.js';
import type { Fate } from './fate.js';

export type Species = 'electron' | 'pion' | 'kaon' | 'muon';

/** One class of beam particles: one file of this shape, one registry line. */
export interface ParticleClass {
  readonly name: string;
  readonly species: Species;
  /** Which of S1..S4 it passes by, whatever else becomes of it; without this its draw says. */
  readonly misses?: 'S4' | 'all';
  /** Particles of this class per beam electron. */
  rate(card: Card): number;
  /**
   * Draws what becomes of a particle of `fate.momentum`; `fate` comes cleared. The electromagnetic
   * energy is set without resolution and without its preshower share, which are the same for all.
   */
  draw(card: Card, stream: Stream, fate: Fate): void;
}
