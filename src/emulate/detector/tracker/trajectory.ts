/**
 * The way of a charged particle through the chambers: from its point and angle at the ECAL back along
 * a straight line on each side of the magnets, which bend it at their centre, and scattered in every
 * chamber.
 */
import type { Card } from '../../../core/card/schema.js';
import { log } from '../../../core/math.js';
import type { Stream } from '../../../core/random/index.js';
import type { Station } from '../../../core/tracker.js';
import type { Fate } from '../../target/fate.js';

/** Crossing of station i at x[i], y[i], mm from the beam axis. */
export interface Crossings {
  x: Float64Array;
  y: Float64Array;
}

/**
 * Width of the projected scattering angle, rad: 13.6 MeV / p sqrt(t) (1 + 0.038 ln t) (Particle Data
 * Group, Prog. Theor. Exp. Phys. 2022, 083C01, eq. 34.16).
 * @param p GeV  @param t radiation lengths
 */
export const scattering = (p: number, t: number) =>
  t > 0 ? (0.0136 / p) * Math.sqrt(t) * (1 + 0.038 * log(t)) : 0;

/** The angle by which the magnets bend a momentum (GeV), beyond the bend of the nominal one. */
export const extraBend = (card: Card, p: number) =>
  card.detector.magnets.bend * (card.beam.momentum / p - 1);

/** Crossings of a particle that has a track: it came with `momentum` and was bent with `track`. */
export function follow(
  card: Card,
  stations: readonly Station[],
  fate: Fate,
  stream: Stream,
  out: Crossings,
): void {
  const { position } = card.detector;
  const { track: p, kink: turn } = fate;
  const bend = extraBend(card, p);
  // Impact and angle at the ECAL are those of the momentum at S1; what was lost since then bends more.
  const kick = bend - extraBend(card, fate.momentum);
  // So far back along the line on which the particle came: behind a kink it leaves it.
  const turnX = turn?.x ?? 0;
  const turnY = turn?.y ?? 0;
  let slopeX = fate.angleX - turnX + kick;
  let slopeY = fate.angleY - turnY;
  let x = fate.beamX + (position.ecal - position.magnets) * kick;
  let y = fate.beamY;
  let z = position.ecal;
  for (let i = stations.length - 1; i >= 0; i--) {
    const station = stations[i];
    if (z >= position.magnets && station.z < position.magnets) {
      x += (position.magnets - z) * slopeX;
      y += (position.magnets - z) * slopeY;
      z = position.magnets;
      const { upstreamMaterial, beforeMagnets } = card.nature;
      const width = scattering(p, upstreamMaterial * (1 - beforeMagnets));
      slopeX = slopeX - bend + width * stream.normal();
      slopeY += width * stream.normal();
    }
    x += (station.z - z) * slopeX;
    y += (station.z - z) * slopeY;
    z = station.z;
    const turned = turn ? Math.max(0, z - turn.z) : 0;
    out.x[i] = x + turned * turnX;
    out.y[i] = y + turned * turnY;
    const width = scattering(p, station.material);
    slopeX += width * stream.normal();
    slopeY += width * stream.normal();
  }
}
