import type { Card } from '../../core/card/schema.js';
import { normalBeyond, type Stream } from '../../core/random/index.js';
import { resolutionOf } from '../detector/ecal.js';
import type { ParticleClass } from './class.js';
import { BEAM_EDGE } from './phaseSpace.js';

/** An electron that showers in the ECAL; its rate is what the other electron classes leave. */
export const ordinary: ParticleClass = {
  name: 'ordinary',
  species: 'electron',
  rate: () => 1,
  draw(_card, _stream, fate) {
    fate.radiates = fate.momentum;
    fate.em = fate.momentum;
  },
};

/** An analogue sum is called low that is further below the energy than this, standard deviations. */
export const LOW = 2.6;

/** How far the analogue sum of an ordinary electron is off, standard normal: below -LOW, or above it. */
export function drawMark(isLow: boolean, stream: Stream): number {
  if (isLow) return -normalBeyond(stream, LOW);
  for (;;) {
    const mark = stream.normal();
    if (mark >= -LOW) return mark;
  }
}

/**
 * How the visible energy of ordinary electrons scatters about the flat part of their momentum: with the edges of the
 * beam's momentum, and with the resolution, which is that at the beam's momentum for all of them. All GeV.
 */
export interface Scatter {
  readonly edge: number;
  readonly resolution: number;
  /** Both in quadrature. */
  readonly all: number;
}

export function scatterOf({ beam, detector }: Card): Scatter {
  const edge = BEAM_EDGE * beam.momentumSpread * beam.momentum;
  const resolution = resolutionOf(detector.ecal, beam.momentum);
  return { edge, resolution, all: Math.sqrt(edge * edge + resolution * resolution) };
}

/**
 * Deviation of the momentum from its flat part, GeV, of an electron whose energy deviates by so many standard deviations.
 * @param normal a standard normal number of its own
 */
export const momentumBehind = (
  { edge, resolution, all }: Scatter,
  deviation: number,
  normal: number,
): number => (all > 0 ? (edge * (edge * deviation + resolution * normal)) / all : 0);

/** What an ordinary electron has: momentum at S1 and visible energy, GeV. */
export interface Seen {
  momentum: number;
  energy: number;
}
