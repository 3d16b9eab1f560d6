/** Events as JSON of Phoenix: the first open physics events in a region of the plane. */
import { RunError } from '../../core/errors.js';
import { displayOf, type Place } from '../display/index.js';
import { phoenixOf } from '../display/phoenix.js';
import type { OpenRun } from '../replay.js';
import { exportedEvents, requireRaw } from './events.js';
import type { Format } from './format.js';

/** Each is made again, which takes some tenths of a second. */
const EVENTS = 20;

export const phoenix: Format = {
  describes: `events in a region of the plane as JSON of Phoenix, the first ${EVENTS} or --events`,
  options: ['events'],
  *files(run, { events = EVENTS }) {
    requireRaw(run);
    const places = placesIn(run, events);
    if (places.length === 0) {
      throw new RunError({
        ...{ where: run.directory, what: 'open events in a region of the plane' },
        ...{ got: 'none', next: 'take more spills, or --to parquet, which has all events' },
      });
    }
    yield { name: 'events.phoenix.json', pieces: pieces(run, places) };
  },
};

function placesIn(run: OpenRun, most: number): Place[] {
  const places: Place[] = [];
  for (const { spill, event, open } of exportedEvents(run)) {
    if (!open || open.regions.length === 0) continue;
    places.push({ spill, event });
    if (places.length === most) break;
  }
  return places;
}

function* pieces(run: OpenRun, places: readonly Place[]): Generator<string> {
  yield '{';
  for (const [i, { spill, event }] of places.entries()) {
    const [[name, content]] = Object.entries(phoenixOf(displayOf(run, spill, event)));
    yield `${i > 0 ? ',' : ''}\n${JSON.stringify(name)}:${JSON.stringify(content)}`;
  }
  yield '\n}\n';
}
