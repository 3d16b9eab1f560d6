import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { PUBLISHED_EPS90, publishedEps90, yieldPerEot } from '../../src/core/signal/index.js';

const near = (got: number, expected: number, relative: number, what = '') =>
  assert.ok(
    Math.abs(got - expected) <= relative * Math.abs(expected),
    `${what} got ${got}, expected ${expected}`,
  );

test('published limit: 7.5e-6, 3.3e-5, 3.5e-4 at 1, 10, 100 MeV', () => {
  assert.is(PUBLISHED_EPS90.length, 89);
  near(publishedEps90(0.001), 7.544e-6, 1e-12);
  near(publishedEps90(0.01), 3.3e-5, 0.01);
  near(publishedEps90(0.1), 3.46e-4, 0.01);
});

test('masses outside are refused, with the range and what came', () => {
  assert.throws(() => yieldPerEot(0.0009), /mass: got 900 keV, expected 1 MeV to 1 GeV/);
  assert.throws(() => yieldPerEot(1.1), /expected 1 MeV to 1 GeV/);
  assert.throws(() => yieldPerEot(Number.NaN), /mass: got NaN/);
  assert.throws(() => publishedEps90(2), /expected 0.001 to 1.0056 GeV/);
});

test.run();
