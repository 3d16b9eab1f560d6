import type { Belief } from '../../core/card/schema.js';
import type { CalibratedEvent } from '../calibration/event.js';
import type { ReconstructedEvent } from '../reconstruction/index.js';
import type { Window } from '../reconstruction/window.js';

/** One event of any type, as the analysis has it. */
export interface MeasuredEvent {
  /** Number in the spill. */
  readonly number: number;
  /** Trigger types. */
  readonly type: number;
  readonly calibrated: CalibratedEvent;
  readonly reconstructed: ReconstructedEvent;
  /** When particles are seen that came with it, ns after the trigger. */
  readonly reach: Window;
}

/** So many of so many passed. */
export interface Trials {
  readonly passed: number;
  readonly of: number;
}

/** An efficiency measured from data alone: one file of this shape and one registry line. */
export interface Measurement {
  readonly name: string;
  /** From what, and how. */
  readonly method: string;
  /** Trials in one event: none in most. */
  probe(event: MeasuredEvent, belief: Belief): Trials;
}

export const NO_TRIAL: Trials = { passed: 0, of: 0 };

export const trial = (passes: boolean): Trials => ({ passed: passes ? 1 : 0, of: 1 });
