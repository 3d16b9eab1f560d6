import type { Belief } from '../../core/card/schema.js';
import { sampledStarts } from '../../core/sampling.js';
import type { Conditions } from '../calibration/conditions.js';
import type { Window } from '../reconstruction/window.js';

/**
 * When a particle may come to be seen in an event, ns after the trigger: with energies all that is read out,
 * with samples what lies among them.
 * @param conditions null in fidelity `energy`
 */
export const reachOf = ({ readout }: Belief, conditions: Conditions | null): Window =>
  conditions ? sampledStarts(conditions.sampling) : { from: -readout.before, to: readout.after };
