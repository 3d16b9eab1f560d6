/**
 * The keep values of a menu: sums as loose as these, or tighter, are on record whatever the menu makes of them.
 */
import type { TriggerSection } from '../../core/card/trigger.js';
import { thresholdCounts } from './counts.js';

/** Counts: the ECAL sum has to be below, the preshower sum above. */
export interface Keep {
  readonly ecal: number;
  readonly preshower: number;
}

export const keepOf = ({ ecal, preshower }: TriggerSection): Keep => ({
  ecal: thresholdCounts(ecal.keep, ecal.count),
  preshower: thresholdCounts(preshower.keep, preshower.count),
});

export const isWithin = (keep: Keep, ecal: number, preshower: number): boolean =>
  ecal < keep.ecal && preshower > keep.preshower;
