/** Prescales keep exactly what they say, from the phase that they say. */
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { emulateSpill } from '../../../src/emulate/spill.js';
import { Prescale, ratioOf } from '../../../src/emulate/trigger/prescale.js';
import { seedKey } from '../../../src/core/random/index.js';
import { cardOf } from '../../support/card.js';
import { SEED } from '../../support/statistics.js';

const ratio = fc
  .tuple(fc.integer({ min: 1, max: 40 }), fc.nat(60), fc.nat(1000))
  .map(([keep, more, phase]) => ({ keep, of: keep + more, phase: phase % (keep + more) }));

test('1 of N fires the N-th, 2N-th, ... time', () => {
  for (const n of [1, 2, 7, 1000]) {
    const prescale = new Prescale(ratioOf(n));
    for (let k = 1; k <= 3 * n + 1; k++) assert.is(prescale.step(), k % n === 0);
  }
});

test('of any q in a row p are kept, evenly, and the phase decides which', () => {
  const property = fc.property(ratio, (r) => {
    const prescale = new Prescale(r);
    const kept = Array.from({ length: 3 * r.of }, () => Number(prescale.step()));
    for (let from = 0; from <= 2 * r.of; from++) {
      const here = kept.slice(from, from + r.of).reduce((a, b) => a + b, 0);
      assert.is(here, r.keep);
    }
    let total = 0;
    kept.forEach((k, i) => {
      total += k;
      assert.is(total, Math.floor((r.phase + (i + 1) * r.keep) / r.of), 'after so many times');
    });
  });
  fc.assert(property, { seed: 1 });
});

test('entered in the middle of a burst it goes on as if it had been there', () => {
  const property = fc.property(ratio, fc.nat(300), (r, before) => {
    const whole = new Prescale(r);
    for (let k = 0; k < before; k++) whole.step();
    const entered = new Prescale(r, before);
    for (let k = 0; k < 100; k++) {
      assert.is(entered.step(), whole.step());
      assert.equal([entered.n, entered.accumulator], [whole.n, whole.accumulator]);
    }
  });
  fc.assert(property, { seed: 1 });
  const large = { keep: 65533, of: 999_999_937, phase: 5 };
  const late = new Prescale(large, 2 ** 32 - 2);
  const exact = (n: bigint) => Number((5n + n * 65533n) % 999_999_937n);
  for (let n = 2n ** 32n - 1n; n < 2n ** 32n + 5n; n++) {
    late.step();
    assert.is(late.accumulator, exact(n));
  }
});

test('the effective prescale of spills is the nominal one, reset at each', () => {
  for (const prescale of [
    '1',
    '7',
    '1000',
    '{keep: 3, of: 10, phase: 9}',
    '{keep: 2, of: 7, phase: 0}',
  ]) {
    const card = cardOf(
      `trigger.menu.beam.prescale=${prescale}`,
      'beam.intensity=30000',
      'beam.spill=50 ms',
    );
    const { keep, of, phase } = ratioOf(
      (card.trigger.menu.beam as { prescale: Parameters<typeof ratioOf>[0] }).prescale,
    );
    for (const spill of [1, 2]) {
      const { triggers, ledger } = emulateSpill(card, seedKey(SEED), spill);
      const { met, fired, coincidences } = ledger.scalers;
      assert.ok(met[0] > 20_000 && met[0] === coincidences);
      assert.is(fired[0], Math.floor((phase + met[0] * keep) / of));
      const ordinals = triggers.filter((p) => p.triggers & 1).map((p) => p.ordinal);
      const expected = [];
      for (let n = 1; n <= met[0]; n++) if ((phase + n * keep) % of < keep) expected.push(n);
      assert.equal(ordinals, expected);
    }
  }
});

test.run();
