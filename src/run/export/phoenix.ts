/** Events as JSON of Phoenix: the first open physics events in a region of the plane. */
import { displayOf } from '../display/index.js';
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
    yield { name: 'events.phoenix.json', pieces: pieces(run, events) };
  },
};

function* pieces(run: OpenRun, most: number): Generator<string> {
  yield '{';
  let written = 0;
  for (const { spill, event, open } of exportedEvents(run)) {
    if (written === most) break;
    if (!open || open.regions.length === 0) continue;
    const [[name, content]] = Object.entries(phoenixOf(displayOf(run, spill, event)));
    yield `${written > 0 ? ',' : ''}\n${JSON.stringify(name)}:${JSON.stringify(content)}`;
    written++;
  }
  yield '\n}\n';
}
