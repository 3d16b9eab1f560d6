/** From raw bytes to calibrated events: what is missing, doubled or out of place is refused. */
import { crc32 as zlibCrc32 } from 'node:zlib';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { buildSpill } from '../../src/analyse/building.js';
import { calibrate } from '../../src/analyse/calibration.js';
import { RECORD, SegmentError, SegmentWriter } from '../../src/core/wire/framing.js';
import { emptyScalers } from '../../src/core/wire/ledger.js';
import { spillway } from '../../src/core/wire/messages.js';

const crc32 = (data: Uint8Array, value = 0) => zlibCrc32(data, value);

type Piece = 'header' | 'begin' | 'end' | number | { end: number } | { type: number };

/** A segment of these pieces; a number is the event of that number. */
function segment(...pieces: Piece[]): Uint8Array {
  const writer = new SegmentWriter(crc32);
  const events = pieces.filter((p) => typeof p === 'number').length;
  const end = (n: number) =>
    writer.record(
      RECORD.endOfBurst,
      spillway.EndOfBurst.encode({
        run: 3,
        spill: 7,
        events: n,
        scalers: { ...emptyScalers(), veto: 12 },
      }).finish(),
    );
  for (const piece of pieces) {
    if (piece === 'header') {
      const header = { schema: 'spillway.raw/1', run: 3, spill: 7, fidelity: 'energy' };
      writer.record(RECORD.header, spillway.SegmentHeader.encode(header).finish());
    } else if (piece === 'begin') {
      const begin = spillway.BeginOfBurst.encode({ run: 3, spill: 7 }).finish();
      writer.record(RECORD.beginOfBurst, begin);
    } else if (piece === 'end') end(events);
    else if (typeof piece === 'number') {
      const header = { run: 3, spill: 7, event: piece, type: 1, tick: 100 * piece };
      const payload = Uint8Array.of(piece);
      writer.record(RECORD.event, spillway.RawEvent.encode({ header, payload }).finish());
    } else if ('end' in piece) end(piece.end);
    else writer.record(piece.type, new Uint8Array());
  }
  return writer.finish();
}

test('a spill is built from its burst records and its events in order', () => {
  const spill = buildSpill(segment('header', 'begin', 1, 2, 3, 'end'), crc32);
  assert.is(spill.header.spill, 7);
  assert.equal(
    spill.events.map((e) => [e.header.event, e.header.tick, ...e.payload]),
    [
      [1, 100, 1],
      [2, 200, 2],
      [3, 300, 3],
    ],
  );
  assert.equal(spill.scalers, { ...emptyScalers(), veto: 12 });
  assert.equal(buildSpill(segment('header', 'begin', 'end'), crc32).events, []);
});

for (const [what, pieces, message] of [
  ['missing in the middle', ['header', 'begin', 1, 3, 'end'], /event 3 stands where 2/],
  ['missing at the start', ['header', 'begin', 2, 'end'], /event 2 stands where 1/],
  ['missing at the end', ['header', 'begin', 1, { end: 2 }], /1 events, .* says 2/],
  ['doubled', ['header', 'begin', 1, 1, 'end'], /event 1 stands where 2/],
  ['out of order', ['header', 'begin', 2, 1, 'end'], /event 2 stands where 1/],
  ['before the burst', ['header', 1, 'begin', 'end'], /event 1 stands/],
  ['behind the burst', ['header', 'begin', { end: 1 }, 1], /event 1 stands/],
] as const) {
  test(`an event ${what} is refused`, () => {
    assert.throws(
      () => buildSpill(segment(...pieces), crc32),
      (error: Error) => error instanceof RangeError && message.test(error.message),
    );
  });
}

test('a burst without begin or end, and an unknown record, are refused', () => {
  assert.throws(() => buildSpill(segment('header', 'end'), crc32), /begin-of-burst/);
  assert.throws(() => buildSpill(segment('header', 'begin', 1), crc32), /says nothing/);
  assert.throws(
    () => buildSpill(segment('header', 'begin', { type: 77 }, 'end'), crc32),
    /type 77/,
  );
});

test('damage is told as such', () => {
  const raw = segment('header', 'begin', 1, 2, 'end');
  raw[60] = raw[60] ^ 1;
  assert.throws(
    () => buildSpill(raw, crc32),
    (error: Error) => error instanceof SegmentError,
  );
});

// ---- calibration

const payload = (p: spillway.Payload.$Properties) => spillway.Payload.encode(p).finish();

test('calibration gives GeV and ns', () => {
  const event = calibrate(
    payload({
      energies: { channel: [3, 122], energyKev: [1_500_000, 250_000], timePs: [-2500, 12] },
      strawX: 1,
      strawY: 2,
    }),
  );
  assert.equal(event.channel, [3, 122]);
  assert.equal([...event.energy], [1.5, 0.25]);
  assert.equal([...event.time], [-2.5, 0.012]);
  assert.equal([event.strawX, event.strawY, event.tracks.length], [1, 2, 0]);
  assert.equal(calibrate(new Uint8Array()).channel, []);
});

test('columns that disagree and channels that do not exist are refused', () => {
  for (const energies of [
    { channel: [1, 2], energyKev: [1], timePs: [1, 2] },
    { channel: [1], energyKev: [1], timePs: [] },
    { channel: [], energyKev: [1], timePs: [1] },
    { channel: [123], energyKev: [1], timePs: [1] },
  ]) {
    assert.throws(
      () => calibrate(payload({ energies })),
      (e: Error) => e instanceof RangeError,
    );
  }
});

test.run();
