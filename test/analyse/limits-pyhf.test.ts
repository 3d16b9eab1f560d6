import { readFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  asymptoticBands,
  asymptoticLimit,
  asymptoticPValues,
  type CountingModel,
  countingModel,
  expectedCls,
  type Fit,
  Fitter,
  observedData,
  profiledAsimov,
  qAsimov,
  qMu,
  ratesOf,
  twiceNll,
} from '../../src/analyse/limits/index.js';

// Answers of pyhf; the file says how they were made.
const { cases } = JSON.parse(
  readFileSync(new URL('../golden/pyhf-log-normal.json', import.meta.url), 'utf8'),
);

const relative = (got: number, expected: number, tolerance: number, what: string) =>
  assert.ok(
    expected === 0 ? got < 1e-7 : Math.abs(got - expected) <= tolerance * Math.abs(expected),
    `${what}: got ${got}, expected ${expected}`,
  );
const absolute = (got: number, expected: number, tolerance: number, what: string) =>
  assert.ok(Math.abs(got - expected) <= tolerance, `${what}: got ${got}, expected ${expected}`);

for (const { name, cl, channels, nuisances, observed, results, tolerance } of cases) {
  const model: CountingModel = {
    channels,
    nuisances: nuisances.map(
      (n: { name: string; signalKappa: number[]; backgroundKappa: number[] }) => ({
        name: n.name,
        signal: n.signalKappa.map(Math.log),
        background: n.backgroundKappa.map(Math.log),
      }),
    ),
  };
  const rates = ratesOf(model);
  const data = observedData(observed, rates);
  const fitter = new Fitter(countingModel(rates));
  const asimov = profiledAsimov(data, fitter);
  if (asimov === null) throw new Error(`${name}: the fit at mu = 0 did not converge`);

  test(`pyhf ${name}: fits`, () => {
    const names: string[] = model.nuisances.map((n) => n.name);
    const compare = (fit: Fit, nll: number, pars: number[]) => {
      assert.is(fit.converged, true);
      absolute(twiceNll(fit.x, data, fitter.model), nll, tolerance.twiceNllAbs, '-2 ln L');
      results.parNames.forEach((parameter: string, i: number) => {
        const x = fit.x[1 + names.indexOf(parameter)];
        absolute(x, pars[i], tolerance.parsAbs, parameter);
      });
    };
    compare(fitter.free(data), results.twiceNllBestFit, results.bestFit);
    compare(fitter.conditional(0, data), results.twiceNllMu0, results.parsMu0);
    compare(fitter.conditional(1, data), results.twiceNllMu1, results.parsMu1);
  });

  test(`pyhf ${name}: q~, p-values, limits`, () => {
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
    relative(
      asymptoticLimit(cl, data, asimov, fitter),
      results.upperLimit,
      tolerance.limits,
      'limit',
    );
    asymptoticBands(cl, asimov, fitter).forEach((value, i) => {
      relative(value, results.upperLimitExpected[i], tolerance.limits, `expected limit [${i}]`);
    });
  });
}

// The two-bin example of pyhf's documentation (pyhf.infer.test_statistics.qmu_tilde). Its Poisson
// constraint is a control channel here: a nuisance so wide (ln kappa = 10 000) that it is free.
test('pyhf two-bin example: q~_mu(1) = 3.93824492', () => {
  const signal = [12, 11];
  const background = [50, 52];
  const tau = [(50 / 3) ** 2, (52 / 7) ** 2];
  const free = 10_000;
  const rates = ratesOf({
    channels: [
      ...signal.map((s, i) => ({ name: `bin ${i}`, signal: s, background: background[i] })),
      ...tau.map((t, i) => ({ name: `control ${i}`, signal: 0, background: t })),
    ],
    nuisances: [
      { name: 'gamma 0', signal: 0, background: [free, 0, free, 0] },
      { name: 'gamma 1', signal: 0, background: [0, free, 0, free] },
    ],
  });
  const data = {
    counts: Float64Array.from([51, 48, ...tau]),
    auxiliary: new Float64Array(2),
    start: new Float64Array(3),
  };
  absolute(qMu(1, data, new Fitter(countingModel(rates))), 3.93824492, 2e-8, 'q~');
});

test.run();
