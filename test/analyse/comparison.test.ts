/** Pulls and chi2 of two samples against enumerations, another implementation, and toys. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { binOf, chi2Of, pull } from '../../src/analyse/comparison.js';
import { Histogram } from '../../src/core/histogram.js';
import { seedKey, Stream } from '../../src/core/random/index.js';
import { chi2Chance, kolmogorovSmirnov, likely, SEED } from '../support/statistics.js';

const axis = (name: string, bins: number, low: number, high: number) => ({
  name,
  unit: 'GeV',
  bins,
  low,
  high,
});

test('with equal exposures: the difference over the square root of the sum', () => {
  assert.is(pull(100, 121), 21 / Math.sqrt(221));
  assert.is(pull(9, 0), -3);
  assert.is(pull(0, 0), 0);
});

test('of n counts given, summed over the binomial distribution: mean 0, variance 1, for any ratio', () => {
  for (const ratio of [0.1, 0.5, 1, 3]) {
    const p = ratio / (1 + ratio);
    for (const n of [1, 2, 7, 40]) {
      let weight = (1 - p) ** n; // of a = 0
      let mean = 0;
      let square = 0;
      for (let a = 0; a <= n; a++) {
        mean += weight * pull(a, n - a, ratio);
        square += weight * pull(a, n - a, ratio) ** 2;
        weight *= ((n - a) / (a + 1)) * (p / (1 - p));
      }
      assert.ok(Math.abs(mean) < 1e-12, `ratio ${ratio}, n ${n}: mean ${mean}`);
      assert.ok(Math.abs(square - 1) < 1e-12, `ratio ${ratio}, n ${n}: variance ${square}`);
    }
  }
});

/** A histogram with these counts, the margins first and last. */
function histogramOf(counts: readonly number[]): Histogram {
  const cells = counts.map((n, i) => [i, n] as const);
  return new Histogram('h', '', [axis('E', counts.length - 2, 0, 1)]).restore(cells);
}

test('chi2 of a textbook table: 2 x 3, by the marginal sums', () => {
  const [a, b] = [
    [20, 30, 50, 40],
    [30, 35, 25, 60],
  ];
  // Pearson with expectations from exposures, that is from p = ratio / (1 + ratio) of each column.
  const ratio = 0.8;
  const p = ratio / (1 + ratio);
  let expected = 0;
  a.forEach((n, i) => {
    const sum = n + b[i];
    expected += (n - p * sum) ** 2 / (p * sum) + (b[i] - (1 - p) * sum) ** 2 / ((1 - p) * sum);
  });
  const { chi2, ndf, p: chance } = chi2Of(histogramOf(a), histogramOf(b), ratio);
  assert.ok(Math.abs(chi2 - expected) < 1e-12);
  assert.is(ndf, 4);
  assert.ok(Math.abs((chance ?? 0) - chi2Chance(expected, 4)) < 1e-12);
});

test('neighbours are pooled until both expect five counts; what is left joins the last', () => {
  // Ratio 1: ten counts in a pool. 4 + 6, then 3 + 3 + 6, then 1 left.
  const a = histogramOf([4, 3, 3, 2, 1]);
  const b = histogramOf([6, 0, 3, 1, 0]);
  assert.is(chi2Of(a, b).ndf, 2);
  assert.is(chi2Of(a, b).chi2, pull(4, 6) ** 2 + pull(9, 4) ** 2);
  assert.equal(chi2Of(histogramOf([1, 2, 1]), histogramOf([0, 0, 3])), {
    chi2: 0,
    ndf: 0,
    p: null,
  });
});

test('p of equal distributions is uniform, of others it is small', () => {
  const stream = new Stream().seek(seedKey(SEED), 1, 1, 1, 1);
  const means = Array.from({ length: 40 }, (_, i) => 3 + 40 * Math.exp(-(((i - 20) / 8) ** 2)));
  const drawn = (scale: number, tilt = 0) =>
    histogramOf(means.map((mean, i) => stream.poisson(scale * mean * (1 + tilt * (i / 20 - 1)))));
  const ratio = 0.4;
  const chances = Array.from({ length: 2000 }, () => chi2Of(drawn(ratio), drawn(1), ratio).p ?? 0);
  likely(
    'p of equal distributions',
    kolmogorovSmirnov(chances, (p) => p),
  );
  const tilted = chi2Of(drawn(40), drawn(100, 0.3), ratio).p ?? 1;
  assert.ok(tilted < 1e-6, `${tilted}`);
});

test('a flat index gives back the bin that was filled', () => {
  const h = new Histogram('h', '', [axis('x', 4, 0, 2), axis('y', 3, -3, 3)]);
  const bin = (x: number, y: number) => {
    const one = h.emptyCopy();
    one.fill(x, y);
    return binOf(one, one.counts.indexOf(1)).map(({ low, high }) => [low, high]);
  };
  assert.equal(bin(0.6, 1.5), [
    [0.5, 1],
    [1, 3],
  ]);
  assert.equal(bin(-1, 3), [
    [null, 0],
    [3, null],
  ]);
  assert.equal(bin(2, -4), [
    [2, null],
    [null, -3],
  ]);
});

test.run();
