/** Segments: round trip; every damage of a small one is seen, and named by its record. */
import { crc32 as zlibCrc32 } from 'node:zlib';
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  RECORD,
  readSegment,
  readSegments,
  SegmentError,
  SegmentWriter,
} from '../../../src/core/wire/framing.js';
import { encodePrimitives, PRIMITIVES_BYTES } from '../../../src/core/wire/primitives.js';

const crc32 = (data: Uint8Array, value = 0) => zlibCrc32(data, value);
const text = (s: string) => new TextEncoder().encode(s);
const bodies = ['begin', 'an event', '', 'another event, a longer one', 'end'].map(text);

function framed(records = bodies): Uint8Array {
  const writer = new SegmentWriter(crc32);
  writer.record(RECORD.header, text('header'));
  for (const body of records) writer.record(RECORD.event, body);
  return writer.finish();
}

const primitive = (event: number) =>
  encodePrimitives(
    {
      spill: 1,
      slice: 2,
      index: event,
      kind: 'particle',
      tick: 4000 + event,
      ordinal: event,
      event,
      ecalCounts: 1000,
      preshowerCounts: 90,
      decision: 1,
      risen: 15,
      counters: 15,
      triggers: 1,
    },
    crc32,
  );

function fixed(n = 3): Uint8Array {
  const writer = new SegmentWriter(crc32);
  writer.record(RECORD.header, text('primitives'));
  for (let i = 1; i <= n; i++) writer.fixed(primitive(i));
  return writer.finish();
}

/** Why a segment is refused, or null when it is taken. */
function refusal(data: Uint8Array, recordBytes = 0): SegmentError | null {
  try {
    for (const _ of readSegment(data, crc32, recordBytes)) {
      // Reading is checking.
    }
    return null;
  } catch (error) {
    if (error instanceof SegmentError) return error;
    throw error;
  }
}

test('what is written is read, of any number and size', () => {
  const property = fc.property(
    fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 20 }),
    (list) => {
      const read = [...readSegment(framed(list), crc32)];
      assert.is(read.length, list.length + 1);
      assert.equal(Buffer.from(read[0]?.body ?? []).toString(), 'header');
      list.forEach((body, i) => {
        assert.is(Buffer.compare(Buffer.from(read[i + 1]?.body ?? []), body), 0);
      });
    },
  );
  fc.assert(property, { seed: 1 });
  const big = new Uint8Array(3_000_000).fill(7);
  assert.is([...readSegment(framed([big, big]), crc32)][2]?.body.length, big.length);
});

test('a segment in the middle of a larger buffer reads the same', () => {
  const data = framed();
  const around = new Uint8Array(data.length + 20).fill(0xee);
  around.set(data, 7);
  assert.is(refusal(around.subarray(7, 7 + data.length)), null);
});

test('the bytes are those of the description', () => {
  const writer = new SegmentWriter(crc32);
  writer.record(RECORD.header, Uint8Array.of(0xaa, 0xbb));
  const le32 = (n: number) => [n & 255, (n >>> 8) & 255, (n >>> 16) & 255, n >>> 24];
  // CRC-32 of ISO 3309, bit by bit: the second way.
  const crc = (bytes: number[], start = 0) => {
    let c = ~start >>> 0;
    for (const b of bytes) {
      c ^= b;
      for (let k = 0; k < 8; k++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1;
    }
    return ~c >>> 0;
  };
  assert.is(crc([...'123456789'].map((s) => s.charCodeAt(0))), 0xcbf43926);
  const head = [2, 0, 0, 0, 1, 0xaa, 0xbb];
  const chain = crc(le32(crc(head)));
  const foot = [8, 0, 0, 0, 255, ...le32(0), ...le32(chain)];
  const expected = [...head, ...le32(crc(head)), ...foot, ...le32(crc(foot))];
  assert.equal([...writer.finish()], expected);
});

for (const [kind, data, recordBytes] of [
  ['framed', framed(), 0],
  ['fixed', fixed(), PRIMITIVES_BYTES],
] as const) {
  test(`${kind}: every flip of a byte is seen`, () => {
    assert.is(refusal(data, recordBytes), null);
    for (let at = 0; at < data.length; at++) {
      for (const flip of [1, 0x80, 0xff]) {
        const damaged = data.slice();
        damaged[at] = damaged[at] ^ flip;
        assert.ok(refusal(damaged, recordBytes), `byte ${at} ^ ${flip}`);
      }
    }
  });

  test(`${kind}: every cut is seen, at the borders of records too`, () => {
    for (let length = 0; length < data.length; length++) {
      assert.ok(refusal(data.slice(0, length), recordBytes), `cut to ${length} bytes`);
    }
    const longer = new Uint8Array(data.length + 1);
    longer.set(data);
    assert.ok(refusal(longer, recordBytes), 'a byte too many');
  });
}

test('the record that is damaged is named', () => {
  const sizes = ['header', 'begin', 'an event', '', 'another event, a longer one', 'end'].map(
    (s) => s.length + 9,
  );
  let start = 0;
  sizes.forEach((size, record) => {
    const damaged = framed();
    const at = start + size - 1; // the last byte of its CRC
    damaged[at] = damaged[at] ^ 1;
    assert.is(refusal(damaged)?.record, record);
    start += size;
  });
  const cut = framed().slice(0, start); // exactly before the footer
  assert.match(refusal(cut)?.message ?? '', /footer is missing/);
  const fixedDamage = fixed();
  const second = 9 + 'primitives'.length + PRIMITIVES_BYTES + 3;
  fixedDamage[second] = fixedDamage[second] ^ 4;
  assert.is(refusal(fixedDamage, PRIMITIVES_BYTES)?.record, 2);
});

test('records left out, doubled or exchanged are seen although each is intact', () => {
  const data = framed([text('aa'), text('bb'), text('cc')]);
  const size = 2 + 9;
  const from = 'header'.length + 9;
  const record = (i: number) => data.slice(from + i * size, from + (i + 1) * size);
  const header = data.slice(0, from);
  const footer = data.slice(from + 3 * size);
  const of = (order: number[]) => Buffer.concat([header, ...order.map(record), footer]);
  assert.is(refusal(of([0, 1, 2])), null);
  for (const order of [[0, 1], [0, 1, 1, 2], [1, 0, 2], [0, 2, 1], [0, 0, 2], []]) {
    assert.is(refusal(of(order))?.record, 'footer', `${order}`);
  }
  // The same for fixed records.
  const prim = fixed(2);
  const head = 9 + 'primitives'.length;
  const one = prim.slice(head, head + PRIMITIVES_BYTES);
  const two = prim.slice(head + PRIMITIVES_BYTES, head + 2 * PRIMITIVES_BYTES);
  const swapped = Buffer.concat([
    prim.slice(0, head),
    two,
    one,
    prim.slice(head + 2 * PRIMITIVES_BYTES),
  ]);
  assert.is(refusal(swapped, PRIMITIVES_BYTES)?.record, 'footer');
});

test('several segments behind each other: all of their records, numbered through the file', () => {
  const file = Buffer.concat([fixed(2), fixed(0), fixed(3)]);
  const read = (data: Uint8Array) => [...readSegments(data, crc32, PRIMITIVES_BYTES)];
  assert.equal(
    read(file).map(({ type }) => type),
    [1, 3, 3, 1, 1, 3, 3, 3],
  );
  assert.is(refusal(file, PRIMITIVES_BYTES)?.record, 'footer', 'it is more than one');
  const named = (data: Uint8Array) => {
    try {
      return read(data).length;
    } catch (error) {
      return `record ${(error as SegmentError).record}`;
    }
  };
  // Header, two records and footer; header and footer; header and the second record.
  const second = fixed(2).length + fixed(0).length + 9 + 'primitives'.length + PRIMITIVES_BYTES;
  const damaged = Buffer.from(file);
  damaged[second] ^= 1;
  assert.is(named(damaged), 'record 8');
  assert.is(named(file.subarray(0, second)), 'record 8');
  assert.is(named(file.subarray(0, fixed(2).length)), 3, 'cut between two segments');
  // The damaged footer of the first is taken for a record, of its number.
  const footer = Buffer.from(file);
  footer[fixed(2).length - 1] ^= 1;
  assert.is(named(footer), 'record 3');
});

test('what does not begin with a header is no segment', () => {
  const writer = new SegmentWriter(crc32);
  writer.record(RECORD.event, text('x'));
  assert.match(refusal(writer.finish())?.message ?? '', /no header/);
});

test.run();
