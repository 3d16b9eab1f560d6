/** The limit with the paper's own inputs, against what other calculations have for it. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { optimiseBoxEdge } from '../../../src/analyse/combination/box-edge.js';
import type { RunInput } from '../../../src/analyse/combination/input.js';
import { PAPER_MASSES, paperInputs, paperLimit } from '../../../src/analyse/combination/paper.js';
import { beliefOf } from '../../../src/core/card/index.js';
import { leadYield, publishedEps90 } from '../../../src/core/signal/index.js';
import { resolved } from '../../support/card.js';
import { integral, within } from '../../support/statistics.js';

const beliefs = ['run1-2016', 'run2-2017', 'run3-2018'].map((name) =>
  beliefOf(resolved([], name).card),
);
const runs = paperInputs(beliefs);
const limit = paperLimit(runs, { cl: 0.9, masses: PAPER_MASSES });

test('inputs are those of PRL 123, 121801 (2019)', () => {
  assert.is(limit.electronsOnTarget, 2.84e11);
  assert.equal(
    limit.runs.map((r) => [r.electronsOnTarget, r.efficiencyLight, r.efficiencyHeavy]),
    [
      [0.43e11, 0.69, 0.55],
      [0.56e11, 0.69, 0.55],
      [1.85e11, 0.53, 0.48],
    ],
  );
  [0.08, 0.105, 0.345].forEach((events, i) => {
    within(`background ${i}`, limit.runs[i].background, events - 5e-4, events + 5e-4);
  });
  // Weighted with the electrons 0.586 and 0.504.
  within('light', limit.eps[0].efficiency, 0.585, 0.587);
  within('heavy', limit.eps[5].efficiency, 0.503, 0.505);
});

test('no event seen: 1.64 to 1.67 signal events asymptotically, 2.30 to 2.35 exactly', () => {
  // Without nuisances 1.646 and 2.303 (Cowan et al., arXiv:1007.1727, and -ln 0.1).
  for (const { massGeV, events } of limit.eps) {
    within(`asymptotic at ${massGeV}`, events.observed?.asymptotic ?? 0, 1.646, 1.67);
    within(`exact at ${massGeV}`, events.observed?.exact ?? 0, 2.303, 2.35);
  }
  assert.ok(limit.converged);
});

test('ratio to the published curve as another calculation has it, as it is', () => {
  // The same inputs, signal at the exact tree level and cascade track length; the slope is not explained.
  const asymptotic = [0.94, 0.97, 0.92, 0.83, 0.8, 0.66];
  const exact = [1.12, 1.14, 1.09, 0.98, 0.94, 0.78];
  limit.eps.forEach((e, i) => {
    within(
      `asymptotic at ${e.massGeV}`,
      (e.asymptoticOverPublished ?? 0) - asymptotic[i],
      -0.01,
      0.01,
    );
    within(`exact at ${e.massGeV}`, (e.exactOverPublished ?? 0) - exact[i], -0.01, 0.01);
    assert.is(e.published, publishedEps90(e.massGeV));
  });
  // The published limit is one at 90 %.
  const at95 = paperLimit(runs, { cl: 0.95, masses: [0.01] });
  assert.is(at95.eps[0].published, null);
  assert.is(at95.eps[0].exactOverPublished, null);
});

test('the error of the efficiency as published, in addition: not in use, and worth 0.7 % in eps', () => {
  const both = paperLimit(runs, { cl: 0.9, masses: PAPER_MASSES, publishedEfficiency: true });
  limit.eps.forEach((e, i) => {
    // A log-normal signal of width w raises the limit at n = 0 by about w^2 (ln 10)/2 of itself.
    const [before, after] = [0.1 ** 2 + 0.05 ** 2, 0.1 ** 2 + 0.05 ** 2 + 0.15 ** 2];
    const expected = Math.sqrt((1 + 0.65 * after) / (1 + 0.65 * before));
    within(`${e.massGeV}`, both.eps[i].exact / e.exact / expected, 0.997, 1.003);
    assert.ok(both.eps[i].asymptotic > e.asymptotic);
  });
  assert.is(
    limit.nuisances.some(({ name }) => name === 'efficiency as published'),
    false,
  );
  assert.is(
    both.nuisances.some(({ name }) => name === 'efficiency as published'),
    true,
  );
});

// ---- the edge of the box

/** Mean limit of exact CLs at 90 % for a known background: sums over counts and a bisection, nothing of ours. */
function meanLimit(b: number): number {
  const cdf = (n: number, rate: number) => {
    let term = Math.exp(-rate);
    let sum = term;
    for (let k = 1; k <= n; k++) sum += term *= rate / k;
    return sum;
  };
  let mean = 0;
  let weight = Math.exp(-b);
  for (let n = 0; n < 25; n++) {
    let [low, high] = [0, 60];
    for (let i = 0; i < 50; i++) {
      const s = (low + high) / 2;
      if (cdf(n, s + b) / cdf(n, b) > 0.1) low = s;
      else high = s;
    }
    mean += weight * low;
    weight *= b / (n + 1);
  }
  return mean;
}

const none = { yield: 0, trigger: 0, vetoHcal: 0, track: 0, srd: 0, electrons: 0, efficiency: 0 };
const known = runs.map(
  (run): RunInput => ({
    ...run,
    uncertainties: none,
    background: {
      ...run.background,
      logErrors: { own: 0, counts: 0, systematic: 0, inputs: 0 },
    },
  }),
);

test('the mean expected limit against the edge, by another way, without nuisances', () => {
  const { rows } = optimiseBoxEdge(known, { cl: 0.9, masses: [0.01], edges: [40, 45, 50, 55, 60] });
  const [{ points, best }] = rows;
  const sources = [
    [0.43, 6],
    [0.024, 19],
    [0.02 + 0.044 + 0.01, 1000],
  ];
  const all = sources.reduce((sum, [events]) => sum + events, 0);
  for (const p of points) {
    const b = sources.reduce((sum, [events, slope]) => {
      const density = (e: number) => Math.exp(e / slope);
      return sum + (events * integral(density, 0, p.edgeGeV)) / integral(density, 0, 50);
    }, 0);
    within(`background ${p.edgeGeV}`, p.background / ((0.53 / all) * b), 0.999, 1.001);
    within(`mean ${p.edgeGeV}`, p.meanEvents / meanLimit(p.background), 0.9999, 1.0001);
    const signal = leadYield(0.01, 100, { least: 40, width: 1 })
      .bins.filter((bin) => bin.fromGeV >= 100 - p.edgeGeV - 1e-9)
      .reduce((sum, bin) => sum + bin.perEot, 0);
    within(`yield ${p.edgeGeV}`, p.yieldPerEot / signal, 0.999, 1.001);
  }
  // The mean at b = 0.53 is 2.949.
  within('at 50', points[2].meanEvents, 2.9485, 2.9495);
  assert.is(best.edgeGeV, 50);
});

test("the best edge is near 50 GeV, and lower for heavier A'", () => {
  const { rows, cardEdgeGeV } = optimiseBoxEdge(runs, { cl: 0.9, masses: [0.001, 0.01, 0.1, 0.5] });
  assert.is(cardEdgeGeV, 50);
  const best = rows.map((row) => row.best.edgeGeV);
  assert.equal(
    best,
    [...best].sort((a, b) => b - a),
  );
  for (const row of rows) {
    within(`${row.massGeV} GeV`, row.best.edgeGeV, 46, 54);
    within('50 GeV over the best', row.cardOverBest ?? 0, 1, 1.01);
    assert.is(row.points.length, 21);
  }
  console.log(
    `  best edges: ${rows.map((r) => `${1000 * r.massGeV} MeV ${r.best.edgeGeV}`).join(', ')}`,
  );
});

test('the edge depends on the slope that is believed: the gentler, the higher', () => {
  const bestOf = (slope: number) => {
    const belief = beliefOf(resolved([`analysis.background.sources.2.slope=${slope} GeV`]).card);
    const inputs = paperInputs([belief, belief, belief]);
    return optimiseBoxEdge(inputs, { cl: 0.9, masses: [0.1] }).rows[0].best.edgeGeV;
  };
  const [steep, gentle] = [bestOf(3), bestOf(12)];
  assert.ok(steep < 48 && gentle > 52, `${steep}, ${gentle}`);
});

test.run();
