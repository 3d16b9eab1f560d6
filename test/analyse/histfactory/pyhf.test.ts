/** HistFactory against pyhf: fits, q~, p-values and limits of 102 workspaces, and its own example. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  asymptoticBands,
  asymptoticLimit,
  asymptoticPValues,
  expectedCls,
  type Fit,
  Fitter,
  physical,
  qAsimov,
  qMu,
  twiceNll,
  workspaceLimit,
  workspaceTest,
} from '../../../src/analyse/limits/index.js';
import {
  compile,
  histFactory,
  parseSettings,
  parseWorkspace,
} from '../../../src/analyse/limits/histfactory/index.js';
import { pyhfCases as cases, workspaceOf } from './model.js';

/**
 * Where pyhf's fit at mu = 0 is a minimum of its own, less deep than the one found here: sys0 makes
 * both hi and lo of a background larger. The difference of -2 ln L.
 */
const SHALLOW: Readonly<Record<string, number>> = { normsys_04: 0.4350664704 };

const relative = (got: number | null, expected: number, tolerance: number, what: string) =>
  assert.ok(
    got !== null &&
      (expected === 0 ? got < 1e-7 : Math.abs(got - expected) <= tolerance * Math.abs(expected)),
    `${what}: got ${got}, expected ${expected}`,
  );
const absolute = (got: number, expected: number, tolerance: number, what: string) =>
  assert.ok(Math.abs(got - expected) <= tolerance, `${what}: got ${got}, expected ${expected}`);

test('there are 102 workspaces', () => assert.is(cases.length, 102));

for (const { name, cl, workspace, modifierSettings, results, tolerance } of cases) {
  const settings = modifierSettings && parseSettings(modifierSettings);
  const { model, data } = histFactory(compile(parseWorkspace(workspace), settings));
  const fitter = new Fitter(physical(model));
  const index: number[] = results.parNames.map((n: string) => model.names.indexOf(n));
  const ours = (theirs: number[]): Float64Array => {
    const x = new Float64Array(theirs.length);
    index.forEach((i, k) => {
      x[i] = theirs[k];
    });
    return x;
  };
  const start = name in SHALLOW ? ours(results.parsMu0) : data.start;
  const background = (): Fit => fitter.conditional(0, { ...data, start });

  test(`pyhf ${name}: parameters, expectation and likelihood at the initial values`, async () => {
    assert.equal([...model.names].sort(), [...results.parNames].sort());
    assert.equal(
      results.parNames.filter((_: string, k: number) => {
        const { lower, upper } = model.bounds;
        return lower[index[k]] === upper[index[k]];
      }),
      results.fixed.map((k: number) => results.parNames[k]),
    );
    const { counts } = model.expected(data.start);
    const order: string[] = results.channelOrder;
    let from = 0;
    const rates = new Map<string, number[]>();
    for (const channel of workspace.channels) {
      const bins = channel.samples[0].data.length;
      rates.set(channel.name, [...counts.subarray(from, from + bins)]);
      from += bins;
    }
    const all = order.flatMap((channel) => rates.get(channel) as number[]);
    // At most the first six bins of all channels.
    assert.is(results.expectedAtInit.length, Math.min(6, all.length));
    results.expectedAtInit.forEach((nu: number, b: number) => {
      relative(all[b], nu, 1e-9, `bin ${b}`);
    });
    const nll = twiceNll(data.start, data, model);
    absolute(nll, results.twiceNllAtInit, tolerance.twiceNllAbs, '-2 ln L');
  });

  test(`pyhf ${name}: fits`, async () => {
    const compare = (fit: Fit, nll: number, pars: number[]) => {
      assert.is(fit.converged, true);
      absolute(twiceNll(fit.x, data, model), nll, tolerance.twiceNllAbs, '-2 ln L');
      ours(pars).forEach((x, i) => {
        absolute(fit.x[i], x, tolerance.parsAbs, model.names[i]);
      });
    };
    compare(fitter.free(data), results.twiceNllBestFit, results.bestFit);
    compare(background(), results.twiceNllMu0, results.parsMu0);
    compare(fitter.conditional(1, data), results.twiceNllMu1, results.parsMu1);
    if (name in SHALLOW) {
      const deeper = fitter.conditional(0, data);
      assert.is(deeper.converged, true);
      const gain = results.twiceNllMu0 - twiceNll(deeper.x, data, model);
      absolute(gain, SHALLOW[name], 1e-8, 'deeper by');
    }
  });

  test(`pyhf ${name}: q~, p-values, limits`, async () => {
    const asimov = model.expected(background().x);
    const q = qMu(1, data, fitter);
    const qA = qAsimov(1, asimov, fitter);
    relative(q, results.qmuTilde, tolerance.q, 'q~');
    relative(qA, results.qmuTildeAsimov, tolerance.q, 'q~ Asimov');
    const { clsb, clb, cls } = asymptoticPValues(q, qA);
    relative(clsb, results.CLsb, tolerance.CLs, 'CLs+b');
    relative(clb, results.CLb, tolerance.CLs, 'CLb');
    relative(cls, results.CLs, tolerance.CLs, 'CLs');
    expectedCls(qA).forEach((value, i) => {
      relative(value, results.CLsExpected[i], tolerance.CLs, `expected CLs [${i}]`);
    });
    const observed = asymptoticLimit(cl, data, asimov, fitter);
    relative(observed, results.upperLimit, tolerance.limits, 'limit');
    asymptoticBands(cl, asimov, fitter).forEach((value, i) => {
      relative(value, results.upperLimitExpected[i], tolerance.limits, `expected limit [${i}]`);
    });
    assert.is(fitter.failed, 0);
  });

  if (name in SHALLOW) continue;
  test(`pyhf ${name}: the whole answer`, async () => {
    const options = { method: 'asymptotic', modifierSettings } as const;
    const limit = await workspaceLimit(workspace, { ...options, cl });
    relative(limit.observed, results.upperLimit, tolerance.limits, 'limit');
    limit.expected.forEach((value, i) => {
      relative(value, results.upperLimitExpected[i], tolerance.limits, `expected limit [${i}]`);
    });
    assert.equal([limit.converged, limit.fits.failed, limit.failures], [true, 0, []]);
    const { qMuTilde, cls, clsb, clb, clsExpected, fit } = await workspaceTest(workspace, {
      ...options,
      testMu: 1,
    });
    relative(qMuTilde, results.qmuTilde, tolerance.q, 'q~');
    relative(cls, results.CLs, tolerance.CLs, 'CLs');
    relative(clsb, results.CLsb, tolerance.CLs, 'CLs+b');
    relative(clb, results.CLb, tolerance.CLs, 'CLb');
    clsExpected.forEach((value, i) => {
      relative(value, results.CLsExpected[i], tolerance.CLs, `expected CLs [${i}]`);
    });
    absolute(fit.twiceNll as number, results.twiceNllBestFit, tolerance.twiceNllAbs, '-2 ln L');
  });
}

// pyhf.simplemodels.uncorrelated_background([12, 11], [50, 52], [3, 7]) with 51 and 48 events, of the
// documentation of pyhf.infer.test_statistics.qmu and qmu_tilde; its minimiser leaves 1e-7.
const twoBins = (lowest: number) =>
  workspaceOf({
    signal: [12, 11],
    background: [50, 52],
    observed: [51, 48],
    onBackground: [{ name: 'uncorr_bkguncrt', type: 'shapesys', data: [3, 7] }],
    parameters: [{ name: 'mu', bounds: [[lowest, 10]] }],
  });

test('pyhf, two bins: q_mu(1) = 3.9549891 with the signal strength free down to -10', async () => {
  const { model, data } = histFactory(compile(parseWorkspace(twoBins(-10))));
  absolute(qMu(1, data, new Fitter(model)), 3.9549891, 2e-7, 'q');
  absolute(qMu(1, data, new Fitter(physical(model))), 3.93824492, 2e-8, 'q~');
});

test('pyhf, two bins: q~_mu(1) = 3.93824492, also where the fit may go below 0', async () => {
  for (const lowest of [0, -10]) {
    const answer = await workspaceTest(twoBins(lowest), { method: 'asymptotic', testMu: 1 });
    absolute(answer.qMuTilde as number, 3.93824492, 2e-8, 'q~');
    assert.is(answer.fit.values[0] < 0, lowest < 0);
  }
});

test.run();
