/** Memory that is written again holds what is written last, and is asked for once. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { encodeBody } from '../../../src/core/wire/event.js';
import { FieldWriter } from '../../../src/core/wire/fields.js';
import { Memory } from '../../../src/core/wire/memory.js';
import { spillway } from '../../../src/core/wire/messages.js';

test('what was given back is taken again, where it is large enough', () => {
  const memory = new Memory();
  const [first, second] = [memory.take(10), memory.take(10)];
  assert.is.not(first, second);
  memory.giveBack();
  assert.is(memory.take(8), first);
  const larger = memory.take(20);
  assert.is(larger.length, 20);
  memory.giveBack();
  assert.is(memory.take(10), first);
  assert.is(memory.take(20), larger);
});

test('bodies in such memory, round after round', () => {
  const memory = new Memory();
  for (let round = 1; round <= 3; round++) {
    const writer = new FieldWriter(memory);
    const kept: [Uint8Array, Uint8Array][] = [];
    // The longest are longer than a piece of memory.
    for (const length of [0, 10, 1000, 30000, 1, 100000, 200000, 50]) {
      const samples = new Uint8Array(length).fill(round);
      const body = { waveforms: { channel: [round, 300], samples, phasePs: round * length } };
      kept.push([encodeBody(body, writer), spillway.Body.encode(body).finish()]);
    }
    for (const [written, expected] of kept) assert.ok(Buffer.from(expected).equals(written));
    memory.giveBack();
  }
});

test.run();
