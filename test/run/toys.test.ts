/** Toys over an executor: the same numbers whoever draws them and in what pieces, and all failures counted. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parseWorkspace, DEFAULT_SETTINGS } from '../../src/analyse/limits/histfactory/index.js';
import { prepareToys, workspaceTest } from '../../src/analyse/limits/index.js';
import type { ToyJob } from '../../src/analyse/limits/index.js';
import { inlineExecutor } from '../../src/run/executor/inline.js';
import type { Executor } from '../../src/run/executor/executor.js';
import { toysOf } from '../../src/run/toys.js';
import { mu, normsys, workspaceOf } from '../analyse/histfactory/model.js';

const SEED = process.env.SEED ?? 'toys over workers';
const workspace = workspaceOf({
  signal: [3, 1],
  background: [2, 4],
  observed: [4, 3],
  onSignal: [mu, normsys('yield', 1.1, 0.9)],
  onBackground: [normsys('rate', 1.3, 0.8), { name: 'mc', type: 'shapesys', data: [0.4, 0.8] }],
});
const job: ToyJob = {
  workspace: parseWorkspace(workspace),
  settings: DEFAULT_SETTINGS,
  measurement: 'm',
  seed: SEED,
  hypothesis: 'signal',
  truth: Float64Array.of(1, 0.1, -0.2, 1, 1),
  mu: 1.2,
  statistics: ['qMu', 'tMu', 'q0', 'saturated'],
};

/** Three at a time, of which the last to begin is the first to end. */
function busyExecutor(): Executor {
  const one = inlineExecutor();
  let asked = 0;
  return {
    ...one,
    workers: 3,
    run: async (task, range) => {
      for (let wait = 3 - (asked++ % 3); wait > 0; wait--) await new Promise(setImmediate);
      return one.run(task, range);
    },
  };
}

test('a toy is a pure function of job and number: backwards, alone, in pieces, through an executor', async () => {
  const N = 350;
  const forth = prepareToys(job);
  const all = Array.from({ length: N }, (_, i) => forth(i));
  const back = prepareToys(job);
  for (let i = N - 1; i >= 0; i--) assert.equal(back(i), all[i], `toy ${i}, seed "${SEED}"`);
  assert.equal(prepareToys(job)(200), all[200]);
  for (const executor of [inlineExecutor(), busyExecutor()]) {
    const draw = toysOf({ executor, repeat: '', report: () => {} });
    assert.equal(await draw(job, N), all);
  }
});

test('the answer is the same to the bit, and tells how far it is', async () => {
  const options = { method: 'toys', testMu: 1, drawn: { seed: SEED, toys: 1500 } } as const;
  const here = await workspaceTest(workspace, options);
  const reports: string[] = [];
  const report = (what: string) => reports.push(what);
  const toySource = toysOf({ executor: busyExecutor(), repeat: '', report });
  assert.equal(await workspaceTest(workspace, { ...options, toySource }), here);
  assert.equal(reports, [
    'toys: 1000, of background 1000 of 1500 at mu = 1',
    'toys: 2000, of signal 500 of 1500 at mu = 1',
    'toys: 3000, of signal 1500 of 1500 at mu = 1',
  ]);
  assert.equal([here.toys?.made, here.toys?.failed], [3000, 0]);
});

test('toys whose fits fail are counted, and many of them are no answer', async () => {
  const options = { method: 'toys', testMu: 1, drawn: { seed: SEED, toys: 200 } } as const;
  // Every tenth fails.
  const { toys, converged, failures, cls } = await workspaceTest(workspace, {
    ...options,
    toySource: async (asked, number) => {
      const toy = prepareToys(asked);
      return Array.from({ length: number }, (_, i) => (i % 10 === 0 ? [Number.NaN] : toy(i)));
    },
  });
  assert.equal([toys?.made, toys?.failed, converged], [400, 40, false]);
  assert.match(failures[0], /^40 of 400 fits of toys did not converge$/);
  assert.ok(Number.isFinite(cls));
});

test.run();
