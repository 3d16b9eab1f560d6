import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  type CountingModel,
  countProbability,
  exactLimit,
  ratesOf,
  totalPrior,
  upperLimits,
} from '../../src/analyse/limits/index.js';
import { lnPoissonCdf, poissonCdfOf } from '../../src/analyse/limits/poisson.js';

/*
 * The second way: everything again with Math.*, term-by-term sums, Simpson's rule and bisection.
 */

const poissonCdf = (n: number, rate: number): number => {
  let lnTerm = -rate;
  let sum = Math.exp(lnTerm);
  for (let k = 1; k <= n; k++) {
    lnTerm += Math.log(rate / k);
    sum += Math.exp(lnTerm);
  }
  return sum;
};

/** E[f(z)], z ~ N(0, 1), by Simpson's rule from -8 to 8. */
const average = (f: (z: number) => number, intervals = 160): number => {
  let sum = 0;
  for (let i = 0; i <= intervals; i++) {
    const z = -8 + (16 * i) / intervals;
    const weight = i === 0 || i === intervals ? 1 : i % 2 === 1 ? 4 : 2;
    sum += weight * Math.exp(-0.5 * z * z) * f(z);
  }
  return (sum * 16) / intervals / 3 / Math.sqrt(2 * Math.PI);
};

const bisect = (falls: (x: number) => number): number => {
  let low = 0;
  let high = 1000;
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (falls(middle) > 0) low = middle;
    else high = middle;
  }
  return low;
};

const near = (got: number, expected: number, tolerance: number, what = '') =>
  assert.ok(
    Math.abs(got - expected) <= tolerance * Math.abs(expected),
    `${what} got ${got}, expected ${expected}`,
  );

test('no nuisances: sums and bisection give the same limit', () => {
  for (const b of [1e-9, 0.1, 0.53, 3, 40]) {
    for (const n of [0, 1, 2, 5, 12, 35]) {
      const { observed } = upperLimits(
        { channels: [{ name: 'box', signal: 1, background: b }], nuisances: [] },
        { cl: 0.9, observed: [n] },
      );
      const brute = bisect((s) => poissonCdf(n, s + b) / poissonCdf(n, b) - 0.1);
      near(observed?.exact ?? Number.NaN, brute, 1e-7, `b = ${b}, n = ${n}`);
    }
  }
});

test('one channel with nuisances on both: a double integral gives the same limit', () => {
  // common: on both, own: on one of them each
  for (const [b, n, signalOwn, signalCommon, backgroundCommon, backgroundOwn] of [
    [0.53, 0, 0.15, 0, 0, 0.28],
    [0.53, 1, 0.1, 0.05, 0.2, 0.25],
    [0.53, 3, 0, 0.17, -0.3, 0],
    [6, 4, 0.3, 0.1, 0.1, 0.3],
    [40, 45, 0.1, 0.1, 0.05, 0.1],
  ]) {
    const model: CountingModel = {
      channels: [{ name: 'box', signal: 1, background: b }],
      nuisances: [
        { name: 'signal', signal: signalOwn, background: 0 },
        { name: 'common', signal: signalCommon, background: backgroundCommon },
        { name: 'background', signal: 0, background: backgroundOwn },
      ],
    };
    const limit = upperLimits(model, { cl: 0.9, observed: [n] }).observed?.exact ?? Number.NaN;
    const cls = (mu: number, x: number, y: number, z: number) =>
      poissonCdf(
        n,
        mu * Math.exp(signalOwn * x + signalCommon * y) +
          b * Math.exp(backgroundCommon * y + backgroundOwn * z),
      );
    const triple = (mu: number) =>
      average((x) => average((y) => average((z) => cls(mu, x, y, z), 40), 40), 40);
    near(triple(limit) / triple(0), 0.1, 1e-6, `b = ${b}, n = ${n}: CLs at the limit`);
  }
});

test('many counts and a wide prior: the table and the fine grid agree with plain sums', () => {
  const [b, n, lnKappa] = [900, 1000, 0.25];
  const model: CountingModel = {
    channels: [{ name: 'box', signal: 1, background: b }],
    nuisances: [{ name: 'background', signal: 0, background: lnKappa }],
  };
  const limit = exactLimit(0.9, n, totalPrior(ratesOf(model)));
  const cls = (mu: number) =>
    average((z) => Math.exp(lnPoissonCdf(n, mu + b * Math.exp(lnKappa * z))), 2000);
  near(cls(limit) / cls(0), 0.1, 1e-6);
});

test('ln F: sum of terms, and the interpolated table within 1e-8 over its transition', () => {
  for (const [n, rate] of [
    [0, 0.3],
    [3, 3.7],
    [20, 8],
    [20, 50],
    [150, 150.2],
    [150, 190],
  ]) {
    near(Math.exp(lnPoissonCdf(n, rate)), poissonCdf(n, rate), 1e-11, `${n}, ${rate}`);
  }
  for (const n of [31, 100, 1e3, 1e4]) {
    const weighted = poissonCdfOf(n)(0);
    const F = (rate: number) =>
      weighted({ weight: Float64Array.of(1), x: Float64Array.of(rate) }, 1, 0);
    for (let x = -8; x < 7; x += 0.0371) {
      const rate = Math.max(0, n + 1 + x * Math.sqrt(n + 1));
      near(F(rate), Math.exp(lnPoissonCdf(n, rate)), 2e-8, `n = ${n}, rate = ${rate}`);
    }
  }
});

test('exactMean and the bands: each count with its probability, for a small and a wide b', () => {
  for (const [b, lnKappa, last] of [
    [0.53, 0.3, 40],
    [12, 0.3, 150],
    [70, 0.1, 200],
    [0.53, 0.82, 120],
    [5, 0.6, 250],
  ]) {
    const model: CountingModel = {
      channels: [{ name: 'box', signal: 1, background: b }],
      nuisances: [
        { name: 'signal', signal: 0.1, background: 0 },
        { name: 'background', signal: 0, background: lnKappa },
      ],
    };
    const prior = totalPrior(ratesOf(model));
    const { expected } = upperLimits(model, { cl: 0.9, observed: null });
    let mean = 0;
    let below = 0;
    const bands: number[] = [];
    const quantiles = [0.02275013194817921, 0.15865525393145707, 0.5];
    quantiles.push(1 - quantiles[1], 1 - quantiles[0]);
    for (let n = 0; n <= last; n++) {
      const probability = average((z) => {
        const rate = b * Math.exp(lnKappa * z);
        return poissonCdf(n, rate) - (n > 0 ? poissonCdf(n - 1, rate) : 0);
      });
      if (probability < 1e-8) continue;
      near(countProbability(n, prior), probability, 1e-4, `P(${n})`);
      const limit = exactLimit(0.9, n, prior);
      mean += probability * limit;
      below += probability;
      while (bands.length < 5 && below >= quantiles[bands.length]) bands.push(limit);
    }
    // In the long tail of a background that is hardly known every count does not count by itself.
    near(expected.exactMean, mean, lnKappa > 0.5 ? 2e-5 : 1e-6, `mean at b = ${b}`);
    assert.equal(expected.exact, bands);
  }
});

test('three runs with efficiencies of their own: moments stand for the sum, to 2e-4', () => {
  const share = [0.15, 0.2, 0.65];
  const own = [0.13, 0.127, 0.17];
  const model: CountingModel = {
    channels: share.map((signal, i) => ({
      name: `run ${i + 1}`,
      signal,
      background: 0.53 * signal,
    })),
    nuisances: own.map((lnKappa, i) => ({
      name: `efficiency ${i + 1}`,
      signal: own.map((_, k) => (k === i ? lnKappa : 0)),
      background: 0,
    })),
  };
  // n = 0 and a known background: CLs = E[exp(-mu S)] factorises over the runs.
  const cls = (mu: number) =>
    share.reduce(
      (product, s, i) => product * average((z) => Math.exp(-mu * s * Math.exp(own[i] * z))),
      1,
    );
  const brute = bisect((mu) => cls(mu) - 0.1);
  const { observed } = upperLimits(model, { cl: 0.9, observed: [0, 0, 0] });
  near(observed?.exact ?? Number.NaN, brute, 2e-4);
});

test.run();
