/**
 * A beam electron whose shower makes an A' in the dump: where nature has one, a class of the beam; on demand, a ghost.
 */
import type { Card } from '../../core/card/schema.js';
import { InternalError } from '../../core/errors.js';
import { exp, log, pow } from '../../core/math.js';
import { type Emission, emissionTable, LEAST_SHARE, leadYield } from '../../core/signal/index.js';
import type { Stream } from '../../core/random/index.js';
import { radiateUpstream, radiatingUpstream } from './bremsstrahlung.js';
import type { ParticleClass } from './class.js';
import type { Fate, Radiated } from './fate.js';

/** Photons that are followed of those before the A'. */
const PHOTONS = 6;
/** Shape of the distribution of ln(E0/E) per radiation length. */
const B = 4 / 3;

/** A' of a mass (GeV) that take more than the share `least` of the beam's energy. */
export interface DarkPhoton {
  readonly mass: number;
  readonly least: number;
}

/**
 * Those of `nature.darkPhoton`, eps^2 times the yield of the exact tree level. A' with less than 0.45 of the beam's energy,
 * of which the tables know nothing, are not made: what they leave in the ECAL is further from the box than its resolution.
 */
export const darkPhoton: ParticleClass = {
  name: 'dark-photon',
  species: 'electron',
  rate({ nature, beam }) {
    if (nature.darkPhoton === undefined) return 0;
    const { mass, epsilon } = nature.darkPhoton;
    const least = LEAST_SHARE * beam.momentum;
    return epsilon * epsilon * leadYield(mass, beam.momentum, { least }).perEot;
  },
  draw(card, stream, fate) {
    if (card.nature.darkPhoton === undefined) throw new InternalError("a card without an A'");
    const { mass } = card.nature.darkPhoton;
    drawDarkPhoton(card, { mass, least: LEAST_SHARE }, stream, fate);
  },
};

/**
 * Draws what becomes of the electron, as the `draw` of a class does. Upstream it is as any other. In the
 * dump it radiates photons down to the energy with which it, or one of its pairs, makes the A'; what is
 * left then showers from there on.
 * @returns where the A' is made, and what it takes of the energy that comes to the ECAL
 */
export function drawDarkPhoton(
  card: Card,
  { mass, least }: DarkPhoton,
  stream: Stream,
  fate: Fate,
): Emission {
  const radiates = stream.uniform() < radiatingUpstream(card);
  const table = emissionTable(mass, card.beam.momentum, least);
  const emission = table.at(stream.uniform(), stream.uniform(), stream.uniform());
  const photons = radiatedOnTheWay(emission, stream);
  let energy = fate.momentum;
  if (radiates) energy = radiateUpstream(card, stream, fate);
  else fate.radiates = energy;
  fate.start = emission.depth;
  fate.radiated = photons.map((p) => ({ ...p, energy: energy * p.energy }));
  fate.em += energy * (1 - emission.energy);
  return emission;
}

/**
 * Photons, as shares of the beam energy, that add up to what was lost before the A': the losses in
 * ln E are the jumps of a gamma process of shape bt (track-length.ts), shared as in its breaking of a stick
 * (J. Pitman, Combinatorial Stochastic Processes (2006), section 3.2), at depths that are uniform.
 */
function radiatedOnTheWay({ before, depth }: Emission, stream: Stream): Radiated[] {
  const losses: { loss: number; depth: number }[] = [];
  let left = -log(before);
  for (let i = 0; i < PHOTONS; i++) {
    const u = stream.uniformOpen();
    const part = i === PHOTONS - 1 ? 1 : 1 - pow(u, 1 / (B * Math.max(depth, 1e-3)));
    losses.push({ loss: left * part, depth: depth * stream.uniform() });
    left *= 1 - part;
  }
  losses.sort((a, b) => a.depth - b.depth);
  let energy = 1;
  return losses.flatMap(({ loss, depth: at }) => {
    const photon = energy * (1 - exp(-loss));
    energy -= photon;
    return photon > 0 ? [{ energy: photon, depth: at }] : [];
  });
}
