import { decodeFragment } from '../../core/wire/event.js';
import { type Crc32, RECORD, readSegment } from '../../core/wire/framing.js';
import { spillway } from '../../core/wire/messages.js';
import type { BuiltEvent } from './index.js';

/**
 * Some events of the raw segment of a spill, found by their places: one event behind the other from number 1, of
 * each a fragment per source. Of the others only the records are checked.
 * @param numbers ascending
 * @returns null where a fragment is damaged or not in its place, which `buildSpill` copes with
 * @throws SegmentError when the segment is damaged
 */
export function pickEvents(
  raw: Uint8Array,
  crc32: Crc32,
  numbers: readonly number[],
): BuiltEvent[] | null {
  let sources: string[] = [];
  const events: BuiltEvent[] = [];
  let fragments = 0;
  let bodies: Uint8Array[] = [];
  for (const { type, body } of readSegment(raw, crc32)) {
    if (type === RECORD.header) {
      sources = spillway.SegmentHeader.decode(body).sources.map(({ name }) => name ?? '');
    }
    if (type !== RECORD.fragment) continue;
    const number = 1 + Math.floor(fragments / sources.length);
    const source = fragments++ % sources.length;
    if (number !== numbers[events.length]) continue;
    const fragment = decodeFragment(body, crc32);
    if (fragment === null || fragment.event !== number || fragment.source !== source) return null;
    bodies.push(fragment.body);
    if (bodies.length < sources.length) continue;
    const [first, ...rest] = bodies;
    events.push({
      header: spillway.EventHeader.decode(first),
      bodies: Object.fromEntries(rest.map((of, i) => [sources[i + 1], of])),
    });
    bodies = [];
  }
  return events.length === numbers.length ? events : null;
}
