/** What nature has in the box in the mean: losses at large angles alone in the world, and what their neighbours cost. */
import type { RunEfficiency } from '../../../analyse/combination/measured.js';
import type { Card } from '../../../core/card/index.js';
import { exp } from '../../../core/math.js';
import { leadYield } from '../../../core/signal/index.js';
import type { ParticleClass } from '../../../emulate/target/class.js';
import { darkPhoton } from '../../../emulate/target/darkPhoton.js';
import { upstreamElectroNuclear } from '../../../emulate/target/upstreamElectroNuclear.js';
import { alone } from '../alone.js';
import { cardWith, MASS } from './experiments.js';

/** Less lost than this (GeV) is never in the box, five standard deviations of the ECAL below its edge. */
const LOST = 43;
/** Of the A' alone: it does not matter. */
const EPSILON = 0.01;

/** Losses at large angles of at least `LOST`. */
const losses: ParticleClass = {
  ...upstreamElectroNuclear,
  draw({ nature }, stream, fate) {
    const lost = LOST + nature.upstreamElectroNuclear.slope * stream.exponential();
    fate.radiates = fate.momentum;
    fate.em = Math.max(0, fate.momentum - lost);
  },
};

/**
 * Background events in the box per electron on target, as nature has them; A' tell what neighbours and dead time cost.
 * @param particles of each that are drawn
 */
export function backgroundPerElectron(
  card: Card,
  seed: string,
  particles: number,
  found: RunEfficiency,
): number {
  const { upstreamElectroNuclear: of, beforeMagnets } = card.nature;
  const rate =
    upstreamElectroNuclear.rate(card) *
    (1 - beforeMagnets) *
    of.largeAngleFraction *
    exp(-LOST / of.slope);
  const lost = alone(card, seed, losses, particles);
  const withDark = cardWith(EPSILON, card.run.seed);
  const dark = alone(withDark, seed, darkPhoton, particles);
  const { perEot } = leadYield(MASS, card.beam.momentum);
  const madePerCounted = darkPhoton.rate(withDark) / (EPSILON * EPSILON * perEot);
  const efficiencyAlone = (madePerCounted * dark.boxed) / dark.of;
  return (
    (rate * lost.boxed * (found.masses[0].total.value ?? Number.NaN)) / lost.of / efficiencyAlone
  );
}
