/** What is written field by field is what the codec writes, byte for byte. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { crc32 as zlibCrc32 } from 'node:zlib';
import { seedKey, Stream } from '../../../src/core/random/index.js';
import {
  decodeFragment,
  encodeBody,
  encodeFragment,
  encodeHeader,
} from '../../../src/core/wire/event.js';
import { spillway } from '../../../src/core/wire/messages.js';
import { SEED } from '../../support/statistics.js';

const crc32 = (data: Uint8Array, value = 0) => zlibCrc32(data, value);
const stream = new Stream().seek(seedKey(SEED), 8, 0, 0, 0);

/** Of any size up to 2^bits, small ones as often as large ones. */
const unsigned = (bits: number) =>
  Math.floor(2 ** Math.floor((bits + 1) * stream.uniform()) * stream.uniform());
const signed = () => (stream.uniform() < 0.5 ? -1 : 1) * unsigned(31);
const column = (draw: () => number) => {
  const length = stream.uniform() < 0.2 ? 0 : unsigned(stream.uniform() < 0.05 ? 15 : 8);
  return Array.from({ length }, draw);
};
const bytes = () => Uint8Array.from(column(() => unsigned(8) & 255));

test('bodies', () => {
  const kept: [Uint8Array, Uint8Array][] = [];
  for (let i = 0; i < 400; i++) {
    const u32 = () => unsigned(32);
    const body = [
      { energies: { channel: column(u32), energyKev: column(signed), timePs: column(signed) } },
      { waveforms: { channel: column(u32), samples: bytes(), phasePs: unsigned(32) } },
      {
        hits: {
          ...{ strip: column(u32), amplitude: column(u32), timeTicks: column(signed) },
          ...{ tube: column(u32), tdc: column(u32), sample: column(u32) },
        },
      },
      { energies: {} },
      {},
    ][i % 5] as spillway.Body.$Properties;
    kept.push([encodeBody(body), spillway.Body.encode(body).finish()]);
  }
  // What was taken stays, whatever is written after it.
  for (const [written, expected] of kept) assert.ok(Buffer.from(expected).equals(written));
});

test('numbers at the edges of their length', () => {
  for (let bit = 0; bit <= 53; bit++) {
    for (const tick of [2 ** bit - 1, 2 ** bit, 2 ** bit + 1]) {
      if (tick > 2 ** 53 - 1) continue;
      const header = { run: 3, spill: 1, event: 2, type: 1, tick, presented: 7, triggers: 0 };
      const expected = spillway.EventHeader.encode(header).finish();
      assert.ok(Buffer.from(expected).equals(encodeHeader(header)), `${tick}`);
    }
  }
  const edges = [-(2 ** 31), -(2 ** 31) + 1, -65, -64, -1, 0, 63, 64, 2 ** 31 - 1];
  const body = { energies: { channel: [0, 2 ** 32 - 1], energyKev: edges, timePs: edges } };
  assert.ok(Buffer.from(spillway.Body.encode(body).finish()).equals(encodeBody(body)));
});

test('fragments', () => {
  for (let i = 0; i < 300; i++) {
    const fragment = {
      ...{ source: i % 7, spill: unsigned(32), event: unsigned(24), tick: unsigned(46) },
      body: bytes(),
    };
    const expected = spillway.Fragment.encode(fragment).finish();
    const written = encodeFragment(fragment, crc32);
    assert.ok(Buffer.from(expected).equals(written.subarray(0, -4)));
    assert.is.not(decodeFragment(written, crc32), null);
    assert.is(decodeFragment(written.with(5, written[5] ^ 1), crc32), null);
  }
});

test.run();
