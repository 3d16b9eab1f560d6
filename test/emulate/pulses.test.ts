/** The order of pulses against a sort by comparison. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { seedKey, Stream } from '../../src/core/random/index.js';
import { PulseList } from '../../src/emulate/detector/pulses.js';
import { SEED } from '../support/statistics.js';

test('pulses are ordered by channel, time and place', () => {
  const stream = new Stream().seek(seedKey(SEED), 1, 2, 3, 4);
  const list = new PulseList();
  for (let n = 0; n < 1200; n = n < 70 ? n + 1 : 2 * n) {
    list.clear();
    // Few channels and whole times: many equals.
    for (let i = 0; i < n; i++) {
      const channel = Math.floor(9 * stream.uniform());
      list.add(channel, i, Math.floor(20 * stream.uniform()) - 10);
    }
    const { channel, time } = list;
    const expected = Array.from({ length: n }, (_, i) => i).sort(
      (a, b) => channel[a] - channel[b] || time[a] - time[b] || a - b,
    );
    assert.equal([...list.order()], expected, `${n} pulses`);
  }
});

test.run();
