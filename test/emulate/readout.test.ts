/** Dead time: the model at its edges, and the live fraction against its closed form. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Stream, seedKey } from '../../src/core/random/index.js';
import { spillProfile } from '../../src/emulate/beam/profile.js';
import { Readout } from '../../src/emulate/readout/index.js';
import { emulateSpill, spillKey } from '../../src/emulate/spill.js';
import { cardOf, STEADY } from '../support/card.js';
import { moments, near, SEED, within } from '../support/statistics.js';

const key = seedKey(SEED);
/** 70 us in ticks of 0.1 ns. */
const DEAD = 700_000;
const SECOND = 1e10;

test('fixed: dead for 70 us after each accepted trigger, not prolonged by those it refuses', () => {
  const readout = new Readout(cardOf().readout);
  const at: [number, 'recorded' | 'deadTime'][] = [
    [0, 'recorded'],
    [0, 'deadTime'],
    [1, 'deadTime'],
    [DEAD - 1, 'deadTime'],
    [DEAD, 'recorded'],
    [DEAD + 5, 'deadTime'],
    [2 * DEAD - 1, 'deadTime'],
    [2 * DEAD + 3, 'recorded'],
    [47_999_999_999, 'recorded'],
  ];
  for (const [time, expected] of at) assert.is(readout.offer(time), expected, `at ${time}`);
  // Four accepted; the last is busy for one tick before the spill ends at 4.8 s.
  assert.is(readout.busyTicks(48_000_000_000), 3 * DEAD + 1);
  assert.is(readout.busyTicks(60_000_000_000), 4 * DEAD);
});

test('no dead time loses nothing, even at one moment', () => {
  const readout = new Readout(cardOf('readout.deadTime=0 us').readout);
  for (const time of [5, 5, 5, 6]) assert.is(readout.offer(time), 'recorded');
  assert.is(readout.busyTicks(100), 0);
});

for (const rate of [200, 1000, 5000, 20_000, 100_000]) {
  test(`Poisson triggers at ${rate} Hz: accepted over presented is 1/(1 + r tau)`, () => {
    const stream = new Stream().seek(key, 1, rate, 0, 0);
    const expected = 1 / (1 + rate * 70e-6);
    const spills: number[] = [];
    const seconds = Math.max(0.5, 2000 / rate);
    for (let s = 0; s < 60; s++) {
      const readout = new Readout(cardOf().readout);
      let time = 0;
      let presented = 0;
      let accepted = 0;
      for (;;) {
        time += (SECOND / rate) * stream.exponential();
        if (time > seconds * SECOND) break;
        presented++;
        if (readout.offer(Math.floor(time)) === 'recorded') accepted++;
      }
      spills.push(accepted / presented);
      // Busy, unweighted, is the same share for a Poisson process: PASTA.
      const busy = readout.busyTicks(seconds * SECOND) / (seconds * SECOND);
      assert.ok(Math.abs(1 - busy - accepted / presented) < 8 / Math.sqrt(presented));
    }
    const m = moments(spills);
    near(`live fraction at ${rate} Hz`, m.mean, expected, m.error);
  });
}

test('the whole chain at a constant rate: the same closed form', () => {
  const rows: string[] = [];
  for (const rate of [1000, 5000, 20_000]) {
    const card = cardOf(...STEADY, `trigger.menu.random.rate=${rate} Hz`, 'beam.intensity=2000');
    const { ledger } = emulateSpill(card, key, 1);
    const clock = Object.values(ledger.clockTriggers).reduce((a, b) => a + b, 0);
    const live = ledger.clockTriggers.recorded / clock;
    const r = clock / 4.8;
    const expected = 1 / (1 + r * 70e-6);
    // Losses come in bunches behind each accepted trigger: r tau / (1 + r tau)^3 is their variance.
    const error = Math.sqrt((r * 70e-6) / (1 + r * 70e-6) ** 3 / clock);
    near(`live fraction at ${rate} Hz`, live, expected, error);
    rows.push(`${rate} Hz ${live.toFixed(4)} (${expected.toFixed(4)})`);
  }
  console.log(`  live: ${rows.join(', ')}`);
});

test('with ripple: the beam-weighted mean of 1/(1 + tau f r(t))', () => {
  let presented = 0;
  let accepted = 0;
  let expected = 0;
  let weight = 0;
  let electrons = 0;
  const card = cardOf('beam.intensity=700000', 'beam.spill=480 ms', 'nature.admixture.pion=0.02');
  const spills = [1, 2, 3, 4].map((spill) => {
    const { ledger } = emulateSpill(card, key, spill);
    presented += ledger.triggers + ledger.scalers.presented[1];
    accepted += ledger.triggersLive + ledger.scalers.accepted[1];
    electrons += ledger.electronsOnTarget;
    return spillProfile(card.beam, spillKey(card, key, spill)).electrons;
  });
  const f = presented / electrons;
  for (const profile of spills) {
    for (const n of profile) {
      const rate = n / 1e-3; // per second
      expected += n / (1 + 70e-6 * f * rate);
      weight += n;
    }
  }
  const live = accepted / presented;
  const formula = expected / weight;
  const steady = 1 / (1 + (70e-6 * f * weight) / 4 / 0.48);
  console.log(
    `  f = ${f.toExponential(2)}: live ${live.toFixed(4)}, with ripple ${formula.toFixed(4)}, without ${steady.toFixed(4)}`,
  );
  const rTau = 1 / formula - 1;
  near('live fraction', live, formula, Math.sqrt(rTau / (1 + rTau) ** 3 / presented));
  within('triggers per electron', f, 1e-3, 5e-3);
});

test('the formula of the live fraction at f = 7e-4, with and without ripple', () => {
  // 0.93 at 7e6 per spill: PRL 123 (2019) 121801. The others follow from the ripple's duty factor.
  const at = (intensity: number, ripple: string[], dead: number) => {
    const card = cardOf(`beam.intensity=${intensity}`, 'beam.startSpike.probability=0', ...ripple);
    const { electrons } = spillProfile(card.beam, spillKey(card, key, 1));
    let sum = 0;
    for (const n of electrons) sum += n / (1 + dead * 7e-4 * (n / 1e-3));
    return sum / intensity;
  };
  const expected = [
    [1.4e6, 0.985],
    [3e6, 0.968],
    [5e6, 0.949],
    [6e6, 0.939],
    [7e6, 0.93],
    [9e6, 0.911],
  ] as const;
  for (const [intensity, live] of expected) {
    within(`live at ${intensity}`, at(intensity, [], 70e-6), live - 0.0007, live + 0.0007);
  }
  within('twice the dead time', at(7e6, [], 140e-6), 0.8685, 0.8695);
  within('without ripple', at(7e6, STEADY, 70e-6), 0.9328, 0.9338);
  within('both', at(7e6, STEADY, 140e-6), 0.8745, 0.8755);
});

test.run();
