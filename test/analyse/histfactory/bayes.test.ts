/** Credible limits against closed forms and brute-force integrals. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { workspaceLimit } from '../../../src/analyse/limits/index.js';
import { mu, normsys, refusal, workspaceOf } from './model.js';

const credible = { method: 'bayes', cl: 0.9 } as const;
const wide = [{ name: 'mu', bounds: [[0, 200]] }];
const near = (got: number | null, expected: number, tolerance: number, what = '') =>
  assert.ok(
    got !== null && Math.abs(got - expected) <= tolerance * Math.abs(expected),
    `${what} got ${got}, expected ${expected}`,
  );

test('no events: -ln 0.1 for any background, known or not', async () => {
  for (const b of [0.01, 0.53, 7]) {
    for (const onBackground of [[], [normsys('rate', 1.3, 0.75)]]) {
      const box = workspaceOf({
        signal: [1],
        background: [b],
        observed: [0],
        onBackground,
        parameters: wide,
      });
      near((await workspaceLimit(box, credible)).observed, Math.LN10, 1e-7, `b = ${b}`);
    }
  }
});

test('known background: F(n; s + b) = 0.1 F(n; b), the limit of CLs', async () => {
  // O. Helene, NIM 212 (1983) 319; the bands are those of the counts 0, 0, 0, 1, 2.
  const limits = [2.303, 3.491, 4.817, 6.154, 7.464];
  for (const [n, limit] of limits.entries()) {
    const box = workspaceOf({ signal: [1], background: [0.53], observed: [n], parameters: wide });
    const { observed, expected, converged } = await workspaceLimit(box, credible);
    assert.ok(converged);
    near(observed, limit, 2e-4, `n = ${n}`);
    for (const [i, k] of [0, 0, 0, 1, 2].entries()) near(expected[i], limits[k], 2e-4);
  }
  const box = async (method: 'bayes' | 'exact') =>
    (
      await workspaceLimit(
        workspaceOf({ signal: [1], background: [100], observed: [110], parameters: wide }),
        { method, cl: 0.95 },
      )
    ).observed;
  near(await box('bayes'), (await box('exact')) as number, 1e-6);
});

/** Where the integral of f from 0 reaches 0.9 of that to `end`, by sums in the middles of small steps. */
function ninetyPercent(f: (mu: number) => number, end: number, steps = 20000): number {
  const values = Array.from({ length: steps }, (_, i) => f(((i + 0.5) * end) / steps));
  let rest = 0.9 * values.reduce((sum, value) => sum + value, 0);
  const last = values.findIndex((value) => {
    rest -= value;
    return rest <= 0;
  });
  return ((last + 1 + rest / values[last]) * end) / steps;
}

/** The integral of f from -5 to 5 over the normal distribution (its bounds in a workspace). */
function average(f: (z: number) => number): number {
  let sum = 0;
  for (let i = 0; i < 60; i++) {
    const z = -5 + (i + 0.5) / 6;
    sum += Math.exp(-0.5 * z * z) * f(z);
  }
  return sum;
}

test('normal constraints on signal and background: a triple sum gives the same', async () => {
  const box = workspaceOf({
    signal: [1],
    background: [2],
    observed: [4],
    onSignal: [mu, normsys('yield', 1.2, 1 / 1.2)],
    onBackground: [normsys('rate', 1.4, 1 / 1.4)],
    parameters: wide,
  });
  const likelihood = (strength: number) =>
    average((z) =>
      average((y) => {
        const nu = strength * 1.2 ** z + 2 * 1.4 ** y;
        return nu ** 4 * Math.exp(-nu);
      }),
    );
  near((await workspaceLimit(box, credible)).observed, ninetyPercent(likelihood, 40, 1500), 1e-4);
});

test('far above the limit, where nothing is left of the posterior, a fit may end on a bound', async () => {
  const box = workspaceOf({
    signal: [1],
    background: [0.53],
    observed: [6],
    onSignal: [mu, normsys('yield', 1.17, 1 / 1.17)],
    parameters: wide,
  });
  const likelihood = (strength: number) =>
    average((z) => {
      const nu = strength * 1.17 ** z + 0.53;
      return nu ** 6 * Math.exp(-nu);
    });
  near((await workspaceLimit(box, credible)).observed, ninetyPercent(likelihood, 60, 6000), 1e-4);
});

test('one nuisance on both: correlated as in the sum', async () => {
  const box = workspaceOf({
    signal: [1],
    background: [3],
    observed: [6],
    onSignal: [mu, normsys('shared', 1.3, 1 / 1.3)],
    onBackground: [normsys('shared', 1.3, 1 / 1.3)],
    parameters: wide,
  });
  const likelihood = (strength: number) =>
    average((z) => {
      const nu = (strength + 3) * 1.3 ** z;
      return nu ** 6 * Math.exp(-nu);
    });
  near((await workspaceLimit(box, credible)).observed, ninetyPercent(likelihood, 60), 1e-6);
});

test('a Poisson constraint: the closed sum over its gamma function', async () => {
  // b = 3 +- 1.5, so tau = 4; integral of (s + 3 g)^n exp(-s - 3 g) g^4 exp(-4 g) over g from 0.
  const [n, b, tau] = [5, 3, 4];
  const box = workspaceOf({
    signal: [1],
    background: [b],
    observed: [n],
    onBackground: [{ name: 'counted', type: 'shapesys', data: [1.5] }],
    parameters: wide,
  });
  const likelihood = (s: number) => {
    let sum = 0;
    for (let k = 0, binomial = 1; k <= n; k++, binomial *= (n + 1 - k) / k) {
      let gamma = 1;
      for (let m = 1; m <= tau + k; m++) gamma *= m / (b + tau);
      sum += binomial * s ** (n - k) * b ** k * gamma;
    }
    return sum * Math.exp(-s);
  };
  near((await workspaceLimit(box, credible)).observed, ninetyPercent(likelihood, 50), 1e-6);
});

test('several bins: observed, and no bands, with the reason', async () => {
  const two = workspaceOf({
    signal: [1, 2],
    background: [3, 1],
    observed: [4, 1],
    parameters: wide,
  });
  const { observed, expected, converged, failures } = await workspaceLimit(two, credible);
  const likelihood = (s: number) => (s + 3) ** 4 * (2 * s + 1) * Math.exp(-3 * s);
  near(observed, ninetyPercent(likelihood, 20), 1e-6);
  assert.equal([expected, converged], [[null, null, null, null, null], true]);
  assert.match(failures[0], /^expected limits: of several bins/);
});

test('refused: parameters without a prior, and too many', async () => {
  const free = { name: 'free', type: 'normfactor', data: null };
  assert.match(
    await refusal(() => workspaceLimit(workspaceOf({ onBackground: [free] }), credible)),
    /bayes: got free parameters without a constraint: free, expected a constraint.*--method toys/,
  );
  const many = ['a', 'b', 'c', 'd'].map((name) => normsys(name, 1.1, 0.9));
  assert.match(
    await refusal(() => workspaceLimit(workspaceOf({ onBackground: many }), credible)),
    /bayes: got 4 nuisances, expected up to 3/,
  );
});

test.run();
