/**
 * What counters and SRD alone tell of an event: whether it may pass cut (ii).
 */
import type { Belief } from '../core/card/schema.js';
import type { Answers } from '../core/wire/event.js';
import type { Conditions } from './calibration/conditions.js';
import { calibrateAnswers } from './calibration/index.js';
import { masterTime, masterTiming } from './calibration/master.js';
import { reconstructSrd } from './reconstruction/srd.js';
import { passesSrd } from './selection/srd.js';

/**
 * Thresholds are lower, and ceilings higher, by so much than those of the cut: the gains of a spill, which its own
 * flashes tell only at its end, are within it.
 */
const MARGIN = 1.25;

/**
 * @param answers of counters and SRD, as they would be sent; others are not looked at
 * @param conditions without those of the spill itself; null in fidelity `energy`
 * @param tick of the trigger in the spill, 0.1 ns
 */
export function mayBeElectron(
  belief: Belief,
  { counters, srd }: Answers,
  conditions: Conditions | null,
  tick: number,
): boolean {
  const event = calibrateAnswers({ counters, srd }, belief.detector, conditions, tick);
  const particle = masterTime(event.counters, masterTiming(belief));
  const { threshold, ceiling } = belief.analysis.cuts.srd;
  const limits = { threshold: threshold / MARGIN, ceiling: ceiling * MARGIN };
  return passesSrd(reconstructSrd(belief, event, particle), limits);
}
