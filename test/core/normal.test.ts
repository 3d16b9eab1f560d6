/** Tails of the normal distribution. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { lnNormalCdf, normalCdf, normalQuantile } from '../../src/core/normal.js';

test('ln Phi: as published, and without a seam where the series takes over', () => {
  // Abramowitz and Stegun, table 26.2: -log10 Q(x).
  for (const [x, minusLog10] of [
    [5, 6.54265],
    [10, 23.11805],
    [20, 88.5601],
    [30, 197.30921],
    [40, 349.43701],
    [50, 544.96634],
    [100, 2173.87154],
  ]) {
    const got = -lnNormalCdf(-x) / Math.LN10;
    assert.ok(Math.abs(got - minusLog10) < 1e-5, `${x}: ${got}`);
  }
  const step = lnNormalCdf(-30 + 1e-7) - lnNormalCdf(-30 - 1e-7);
  assert.ok(Math.abs(step - 2e-7 * (30 + 1 / 30)) < 1e-9, `${step}`);
});

test('Phi and its inverse', () => {
  for (const x of [-8, -2, -0.3, 0, 1, 3]) {
    assert.ok(Math.abs(normalQuantile(normalCdf(x)) - x) < 1e-9);
    assert.ok(Math.abs(Math.exp(lnNormalCdf(x)) / normalCdf(x) - 1) < 1e-12);
  }
});

test.run();
