/** The gamma function and its incomplete form against stdlib, tables and identities. */
import lgamma from '@stdlib/math-base-special-gammaln';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { incompleteGamma, logGamma, upperIncompleteGamma } from '../../src/core/gamma.js';
import { gammaQ } from '../support/statistics.js';

test('log Gamma agrees with stdlib to 1e-13', () => {
  for (let a = 0.05; a < 60; a += 0.137) {
    assert.ok(Math.abs(logGamma(a) - lgamma(a)) < 1e-13 * Math.max(1, Math.abs(lgamma(a))), `${a}`);
  }
});

test('P(a, x) agrees with another implementation and with the Poisson distribution', () => {
  for (const a of [1.2, 2, 5.5, 9.3, 30]) {
    for (const x of [0.01, 0.5, 2, 5, 8, 20, 60]) {
      assert.ok(Math.abs(incompleteGamma(a, x) - (1 - gammaQ(a, x))) < 1e-11, `P(${a}, ${x})`);
    }
  }
  // P(3, 2) = 1 - exp(-2) (1 + 2 + 2)
  assert.ok(Math.abs(incompleteGamma(3, 2) - (1 - 5 * Math.exp(-2))) < 1e-14);
  assert.is(incompleteGamma(3, 0), 0);
  assert.is(incompleteGamma(3, -1), 0);
});

test('Q(a, x) keeps its digits where it is small', () => {
  for (const a of [0.5, 1, 5.5, 30, 800]) {
    for (const x of [0.01, 2, 8, 60, 200, 900]) {
      const expected = gammaQ(a, x);
      const got = upperIncompleteGamma(a, x);
      assert.ok(Math.abs(got - expected) <= 1e-9 * expected + 1e-300, `Q(${a}, ${x}): ${got}`);
    }
  }
  // Q(3, 200) = exp(-200) (1 + 200 + 20000)
  const exact = Math.exp(-200) * 20201;
  assert.ok(Math.abs(upperIncompleteGamma(3, 200) / exact - 1) < 1e-11);
  assert.is(upperIncompleteGamma(3, 0), 1);
});

test.run();
