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
      spill: 0x01020304,
      index: 0x11121314,
      tick: 0x00989680, // 10 000 000
      ordinal: 0x21222324,
      event: 0x31323334,
      slice: 0x4142,
      ecalCounts: 0x5152,
      preshowerCounts: 65535,
      decision: 3,
      kind: 'clock',
    },
    crc32,
  );
  const expected = '04030201 14131211 80969800 24232221 34333231 4241 5251 ffff 03 01'.replaceAll(
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
  const u16 = fc.integer({ min: 0, max: 0xffff });
  const any: fc.Arbitrary<Primitives> = fc.record({
    spill: u32,
    slice: u16,
    index: u32,
    kind: fc.constantFrom('particle', 'clock'),
    tick: u32,
    ordinal: u32,
    event: u32,
    ecalCounts: u16,
    preshowerCounts: u16,
    decision: fc.integer({ min: 0, max: 7 }),
  });
  const property = fc.property(any, (p) => {
    assert.equal(decodePrimitives(encodePrimitives(p, crc32)), { ...p });
  });
  fc.assert(property, { seed: 1 });
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
  };
  const file = new Uint8Array(100);
  file.set(encodePrimitives(p, crc32), 33);
  assert.equal(decodePrimitives(file.subarray(33, 65)), p);
});

test.run();
