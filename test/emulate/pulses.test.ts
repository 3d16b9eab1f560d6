/** The pulses of a front end: their order, and as energies merged, of either sign, small ones left out. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { seedKey, Stream } from '../../src/core/random/index.js';
import { spillway } from '../../src/core/wire/messages.js';
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

type Pulse = readonly [channel: number, energyGeV: number, timeNs: number];

function merged(pulses: readonly Pulse[], suppression = 0): Pulse[] {
  const list = new PulseList();
  for (const [channel, energy, time] of pulses) list.add(channel, energy, time);
  const body = spillway.Body.encode({ energies: list.merged(6, suppression) }).finish();
  const { channel, energyKev, timePs } = spillway.Body.decode(body).energies as spillway.Energies;
  return channel.map((c, i) => [c, energyKev[i] / 1e6, timePs[i] / 1000]);
}

test('what is close is one pulse, energies are of either sign', () => {
  const found = merged([
    [2, 0.5, 3],
    [1, -0.02, 0],
    [2, 1.5, -1],
    [2, 4, 9.5],
  ]);
  assert.equal(found, [
    [1, -0.02, 0],
    [2, 2, 0],
    [2, 4, 9.5],
  ]);
});

test('noise that all but cancels a pulse does not move it out of the two', () => {
  assert.equal(
    merged([
      [5, -0.029, 0],
      [5, 0.03, 4],
    ]),
    [[5, 0.001, 2.034]],
  );
  assert.equal(
    merged([
      [5, -0.03, 0],
      [5, 0.03, 4],
    ]),
    [],
  );
});

test('small energies are left out on both sides of nothing', () => {
  const noise: Pulse[] = [-3, -2, -1, 1, 2, 3].map((mev, c) => [c, mev / 1000, 0]);
  assert.equal(
    merged(noise, 0.002).map((p) => p[0]),
    [0, 1, 4, 5],
  );
  assert.is(merged(noise).length, 6);
});

test.run();
