/** Binomial numbers against their own probabilities, from the recursion P(k + 1)/P(k) = (n - k)/(k + 1) p/(1 - p). */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { binomial, seedKey, Stream } from '../../src/core/random/index.js';

const stream = new Stream().seek(seedKey('binomial'), 0, 0, 0, 0);
const DRAWS = 20_000;

function chi2(n: number, p: number): { chi2: number; cells: number } {
  const found = new Array<number>(n + 1).fill(0);
  for (let i = 0; i < DRAWS; i++) found[binomial(stream, n, p)]++;
  let expected = DRAWS * (1 - p) ** n;
  const cells: [number, number][] = [[0, 0]];
  for (let k = 0; k <= n; k++) {
    const last = cells[cells.length - 1];
    last[0] += found[k];
    last[1] += expected;
    if (last[1] > 20) cells.push([0, 0]);
    expected *= (((n - k) / (k + 1)) * p) / (1 - p);
  }
  const [rest] = cells.splice(-1);
  cells[cells.length - 1][0] += rest[0];
  cells[cells.length - 1][1] += rest[1];
  return { chi2: cells.reduce((s, [o, e]) => s + (o - e) ** 2 / e, 0), cells: cells.length };
}

for (const [n, p] of [
  [5, 0.3],
  [17, 0.5],
  [300, 0.02],
  [1000, 0.07],
  [1001, 0.4],
] as const) {
  test(`${n} of ${p}: every number as often as it should`, () => {
    const { chi2: found, cells } = chi2(n, p);
    const freedom = cells - 1;
    assert.ok(Math.abs(found - freedom) < 4.5 * Math.sqrt(2 * freedom), `${found} for ${freedom}`);
  });
}

test('none and all', () => {
  for (const n of [0, 3, 500]) {
    assert.is(binomial(stream, n, 0), 0);
    assert.is(binomial(stream, n, 1), n);
  }
});

test.run();
