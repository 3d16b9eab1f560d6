/** What nature has in the box in the mean: losses at large angles alone in the world, and what their neighbours cost. */
import type { RunEfficiency } from '../../../analyse/combination/measured.js';
import type { Card } from '../../../core/card/index.js';
import { leadYield } from '../../../core/signal/index.js';
import { darkPhoton } from '../../../emulate/target/darkPhoton.js';
import { alone } from '../alone.js';
import { lossesPerElectron } from '../losses.js';
import { cardWith, MASS } from './experiments.js';

/** Of the A' alone: it does not matter. */
const EPSILON = 0.01;

/**
 * Background events in the box per electron on target, as nature has them; A' tell what neighbours and dead time cost.
 * @param particles A' that are drawn
 */
export function backgroundPerElectron(
  card: Card,
  seed: string,
  particles: number,
  found: RunEfficiency,
): number {
  const { boxed } = lossesPerElectron(card, seed)(card.nature);
  const withDark = cardWith(EPSILON, card.run.seed);
  const dark = alone(withDark, seed, darkPhoton, particles);
  const { perEot } = leadYield(MASS, card.beam.momentum);
  const madePerCounted = darkPhoton.rate(withDark) / (EPSILON * EPSILON * perEot);
  const efficiencyAlone = (madePerCounted * dark.boxed) / dark.of;
  return (boxed * (found.masses[0].total.value ?? Number.NaN)) / efficiencyAlone;
}
