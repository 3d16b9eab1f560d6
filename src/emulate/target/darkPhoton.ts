/**
 * A beam electron whose shower makes an A' in the dump. No class of the beam: such electrons come on
 * demand, as ghosts.
 */
import type { Card } from '../../core/card/schema.js';
import { type Emission, emissionTable } from '../../core/signal/index.js';
import type { Stream } from '../../core/random/index.js';
import { bremsstrahlung, radiateUpstream } from './bremsstrahlung.js';
import type { Fate } from './fate.js';

/**
 * Draws what becomes of the electron, as the `draw` of a class does. Upstream it is as any other. What
 * it radiates in the dump before it, or one of its pairs, makes the A' is taken as one photon, somewhere on
 * the way to there; the rest showers from there on, less the A'.
 */
export function drawDarkPhoton(card: Card, mass: number, stream: Stream, fate: Fate): Emission {
  const radiates = stream.uniform() < bremsstrahlung.rate(card);
  const table = emissionTable(mass, card.beam.momentum);
  const emission = table.at(stream.uniform(), stream.uniform(), stream.uniform());
  const place = stream.uniform();
  let energy = fate.momentum;
  if (radiates) energy = radiateUpstream(card, stream, fate);
  else fate.radiates = energy;
  fate.start = emission.depth;
  fate.radiated = energy * (1 - emission.before);
  fate.radiatedAt = emission.depth * place;
  fate.em += energy * (1 - emission.energy);
  return { ...emission, energy: energy * emission.energy };
}
