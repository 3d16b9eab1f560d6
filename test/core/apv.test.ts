/** Three samples of a strip: amplitude and time come back. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { apvHeight, apvHeights, stripPulse } from '../../src/core/apv.js';
import { seedKey, Stream } from '../../src/core/random/index.js';
import { cardOf } from '../support/card.js';
import { moments, SEED, within } from '../support/statistics.js';

const { micromegas } = cardOf().detector.tracker;
const samples = (height: number, time: number) =>
  [0, 1, 2].map((k) => height * apvHeight(micromegas, time, k));

test('the last sample stands on the top of a pulse in time', () => {
  assert.is(apvHeight(micromegas, 0, 2), 1);
  assert.ok(apvHeight(micromegas, 0, 1) < 1);
  // u exp(1 - u) at u = 1 - 25.72 / 60.
  const u = 1 - 25.72 / micromegas.shaping;
  assert.ok(Math.abs(apvHeight(micromegas, 0, 1) - u * Math.exp(1 - u)) < 1e-12);
});

test('three heights at once are those one by one, whatever chamber came before', () => {
  const out = new Float64Array(9);
  for (const shaping of [60, 95, 60]) {
    for (let time = -400; time <= 120; time += 3.7) {
      apvHeights({ shaping }, time, out, 3);
      for (let k = 0; k < 3; k++) {
        const difference = out[3 + k] - apvHeight({ shaping }, time, k);
        assert.ok(Math.abs(difference) < 1e-14, `${shaping} ${time} ${k}: ${difference}`);
      }
    }
  }
});

test('without noise the time is exact, early and late, the amplitude the largest sample', () => {
  for (let time = -150; time <= 30; time += 1.3) {
    const three = samples(700, time);
    const pulse = stripPulse(micromegas, three, 0);
    assert.ok(Math.abs(pulse.time - time) < 1e-6, `${time}: ${pulse.time}`);
    assert.is(pulse.amplitude, Math.max(...three));
  }
});

test('a pulse that only the last sample sees is late, one that falls throughout is early', () => {
  assert.ok(stripPulse(micromegas, samples(700, 50), 0).time > 30);
  assert.ok(stripPulse(micromegas, [300, 150, 60], 0).time < -100);
});

test('with noise the time of a hit in time is unbiased', () => {
  const stream = new Stream().seek(seedKey(SEED), 1, 0, 0, 0);
  const times: number[] = [];
  for (let i = 0; i < 4000; i++) {
    const three = samples(300, 0).map((v) => Math.max(0, Math.round(v + 5 * stream.normal())));
    times.push(stripPulse(micromegas, three, 0).time);
  }
  const { mean, rms } = moments(times);
  within('mean, ns', mean, -0.5, 0.5);
  within('spread, ns', rms, 0.5, 4);
});

test.run();
