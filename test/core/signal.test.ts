import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { muonMoment } from '../../src/core/signal/muon-g-2.js';
import {
  BABAR_2017,
  muonMixing,
  NA62_2019,
  NA64_2019,
  publishedEps90,
  relicCoupling,
  relicY,
  yieldPerEot,
  yOf,
} from '../../src/core/signal/index.js';

const near = (got: number, expected: number, relative: number, what = '') =>
  assert.ok(
    Math.abs(got - expected) <= relative * Math.abs(expected),
    `${what} got ${got}, expected ${expected}`,
  );

test('published limit: 7.5e-6, 3.3e-5, 3.5e-4 at 1, 10, 100 MeV', () => {
  assert.is(NA64_2019.points.length, 89);
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

test('published limits rise in mass, within the masses of their figures', () => {
  for (const { name, points } of [NA64_2019, NA62_2019, BABAR_2017]) {
    for (let i = 1; i < points.length; i++) {
      assert.ok(points[i][0] > points[i - 1][0], `${name}: point ${i}`);
    }
    assert.ok(
      points.every(([, eps]) => eps > 0 && eps < 1),
      name,
    );
  }
  // The abstracts: BaBar up to 8 GeV, eps at the level of 1e-3.
  assert.is(BABAR_2017.points.at(-1)?.[0], 7.9999);
  near(BABAR_2017.points[0][1], 1e-3, 0.06);
});

test('a vector of mass 0 is a second photon: alpha/(2 pi) eps^2 (Schwinger)', () => {
  near(muonMoment(0), 1 / 137.035999 / (2 * Math.PI), 1e-12);
});

test('a heavy vector: 2/3 (m_mu/m)^2 of it', () => {
  near(muonMoment(500) / muonMoment(0), (2 / 3) * (0.1056583745 / 500) ** 2, 3e-6);
});

test('the moment is the integral of the formula, by midpoints in z', () => {
  for (const mass of [0.001, 0.01, 0.1, 1]) {
    const ratio = (mass / 0.1056583745) ** 2;
    const n = 400_000;
    let sum = 0;
    for (let i = 0; i < n; i++) {
      const z = (i + 0.5) / n;
      sum += (2 * z * (1 - z) ** 2) / ((1 - z) ** 2 + ratio * z) / n;
    }
    near(muonMoment(mass) / muonMoment(0), sum, 1e-6, `${mass} GeV:`);
  }
});

test('BaBar rules the band of the muon out at every mass (abstract of arXiv:1702.03327)', () => {
  for (const [mass, eps] of BABAR_2017.points) assert.ok(muonMixing(mass, -2) > eps, `${mass} GeV`);
  assert.throws(() => muonMixing(0.01, -4), /expected more than -3.75/);
});

test('relic density: eq. (2) of the paper, and its y', () => {
  // alpha_D = 0.02 f at eps = 1e-3, m_A' = 100 MeV, m_chi = 10 MeV scales with m_A'^4 / m_chi^2.
  const eq2 = (f: number, eps: number, mA: number, mChi: number) =>
    0.02 * f * (1e-3 / eps) ** 2 * (mA / 0.1) ** 4 * (0.01 / mChi) ** 2;
  for (const mChi of [0.001, 0.01, 0.1]) {
    near(relicCoupling('Majorana', mChi, 1e-4), eq2(3, 1e-4, 3 * mChi, mChi), 1e-12);
    near(yOf(1e-4, eq2(0.25, 1e-4, 3 * mChi, mChi)), relicY('pseudo-Dirac', mChi), 1e-12);
  }
});

test.run();
