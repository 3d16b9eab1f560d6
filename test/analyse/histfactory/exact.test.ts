/** Exact CLs of workspaces: published and brute-force numbers, and what is refused. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { upperLimits, workspaceLimit, workspaceTest } from '../../../src/analyse/limits/index.js';
import { type Json, mu, normsys, refusal, workspaceOf } from './model.js';

const wide = { name: 'mu', bounds: [[0, 100]] };
const limitOf = (workspace: unknown) =>
  workspaceLimit(workspace, {
    method: 'exact',
    cl: 0.9,
    modifierSettings: { normsys: { interpcode: 'code1' } },
  });
const near = (got: number | null, expected: number, tolerance: number, what = '') =>
  assert.ok(
    got !== null && Math.abs(got - expected) <= tolerance * Math.abs(expected),
    `${what} got ${got}, expected ${expected}`,
  );
const kappa = (name: string, k: number) => normsys(name, k, 1 / k);

test('one count: the roots of F(n; mu + b) = 0.1 F(n; b), and the bands of 0, 0, 0, 1, 2', async () => {
  const exact = [2.303, 3.491, 4.817, 6.154, 7.464];
  for (const [n, limit] of exact.entries()) {
    const answer = await limitOf(
      workspaceOf({ signal: [1], background: [0.53], observed: [n], parameters: [wide] }),
    );
    assert.ok(answer.converged);
    near(answer.observed, limit, 2e-4, `n = ${n}`);
    for (const [i, k] of [0, 0, 0, 1, 2].entries()) {
      near(answer.expected[i], exact[k], 2e-4, `band ${i}`);
    }
  }
});

/** E[F(n; mu s 1.1^z + b 1.32^y)] by Simpson's rule. */
function averaged(n: number, strength: number, b: number): number {
  const K = 120;
  let sum = 0;
  for (let i = 0; i <= K; i++) {
    for (let k = 0; k <= K; k++) {
      const [z, y] = [-8 + (16 * i) / K, -8 + (16 * k) / K];
      const rate = strength * 1.1 ** z + b * 1.32 ** y;
      let term = Math.exp(-rate);
      let F = term;
      for (let m = 1; m <= n; m++) F += term *= rate / m;
      const w = (j: number) => (j === 0 || j === K ? 1 : j % 2 === 1 ? 4 : 2);
      sum += w(i) * w(k) * Math.exp(-0.5 * (z * z + y * y)) * F;
    }
  }
  return (sum * (16 / K / 3) ** 2) / (2 * Math.PI);
}

test('two nuisances: p-values by a double integral, and the limit is where CLs is 0.1', async () => {
  const workspace = workspaceOf({
    signal: [2],
    background: [1.4],
    observed: [3],
    onSignal: [mu, kappa('yield', 1.1)],
    onBackground: [kappa('rate', 1.32)],
    parameters: [wide],
  });
  const options = { method: 'exact', modifierSettings: {} } as const;
  const tested = await workspaceTest(workspace, { ...options, testMu: 1.7 });
  near(tested.clsb, averaged(3, 3.4, 1.4), 1e-7);
  near(tested.clb, averaged(3, 0, 1.4), 1e-7);
  near(tested.cls, (tested.clsb as number) / (tested.clb as number), 1e-12);
  assert.equal([tested.qMuTilde, tested.converged], [null, true]);
  assert.match(tested.failures[0], /total count/);
  const { observed } = await limitOf(workspace);
  near((await workspaceTest(workspace, { ...options, testMu: observed as number })).cls, 0.1, 1e-8);
});

test('channels, samples and bins add up as in the limit of runs', async () => {
  const channel = (name: string, signal: number[], background: number[]) => ({
    name,
    samples: [
      { name: 'signal', data: signal, modifiers: [mu, kappa('yield', 1.12)] },
      { name: 'b1', data: background, modifiers: [kappa('common', 1.2), kappa(name, 1.3)] },
      { name: 'b2', data: background, modifiers: [kappa('common', 1.2), kappa(name, 1.3)] },
    ],
  });
  const workspace = {
    channels: [channel('A', [1, 0.5], [0.2, 0.1]), channel('B', [2], [0.4])],
    observations: [
      { name: 'A', data: [1, 0] },
      { name: 'B', data: [2] },
    ],
    measurements: [{ name: 'm', config: { poi: 'mu', parameters: [wide] } }],
    version: '1.0.0',
  };
  const { observed, expected } = upperLimits(
    {
      channels: [
        { name: 'A', signal: 1.5, background: 0.6 },
        { name: 'B', signal: 2, background: 0.8 },
      ],
      nuisances: [
        { name: 'yield', signal: Math.log(1.12), background: 0 },
        { name: 'common', signal: 0, background: Math.log(1.2) },
        { name: 'A', signal: 0, background: [Math.log(1.3), 0] },
        { name: 'B', signal: 0, background: [0, Math.log(1.3)] },
      ],
    },
    { cl: 0.9, observed: [1, 2] },
  );
  const answer = await limitOf(workspace);
  near(answer.observed, (observed?.exact as number) / 3.5, 1e-8);
  for (const [i, events] of expected.exact.entries()) {
    near(answer.expected[i], events / 3.5, 1e-8);
  }
});

test('auxiliary data, sigmas and fixed parameters of the measurement', async () => {
  const one = async (b: number, k: number, ...parameters: Json[]) => {
    const onBackground = [kappa('rate', k)];
    const workspace = workspaceOf({
      ...{ background: [b], onBackground, parameters: [wide, ...parameters] },
    });
    return (await limitOf(workspace)).observed;
  };
  const moved = await one(4, 1.44, { name: 'rate', auxdata: [1], sigmas: [0.5] });
  near(moved, (await one(5.76, 1.2)) as number, 1e-10);
  const held = await one(4, 1.44, { name: 'rate', inits: [0.5], fixed: true });
  near(held, (await one(4.8, 1.0)) as number, 1e-10);
});

test('refused with the reason', async () => {
  const refused = async (changes: Parameters<typeof workspaceOf>[0], pattern: RegExp) =>
    assert.match(await refusal(() => limitOf(workspaceOf(changes))), pattern);
  const on = (...onBackground: Json[]) => ({ onBackground });
  await refused(
    on({ name: 'g', type: 'shapesys', data: [1] }),
    /got "g\[0\]".*normsys.*--method toys/,
  );
  await refused(on({ name: 'g', type: 'staterror', data: [1] }), /got "g\[0\]"/);
  await refused(on({ name: 'free', type: 'normfactor', data: null }), /got "free"/);
  await refused(on(normsys('rate', 1.1, 0.9)), /got "rate".*lo = 1\/hi/);
  await refused(
    on({ name: 'h', type: 'histosys', data: { hi_data: [5], lo_data: [3] } }),
    /got "h".*no histosys/,
  );
  await refused({ background: [0] }, /no background/);
  await refused({ observed: [2.5] }, /got 2\.5, expected whole numbers/);
});

test.run();
