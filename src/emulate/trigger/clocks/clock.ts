/** The shape of what triggers by the clock, with or without beam. */
import type { MenuTrigger } from '../../../core/card/trigger.js';
import type { Clock as ClockName } from '../../../core/id.js';
import type { Stream } from '../../../core/random/index.js';
import type { SpillKey } from '../../streams.js';

/** One spill, and one slice of it or of the time behind it. */
export interface ClockSlice {
  readonly at: SpillKey;
  readonly slice: number;
  /** Slices of the spill: from here on there is no beam. */
  readonly slices: number;
}

/** A source of clock triggers: one file of this shape, one registry line, a form of the menu's schema. */
export interface ClockSource {
  readonly name: ClockName;
  /** The trigger of the menu that it feeds. */
  feeds(line: MenuTrigger): boolean;
  /** Ticks in the slice, ascending. */
  ticks(line: MenuTrigger, where: ClockSlice, stream: Stream): number[];
  /** The last slice in which it may trigger. */
  lastSlice(line: MenuTrigger, slices: number): number;
}
