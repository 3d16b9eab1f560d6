/** What nature has in the box in the mean: losses at large angles alone in the world, and what their neighbours cost. */
import type { RunEfficiency } from '../../../analyse/combination/measured.js';
import type { Card } from '../../../core/card/index.js';
import { darkPhotonAbove } from '../../../emulate/target/darkPhoton.js';
import { alone } from '../alone.js';
import { lossesPerElectron } from '../losses.js';
import { cardWith, yieldOf } from './experiments.js';

/** Of the A' alone: it does not matter. */
const EPSILON = 0.01;
/** Share of the beam's energy: A' of less do not come into the box. */
const LEAST = 0.45;

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
  const darkPhoton = darkPhotonAbove(LEAST);
  const dark = alone(withDark, seed, darkPhoton, particles);
  const madePerCounted = darkPhoton.rate(withDark) / (EPSILON * EPSILON * yieldOf(card));
  const efficiencyAlone = (madePerCounted * dark.boxed) / dark.of;
  return (boxed * (found.masses[0].total.value ?? Number.NaN)) / efficiencyAlone;
}
