import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ASIMOV, LOG_NORMAL, pyhfWorkspace } from '../../../src/analyse/interchange/pyhf.js';
import {
  type CountingModel,
  upperLimits,
  workspaceLimit,
} from '../../../src/analyse/limits/index.js';

/** As in the paper: three runs, one yield for all, backgrounds of their own. */
const PAPER: CountingModel = {
  channels: [
    { name: '1 run1', signal: 0.18, background: 0.08 },
    { name: '2 run2', signal: 0.23, background: 0.105 },
    { name: '3 run3', signal: 0.59, background: 0.345 },
  ],
  nuisances: [
    { name: 'yield', signal: Math.log(1.1), background: 0 },
    { name: 'trigger', signal: Math.log(1.02), background: 0 },
    { name: 'veto and hcal', signal: [0, 0, Math.log(1.04)], background: 0 },
    { name: 'background', signal: 0, background: Math.log(1.32) },
  ],
};
const ONE: CountingModel = {
  channels: [{ name: 'box', signal: 1, background: 0.53 }],
  nuisances: [],
};
/** Relative: two fits of the same likelihood by different code. */
const SAME = 1e-6;

const near = (got: number | null, expected: number, relative: number, what: string) =>
  assert.ok(
    got !== null && Math.abs(got - expected) <= relative * Math.abs(expected),
    `${what}: got ${got}, expected ${expected}`,
  );

/** As read from a file. */
const written = (workspace: unknown) => JSON.parse(JSON.stringify(workspace));

const total = ({ channels }: CountingModel) => channels.reduce((sum, c) => sum + c.signal, 0);

async function compare(model: CountingModel, observed: readonly number[] | null, cl: number) {
  const workspace = written(pyhfWorkspace(model, observed, 'test'));
  const options = { method: 'asymptotic', cl, modifierSettings: LOG_NORMAL } as const;
  const found = await workspaceLimit(workspace, options);
  const own = upperLimits(model, { cl, observed });
  assert.ok(found.converged, found.failures.join());
  own.expected.asymptotic.forEach((limit, i) => {
    near(found.expected[i], limit / total(model), SAME, `expected ${i - 2} sigma`);
  });
  return { found, own };
}

test('the limits of the workspace are those of the counting model', async () => {
  for (const model of [ONE, PAPER]) {
    for (const counts of [
      [0, 0, 0],
      [1, 0, 2],
    ]) {
      const observed = counts.slice(0, model.channels.length);
      const { found, own } = await compare(model, observed, 0.9);
      near(
        found.observed,
        (own.observed?.asymptotic ?? Number.NaN) / total(model),
        SAME,
        'observed',
      );
    }
  }
});

test('blinded: the prediction is observed, its limit is the expected one, and the file says so', async () => {
  const { found, own } = await compare(PAPER, null, 0.95);
  near(found.observed, own.expected.asymptotic[2] / total(PAPER), SAME, 'observed');
  assert.is(found.measurement, `test; ${ASIMOV}`);
});

test('exact: the same too', async () => {
  const workspace = written(pyhfWorkspace(PAPER, [0, 0, 0], 'test'));
  const options = { method: 'exact', cl: 0.9, modifierSettings: LOG_NORMAL } as const;
  const found = await workspaceLimit(workspace, options);
  const own = upperLimits(PAPER, { cl: 0.9, observed: [0, 0, 0] });
  near(found.observed, (own.observed?.exact ?? Number.NaN) / total(PAPER), SAME, 'observed');
});

test('exact: the prediction is no whole number of events, which is refused', async () => {
  const workspace = written(pyhfWorkspace(PAPER, null, 'test'));
  const limit = await workspaceLimit(workspace, { method: 'exact', cl: 0.9 }).catch(
    (error: Error) => error.message,
  );
  assert.match(limit as string, /observations: got 0.08, expected whole numbers of events/);
});

test("pyhf's default interpolation, code4, moves the limits by less than 1e-8", async () => {
  const workspace = written(pyhfWorkspace(PAPER, [0, 0, 0], 'test'));
  const options = { method: 'asymptotic', cl: 0.9 } as const;
  const exactly = await workspaceLimit(workspace, { ...options, modifierSettings: LOG_NORMAL });
  const code4 = await workspaceLimit(workspace, options);
  assert.is(code4.modifierSettings.normsys.interpcode, 'code4');
  exactly.expected.forEach((limit, i) => {
    near(code4.expected[i], limit ?? Number.NaN, 1e-8, `${i - 2} sigma`);
  });
  near(code4.observed, exactly.observed ?? Number.NaN, 1e-8, 'observed');
});

test('any unit of signal', async () => {
  const scaled: CountingModel = {
    ...ONE,
    channels: [{ name: 'box', signal: 1e-9, background: 0.53 }],
  };
  compare(scaled, null, 0.9);
  compare(scaled, [3], 0.9);
});

test('names that a workspace cannot tell apart, and a count too few, are refused', async () => {
  const named = (name: string): CountingModel => ({
    channels: [ONE.channels[0], { ...ONE.channels[0], name }],
    nuisances: [],
  });
  assert.throws(() => pyhfWorkspace(named('box'), null, 't'), /channel "box": no name/);
  assert.throws(() => pyhfWorkspace(named(''), null, 't'), /channel "": no name/);
  const mu: CountingModel = { ...ONE, nuisances: [{ name: 'mu', signal: 0.1, background: 0 }] };
  assert.throws(() => pyhfWorkspace(mu, null, 't'), /nuisance "mu": no name/);
  assert.throws(() => pyhfWorkspace(PAPER, [0, 0], 't'), /observations: got 2, expected 3/);
});

test.run();
