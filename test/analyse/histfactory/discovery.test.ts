/** Tests of background alone, pulls, impacts and goodness of fit: pyhf, closed forms, Gaussian limits, toys. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { workspaceDiscovery } from '../../../src/analyse/limits/index.js';
import { mu, normsys, refusal, workspaceOf } from './model.js';

const SEED = process.env.SEED ?? 'discovery';
const code1 = { normsys: { interpcode: 'code1' } };
const wide = { name: 'mu', bounds: [[0, 100]] };
const near = (got: number | null | undefined, expected: number, tolerance: number, what = '') =>
  assert.ok(
    typeof got === 'number' && Math.abs(got - expected) <= tolerance,
    `${what} got ${got}, expected ${expected}`,
  );

test('pyhf: q0 of the example in the documentation of pyhf.infer.test_statistics.q0', async () => {
  const { q0 } = await workspaceDiscovery(
    workspaceOf({
      signal: [12, 11],
      background: [50, 52],
      observed: [60, 65],
      onBackground: [{ name: 'uncorr_bkguncrt', type: 'shapesys', data: [3, 7] }],
    }),
    { method: 'asymptotic' },
  );
  near(q0, 2.98339447, 2e-6);
});

test('one count: q0 = 2 (n ln(n/b) - (n - b)) above b, 0 below, and exact p-values', async () => {
  for (const b of [0.53, 2, 40]) {
    for (const n of [0, 1, 3, 9, 60]) {
      const { q0, significance, converged } = await workspaceDiscovery(
        workspaceOf({ signal: [1], background: [b], observed: [n], parameters: [wide] }),
        { method: 'exact' },
      );
      assert.ok(converged);
      const closed = n > b ? 2 * (n * Math.log(n / b) - (n - b)) : 0;
      near(q0, closed, 1e-8 * (1 + closed), `n = ${n}, b = ${b}`);
      // 1 - sum of the terms below n; the tail keeps its digits where that has none.
      let term = Math.exp(-b);
      let below = 0;
      for (let k = 0; k < n; k++) {
        below += term;
        term *= b / (k + 1);
      }
      let tail = 0;
      for (let k = n; k < n + 200; k++) {
        tail += term;
        term *= b / (k + 1);
      }
      assert.ok(Math.abs(below + tail - 1) < 1e-12);
      const p = significance.exact?.pValue as number;
      assert.ok(Math.abs(p / tail - 1) < 1e-9, `n = ${n}, b = ${b}: ${p}, ${tail}`);
    }
  }
});

test('known background uncertainty: exact p averaged over its prior, by brute force', async () => {
  const { significance } = await workspaceDiscovery(
    workspaceOf({
      signal: [1],
      background: [2],
      observed: [7],
      onBackground: [normsys('rate', 1.3, 1 / 1.3)],
      parameters: [wide],
    }),
    { method: 'exact', modifierSettings: code1 },
  );
  let sum = 0;
  const h = 0.01;
  for (let z = -8; z <= 8; z += h) {
    const b = 2 * 1.3 ** z;
    let term = Math.exp(-b);
    let below = 0;
    for (let k = 0; k < 7; k++) {
      below += term;
      term *= b / (k + 1);
    }
    sum += (h * Math.exp(-0.5 * z * z) * (1 - below)) / Math.sqrt(2 * Math.PI);
  }
  near(significance.exact?.pValue, sum, 1e-8);
});

test('toys: the exact p-value of one count within 4 sigma', async () => {
  const { significance, toys } = await workspaceDiscovery(
    workspaceOf({ signal: [1], background: [2], observed: [5], parameters: [wide] }),
    { method: 'toys', drawn: { seed: SEED, toys: 4000 } },
  );
  // P(N >= 5 | 2) = 1 - 7 exp(-2)
  const error = toys?.error as number;
  near(significance.toys?.pValue, 1 - 7 * Math.exp(-2), 4 * error, `seed "${SEED}"`);
  assert.ok(error > 0.003 && error < 0.004);
});

/** Many events, small effects: all is Gaussian. */
const gaussian = workspaceOf({
  signal: [1000, 3000],
  background: [40000, 10000],
  observed: [41500, 13300],
  onSignal: [mu, normsys('yield', 1.02, 1 / 1.02)],
  onBackground: [normsys('rate', 1.01, 1 / 1.01), normsys('slack', 1.0001, 1 / 1.0001)],
  parameters: [{ name: 'mu', bounds: [[-10, 10]] }],
});

test('Gaussian limit: impacts are correlation times the error of mu, and errors add up', async () => {
  const { nuisances, fit } = await workspaceDiscovery(gaussian, { method: 'asymptotic' });
  const sigma = fit.errors[0] as number;
  for (const { name, correlation, impactUp, impactDown } of nuisances) {
    const expected = (correlation as number) * sigma;
    near(impactUp, expected, 0.03 * Math.abs(expected) + 1e-6, `${name} up`);
    near(impactDown, -expected, 0.03 * Math.abs(expected) + 1e-6, `${name} down`);
  }
  // What the data say nothing of is where its constraint has it, as wide as that.
  const slack = nuisances.find(({ name }) => name === 'slack');
  near(slack?.pull, 0, 0.05);
  near(slack?.constrained, 1, 1e-3);
  // Two bins, mu and three constrained parameters: one degree of freedom.
  const rate = nuisances.find(({ name }) => name === 'rate');
  assert.ok((rate?.constrained as number) < 0.7);
});

test('impacts by brute force: the best mu on a grid with the nuisance held', async () => {
  const [b, n, up] = [5, 11, 1.25];
  const { nuisances, fit } = await workspaceDiscovery(
    workspaceOf({
      signal: [2],
      background: [b],
      observed: [n],
      onBackground: [normsys('rate', up, 1 / up)],
      parameters: [wide],
    }),
    { method: 'asymptotic', modifierSettings: code1 },
  );
  // One bin: mu takes all, the nuisance stays at 0 with an error of 1, and 2 mu + b 1.25^(+-1) = n.
  const [{ pull, error, impactUp, impactDown }] = nuisances;
  near(pull, 0, 1e-7);
  near(error, 1, 1e-6);
  near(fit.values[0], (n - b) / 2, 1e-7);
  near(impactUp, (b - b * up) / 2, 1e-5);
  near(impactDown, (b - b / up) / 2, 1e-5);
});

test('goodness of fit: the deviance in closed form, chi2 of its degrees of freedom, toys', async () => {
  // 10 events in each bin at mu-hat = 9/5: -2 ln L/L_perfect = 2 sum n ln(n/10).
  const observed = [6, 11, 13];
  const { goodnessOfFit } = await workspaceDiscovery(
    workspaceOf({ signal: [5, 5, 5], background: [1, 1, 1], observed, parameters: [wide] }),
    { method: 'toys', drawn: { seed: SEED, toys: 2000 } },
  );
  const closed = 2 * observed.reduce((sum, n) => sum + n * Math.log(n / 10), 0);
  near(goodnessOfFit.saturated, closed, 1e-8);
  assert.is(goodnessOfFit.degreesOfFreedom, 2);
  const p = Math.exp(-closed / 2);
  near(goodnessOfFit.asymptotic, p, 1e-10);
  const { pValue, error } = goodnessOfFit.toys as NonNullable<typeof goodnessOfFit.toys>;
  near(pValue, p, 4 * (error as number) + 0.02, `seed "${SEED}"`);
});

test('refused, and null with a reason', async () => {
  const one = workspaceOf({ signal: [1], background: [2], observed: [1], parameters: [wide] });
  for (const method of ['fc', 'bayes'] as const) {
    const told = await refusal(() => workspaceDiscovery(one, { method }));
    assert.match(told, new RegExp(`discovery: got the method ${method}.*asymptotic, toys, exact$`));
  }
  const { q0, significance, goodnessOfFit, failures, converged } = await workspaceDiscovery(one, {
    method: 'toys',
    drawn: { seed: SEED, toys: 200 },
  });
  assert.equal([q0, significance.toys, converged], [0, { pValue: 1, z: null }, true]);
  assert.is(goodnessOfFit.asymptotic, null);
  assert.match(failures[0], /^Z: everything has as much excess.*no degree of freedom is left$/);
});

test.run();
