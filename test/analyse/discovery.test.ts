/** Whether runs have a signal: against the closed forms of one count, and eps against the fitted events. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { BackgroundInput } from '../../src/analyse/combination/background.js';
import { emptyCounts } from '../../src/analyse/counts.js';
import { discoveryOfRuns } from '../../src/analyse/discovery.js';
import { type ToyJob, type ToySource, toysHere } from '../../src/analyse/limits/index.js';
import { estimateLimit, type RunCounts } from '../../src/analyse/limit.js';
import { beliefOf } from '../../src/core/card/index.js';
import { cardOf } from '../support/card.js';

const belief = beliefOf(cardOf());

/** Eight spills with an open box of n events, of b known to a part in a thousand. */
function run(n: number, b: number, name = 'run'): RunCounts {
  const counts = emptyCounts();
  counts.spills = 8;
  counts.box = n;
  counts.scalers.coincidences = 5e7;
  counts.scalers.coincidencePairs = 6.85e10;
  counts.scalers.presented[0] = 80_000;
  counts.scalers.accepted[0] = 74_000;
  const background: BackgroundInput = {
    ...{ method: 'typed in', events: b },
    logErrors: { own: 0.001, counts: 0, systematic: 0, inputs: 0 },
    below: (ecal) => ecal / 50,
  };
  return { name, belief, counts, background };
}

test('one run: q0 and p-values of n = 4, b = 0.5, by hand', async () => {
  const request = { masses: [0.01] };
  const answer = await discoveryOfRuns([run(4, 0.5)], request, { method: 'exact' });
  assert.equal(
    [answer.schema, answer.observed, answer.converged],
    ['spillway.runs-discovery/1', [4], true],
  );
  const [{ q0, significance, events, eps, nuisances, goodnessOfFit }] = answer.masses;
  // 2 [n ln(n/b) - (n - b)], and 1 - P(0) - ... - P(3).
  assert.ok(Math.abs((q0 ?? 0) - 2 * (4 * Math.log(8) - 3.5)) < 1e-3, `${q0}`);
  const below = [1, 0.5, 0.125, 0.125 / 6].reduce((a, c) => a + c) * Math.exp(-0.5);
  assert.ok(Math.abs((significance.exact?.pValue ?? 0) - (1 - below)) < 1e-6);
  assert.ok(Math.abs((significance.asymptotic?.z ?? 0) - Math.sqrt(q0 ?? 0)) < 1e-6);
  assert.ok(Math.abs(events - 3.5) < 1e-6, `${events}`);
  // The limit has as many events per eps^2.
  const { observed, eps: limits } = estimateLimit([run(4, 0.5)], {
    unblinded: true,
    ...request,
  }).limit;
  const perEps2 = (observed?.exact ?? 0) / (limits[0].observed?.exact ?? 0) ** 2;
  assert.ok(Math.abs(events / (eps ?? 0) ** 2 / perEps2 - 1) < 1e-9);
  assert.ok(nuisances.some(({ name, impactUp }) => name === 'yield' && (impactUp ?? 0) < -0.2));
  assert.is(goodnessOfFit.degreesOfFreedom, 0);
});

test('two runs: bins and runs add degrees of freedom to the fit, and toys come from who draws them', async () => {
  const runs = [run(0, 0.5, 'a'), run(6, 0.5, 'b')];
  const drawn = { seed: 'two', toys: 200 };
  const answer = await discoveryOfRuns(runs, { masses: [0.01, 0.1] }, { method: 'toys', drawn });
  assert.equal(answer.observed, [0, 6]);
  assert.is(answer.masses.length, 2);
  const [{ goodnessOfFit, significance }] = answer.masses;
  assert.is(goodnessOfFit.degreesOfFreedom, 1);
  // Twice as many A' as in the other run, none there: 0 and 6 of 3 and 3 are one of 50 or so.
  assert.ok((goodnessOfFit.toys?.pValue ?? 1) < 0.1, `${goodnessOfFit.toys?.pValue}`);
  assert.ok((significance.toys?.pValue ?? 1) < 0.05);
});

test('masses with one model are tested once: they differ in eps alone', async () => {
  const jobs: ToyJob[] = [];
  const toySource: ToySource = (job, number) => {
    jobs.push(job);
    return toysHere(job, number);
  };
  const how = { method: 'toys', drawn: { seed: 'one', toys: 50 }, toySource } as const;
  const at = (masses: number[]) => discoveryOfRuns([run(3, 0.5)], { masses }, how);
  const alone = await at([0.01]);
  const asked = jobs.length;
  assert.ok(asked > 0);
  const { masses } = await at([0.01, 0.02, 0.05]);
  assert.is(jobs.length, 2 * asked);
  assert.equal(masses[0], alone.masses[0]);
  const [first, ...others] = masses.map(({ massGeV, eps, ...rest }) => rest);
  for (const other of others) assert.equal(other, first);
  assert.is(new Set(masses.map(({ eps }) => eps)).size, 3);
});

test('fewer events than expected are no signal', async () => {
  const { masses } = await discoveryOfRuns([run(0, 2)], { masses: [0.01] }, { method: 'exact' });
  assert.equal([masses[0].q0, masses[0].events, masses[0].eps], [0, 0, 0]);
  assert.is(masses[0].significance.exact?.pValue, 1);
});

test.run();
