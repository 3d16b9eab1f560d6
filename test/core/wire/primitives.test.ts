/** Primitives records: 32 bytes whose places are a contract. */
import { crc32 as zlibCrc32 } from 'node:zlib';
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  decodePrimitives,
  encodePrimitives,
  type Primitives,
  PRIMITIVES_BYTES,
  primitivesCrc,
} from '../../../src/core/wire/primitives.js';

const crc32 = (data: Uint8Array, value = 0) => zlibCrc32(data, value);

test('golden bytes', () => {
  const bytes = encodePrimitives(
    {
      spill: 0x010203,
      index: 0x111213,
      tick: 0x00989680, // 10 000 000
      ordinal: 0x21222324,
      event: 0x313233,
      slice: 0x4142,
      ecalCounts: 0x5152,
      preshowerCounts: 65535,
      decision: 3,
      kind: 'random',
      counters: 0x2f,
      risen: 0x21,
      triggers: 0x6162,
    },
    crc32,
  );
  const expected = '03020121 13121101 8096982f 24232221 33323103 4241 5251 ffff 6261'.replaceAll(
    ' ',
    '',
  );
  const crc = Buffer.alloc(4);
  crc.writeUInt32LE(zlibCrc32(Buffer.from(expected, 'hex')));
  assert.is(Buffer.from(bytes).toString('hex'), expected + crc.toString('hex'));
  assert.is(bytes.length, PRIMITIVES_BYTES);
  assert.is(primitivesCrc(bytes), crc.readUInt32LE());
});

test('what is encoded is decoded', () => {
  const u32 = fc.integer({ min: 0, max: 0xffffffff });
  const u24 = fc.integer({ min: 0, max: 0xffffff });
  const u16 = fc.integer({ min: 0, max: 0xffff });
  const any: fc.Arbitrary<Primitives> = fc.record({
    spill: u24,
    slice: u16,
    index: u24,
    kind: fc.constantFrom('particle', 'random', 'pulser', 'led', 'pedestal'),
    tick: u24,
    counters: fc.integer({ min: 0, max: 63 }),
    risen: fc.integer({ min: 0, max: 63 }),
    ordinal: u32,
    event: u24,
    ecalCounts: u16,
    preshowerCounts: u16,
    decision: fc.integer({ min: 0, max: 31 }),
    triggers: u16,
  });
  const property = fc.property(any, (p) => {
    assert.equal(decodePrimitives(encodePrimitives(p, crc32)), { ...p });
  });
  fc.assert(property, { seed: 1 });
});

test('a record of version 1, whose spill had 32 bits, is read as one without risen counters', () => {
  const bytes = new Uint8Array(PRIMITIVES_BYTES);
  new DataView(bytes.buffer).setUint32(0, 55_000, true);
  const { spill, risen } = decodePrimitives(bytes);
  assert.equal({ spill, risen }, { spill: 55_000, risen: 0 });
});

test('a record in the middle of a file is read at its place', () => {
  const p: Primitives = {
    spill: 1,
    slice: 4799,
    index: 12,
    kind: 'particle',
    tick: 9_999_999,
    ordinal: 5,
    event: 1,
    ecalCounts: 1599,
    preshowerCounts: 31,
    decision: 1,
    counters: 15,
    risen: 8,
    triggers: 4,
  };
  const file = new Uint8Array(100);
  file.set(encodePrimitives(p, crc32), 33);
  assert.equal(decodePrimitives(file.subarray(33, 65)), p);
});

test.run();
