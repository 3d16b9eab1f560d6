/** The event builder's counters: in a spill in order each fragment is used. */
import type { EventRange } from '../building/index.js';
import type { Monitor } from './monitor.js';

/** Share of the events of a spill without which its exposure is still taken for whole. */
const NEGLIGIBLE = 0.01;

const COLUMNS = {
  duplicates: 'fragments that came twice',
  late: 'fragments that came too late',
  misplaced: 'fragments of another time',
  damaged: 'fragments with a wrong CRC',
  strays: 'fragments of no event',
} as const;

export const fragments: Monitor = {
  name: 'fragments',
  describes: 'fragments that are no part of an event, and events that lack some',
  watch: () => ({
    finish({ building, incomplete, missing, recorded }) {
      const columns = Object.entries(COLUMNS) as [keyof typeof COLUMNS, string][];
      const found = columns
        .filter(([column]) => building[column] > 0)
        .map(([column, what]) => {
          return { severity: 'note', what, value: building[column], limit: 0 } as const;
        });
      const lost = rangesOf(
        incomplete.map(({ event }) => event),
        missing,
      );
      const value = lost.reduce((sum, [first, last]) => sum + last - first + 1, 0);
      if (value === 0) return found;
      const severity = value > NEGLIGIBLE * recorded ? 'bad' : 'note';
      const what = 'events that could not be built';
      return [...found, { severity, what, value, limit: 0, events: lost }];
    },
  }),
};

/** Neighbours as one. @param ranges of other events */
function rangesOf(events: readonly number[], ranges: readonly EventRange[]): EventRange[] {
  const all = [...events.map((e): EventRange => [e, e]), ...ranges].sort((a, b) => a[0] - b[0]);
  const joined: EventRange[] = [];
  for (const [first, last] of all) {
    const before = joined.at(-1);
    if (before && before[1] === first - 1) joined[joined.length - 1] = [before[0], last];
    else joined.push([first, last]);
  }
  return joined;
}
