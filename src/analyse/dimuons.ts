/**
 * Muon pairs, observed and predicted: the benchmark of the yield. e- Z -> e- Z gamma, gamma -> mu+ mu- is radiated in the dump as
 * an A' is, its rate is known from quantum electrodynamics, and all of its events are open (E_HCAL above any seal).
 */
import type { Belief } from '../core/card/schema.js';
import type { Counts } from './counts.js';
import { efficiencyFactors, scalerElectrons } from './efficiency.js';
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

/** What the run itself measures; all else is in the efficiency that simulated pairs have. */
const MEASURED = ['live', 'pile-up in the trigger gate'];

/**
 * Predicted are electrons on target (scalers) x believed pairs per electron x their simulated efficiency x live fraction x
 * what pile-up leaves in the trigger gate. The error of the ratio is that of the number observed, and those of the
 * efficiencies and of the electrons as the card has them, in quadrature.
 */
export function dimuonYield(belief: Belief, counts: Counts): DimuonYield {
  const { dimuons, nuisances } = belief.analysis;
  const measured = efficiencyFactors(belief, counts)
    .filter(({ name }) => MEASURED.includes(name))
    .reduce((product, { value }) => product * value, 1);
  const electrons = scalerElectrons(belief, counts.scalers);
  const predicted = electrons * dimuons.rate * dimuons.efficiency * measured;
  const observed = counts.regions[regionIndex('I below box edge')];
  if (!(predicted > 0)) {
    return { observed, predicted: 0, ratio: null, error: null, yieldSystematic: null };
  }
  const ratio = observed / predicted;
  const { trigger, track, srd, electrons: ofElectrons } = nuisances;
  const squares = [trigger, track, srd, ofElectrons].reduce((sum, x) => sum + x * x, 0);
  // At least that of one event: none observed is no certainty.
  const counted = Math.max(1, observed) / (predicted * predicted);
  const error = Math.sqrt(counted + ratio * ratio * squares);
  return { observed, predicted, ratio, error, yieldSystematic: yieldSystematic(ratio, error) };
}

/**
 * Relative uncertainty of the A' yield: how far the dimuons are from their prediction, or how well that is known where they
 * agree. PRL 123, 121801 (2019) has about 10 % from the same comparison.
 * @example yieldSystematic(1.08, 0.03) // 0.08
 */
export const yieldSystematic = (ratio: number, error: number): number =>
  Math.max(Math.abs(ratio - 1), error);
