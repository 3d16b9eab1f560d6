/** Injection in small: what is expected of one count by hand, the size of the signal, the seal, and all rows. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { RunEfficiency } from '../../../src/analyse/combination/measured.js';
import { yieldPerEot } from '../../../src/core/signal/index.js';
import { meanOf, powerOf, withinOf } from '../../../src/run/validate/coverage/oneCount.js';
import { cardWith, countsOf, epsilonOf } from '../../../src/run/validate/injection/experiments.js';
import { injection } from '../../../src/run/validate/injection/index.js';
import { assertNear, validateOptions } from '../../support/validate.js';

const SEED = process.env.SEED ?? 'injection';
const share = { passed: 1, of: 2, value: 0.5, low: 0.4, high: 0.6 };
const EFFICIENCY: RunEfficiency = {
  ...{ name: 'r', cardHash: '', spills: 2, electrons: 14e5 },
  masses: [{ massGeV: 0.01, factors: [{ name: 'all', ...share }], total: share }],
};
const close = (got: number, expected: number) =>
  assert.ok(Math.abs(got - expected) < 1e-9, `${got}, expected ${expected}`);

test('one count by hand', () => {
  // b = 0.5: P(N >= 2) = 0.090, P(N >= 3) = 0.014, so three events are a signal.
  close(powerOf(3, 0.5, 0.05), 1 - Math.exp(-3.5) * (1 + 3.5 + 3.5 ** 2 / 2));
  // No event below, whatever the others: b - E[min(n, b)] = 0.5 (1 - P(0)) less of the mean.
  close(meanOf(2, 0.5), 2.5 - 0.5 * (1 - Math.exp(-2.5)));
  // s = 2, b = 0.5: t~ is 4 of no event, 1.17, 0.11, 0.09 and 0.76 of 1 to 4 and 1.93 of 5.
  const P = [1, 2.5, 2.5 ** 2 / 2, 2.5 ** 3 / 6, 2.5 ** 4 / 24].map((x) => x * Math.exp(-2.5));
  close(withinOf(2, 0.5, 1), P[2] + P[3] + P[4]);
});

test('the mixing strength makes as many events as are asked for', () => {
  const epsilon = epsilonOf(3, EFFICIENCY);
  close(epsilon ** 2 * yieldPerEot(0.01) * 7e5 * 0.5, 3);
});

test('an experiment is sealed first and opened then, the signal in its box', async () => {
  const card = cardWith(epsilonOf(10, EFFICIENCY), SEED);
  const runs = await countsOf(card, 2, EFFICIENCY, validateOptions({ seed: SEED }));
  for (const { counts, whileSealed } of runs) {
    assert.is(whileSealed?.box, 0);
    assert.is(counts.sealed, 0);
    assert.ok(counts.box > 0 && counts.box <= (whileSealed?.sealed ?? 0), `${counts.box}`);
    assert.equal(counts.scalers, whileSealed?.scalers);
  }
});

test('all rows, in small, within four errors', async () => {
  const { rows } = await injection.run(validateOptions({ experiments: 4, seed: SEED }));
  assert.is(rows.length, 26);
  for (const row of rows) assertNear(row);
});

test.run();
