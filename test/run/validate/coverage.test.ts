/** Coverage in small: pinned numbers of one count, toys of three runs within their errors, the figure. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { chartOf } from '../../../src/run/validate/coverage/chart.js';
import { coverage } from '../../../src/run/validate/coverage/index.js';
import { nestedRows } from '../../../src/run/validate/coverage/nested.js';
import { coverageOf, intervals } from '../../../src/run/coverage.js';
import { chartFigure } from '../../../src/show/figures/chart.js';
import { assertNear, validateOptions } from '../../support/validate.js';

const SEED = process.env.SEED ?? 'coverage';

test('one count, b = 0.53: exact 0.9 and more, asymptotic 0.888 at 1.66 and 0.867 at 3', async () => {
  const asymptotic = await coverageOf('asymptotic');
  assert.ok(Math.abs(asymptotic.at(1.66) - 0.888) < 5e-4);
  assert.ok(Math.abs(asymptotic.at(3) - 0.867) < 5e-4);
  const exact = await coverageOf('exact');
  // Just below a limit it holds s, just above it does not: 1 - P(0) at ln 10.
  assert.ok(Math.abs(exact.at(Math.LN10 * (1 - 1e-6)) - 1) < 1e-12);
  assert.ok(Math.abs(exact.at(Math.LN10 * (1 + 1e-6)) - (1 - 0.1 * Math.exp(-0.53))) < 1e-6);
});

test('intervals of Feldman and Cousins by hand: s = 3.5 at b = 0.53', () => {
  // Ranks of n by P(n; 4.03)/P(n; max(n, 0.53)): 4, 5, 3, 6, 2, 7, 8 make 0.89, then 1 makes 0.96.
  const P = (n: number) => {
    let p = Math.exp(-4.03);
    for (let k = 1; k <= n; k++) p *= 4.03 / k;
    return p;
  };
  const first = [4, 5, 3, 6, 2, 7, 8].reduce((sum, n) => sum + P(n), 0);
  assert.ok(first < 0.9 && first + P(1) > 0.9, `${first}`);
  assert.ok(Math.abs(intervals.at(3.5) - first - P(1)) < 1e-12);
});

test('all rows, in small, within four errors', async () => {
  const { rows, charts } = await coverage.run(validateOptions({ events: 40, seed: SEED }));
  assert.is(rows.length, 40);
  for (const row of rows) assertNear(row);
  assert.is(charts?.length, 1);
});

test('methods with toys or integrals of their own hold 1.66 events as often as they should', async () => {
  const at = { toys: [1.66], bayes: [1.66] };
  const rows = await nestedRows({ experiments: 60, toys: 100 }, SEED, () => {}, at);
  const [toys, fc, bayes] = rows.map(({ emulated }) => emulated);
  // 0.975 and 0.915 of many; the credible limit of no event is 2.40.
  assert.ok(toys >= 0.9, `toys: ${toys}`);
  assert.ok(fc >= 0.8 && fc < 1, `Feldman and Cousins: ${fc}`);
  assert.is(bayes, 1);
});

test('the figure: three lines and the level, in words where no run is behind it', async () => {
  const svg = chartFigure(await chartOf());
  assert.match(svg, /Coverage of limits of one count/);
  assert.match(svg, /all counts summed, no random numbers/);
  assert.not.match(svg, /NaN/);
});

test.run();
