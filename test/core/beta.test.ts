/** The incomplete beta function and the interval made of it, against sums of binomial terms. */
import lgamma from '@stdlib/math-base-special-gammaln';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { clopperPearson, incompleteBeta } from '../../src/core/beta.js';

/** Chance of at least k of n, term by term. */
function atLeast(k: number, n: number, p: number): number {
  let sum = 0;
  for (let i = k; i <= n; i++) {
    const ln = lgamma(n + 1) - lgamma(i + 1) - lgamma(n - i + 1);
    sum += Math.exp(ln + i * Math.log(p) + (n - i) * Math.log1p(-p));
  }
  return sum;
}

test('I_p(k, n - k + 1) is the chance of at least k of n', () => {
  for (const [k, n, p] of [
    [1, 1, 0.3],
    [3, 10, 0.2],
    [950, 1000, 0.94],
    [20, 5000, 0.003],
    [4200, 5000, 0.83],
  ] as const) {
    const expected = atLeast(k, n, p);
    const got = incompleteBeta(k, n - k + 1, p);
    assert.ok(Math.abs(got - expected) < 1e-9, `${k} of ${n} at ${p}: ${got}, ${expected}`);
  }
  assert.is(incompleteBeta(2, 3, 0), 0);
  assert.is(incompleteBeta(2, 3, 1), 1);
});

test('the intervals of Clopper and Pearson as they are tabulated', () => {
  const near = (got: readonly number[], expected: readonly number[]) =>
    got.forEach((x, i) => {
      assert.ok(Math.abs(x - (expected[i] as number)) < 5e-5, `${got}, expected ${expected}`);
    });
  // Ten trials at 95 %: any table of exact binomial limits; 0 of n: 1 - (0.025)^(1/n).
  near(clopperPearson(0, 10, 0.95), [0, 0.3085]);
  near(clopperPearson(5, 10, 0.95), [0.1871, 0.8129]);
  near(clopperPearson(10, 10, 0.95), [0.6915, 1]);
  near(clopperPearson(0, 0), [0, 1]);
});

test('each bound is excluded by half of what is left', () => {
  for (const [k, n] of [
    [3, 20],
    [181, 200],
    [7520, 8000],
  ] as const) {
    const [low, high] = clopperPearson(k, n, 0.9);
    assert.ok(Math.abs(atLeast(k, n, low) - 0.05) < 1e-8);
    assert.ok(Math.abs(1 - atLeast(k + 1, n, high) - 0.05) < 1e-8);
  }
});

test.run();
