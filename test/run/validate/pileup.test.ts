/** Pile-up in small: company against r(t), silence by classes against gates, the losses of ghosts, the figure. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { chartOf } from '../../../src/run/validate/pileup/chart.js';
import {
  companyExpected,
  companyIn,
  WINDOWS,
} from '../../../src/run/validate/pileup/neighbours.js';
import {
  at,
  cardOf,
  factor,
  kept,
  pointAt,
  trials,
} from '../../../src/run/validate/pileup/point.js';
import { quietOf, silenceAt } from '../../../src/run/validate/pileup/quiet.js';
import { chartFigure } from '../../../src/show/figures/chart.js';
import type { Measured } from '../../../src/run/validate/row.js';
import { SEED } from '../../support/statistics.js';
import { validateOptions } from '../../support/validate.js';

test('company in time follows the integral over r(t), not the mean rate', () => {
  const card = cardOf(at(7e6), SEED);
  const { particles, accompanied, expected } = companyIn(card, SEED, 3e5, false);
  assert.ok(particles >= 3e5);
  WINDOWS.forEach((window, w) => {
    const p = expected[w] as number;
    const [got, error] = accompanied[w] as Measured;
    assert.ok(Math.abs(got - p) < 4 * error, `${window} ns: ${got}, expected ${p}`);
    // Two that are near each other are both accompanied: more than the error of independent ones.
    const ratio = error / Math.sqrt((p * (1 - p)) / particles);
    assert.ok(
      ratio > 1.2 && ratio < 1.8,
      `${window} ns: error ${ratio} times that of independent particles`,
    );
  });
  // Electrons alone, whole spills: the ripple makes company likelier than the mean rate does.
  const ripple = companyExpected(card, SEED, 4, 40);
  const steady = 1 - Math.exp(-(7e6 / 4.8e9) * 40);
  assert.ok(ripple / steady > 1.05 && ripple / steady < 1.07, `${ripple} against ${steady}`);
});

test('what breaks the silence of the VETO are the halo muons, at any intensity', () => {
  const [seven, thirty] = [cardOf(at(7e6), SEED), cardOf(at(3e7), SEED)];
  const quiet = quietOf(seven, SEED, 150);
  // 3e-2 halo muons, 3e-3 on the axis, most of 3.5e-3 pions.
  assert.ok(quiet.breaking.veto > 0.03 && quiet.breaking.veto < 0.04, `${quiet.breaking.veto}`);
  assert.is(quiet.gate, 385);
  const lost = 1 - silenceAt(seven, quiet, SEED)[0] / quiet.alone.veto;
  assert.ok(lost > 0.015 && lost < 0.03, `${lost}`);
  assert.ok(1 - silenceAt(thirty, quiet, SEED)[0] / quiet.alone.veto > 3.5 * lost);
});

test('a point has ghosts, gates and company, and a place in the figure', async () => {
  const options = { ...validateOptions({ seed: SEED }), events: 2000 };
  const point = await pointAt(1e6, options);
  const [share, error] = kept(point);
  const expected = 1 - companyExpected(point.card, SEED, 1, 57);
  assert.ok(Math.abs(share - expected) < 4 * error, `${share} +- ${error}, expected ${expected}`);
  assert.ok(factor(point.ghosts, 'live')[0] > 0.97);
  for (const name of ['VETO', 'HCAL']) {
    const [silent, off] = trials(point, name);
    assert.ok(silent > 0.9 && silent < 1 && off < 0.03, `${name}: ${silent} +- ${off}`);
  }
  const quiet = quietOf(point.card, SEED, 20);
  const svg = chartFigure(chartOf([point], quiet, 57, SEED));
  assert.match(svg, /Pile-up against intensity/);
  // The paper's two efficiencies, each with a bar up and one across.
  assert.match(svg, /the same in PRL 123, 121801/);
  const [across] = svg.match(/d="(?:M[\d.]+,[\d.]+V[\d.]+M[\d.]+,[\d.]+H[\d.]+){2}"/) ?? [];
  const [low, high] = [...(across ?? '').matchAll(/M([\d.]+),[\d.]+H([\d.]+)/g)].map((m) =>
    m.slice(1).map(Number),
  );
  const [from, to] = [8e4, 4e7];
  const pixel = (x: number) => 92 + (838 * Math.log(x / from)) / Math.log(to / from);
  for (const [got, x] of [
    [low[0], 1.4e6],
    [low[1], 3.5e6],
    [high[0], 5e6],
    [high[1], 9e6],
  ]) {
    assert.ok(Math.abs(got - pixel(x)) < 0.02, `${got} instead of ${pixel(x)}`);
  }
  assert.not.match(svg, /NaN|undefined/);
});

test.run();
