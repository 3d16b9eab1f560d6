/** From raw bytes to events: what is lost, damaged or doubled on the way is told, not passed on. */
import { crc32 as zlibCrc32 } from 'node:zlib';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { buildSpill } from '../../../src/analyse/building/index.js';
import { pickEvents } from '../../../src/analyse/building/pick.js';
import { emptyBuilding } from '../../../src/analyse/building/report.js';
import { encodeFragment } from '../../../src/core/wire/event.js';
import { RECORD, SegmentError, SegmentWriter } from '../../../src/core/wire/framing.js';
import { emptyScalers } from '../../../src/core/wire/ledger.js';
import { spillway } from '../../../src/core/wire/messages.js';

const crc32 = (data: Uint8Array, value = 0) => zlibCrc32(data, value);
const SETTINGS = { tolerance: 100, timeout: 1e6, pending: 8 };
const SOURCES = ['trigger', 'ecal', 'hcal'];

type Piece = 'header' | 'begin' | { end: number } | { type: number } | Uint8Array;

/** A segment of these pieces; bytes are a fragment as it stands on the wire. */
function segment(...pieces: Piece[]): Uint8Array {
  const writer = new SegmentWriter(crc32);
  for (const piece of pieces) {
    if (piece === 'header') {
      const sources = SOURCES.map((name) => ({ name }));
      const header = { schema: 'spillway.raw/1', run: 3, spill: 7, fidelity: 'energy', sources };
      writer.record(RECORD.header, spillway.SegmentHeader.encode(header).finish());
    } else if (piece === 'begin') {
      const begin = spillway.BeginOfBurst.encode({ run: 3, spill: 7 }).finish();
      writer.record(RECORD.beginOfBurst, begin);
    } else if (piece instanceof Uint8Array) writer.record(RECORD.fragment, piece);
    else if ('end' in piece) {
      const scalers = { ...emptyScalers(), veto: 12 };
      const end = { run: 3, spill: 7, events: piece.end, scalers };
      writer.record(RECORD.endOfBurst, spillway.EndOfBurst.encode(end).finish());
    } else writer.record(piece.type, new Uint8Array());
  }
  return writer.finish();
}

function fragment(source: number, event: number): Uint8Array {
  const tick = 1_000_000 * event;
  const body =
    source === 0
      ? spillway.EventHeader.encode({ run: 3, spill: 7, event, type: 1, tick }).finish()
      : Uint8Array.of(source, event);
  return encodeFragment({ source, spill: 7, event, tick, body }, crc32).slice();
}
const event = (n: number) => [0, 1, 2].map((source) => fragment(source, n));

test('a spill is built from its burst records and the fragments of its sources', () => {
  const raw = segment('header', 'begin', ...event(1), ...event(2), { end: 2 });
  const spill = buildSpill(raw, crc32, SETTINGS);
  assert.is(spill.header.spill, 7);
  assert.equal(
    spill.events.map((e) => [e.header.event, e.header.tick, e.bodies]),
    [1, 2].map((n) => [n, 1_000_000 * n, { ecal: Uint8Array.of(1, n), hcal: Uint8Array.of(2, n) }]),
  );
  assert.equal(spill.scalers, { ...emptyScalers(), veto: 12 });
  assert.equal(spill.building, { ...emptyBuilding(), fragments: 6, used: 6, complete: 2 });
  assert.equal(spill.incomplete, []);
  assert.is(spill.recorded, 2);
  const none = buildSpill(segment('header', 'begin', { end: 0 }), crc32, SETTINGS);
  assert.equal(none.events, []);
});

test('lost, doubled and damaged fragments: the event is flagged with what it lacks', () => {
  const [trigger, ecal, hcal] = event(2) as [Uint8Array, Uint8Array, Uint8Array];
  const damaged = Uint8Array.from(hcal);
  damaged[3] = damaged[3] ^ 4;
  const build = (...pieces: Uint8Array[]) => {
    const raw = segment('header', 'begin', ...event(1), ...pieces, ...event(3), { end: 3 });
    return buildSpill(raw, crc32, SETTINGS);
  };
  const lost = build(trigger, ecal);
  assert.equal(lost.incomplete, [{ event: 2, missing: ['hcal'] }]);
  assert.equal(
    lost.events.map((e) => e.header.event),
    [1, 3],
  );
  assert.is(lost.recorded, 3);
  const hurt = build(trigger, ecal, damaged);
  assert.equal(hurt.incomplete, lost.incomplete);
  assert.equal([hurt.building.damaged, hurt.building.fragments], [1, 9]);
  const doubled = build(trigger, trigger, ecal, hcal);
  assert.is(doubled.events.length, 3);
  assert.is(doubled.building.duplicates, 1);
  // Behind its event it is late.
  assert.is(build(trigger, ecal, hcal, hcal).building.late, 1);
  assert.equal(build().incomplete, []);
  assert.is(build().building.missing, 1);
  const headless = build(ecal, hcal);
  assert.equal(headless.incomplete, [{ event: 2, missing: ['trigger'] }]);
});

test('a burst without begin or end, without sources, and an unknown record are refused', () => {
  const refused = (message: RegExp, raw: Uint8Array) =>
    assert.throws(
      () => buildSpill(raw, crc32, SETTINGS),
      (error: Error) => error instanceof RangeError && message.test(error.message),
    );
  refused(/begin-of-burst/, segment('header', { end: 0 }));
  refused(/end-of-burst/, segment('header', 'begin', ...event(1)));
  refused(/outside the burst/, segment('header', ...event(1), 'begin', { end: 1 }));
  refused(/outside the burst/, segment('header', 'begin', { end: 1 }, ...event(1)));
  refused(/type 77/, segment('header', 'begin', { type: 77 }, { end: 0 }));
  const writer = new SegmentWriter(crc32);
  writer.record(
    RECORD.header,
    spillway.SegmentHeader.encode({ schema: 'spillway.raw/1', spill: 7 }).finish(),
  );
  refused(/sources are none, expected trigger first/, writer.finish());
});

test('damage of the file itself is told as such', () => {
  const raw = segment('header', 'begin', ...event(1), { end: 1 });
  raw[60] = raw[60] ^ 1;
  assert.throws(
    () => buildSpill(raw, crc32, SETTINGS),
    (error: Error) => error instanceof SegmentError,
  );
});

test('single events are picked from their places as the builder makes them', () => {
  const raw = segment('header', 'begin', ...[1, 2, 3, 4].flatMap(event), { end: 4 });
  const { events } = buildSpill(raw, crc32, SETTINGS);
  assert.equal(pickEvents(raw, crc32, [1, 3]), [events[0], events[2]]);
  assert.equal(pickEvents(raw, crc32, [4]), [events[3]]);
  assert.equal(pickEvents(raw, crc32, []), []);
});

test('nothing is picked where the places are not those of the numbers', () => {
  const [first, second] = [event(1), event(2)];
  const lost = segment('header', 'begin', ...first.slice(1), ...second, { end: 2 });
  assert.is(pickEvents(lost, crc32, [2]), null);
  const swapped = segment('header', 'begin', ...second, ...first, { end: 2 });
  assert.is(pickEvents(swapped, crc32, [1]), null);
  const damaged = first.map((bytes, i) => (i === 1 ? bytes.map((b) => b ^ 1) : bytes));
  assert.is(pickEvents(segment('header', 'begin', ...damaged, { end: 1 }), crc32, [1]), null);
  const raw = segment('header', 'begin', ...first, ...second, { end: 2 });
  assert.is(pickEvents(raw, crc32, [3]), null);
  assert.throws(() => pickEvents(raw.subarray(0, raw.length - 200), crc32, [2]), /record/);
});

test.run();
