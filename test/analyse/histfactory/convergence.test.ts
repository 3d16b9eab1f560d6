/** That fits end in the deepest minimum: large models, bounds, kinks, several minima, any start. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  asymptoticLimit,
  asymptoticPValues,
  Fitter,
  physical,
  profiledAsimov,
  qAsimov,
  qMu,
  workspaceLimit,
} from '../../../src/analyse/limits/index.js';
import { minimise } from '../../../src/analyse/limits/minimise.js';
import { brent } from '../../../src/analyse/limits/root.js';
import {
  everything,
  mu,
  normsys,
  observationOf,
  pyhfCases as cases,
  workspaceOf,
} from './model.js';
import { randomOf } from './random.js';

const near = (got: number, expected: number, tolerance: number, what = '') =>
  assert.ok(Math.abs(got - expected) <= tolerance, `${what} got ${got}, expected ${expected}`);

/** Channels of three bins, each nuisance on a share of the backgrounds, as factor or as shape. */
function large(name: string, events: number, channels = 50, nuisances = 100) {
  const random = randomOf(name);
  const normal = () => Array.from({ length: 12 }, random).reduce((a, b) => a + b, -6);
  const observations: { name: string; data: number[] }[] = [];
  const list = Array.from({ length: channels }, (_, c) => {
    const background = [0, 1, 2].map(() => events * (0.5 + random()));
    const signal = background.map((b, i) => 0.02 * b * (1 + i) * random());
    const own = Array.from({ length: nuisances }, (_, j) => j)
      .filter((j) => j % channels === c % nuisances || random() < 0.1)
      .map((j) => {
        const size = () => 0.02 + 0.08 * random();
        if (random() < 0.5) return normsys(`n${j}`, 1 + size(), 1 - size());
        const [up, down] = [size(), size()];
        return {
          name: `n${j}`,
          type: 'histosys',
          data: {
            hi_data: background.map((b, i) => b * (1 + up * (1 - i))),
            lo_data: background.map((b, i) => b * (1 - down * (1 - i))),
          },
        };
      });
    const data = background.map((b, i) => {
      const nu = b + signal[i];
      return Math.max(0, Math.round(nu + Math.sqrt(nu) * normal()));
    });
    observations.push({ name: `c${c}`, data });
    return {
      name: `c${c}`,
      samples: [
        { name: 'signal', data: signal, modifiers: [mu] },
        { name: 'background', data: background, modifiers: own },
      ],
    };
  });
  return {
    channels: list,
    observations,
    measurements: [
      { name: 'm', config: { poi: 'mu', parameters: [{ name: 'mu', bounds: [[0, 100]] }] } },
    ],
    version: '1.0.0',
  };
}

for (const events of [3, 300, 1e5]) {
  test(`50 channels, 100 nuisances, ${events} events per bin: converges`, async () => {
    const workspace = large(`large ${events}`, events);
    const { fit, observed, expected, converged, fits, failures } = await workspaceLimit(workspace, {
      method: 'asymptotic',
      cl: 0.95,
    });
    assert.is(fit.parameters.length, 101);
    assert.equal([converged, fits.failed, failures], [true, 0, []]);
    const bands = expected as number[];
    for (let i = 1; i < 5; i++) assert.ok(bands[i] > bands[i - 1]);
    assert.ok((observed as number) > 0);
    console.log(`  limit ${observed}, expected ${bands[2]}, ${fits.made} fits`);
  });
}

test('any start leads to the same minimum, in all 102 workspaces of the reference', async () => {
  const random = randomOf('starts');
  for (const { name, workspace, modifierSettings } of cases) {
    const { model, data } = observationOf(workspace, modifierSettings);
    const { lower, upper } = model.bounds;
    const free = new Fitter(physical(model)).free(data);
    for (let trial = 0; trial < 3; trial++) {
      const start = data.start.map((v, i) => {
        const [low, high] = [Math.max(lower[i], v - 2.5), Math.min(upper[i], v + 2.5)];
        return low + (high - low) * random();
      });
      const fit = new Fitter(physical(model)).free({ ...data, start });
      assert.is(fit.converged, true, name);
      near(fit.deviance, free.deviance, 1e-9, name);
    }
  }
});

test('no point near a minimum is deeper, and the gradient leads nowhere', async () => {
  const random = randomOf('points');
  for (const { name, workspace, modifierSettings } of cases) {
    const { model, data } = observationOf(workspace, modifierSettings);
    const { lower, upper } = model.bounds;
    const fit = new Fitter(model).free(data);
    for (let trial = 0; trial < 20; trial++) {
      const size = [0.3, 1e-2, 1e-4][trial % 3];
      const x = fit.x.map((v, i) =>
        Math.min(upper[i], Math.max(lower[i], v + size * (random() - 0.5))),
      );
      assert.ok(model.deviance(x, data).value >= fit.deviance - 1e-10, name);
    }
  }
});

test('a minimum on a kink: alpha stays at 0, its error is not given', async () => {
  // Both hi and lo are worse than nominal, with unequal slopes.
  const onBackground = [normsys('k', 1.3, 1.2)];
  const workspace = workspaceOf({ background: [100], observed: [90], onBackground });
  const settings = { normsys: { interpcode: 'code1' }, histosys: { interpcode: 'code0' } };
  const { model, data } = observationOf(workspace, settings);
  assert.equal(model.kinks, [model.names.indexOf('k')]);
  const k = model.kinks[0];
  const { x, converged } = new Fitter(model).conditional(0, {
    ...data,
    start: data.start.fill(1, k, k + 1),
  });
  assert.is(converged, true);
  assert.is(Math.abs(x[k]), 0);
  const { fit } = await workspaceLimit(workspace, {
    method: 'asymptotic',
    cl: 0.95,
    modifierSettings: settings,
  });
  assert.is(fit.errors[k], null);
});

test('a kink with a minimum on either side: the deeper one, wherever the fit starts', async () => {
  // A deficit: hi and lo both make the background smaller, lo more so.
  const onBackground = [normsys('k', 0.95, 0.8)];
  const workspace = workspaceOf({ background: [100], observed: [70], onBackground });
  const { model, data } = observationOf(workspace, {
    normsys: { interpcode: 'code1' },
    histosys: { interpcode: 'code0' },
  });
  const k = model.kinks[0];
  const at = (alpha: number) => {
    const start = data.start.slice();
    start[k] = alpha;
    return new Fitter(model).conditional(0, { ...data, start });
  };
  // By brute force.
  let best = Infinity;
  for (let alpha = -5; alpha <= 5; alpha += 1e-3) {
    const x = data.start.slice();
    x[model.poi] = 0;
    x[k] = alpha;
    best = Math.min(best, model.deviance(x, data).value);
  }
  for (const alpha of [-2, -0.1, 0, 0.1, 2]) {
    assert.ok(at(alpha).x[k] < -0.5);
    near(at(alpha).deviance, best, 1e-5);
  }
});

test('bounds: pressed parameters rest on them and have no error', async () => {
  const onBackground = [normsys('b', 1.1, 0.9), { name: 'k', type: 'normfactor', data: null }];
  const workspace = workspaceOf({
    background: [100],
    observed: [300],
    onBackground,
    parameters: [
      { name: 'k', bounds: [[0.5, 1.5]] },
      { name: 'b', bounds: [[-1, 1]] },
      { name: 'mu', bounds: [[0, 200]] },
    ],
  });
  const { model, data } = observationOf(workspace);
  const { x, converged } = new Fitter(model).conditional(0, data);
  assert.is(converged, true);
  assert.equal([...x], [0, 1, 1.5]);
  const { fit } = await workspaceLimit(workspace, { method: 'asymptotic', cl: 0.95 });
  assert.is(fit.converged, true);
});

test('a rate that is pressed to 0 inside the bounds: the edge of what is allowed is found', async () => {
  // nu = 2 mu + 3 + 3 alpha, n = 0: alpha would be -3, and stops at nu = 0.
  const shape = { name: 'h', type: 'histosys', data: { hi_data: [6], lo_data: [0] } };
  const workspace = workspaceOf({
    background: [3],
    observed: [0],
    onBackground: [shape],
    parameters: [{ name: 'mu', bounds: [[0, 100]] }],
  });
  const { model, data } = observationOf(workspace);
  for (const mu of [0, 0.5, 1.5, 2.4, 2.9, 2.99, 3, 3.5]) {
    const fit = new Fitter(model).conditional(mu, data);
    assert.is(fit.converged, true);
    const alpha = Math.max(-3, -1 - (2 * mu) / 3);
    near(fit.x[model.names.indexOf('h')], alpha, 1e-8, 'alpha');
    near(fit.deviance, 2 * (2 * mu + 3 + 3 * alpha) + alpha ** 2, 1e-9, `mu = ${mu}`);
  }
  const limit = await workspaceLimit(workspace, { method: 'asymptotic', cl: 0.9 });
  assert.equal([limit.converged, limit.fits.failed], [true, 0]);
});

test('errors: sqrt n for one free count, and 1 for a nuisance that nothing measures', async () => {
  const workspace = workspaceOf({
    signal: [1],
    background: [20],
    observed: [120],
    onSignal: [mu],
    onBackground: [{ name: 'idle', type: 'normsys', data: { hi: 1, lo: 1 } }],
    parameters: [{ name: 'mu', bounds: [[0, 1000]] }],
  });
  const { fit } = await workspaceLimit(workspace, { method: 'asymptotic', cl: 0.95 });
  near(fit.values[0], 100, 1e-6);
  near(fit.errors[0] as number, Math.sqrt(120), 1e-6);
  near(fit.errors[1] as number, 1, 1e-9);
});

test('two factors that only their product matters of: converges, without errors', async () => {
  const onBackground = ['k1', 'k2'].map((name) => ({ name, type: 'normfactor', data: null }));
  const workspace = workspaceOf({
    signal: [5, 0],
    background: [50, 50],
    observed: [60, 70],
    onBackground,
  });
  const limit = await workspaceLimit(workspace, { method: 'asymptotic', cl: 0.95 });
  assert.is(limit.converged, true);
  const [, k1, k2] = limit.fit.values;
  near(k1 * k2, 1.3, 1e-5);
  assert.equal(limit.fit.errors, [null, null, null]);
});

test('the profile keeps to the deepest minimum that any of its fits has met', async () => {
  const { model, data } = observationOf(everything);
  const fitter = new Fitter(physical(model));
  const start = fitter.free(data);
  const again = new Fitter(physical(model));
  const asimov = profiledAsimov(data, again);
  if (asimov === null) throw new Error('no fit without signal');
  const limit = asymptoticLimit(0.95, data, asimov, again);
  assert.is(again.free(data).deviance <= start.deviance, true);
  const cls = asymptoticPValues(qMu(limit, data, again), qAsimov(limit, asimov, again)).cls;
  near(cls, 0.05, 1e-8);
});

test('no events, mu free below 0: the fit is at its bound or where nothing is expected, never at 0', async () => {
  const ask = (low: number) =>
    workspaceLimit(
      workspaceOf({
        signal: [1],
        background: [2],
        observed: [0],
        parameters: [{ name: 'mu', bounds: [[low, 20]] }],
      }),
      { method: 'asymptotic', cl: 0.9 },
    );
  near((await ask(-1)).fit.values[0], -1, 1e-12);
  near((await ask(-5)).fit.values[0], -2, 1e-6);
  // Three runs whose background is pulled down, so that below some mu fewer than 0 events are expected.
  const runs = [0.08, 0.105, 0.345].map((background, i) => ({
    name: `c${i}`,
    samples: [
      { name: 's', data: [[0.15, 0.2, 0.65][i]], modifiers: [mu, normsys('yield', 1.1, 0.9)] },
      { name: 'b', data: [background], modifiers: [normsys('rate', 1.32, 0.75)] },
    ],
  }));
  const parameters = [
    { name: 'mu', bounds: [[-0.5, 20]] },
    { name: 'rate', auxdata: [-2] },
  ];
  const { model, data } = observationOf({
    channels: runs,
    observations: runs.map(({ name }) => ({ name, data: [0] })),
    measurements: [{ name: 'm', config: { poi: 'mu', parameters } }],
    version: '1.0.0',
  });
  const fit = new Fitter(model).free(data);
  const lower = new Fitter(model).conditional(-0.2, data);
  assert.ok(lower.converged);
  assert.ok(!fit.converged || fit.deviance <= lower.deviance, `${fit.mu}`);
});

test('a minimiser without a minimum says so', async () => {
  const bounds = { lower: Float64Array.of(-Infinity), upper: Float64Array.of(Infinity) };
  const of = (value: (x: number) => [number, number, number]) => {
    const at = (x: Float64Array) => {
      const [f, g, h] = value(x[0]);
      return { value: f, gradient: Float64Array.of(g), hessian: Float64Array.of(h) };
    };
    const objective = { expand: at, information: () => Float64Array.of(0) };
    return minimise(objective, Float64Array.of(1), bounds).converged;
  };
  assert.is(
    of((x) => [(x - 3) ** 2, 2 * (x - 3), 2]),
    true,
  );
  assert.is(
    of(() => [Number.NaN, 0, 0]),
    false,
  );
  assert.is(
    of(() => [Infinity, 0, 0]),
    false,
  );
  assert.is(
    of((x) => [-x, -1, 0]),
    false,
    'falls for ever',
  );
  assert.is(
    of((x) => [-((x - 1) ** 2), -2 * (x - 1), -2]),
    false,
    'a maximum',
  );
});

test('a jump over 0 is no root', async () => {
  assert.ok(Number.isNaN(brent((x) => (x < 1 ? 1 : -1), 0, 3)));
  near(
    brent((x) => 1 - x ** 3, 0, 3),
    1,
    1e-9,
  );
});

test.run();
