/** Intervals of Feldman and Cousins against the tables of their paper, and from toys. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { fcUpperLimit, isAccepted } from '../../../src/analyse/limits/feldman-cousins.js';
import { workspaceLimit, workspaceTest } from '../../../src/analyse/limits/index.js';
import { normsys, refusal, workspaceOf } from './model.js';

const SEED = process.env.SEED ?? 'intervals of a test';

// Upper ends at 90 % CL, G. J. Feldman and R. D. Cousins, Phys. Rev. D 57 (1998) 3873, table IV: rows n = 0 ... 5.
const B = [0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 5];
const TABLE_IV = [
  [2.44, 1.94, 1.61, 1.33, 1.26, 1.18, 1.08, 1.06, 1.01, 0.98],
  [4.36, 3.86, 3.36, 2.91, 2.53, 2.19, 1.88, 1.59, 1.39, 1.22],
  [5.91, 5.41, 4.91, 4.41, 3.91, 3.45, 3.04, 2.67, 2.33, 1.73],
  [7.42, 6.92, 6.42, 5.92, 5.42, 4.92, 4.42, 3.95, 3.53, 2.78],
  [8.6, 8.1, 7.6, 7.1, 6.6, 6.1, 5.6, 5.1, 4.6, 3.6],
  [9.99, 9.49, 8.99, 8.49, 7.99, 7.49, 6.99, 6.49, 5.99, 4.99],
];

test('table IV of the paper, to its digits', async () => {
  for (const [n, row] of TABLE_IV.entries()) {
    for (const [i, expected] of row.entries()) {
      const got = fcUpperLimit(0.9, n, B[i]);
      assert.ok(Math.abs(got - expected) < 0.0101, `n = ${n}, b = ${B[i]}: ${got}, ${expected}`);
    }
  }
});

test('a region has at least the confidence level, and not without its last count', async () => {
  for (const s of [0.3, 2.2, 7]) {
    const b = 1.3;
    let sum = 0;
    let last = { p: 0, ratio: 2 };
    for (let n = 0, p = Math.exp(-s - b); n < 60; n++, p *= (s + b) / n) {
      if (!isAccepted(0.9, n, s, b)) continue;
      sum += p;
      const ratio = ((s + b) / Math.max(n, b)) ** n * Math.exp(Math.max(n, b) - s - b);
      if (ratio < last.ratio) last = { p, ratio };
    }
    assert.ok(sum >= 0.9 && sum - last.p < 0.9, `s = ${s}: ${sum}, ${last.p}`);
  }
});

const box = (n: number, onBackground: Parameters<typeof workspaceOf>[0] = {}) =>
  workspaceOf({
    signal: [2],
    background: [0.5],
    observed: [n],
    parameters: [{ name: 'mu', bounds: [[0, 50]] }],
    ...onBackground,
  });
const interval = { method: 'fc', cl: 0.9, drawn: { seed: SEED, toys: 600 } } as const;

test('a workspace of one count: sums, and bands of the counts 0, 0, 0, 1, 2', async () => {
  const { observed, expected, toys, converged } = await workspaceLimit(box(3), interval);
  assert.ok(converged && toys === undefined);
  assert.ok(Math.abs((observed as number) - 6.92 / 2) < 0.005);
  for (const [i, limit] of [1.94, 1.94, 1.94, 3.86, 5.41].entries()) {
    assert.ok(Math.abs((expected[i] as number) - limit / 2) < 0.005, `band ${i}: ${expected[i]}`);
  }
});

test('with a nuisance of next to no effect: toys give the table within their error', async () => {
  const one = box(1, { onBackground: [normsys('none', 1 + 1e-9, 1 - 1e-9)] });
  const { observed, toys } = await workspaceLimit(one, interval);
  const error = toys?.error as number;
  assert.ok(error > 0.005 && error < 0.03);
  // p falls by more than a quarter of itself per event there.
  const tolerance = (4 * error) / (0.1 * 0.25);
  const off = Math.abs(2 * (observed as number) - 3.86);
  assert.ok(off < tolerance, `${observed} +- ${tolerance / 8}, seed "${SEED}"`);
});

test('100 events, background known to 20 %: 1.64 sigma of both variances, as of a Gaussian', async () => {
  // Table X of the paper, x0 = 0, 90 % CL: 1.64 sigma; here s with s^2 = 1.64^2 (100 + s + 20^2), 38.2 events.
  const rate = { onBackground: [normsys('rate', 1.2, 0.8)], background: [100] };
  const { observed, toys } = await workspaceLimit(box(100, rate), interval);
  // d ln p/dz = 2 phi(z)/p = 2.06 at z = 1.645; 5 % for what is not Gaussian.
  const tolerance = 4 * ((toys?.error as number) / (0.1 * 2.06) / 1.645) + 0.05;
  const off = Math.abs((2 * (observed as number)) / 38.2 - 1);
  assert.ok(off < tolerance, `${observed}, off by ${off} of ${tolerance}, seed "${SEED}"`);
});

test('refused: whole numbers and limits alone', async () => {
  assert.match(
    await refusal(() => workspaceLimit(box(1.5), interval)),
    /got 1\.5, expected whole numbers/,
  );
  assert.match(
    await refusal(() => workspaceTest(box(1), { method: 'fc', testMu: 1 })),
    /fc, which has no CLs, expected one of asymptotic, toys, exact$/,
  );
});

test.run();
