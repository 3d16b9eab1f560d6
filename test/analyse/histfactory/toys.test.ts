/** CLs from toys, against exact Poisson sums, asymptotic formulae and the toys' own distributions. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  Fitter,
  physical,
  workspaceLimit,
  workspaceTest,
} from '../../../src/analyse/limits/index.js';
import { quantiles, toyOf } from '../../../src/analyse/limits/toys/index.js';
import { seedKey } from '../../../src/core/random/index.js';
import { everything, mu, normsys, observationOf, workspaceOf } from './model.js';

const SEED = process.env.SEED ?? 'toys of a test';
const wide = [{ name: 'mu', bounds: [[0, 50]] }];
const box = (n: number) =>
  workspaceOf({ signal: [1], background: [0.53], observed: [n], parameters: wide });

test('one count without nuisances: CLs at the exact limit is 0.1 within 4 sigma', async () => {
  // Exact 90 % CLs limits of n = 0 ... 4 with b = 0.53: F(n; mu + b) = 0.1 F(n; b).
  for (const [n, limit] of [2.303, 3.491, 4.817, 6.154, 7.464].entries()) {
    const drawn = { seed: `${SEED} ${n}`, toys: 2000 };
    const { cls, toys, converged } = await workspaceTest(box(n), {
      method: 'toys',
      testMu: limit,
      drawn,
    });
    const error = toys?.error as number;
    assert.ok(converged && error > 0.005 && error < 0.015, `error ${error}`);
    assert.ok(
      Math.abs((cls as number) - 0.1) < 4 * error,
      `n = ${n}: ${cls} +- ${error}, seed "${drawn.seed}"`,
    );
  }
});

test('the limit has the error that it says, and is the same again', async () => {
  const options = { method: 'toys', cl: 0.9, drawn: { seed: SEED, toys: 800 } } as const;
  const limit = await workspaceLimit(box(1), options);
  const error = limit.toys?.limitError as number;
  assert.ok(error > 0.03 && error < 0.3, `error ${error}`);
  assert.ok(Math.abs((limit.observed as number) - 3.491) < 4 * error, `${limit.observed} ${SEED}`);
  // Background alone gives 0, 0, 0, 1 at the quantiles: the staircase of the exact limits. (At +2 sigma it is 2, but
  // P(N <= 2) = 0.983 is too near to 0.977 for so few toys.) Four sigma of 800 toys are 0.2 of a limit.
  [2.303, 2.303, 2.303, 3.491].forEach((exact, i) => {
    const got = limit.expected[i] as number;
    assert.ok(Math.abs(got / exact - 1) < 0.2, `band ${i}: ${got}, exact ${exact}, seed ${SEED}`);
  });
  assert.equal(await workspaceLimit(box(1), options), limit);
});

test('large counts with nuisances: the asymptotic p-values within 4 sigma and 0.01', async () => {
  const large = workspaceOf({
    signal: [30, 20],
    background: [400, 600],
    observed: [410, 590],
    onSignal: [mu, normsys('yield', 1.05, 0.95)],
    onBackground: [normsys('rate', 1.03, 0.97), { name: 'mc', type: 'shapesys', data: [10, 12] }],
  });
  const ask = { testMu: 1.2, drawn: { seed: SEED, toys: 1000 } };
  const drawn = await workspaceTest(large, { ...ask, method: 'toys' });
  const formula = await workspaceTest(large, { ...ask, method: 'asymptotic' });
  assert.is(drawn.qMuTilde, formula.qMuTilde);
  assert.is(drawn.toys?.failed, 0);
  for (const what of ['clsb', 'clb'] as const) {
    const p = formula[what] as number;
    const error = Math.sqrt((p * (1 - p)) / 1000);
    const off = Math.abs((drawn[what] as number) - p);
    assert.ok(off < 4 * error + 0.01, `${what}: ${drawn[what]}, ${p} +- ${error}, seed "${SEED}"`);
  }
  const median = formula.clsExpected[2] as number;
  assert.ok(Math.abs((drawn.clsExpected[2] as number) / median - 1) < 0.25, `seed "${SEED}"`);
});

test('a toy is a function of key, hypothesis and number, with mean and spread of its constraints', async () => {
  const { model, data } = observationOf(everything);
  const { x } = new Fitter(physical(model)).conditional(0.5, data);
  const key = seedKey(SEED);
  const draw = (i: number) => toyOf(model, x, key, 'signal', i);
  assert.equal(draw(7), draw(7));
  assert.not.equal(draw(7).counts, draw(8).counts);
  assert.not.equal(draw(7).counts, toyOf(model, x, key, 'background', 7).counts);
  const N = 2000;
  const all = Array.from({ length: N }, (_, i) => draw(i));
  const mean = model.expected(x);
  const check = (what: string, values: readonly number[], centre: number, variance: number) => {
    const average = values.reduce((sum, v) => sum + v, 0) / N;
    const spread = values.reduce((sum, v) => sum + (v - average) * (v - average), 0) / N;
    const error = Math.sqrt(variance / N);
    assert.ok(Math.abs(average - centre) < 4.5 * error, `${what}: mean ${average}, ${centre}`);
    assert.ok(Math.abs(spread / variance - 1) < 0.15, `${what}: variance ${spread}, ${variance}`);
  };
  mean.counts.forEach((nu, b) => {
    const counts = all.map((toy) => toy.counts[b]);
    check(`bin ${b}, seed "${SEED}"`, counts, nu, nu);
  });
  mean.auxiliary.forEach((a, k) => {
    const { kind, scale } = model.auxiliaries[k];
    const values = all.map((toy) => toy.auxiliary[k]);
    check(`auxiliary ${k}, seed "${SEED}"`, values, a, kind === 'poisson' ? a : scale * scale);
  });
});

test('the spread over seeds is what the errors say, of the data and of the bands', async () => {
  // Without auxiliary measurements: toys of equal counts are fitted once, so many seeds cost little.
  const workspace = workspaceOf({
    signal: [2, 1],
    background: [4, 6],
    observed: [5, 7],
    parameters: wide,
  });
  const seeds = 14;
  const answers: { readonly limits: number[]; readonly errors: number[] }[] = [];
  for (let k = 0; k < seeds; k++) {
    const { observed, expected, toys } = await workspaceLimit(workspace, {
      method: 'toys',
      cl: 0.9,
      drawn: { seed: `${SEED} ${k}`, toys: 300 },
    });
    const { limitError, expectedErrors } = toys as NonNullable<typeof toys>;
    answers.push({
      limits: [observed, ...expected] as number[],
      errors: [limitError, ...(expectedErrors ?? [])] as number[],
    });
  }
  // Of 14 seeds a spread is known to 20 %; slopes of a staircase do the rest. Below -2 sigma 7 toys are left.
  for (const j of [0, 2, 3, 4, 5]) {
    const mean = answers.reduce((sum, { limits }) => sum + limits[j], 0) / seeds;
    const squares = answers.reduce((sum, { limits }) => sum + (limits[j] - mean) ** 2, 0);
    const spread = Math.sqrt(squares / (seeds - 1));
    const claimed = answers.map(({ errors }) => errors[j]).sort((a, b) => a - b)[seeds >> 1];
    const what = `limit ${j}: ${mean}, spread ${spread}, claimed ${claimed}, seed "${SEED}"`;
    console.log(`  ${what}`);
    assert.ok(spread < 1.8 * claimed && spread > 0.4 * claimed, what);
  }
});

test('quantiles as numpy.percentile has them', async () => {
  // numpy.percentile(range(11), [2.275013, 15.865525, 50, 84.134475, 97.724987])
  [0.2275013, 1.5865525, 5, 8.4134475, 9.7724987].forEach((expected, i) => {
    const got = quantiles([10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0])[i];
    assert.ok(Math.abs(got - expected) < 1e-6);
  });
});

test.run();
