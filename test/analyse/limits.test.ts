import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  type CountingModel,
  eps,
  type Nuisance,
  upperLimits,
} from '../../src/analyse/limits/index.js';

const box = (background: number, nuisances: Nuisance[] = []): CountingModel => ({
  channels: [{ name: 'box', signal: 1, background }],
  nuisances,
});
const signalOnly = (lnKappa: number): Nuisance[] => [
  { name: 'yield', signal: lnKappa, background: 0 },
];
const near = (got: number, expected: number, tolerance: number, what = '') =>
  assert.ok(
    Math.abs(got - expected) <= tolerance,
    `${what} got ${got}, expected ${expected} +- ${tolerance}`,
  );
const nearAll = (got: readonly number[], expected: readonly number[], tolerance: number) => {
  assert.is(got.length, expected.length);
  expected.forEach((value, i) => {
    near(got[i], value, tolerance, `[${i}]`);
  });
};

// MODEL.md, section 11: numbers of the design at 90 % CL, b = 0.53, no nuisances.
test('golden: exact observed limits for n = 0..4', () => {
  const golden = [2.303, 3.491, 4.817, 6.154, 7.464];
  golden.forEach((expected, n) => {
    const { observed } = upperLimits(box(0.53), { cl: 0.9, observed: [n] });
    near(observed?.exact ?? Number.NaN, expected, 5e-4, `n = ${n}`);
  });
});

test('golden: asymptotic observed limits for n = 0..2', () => {
  const golden = [1.646, 2.812, 4.078];
  golden.forEach((expected, n) => {
    const { observed } = upperLimits(box(0.53), { cl: 0.9, observed: [n] });
    near(observed?.asymptotic ?? Number.NaN, expected, 6e-4, `n = ${n}`);
  });
});

test('golden: expected limits, blinded and with counts alike while nothing is uncertain', () => {
  for (const observed of [null, [0], [3]]) {
    const { expected, converged } = upperLimits(box(0.53), { cl: 0.9, observed });
    assert.is(converged, true);
    nearAll(expected.asymptotic, [0.862, 1.322, 2.227, 3.959, 6.821], 6e-4);
    nearAll(expected.exact, [2.303, 2.303, 2.303, 3.491, 4.817], 5e-4);
    near(expected.exactMean, 2.949, 5e-4);
  }
});

test('golden: coverage at b = 0.53, the exact never below 0.9, the asymptotic as low as 0.867', () => {
  const counts = Array.from({ length: 30 }, (_, n) => n);
  const limits = counts.map((n) => upperLimits(box(0.53), { cl: 0.9, observed: [n] }).observed);
  const coverage = (s: number, method: 'asymptotic' | 'exact') => {
    let probability = Math.exp(-(s + 0.53));
    let covered = 0;
    for (const n of counts) {
      if (n > 0) probability *= (s + 0.53) / n;
      if ((limits[n]?.[method] ?? Number.NaN) >= s) covered += probability;
    }
    return covered;
  };
  for (let s = 0.05; s < 8; s += 0.05) assert.ok(coverage(s, 'exact') >= 0.9, `s = ${s}`);
  near(coverage(1.66, 'asymptotic'), 0.888, 5e-4);
  near(coverage(3.0, 'asymptotic'), 0.867, 5e-4);
});

test('with 10 to 17 % signal systematics the exact limit at n = 0 is 2.32 to 2.34', () => {
  const at = (kappa: number) =>
    upperLimits(box(0.53, signalOnly(Math.log(kappa))), { cl: 0.9, observed: [0] }).observed;
  near(at(1.1)?.exact ?? Number.NaN, 2.32, 5e-3);
  near(at(1.17)?.exact ?? Number.NaN, 2.34, 5e-3);
});

test('nothing seen, nothing expected: -ln(1 - cl), at any level', () => {
  for (const cl of [0.51, 0.683, 0.9, 0.95, 0.9989]) {
    const { observed, expected } = upperLimits(box(1e-9), { cl, observed: [0] });
    near(observed?.exact ?? Number.NaN, -Math.log(1 - cl), 1e-8);
    near(expected.exactMean, -Math.log(1 - cl), 1e-6);
  }
});

test('limits grow with n, and bands ascend, from b = 1e-9 to 1e4', () => {
  const nuisances: Nuisance[] = [
    { name: 'yield', signal: 0.0953, background: 0 },
    { name: 'background', signal: 0, background: 0.1 },
    { name: 'EOT', signal: 0.01, background: 0.01 },
  ];
  for (const b of [1e-9, 1e-3, 0.08, 0.53, 4, 60, 1e4]) {
    let before = { asymptotic: 0, exact: 0 };
    for (const excess of [0, 1, 2]) {
      const n = Math.round(b + excess * Math.max(1, 0.1 * b));
      const limits = upperLimits(box(b, nuisances), { cl: 0.9, observed: [n] });
      assert.is(limits.converged, true, `b = ${b}, n = ${n}`);
      const now = limits.observed ?? before;
      assert.ok(
        now.asymptotic > before.asymptotic && now.exact > before.exact,
        `b = ${b}, n = ${n}`,
      );
      before = now;
      for (let i = 1; i < 5; i++) {
        const { asymptotic, exact } = limits.expected;
        assert.ok(asymptotic[i] > asymptotic[i - 1] && exact[i] >= exact[i - 1], `b = ${b}`);
      }
    }
  }
});

test('both methods meet at large counts', () => {
  const { observed, expected } = upperLimits(box(1e4), { cl: 0.9, observed: [10_000] });
  near((observed?.asymptotic ?? 0) / (observed?.exact ?? 1), 1, 3e-3);
  expected.asymptotic.forEach((limit, i) => {
    near(limit / expected.exact[i], 1, 0.02, `[${i}]`);
  });
});

test('limits are in events: scale of signal and split into equal runs do not matter', () => {
  const whole = upperLimits(box(0.53), { cl: 0.9, observed: [1] });
  const scaled = upperLimits(
    { channels: [{ name: 'box', signal: 7, background: 0.53 }], nuisances: [] },
    { cl: 0.9, observed: [1] },
  );
  const thirds = upperLimits(
    {
      channels: ['I', 'II', 'III'].map((name) => ({ name, signal: 0.2, background: 0.53 / 3 })),
      nuisances: [],
    },
    { cl: 0.9, observed: [0, 1, 0] },
  );
  for (const same of [scaled, thirds]) {
    near(same.observed?.asymptotic ?? 0, whole.observed?.asymptotic ?? 1, 1e-7);
    near(same.observed?.exact ?? 0, whole.observed?.exact ?? 1, 1e-7);
    nearAll(same.expected.asymptotic, whole.expected.asymptotic, 1e-7);
    near(same.expected.exactMean, whole.expected.exactMean, 1e-7);
  }
});

test('a run more makes the expected limit on mu smaller', () => {
  const runs = [
    { name: 'I', signal: 0.15, background: 0.08 },
    { name: 'II', signal: 0.2, background: 0.105 },
    { name: 'III', signal: 0.65, background: 0.345 },
  ];
  let before = Infinity;
  for (const count of [1, 2, 3]) {
    const channels = runs.slice(0, count);
    const signal = channels.reduce((sum, run) => sum + run.signal, 0);
    const mu =
      upperLimits({ channels, nuisances: signalOnly(0.1) }, { cl: 0.9, observed: null }).expected
        .exactMean / signal;
    assert.ok(mu < before);
    before = mu;
  }
});

test('blinded: no observed limit, and bands that know nothing of the box', () => {
  const model = box(0.53, [{ name: 'background', signal: 0, background: 0.3 }]);
  const blind = upperLimits(model, { cl: 0.9, observed: null });
  assert.is(blind.observed, null);
  const open = upperLimits(model, { cl: 0.9, observed: [5] });
  assert.ok(open.expected.asymptotic[2] > blind.expected.asymptotic[2], 'profiled to the excess');
  assert.equal(open.expected.exact, blind.expected.exact);
});

test('a count that only the far tail of the prior explains is not converged, never a number', () => {
  const wide = [{ name: 'background', signal: 0, background: 0.2 }];
  const limits = upperLimits(box(1e4, wide), { cl: 0.9, observed: [0] });
  assert.is(limits.converged, false);
  assert.ok(Number.isNaN(limits.observed?.exact));
});

test('bad input is refused with what came and what was due', () => {
  const options = { cl: 0.9, observed: null };
  assert.throws(
    () => upperLimits(box(0), options),
    /"box": background: got 0, expected more than 0/,
  );
  assert.throws(() => upperLimits(box(1), { cl: 90, observed: null }), /cl: got 90/);
  assert.throws(
    () => upperLimits(box(1), { cl: 0.9, observed: [1, 2] }),
    /got 2 counts, expected 1/,
  );
  assert.throws(() => upperLimits(box(1), { cl: 0.9, observed: [0.5] }), /whole numbers/);
  assert.throws(
    () => upperLimits(box(1, [{ name: 'x', signal: [0.1, 0.2], background: 0 }]), options),
    /nuisance "x": signal: got \[0.1,0.2\]/,
  );
  assert.throws(
    () => upperLimits(box(1, [...signalOnly(0.1), ...signalOnly(0.1)]), options),
    /listed twice/,
  );
  assert.throws(
    () => upperLimits({ channels: [], nuisances: [] }, options),
    /at least one channel/,
  );
});

test('eps: 3.49e-5 at 10 MeV and as 1/sqrt(EOT)', () => {
  near(eps(2.4, 2.84e11, 0.58, 1.2e-10 / 1e-8), 3.49e-5, 1e-7);
  near(eps(2.4, 2e11, 0.5, 1) * Math.SQRT2, eps(2.4, 1e11, 0.5, 1), 1e-18);
});

test('one channel and eight nuisances: well under 200 ms', () => {
  const nuisances = Array.from({ length: 8 }, (_, j) => ({
    name: `n${j}`,
    signal: 0.02 * (j % 4),
    background: j > 3 ? 0.1 : 0,
  }));
  upperLimits(box(0.53, nuisances), { cl: 0.9, observed: [0] });
  let fastest = Infinity;
  for (let i = 0; i < 3; i++) {
    const start = performance.now();
    upperLimits(box(0.53, nuisances), { cl: 0.9, observed: [0] });
    fastest = Math.min(fastest, performance.now() - start);
  }
  assert.ok(fastest < 200, `${fastest} ms`);
});

test.run();
