/** Packed samples against their definition as one string of bits. */
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { packSamples, unpackSamples } from '../../../src/core/wire/samples.js';

const samples = fc.array(fc.integer({ min: 0, max: 4095 }), { maxLength: 200 });

test('any samples come back', () => {
  fc.assert(
    fc.property(samples, (s) => {
      assert.equal([...unpackSamples(packSamples(s), s.length)], s);
    }),
  );
});

test('bit b of sample i is bit 12 i + b of the bytes', () => {
  fc.assert(
    fc.property(samples, (s) => {
      const bits = s.reduce((sum, v, i) => sum | (BigInt(v) << BigInt(12 * i)), 0n);
      const bytes = packSamples(s);
      const read = bytes.reduce((sum, v, i) => sum | (BigInt(v) << BigInt(8 * i)), 0n);
      assert.is(read, bits);
      assert.is(bytes.length, Math.ceil((12 * s.length) / 8));
    }),
  );
});

test('bytes of another length are refused', () => {
  assert.throws(() => unpackSamples(new Uint8Array(47), 32), /got 47 bytes, expected 48 for 32/);
});

test.run();
