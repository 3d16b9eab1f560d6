/** Events of a run for a screen, or the next of a kind; the index is a place in the run. */
import { RunError, UsageError } from '../../../core/errors.js';
import { type Display, displayOf, type Kind, nextOf, type Place } from '../../display/index.js';
import { openRun } from '../../replay.js';
import type { TaskKind } from '../task.js';

export interface DisplayedJob {
  readonly directory: string;
  /** What is asked of a place: its event, or where behind it the next of a kind is. */
  readonly asked: 'event' | Kind;
}

/** What was asked for; a refusal in words, which threads would make an error of another class. */
export type Displayed =
  | { readonly event: Display }
  | { readonly next: Place | null }
  | { readonly refused: 'usage' | 'run'; readonly words: string };

/** More events than a spill has: nature's are some thousands. */
const EVENTS = 2 ** 22;

/** Null where it is the place of no event of any run. */
export const indexOf = ({ spill, event }: Place): number | null =>
  event < EVENTS && spill < 2 ** 30 ? spill * EVENTS + event : null;

export const placeOf = (index: number): Place => ({
  spill: Math.floor(index / EVENTS),
  event: index % EVENTS,
});

export const displayed: TaskKind<DisplayedJob, Displayed> = {
  name: 'displayed',
  prepare:
    ({ directory, asked }) =>
    (index) => {
      const place = placeOf(index);
      try {
        // Anew each time: it grows.
        const run = openRun(directory);
        if (asked === 'event') return { event: displayOf(run, place.spill, place.event) };
        return { next: nextOf(run, asked, place) };
      } catch (error) {
        if (error instanceof UsageError) return { refused: 'usage', words: error.message };
        if (error instanceof RunError) return { refused: 'run', words: error.message };
        throw error;
      }
    },
  transfer: () => [],
  describe: ({ directory, asked }, index) => {
    const { spill, event } = placeOf(index);
    const what = asked === 'event' ? 'event' : `what is next of ${asked} behind event`;
    return `${what} ${event} of spill ${spill} of ${directory}`;
  },
};
