/**
 * A beam electron whose shower makes an A' in the dump: where nature has one, a class of the beam; on demand, a ghost.
 */
import type { Card } from '../../core/card/schema.js';
import { InternalError } from '../../core/errors.js';
import { exp, log, pow } from '../../core/math.js';
import { type Emission, emissionTable, leadYield, TSAI_WHITIS } from '../../core/signal/index.js';
import type { Stream } from '../../core/random/index.js';
import { radiateUpstream, radiatingUpstream } from './bremsstrahlung.js';
import type { ParticleClass } from './class.js';
import type { Fate, Radiated } from './fate.js';

/** Photons that are followed of those before the A'. */
const PHOTONS = 6;
/** Of the beam's energy: A' of less leave more in the ECAL than the trigger lets pass, but for its resolution. */
const LEAST_TRIGGERED = 0.2;

/** A' of a mass (GeV) that take more than the share `least` of the beam's energy. */
export interface DarkPhoton {
  readonly mass: number;
  readonly least: number;
}

/** Those of `nature.darkPhoton` with more than a share `least` of the beam's energy, eps^2 times the yield of the exact tree level. */
export const darkPhotonAbove = (least: number): ParticleClass => ({
  name: 'dark-photon',
  species: 'electron',
  rate({ nature, beam }) {
    if (nature.darkPhoton === undefined) return 0;
    const { mass, epsilon } = nature.darkPhoton;
    const { perEot } = leadYield(mass, beam.momentum, { least: least * beam.momentum });
    return epsilon * epsilon * perEot;
  },
  draw(card, stream, fate) {
    if (card.nature.darkPhoton === undefined) throw new InternalError("a card without an A'");
    const { mass } = card.nature.darkPhoton;
    drawDarkPhoton(card, { mass, least }, stream, fate);
  },
});

/**
 * Those from a fifth of the beam's energy on: the box, and sideband C up to the threshold of the trigger. A' of less would
 * put some 3 % more there, and 11 % more into the trigger, whose sum is smeared: they are missing.
 */
export const darkPhoton = darkPhotonAbove(LEAST_TRIGGERED);

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
    const part = i === PHOTONS - 1 ? 1 : 1 - pow(u, 1 / (TSAI_WHITIS * Math.max(depth, 1e-3)));
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
