import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  PUBLISHED_EPS90,
  publishedEps90,
  YIELD_MASSES_GEV,
  yieldPerEot,
} from '../../src/core/signal/index.js';

const near = (got: number, expected: number, relative: number, what = '') =>
  assert.ok(
    Math.abs(got - expected) <= relative * Math.abs(expected),
    `${what} got ${got}, expected ${expected}`,
  );

test('yield: the table at its masses, falling in between', () => {
  assert.is(YIELD_MASSES_GEV.length, 11);
  near(yieldPerEot(0.001), 0.213, 1e-12);
  near(yieldPerEot(0.01), 0.012, 1e-12);
  near(yieldPerEot(0.95), 2.86e-7, 1e-12);
  let before = Infinity;
  for (let m = 0.001; m < 0.95; m *= 1.01) {
    const now = yieldPerEot(m);
    assert.ok(now < before, `m = ${m}`);
    before = now;
  }
});

test('yield: a power law between two masses', () => {
  const middle = Math.sqrt(0.1 * 0.2);
  near(yieldPerEot(middle), Math.sqrt(yieldPerEot(0.1) * yieldPerEot(0.2)), 1e-12);
});

// eps90 from these yields, efficiency 0.58 and 2.4 events, over the published.
test('yield over published limit: the ratios stated with the table', () => {
  const ratios = [
    [0.001, 1.1],
    [0.002, 1.17],
    [0.005, 1.11],
    [0.01, 1.06],
    [0.0167, 1.02],
    [0.02, 1.0],
    [0.05, 0.94],
    [0.1, 0.9],
    [0.2, 0.84],
    [0.5, 0.73],
    [0.95, 0.72],
  ];
  for (const [m, ratio] of ratios) {
    const derived = Math.sqrt(2.4 / (2.84e11 * 0.58 * yieldPerEot(m)));
    near(derived / publishedEps90(m), ratio, 0.012, `m = ${m}`);
  }
});

test('published limit: 7.5e-6, 3.3e-5, 3.5e-4 at 1, 10, 100 MeV', () => {
  assert.is(PUBLISHED_EPS90.length, 89);
  near(publishedEps90(0.001), 7.544e-6, 1e-12);
  near(publishedEps90(0.01), 3.3e-5, 0.01);
  near(publishedEps90(0.1), 3.46e-4, 0.01);
});

test('masses outside the tables are refused, with the range and what came', () => {
  assert.throws(() => yieldPerEot(0.0009), /got a mass of 0.0009 GeV, expected 0.001 to 0.95 GeV/);
  assert.throws(() => yieldPerEot(1), /expected 0.001 to 0.95 GeV/);
  assert.throws(() => yieldPerEot(Number.NaN), /got a mass of NaN/);
  assert.throws(() => publishedEps90(2), /expected 0.001 to 1.0056 GeV/);
});

test.run();
