/** The independent numbers that waveforms are compared with, and that a comparison can fail. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nominalConstants } from '../../../src/analyse/calibration/constants.js';
import type { Calibration } from '../../../src/analyse/calibration/constants.js';
import { beliefOf } from '../../../src/core/card/index.js';
import { FRONT_ENDS } from '../../../src/core/channels.js';
import { pulseAt } from '../../../src/core/pulse.js';
import { sampleNoise } from '../../../src/core/sampling.js';
import { Bench } from '../../../src/run/validate/waveform/bench.js';
import { derivatives, spreads } from '../../../src/run/validate/waveform/bound.js';
import { distinguishable, doubleRows, halfWay } from '../../../src/run/validate/waveform/double.js';
import { pulseIntegrals, singleRows } from '../../../src/run/validate/waveform/single.js';
import { cardOf } from '../../support/card.js';
import { integral, SEED } from '../../support/statistics.js';
import { STABLE } from '../../support/waveform.js';

test('integrals of a pulse and of its slope: closed forms against numbers', () => {
  for (const [poles, peaking] of [
    [3, 30],
    [2, 17],
    [5, 44],
  ]) {
    const shape = { poles, peaking };
    const slope = (t: number) => (pulseAt(shape, t + 1e-3) - pulseAt(shape, t - 1e-3)) / 2e-3;
    const { f2, g2 } = pulseIntegrals(poles, peaking);
    const end = 20 * peaking;
    const [a, b] = [(t: number) => pulseAt(shape, t) ** 2, (t: number) => slope(t) ** 2];
    assert.ok(Math.abs(integral(a, 0, end, 20_000) / f2 - 1) < 1e-4, `f2 ${poles}`);
    assert.ok(Math.abs(integral(b, 0, end, 20_000) / g2 - 1) < 1e-3, `g2 ${poles}`);
  }
});

test('bounds from the samples of a fit: for one pulse those of the integrals, beside another larger', () => {
  const { sampling } = cardOf().detector;
  const [counts, noise] = [400, sampleNoise(sampling)];
  const { f2, g2 } = pulseIntegrals(sampling.pulse.poles, sampling.pulse.peaking);
  const { height, time } = derivatives(sampling, counts);
  const one = spreads(sampling, (t) => [height(t), time(t)]);
  const closed = [f2, g2 * counts * counts].map((i) => noise * Math.sqrt(sampling.period / i));
  closed.forEach((bound, i) => {
    assert.ok(Math.abs(one[i] / bound - 1) < 0.01, `${one[i]}, expected ${bound}`);
  });
  const beside = (distance: number) =>
    spreads(sampling, (t) => [height(t), time(t), height(t - distance)])[0];
  assert.ok(beside(20) > beside(40) && beside(40) > one[0]);
  assert.ok(Math.abs(beside(200) / one[0] - 1) < 1e-3, 'far away is none');
});

const card = cardOf(
  ...STABLE,
  ...['gain.spread=0', 'pedestalSpread=0', 'timeOffset=0 ns', 'peakingSpread=0'].map(
    (key) => `nature.electronics.${key}`,
  ),
);
const nominal = (scale: number) =>
  ({
    frontEnds: Object.fromEntries(
      FRONT_ENDS.map((n) => {
        const own = nominalConstants(beliefOf(card), n);
        return [n, { ...own, gain: own.gain.map((g) => scale * g) }];
      }),
    ),
  }) as unknown as Calibration;

test('electronics as on the card and nominal constants: every row of single pulses agrees', () => {
  const rows = singleRows(card, new Bench(card, SEED, nominal(1)), 300);
  const off = rows.filter((r) => !r.agrees && !r.name.includes('saturated'));
  assert.equal(
    off.map((r) => r.name),
    [],
  );
});

test('and every row of a pulse in time on the tail of another', () => {
  const rows = doubleRows(card, new Bench(card, SEED, nominal(1)), 200);
  const late = rows.filter((r) => r.name.includes('in time'));
  assert.is(late.length, 4 * 4);
  assert.equal(
    late.filter((r) => !r.agrees).map((r) => r.name),
    [],
  );
});

test('a gain that is 3 % wrong is seen in every channel', () => {
  const rows = singleRows(card, new Bench(card, SEED, nominal(1.03)), 100);
  const energies = rows.filter((r) => /GeV.*: energy, GeV$/.test(r.name));
  for (const part of ['ECAL cell', 'preshower cell', 'HCAL cell', 'VETO tube', 'SRD module']) {
    assert.ok(
      energies.some((r) => r.name.startsWith(part)),
      part,
    );
  }
  const blind = energies.filter((r) => r.agrees && !r.name.includes('saturated'));
  assert.equal(
    blind.map((r) => r.name),
    [],
  );
});

test('where nothing is found every row is there and none agrees', () => {
  const silent = { read: () => [] } as unknown as Bench;
  for (const rows of [singleRows, doubleRows]) {
    const told = rows(card, silent, 10);
    const seen = rows(card, new Bench(card, SEED, nominal(1)), 10);
    assert.equal(
      told.map((r) => r.name),
      seen.map((r) => r.name),
    );
    assert.equal(
      told.filter((r) => r.agrees).map((r) => r.name),
      [],
    );
  }
});

test('half of the pairs are told apart between the shares on either side, or nowhere', () => {
  // A straight line from 0 at 2.2 ns to 1 at 7.2 ns is a half at 4.7 ns.
  const line = (distance: number) => Math.min(1, Math.max(0, (distance - 2.2) / 5));
  const [at, error] = halfWay(line, 1000);
  assert.ok(Math.abs(at - 4.7) < 1e-9, `${at}`);
  // A step of 0.5 ns that is spread evenly, and the binomial error on a slope of 0.2 per ns.
  const binomial = Math.sqrt(0.25 / 1000) / 0.2 / Math.SQRT2;
  assert.ok(error > 0.5 / Math.sqrt(12) && error < Math.hypot(0.5 / Math.sqrt(12), 1.5 * binomial));
  assert.ok(halfWay(() => 0, 1000).every(Number.isNaN));
  assert.ok(halfWay(() => 1, 1000).every(Number.isNaN));
});

test('two pulses pass for one up to a distance that falls with the second and grows with the noise', () => {
  const nominally = distinguishable(card, 1);
  assert.ok(distinguishable(card, 0.1) > 2 * nominally);
  // What one pulse leaves goes as the square of the distance; the share of the shape's error does not grow.
  const noisier = distinguishable(cardOf('detector.sampling.noise=4'), 1) / nominally;
  assert.ok(noisier > 1.4 && noisier < 2, `${noisier}`);
});

test.run();
