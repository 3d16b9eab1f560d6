import { decodeFragment } from '../../core/wire/event.js';
import { type Crc32, RECORD, readSegment } from '../../core/wire/framing.js';
import { decodeMessage } from '../../core/wire/decode.js';
import { spillway } from '../../core/wire/messages.js';
import type { BuiltEvent } from './index.js';

/**
 * Some events of the raw segment of a spill, found by their places: one event behind the other from number 1, of
 * each a fragment per source. Of the others only the records are checked.
 * @param numbers ascending
 * @returns null where a fragment is damaged, not in its place or not of the time of the others, which `buildSpill` copes with
 * @throws SegmentError when the segment is damaged, RangeError when a header of it is no message
 */
export function pickEvents(
  raw: Uint8Array,
  crc32: Crc32,
  numbers: readonly number[],
): BuiltEvent[] | null {
  let sources: string[] = [];
  let spill = 0;
  let tick = 0;
  const events: BuiltEvent[] = [];
  let fragments = 0;
  let bodies: Uint8Array[] = [];
  for (const { type, body } of readSegment(raw, crc32)) {
    if (type === RECORD.header) {
      const header = decodeMessage(spillway.SegmentHeader, body);
      sources = header.sources.map(({ name }) => name ?? '');
      spill = header.spill;
    }
    if (type !== RECORD.fragment) continue;
    const number = 1 + Math.floor(fragments / sources.length);
    const source = fragments++ % sources.length;
    if (number !== numbers[events.length]) continue;
    const fragment = decodeFragment(body, crc32);
    if (fragment === null || fragment.event !== number || fragment.source !== source) return null;
    if (source === 0) tick = fragment.tick;
    if (fragment.spill !== spill || fragment.tick !== tick) return null;
    bodies.push(fragment.body);
    if (bodies.length < sources.length) continue;
    const [first, ...rest] = bodies;
    const header = decodeMessage(spillway.EventHeader, first);
    if (header.event !== number || header.spill !== spill || header.tick !== tick) return null;
    events.push({
      header,
      bodies: Object.fromEntries(rest.map((of, i) => [sources[i + 1], of])),
    });
    bodies = [];
  }
  return events.length === numbers.length ? events : null;
}
