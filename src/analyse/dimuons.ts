/**
 * Muon pairs, observed and predicted: the benchmark of the yield. e- Z -> e- Z gamma, gamma -> mu+ mu- is radiated in the dump as
 * an A' is, its rate is known from quantum electrodynamics, and all of its events are open (E_HCAL above any seal).
 */
import type { Belief } from '../core/card/schema.js';
import { inQuadrature } from '../core/in-quadrature.js';
import type { Counts } from './counts.js';
import { openShare, scalerElectrons } from './efficiency.js';
import { regionIndex } from './selection/regions.js';

export interface DimuonYield {
  /** Events of region I below the edge of the box in E_ECAL, after trigger, track and SRD. */
  readonly observed: number;
  readonly predicted: number;
  /** Observed over predicted, and its error, one standard deviation; null where nothing is predicted. */
  readonly ratio: number | null;
  readonly error: number | null;
  /** Relative; null where nothing is predicted. */
  readonly yieldSystematic: number | null;
}

interface Exposed {
  readonly belief: Belief;
  readonly counts: Counts;
}

/** The pairs of one run. */
export const dimuonYield = (belief: Belief, counts: Counts): DimuonYield =>
  dimuonYieldOf([{ belief, counts }]);

/**
 * The pairs of all runs. Predicted are electrons on target (scalers) x believed pairs per electron x their simulated efficiency x
 * prescale x live fraction x what pile-up leaves in the trigger gate. The error of the ratio is that of the number observed, and
 * those of the simulated efficiency, of trigger, track and SRD, and of the electrons as the cards have them, in quadrature; runs are
 * taken to share these.
 */
export function dimuonYieldOf(runs: readonly Exposed[]): DimuonYield {
  const parts = runs.map(predictedOf);
  const sum = (of: (part: (typeof parts)[number]) => number) =>
    parts.reduce((n, part) => n + of(part), 0);
  const observed = sum((part) => part.observed);
  const predicted = sum((part) => part.predicted);
  if (!(predicted > 0)) {
    return { observed, predicted: 0, ratio: null, error: null, yieldSystematic: null };
  }
  const ratio = observed / predicted;
  const believed = sum((part) => part.predicted * part.relative) / predicted;
  // At least that of one event: none observed is no certainty.
  const counted = Math.sqrt(Math.max(1, observed)) / predicted;
  const error = inQuadrature(counted, ratio * believed);
  return { observed, predicted, ratio, error, yieldSystematic: yieldSystematic(ratio, error) };
}

/** Observed and predicted pairs of a run, and the relative error of its efficiencies and electrons. */
function predictedOf({ belief, counts }: Exposed) {
  const { dimuons, nuisances } = belief.analysis;
  const electrons = scalerElectrons(belief, counts.scalers);
  const { trigger, track, srd, electrons: ofElectrons } = nuisances;
  return {
    observed: counts.regions[regionIndex('I below box edge')],
    predicted: electrons * dimuons.rate * dimuons.efficiency * openShare(belief, counts),
    relative: inQuadrature(trigger, track, srd, ofElectrons, dimuons.efficiencyError),
  };
}

/** Pairs, observed or predicted, that a measurement of the yield takes: they tell it to a tenth, what the card believes. */
const ENOUGH = 100;

/**
 * Relative uncertainty of the A' yield that the pairs of all runs give: null where fewer than a hundred are observed and predicted. Many that
 * are predicted and not observed, or observed and not predicted, are what the comparison is for. The yield itself is not moved: by how
 * far the pairs are from their prediction it is uncertain.
 */
export function measuredYieldSystematic(runs: readonly Exposed[]): number | null {
  const found = dimuonYieldOf(runs);
  return Math.max(found.observed, found.predicted) < ENOUGH ? null : found.yieldSystematic;
}

/**
 * Relative uncertainty of the A' yield: how far the dimuons are from their prediction, or how well that is known where they
 * agree. PRL 123, 121801 (2019) has about 10 % from the same comparison.
 * @example yieldSystematic(1.08, 0.03) // 0.08
 */
export const yieldSystematic = (ratio: number, error: number): number =>
  Math.max(Math.abs(ratio - 1), error);
