/**
 * One monitor: one file of this shape and one line in the registry. It sees what the analysis sees of one spill, and of a
 * sealed event nothing that is reconstructed, whether the box is open or not: what it says is the same then.
 */
import type { Belief } from '../../core/card/schema.js';
import type { FrontEnd } from '../../core/channels.js';
import type { Bodies } from '../../core/wire/event.js';
import type { BuiltSpill, EventRange } from '../building/index.js';
import type { Conditions } from '../calibration/conditions.js';
import type { ReconstructedEvent } from '../reconstruction/index.js';

/**
 * A spill with an alarm that is `bad` counts for nothing; `note` is told alone. `unwatched` is no alarm: the spill has too
 * little of what is watched to say anything.
 */
export type Severity = 'bad' | 'note' | 'unwatched';

export interface Found {
  readonly severity: Severity;
  readonly what: string;
  readonly value: number;
  /** What the value may be at most, or at least; where unwatched, what it has to be above. */
  readonly limit: number;
  /** Events that are affected, where these are known. */
  readonly events?: readonly EventRange[];
}

export interface Alarm extends Found {
  readonly monitor: string;
}

/** Events with a pulse of each channel that is clear of the noise, those of the LED left out: of raw data, which are in the clear. */
export type Occupancy = Readonly<Record<FrontEnd, readonly number[]>>;

/** Of one spill. */
export interface Said {
  readonly alarms: readonly Alarm[];
  /** What could not be judged. */
  readonly unwatched: readonly Alarm[];
  readonly occupancy: Occupancy;
}

/** An event that was built. */
export interface Watched {
  /** Trigger types, as in its header. */
  readonly type: number;
  readonly bodies: Bodies;
  /** Null where it is sealed. */
  readonly reconstructed: ReconstructedEvent | null;
}

export interface Watch {
  event?(event: Watched): void;
  /** At the end of the spill. */
  finish(spill: BuiltSpill): readonly Found[];
  /** So far; of the monitor that reads the channels. */
  occupancy?(): Occupancy;
}

export interface Monitor {
  readonly name: string;
  readonly describes: string;
  /** @param conditions of the spill; null in fidelity `energy` */
  watch(belief: Belief, conditions: Conditions | null): Watch;
}
