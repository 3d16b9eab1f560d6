/** The independent numbers that waveforms are compared with, and that a comparison can fail. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nominalConstants } from '../../../src/analyse/calibration/constants.js';
import type { Calibration } from '../../../src/analyse/calibration/constants.js';
import { beliefOf } from '../../../src/core/card/index.js';
import { FRONT_ENDS } from '../../../src/core/channels.js';
import { pulseAt } from '../../../src/core/pulse.js';
import { Bench } from '../../../src/run/validate/waveform/bench.js';
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

test('a gain that is 3 % wrong is seen', () => {
  const rows = singleRows(card, new Bench(card, SEED, nominal(1.03)), 100);
  assert.ok(rows.filter((r) => r.name.endsWith('energy, GeV') && !r.agrees).length >= 8);
});

test.run();
