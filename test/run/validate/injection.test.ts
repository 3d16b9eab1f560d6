/** Injection in small: what is expected of one count by hand, the size of the signal, the seal, the fit, and the rows by hand. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { beamLine } from '../../../src/analyse/background/beamLine.js';
import { seenOf } from '../../../src/analyse/background/seen.js';
import { turnOnOf } from '../../../src/analyse/background/turnOn.js';
import type { RunEfficiency } from '../../../src/analyse/combination/measured.js';
import { scalerElectrons } from '../../../src/analyse/efficiency.js';
import type { RunCounts } from '../../../src/analyse/limit.js';
import { yieldPerEot } from '../../../src/core/signal/index.js';
import { meanOf, powerOf, withinOf } from '../../../src/run/validate/coverage/oneCount.js';
import {
  cardWith,
  countsOf,
  efficiencyOf,
  epsilonOf,
} from '../../../src/run/validate/injection/experiments.js';
import { type Found, foundIn, withSidebandFit } from '../../../src/run/validate/injection/found.js';
import { injection } from '../../../src/run/validate/injection/index.js';
import { rowsOf } from '../../../src/run/validate/injection/rows.js';
import { near, within } from '../../support/statistics.js';
import { validateOptions } from '../../support/validate.js';

const SEED = process.env.SEED ?? 'injection';
const share = { passed: 1, of: 2, value: 0.5, low: 0.4, high: 0.6 };
const EFFICIENCY: RunEfficiency = {
  ...{ name: 'r', cardHash: '', spills: 2, electrons: 14e5 },
  masses: [{ massGeV: 0.01, factors: [{ name: 'all', ...share }], total: share }],
};
const OPTIONS = validateOptions({ seed: SEED });

/** Events of (iii) below an energy over those in the box, by the slope of the fit. */
function belowOf({ belief, counts, whileSealed = counts }: RunCounts, ecal: number): number {
  const electrons = scalerElectrons(belief, counts.scalers);
  const seen = seenOf(whileSealed, electrons, belief.analysis.regionI.module);
  const fit = beamLine.estimate({ seen, belief, turnOn: turnOnOf(seen, belief) });
  const slope = fit?.slope ?? Number.NaN;
  return Math.expm1(ecal / slope) / Math.expm1(belief.analysis.box.ecal / slope);
}

const close = (got: number, expected: number) =>
  assert.ok(Math.abs(got - expected) < 1e-9, `${got}, expected ${expected}`);

test('one count by hand', () => {
  // b = 0.5: P(N >= 2) = 0.090, P(N >= 3) = 0.014, so three events are a signal.
  close(powerOf(3, 0.5, 0.05), 1 - Math.exp(-3.5) * (1 + 3.5 + 3.5 ** 2 / 2));
  // No event below, whatever the others: b - E[min(n, b)] = 0.5 (1 - P(0)) less of the mean.
  close(meanOf(2, 0.5), 2.5 - 0.5 * (1 - Math.exp(-2.5)));
  // s = 2, b = 0.5: t~ is 4 of no event, 1.17, 0.11, 0.09 and 0.76 of 1 to 4 and 1.93 of 5.
  const P = [1, 2.5, 2.5 ** 2 / 2, 2.5 ** 3 / 6, 2.5 ** 4 / 24].map((x) => x * Math.exp(-2.5));
  close(withinOf(2, 0.5, 1), P[2] + P[3] + P[4]);
});

test('the mixing strength makes as many events as are asked for', () => {
  const epsilon = epsilonOf(3, EFFICIENCY, cardWith(0, SEED));
  close(epsilon ** 2 * yieldPerEot(0.01) * 7e5 * 0.5, 3);
});

test('an experiment is sealed first and opened then, the signal in its box', async () => {
  const card = cardWith(epsilonOf(10, EFFICIENCY, cardWith(0, SEED)), SEED);
  const runs = await countsOf(card, 2, EFFICIENCY, OPTIONS);
  for (const { counts, whileSealed } of runs) {
    assert.is(whileSealed?.box, 0);
    assert.is(counts.sealed, 0);
    assert.ok(counts.box > 0 && counts.box <= (whileSealed?.sealed ?? 0), `${counts.box}`);
    assert.equal(counts.scalers, whileSealed?.scalers);
  }
});

test("as many A' in the box as eps^2 makes, and a best fit of what is above the background", async () => {
  const without = cardWith(0, SEED);
  const efficiency = await efficiencyOf(300, OPTIONS);
  const [{ total, factors }] = efficiency.masses;
  const { value, low, high } = total;
  const whileLive = factors.reduce((e, f) => (f.name === 'live' ? e : (e * f.passed) / f.of), 1);
  assert.ok(value !== null && low !== null && high !== null);
  const epsilon = epsilonOf(36, efficiency, without);
  const runs = await countsOf(cardWith(epsilon, SEED), 6, efficiency, OPTIONS);
  let [box, expected] = [0, 0];
  for (const run of runs) {
    const [fitted] = withSidebandFit(run);
    const found = await foundIn(fitted, epsilon);
    const made = epsilon ** 2 * yieldPerEot(0.01) * found.electrons;
    // The live fraction is that of the experiment.
    const { accepted, presented } = run.counts.scalers;
    close(found.injected / (made * whileLive * (accepted[0] / presented[0])), 1);
    // Signal and background are free of each other: one count is met, with the background that the sideband says.
    const { events, below } = found.background;
    const signal = Math.max(run.counts.box - events, 0);
    within('fitted', found.fitted - signal, -1e-3, 1e-3);
    box += run.counts.box;
    expected += found.injected + events;
    close(below(30), belowOf(run, 30));
  }
  const error = Math.hypot(Math.sqrt(expected), (120 * (high - low)) / value);
  near('events in the box', box, expected, error);
});

test('a sideband without a fit is no error', async () => {
  const [run] = await countsOf(cardWith(0, SEED), 1, EFFICIENCY, OPTIONS);
  assert.is(withSidebandFit(run).length, 1);
  run.whileSealed?.histograms.find(({ name }) => name === 'sideband-c')?.counts.fill(0);
  assert.equal(withSidebandFit(run), []);
});

test('rows of four experiments by hand', () => {
  const of = (i: number): Found => ({
    ...{ injected: 10, electrons: 7e5, box: [9, 12, 11, 8][i], fitted: [8.5, 11.5, 10.5, 7.5][i] },
    background: {
      ...{ method: '', events: 0.5 * Math.exp(0.8 * [1, -1, 2, 0][i]), below: () => 0 },
      logErrors: { own: 0.8, counts: 0, systematic: 0, inputs: 0 },
    },
    error: [3, 3, 3, null][i],
    ...{ exact: [0.01, 0.05, 0.06, 0.5][i], asymptotic: Number.NaN, t: [0.5, 1, 2, 0.1][i] },
    unified: [true, false, true, null][i],
    limits: { exact: [12, 9, 15, 16][i], asymptotic: [9, 9, 15, 16][i] },
  });
  const found = [0, 1, 2, 3].map(of);
  const rows = rowsOf([{ s: 10, found, unfitted: 1, relative: 0, background: 0.5, poor: [1, 2] }]);
  const expected = {
    'events in the box, s = 10': 10,
    'mean fitted signal, s = 10': 9.5,
    'exact CLs, 90 %: holds the signal, s = 10': 0.75,
    'asymptotic CLs, 90 %: holds the signal, s = 10': 0.5,
    't~ below 1, s = 10': 0.75,
    'Feldman and Cousins, 68.3 %, both ends, s = 10': 0.5,
    'p of q0 below 0.05, exact, s = 10': 0.5,
    'pull of the fitted signal: mean, s = 10': 1 / 18,
    'pull of the fitted signal: width, s = 10': Math.sqrt((10 ** 2 + 8 ** 2 + 2 ** 2) / 3) / 18,
    'background from the sideband: pull: mean, s = 10': 0.5,
    'background from the sideband: pull: width, s = 10': Math.sqrt(5 / 4),
    'without a fit to the sideband': 0.2,
    'goodness of fit: p of toys below 0.1': 0.5,
  };
  assert.equal(
    rows.map(({ name }) => name),
    Object.keys(expected),
  );
  for (const [i, value] of Object.values(expected).entries()) close(rows[i].emulated, value);
});

test('all rows, of two experiments each', async () => {
  const { rows } = await injection.run(validateOptions({ experiments: 2, seed: SEED }));
  const of = (start: string) => rows.filter(({ name }) => name.startsWith(start)).length;
  assert.equal([of('events in the box'), of('background from'), rows.length], [3, 6, 31]);
});

test.run();
