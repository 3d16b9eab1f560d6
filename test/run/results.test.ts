import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { hepdataFiles } from '../../src/analyse/interchange/hepdata/index.js';
import { emptyCounts } from '../../src/analyse/counts.js';
import {
  backgroundTable,
  estimateLimit,
  MEASURED,
  type RunCounts,
} from '../../src/analyse/limit.js';
import { backgroundOf, CARD_RATE } from '../../src/analyse/background/index.js';
import { type ToySource, upperLimits } from '../../src/analyse/limits/index.js';
import { REGIONS } from '../../src/analyse/selection/regions.js';
import { scalerElectrons } from '../../src/analyse/efficiency.js';
import { beliefOf } from '../../src/core/card/index.js';
import { Histogram } from '../../src/core/histogram.js';
import { normalCdf } from '../../src/core/normal.js';
import { below, within } from '../../src/core/paper.js';
import { NA64_2019, publishedEps90 } from '../../src/core/signal/index.js';
import { modelOf, seenOfAll } from '../../src/run/results/collect.js';
import { backgrounds } from '../../src/run/results/backgrounds.js';
import { boxEdge } from '../../src/run/results/box-edge.js';
import {
  backgroundRows,
  efficiencyRows,
  limitRows,
  runRows,
} from '../../src/run/results/comparison.js';
import { coverage, coverageData } from '../../src/run/results/coverage.js';
import { requireFree, RESULTS_SCHEMA, writeResults } from '../../src/run/results/directory.js';
import { efficiency } from '../../src/run/results/efficiency.js';
import { extrapolation, extrapolationData } from '../../src/run/results/extrapolation.js';
import { factors } from '../../src/run/results/factors.js';
import { mixing } from '../../src/run/results/mixing.js';
import { histogramTable } from '../../src/analyse/interchange/histogram.js';
import { regionA, regionAData } from '../../src/run/results/region-a.js';
import { thermal } from '../../src/run/results/thermal.js';
import { resultsOf } from '../../src/run/summary.js';
import { rowFigure } from '../../src/show/figures/rows.js';
import { quoted } from '../../src/show/quoted.js';
import { cardOf } from '../support/card.js';
import { near as close } from '../support/statistics.js';

const CAPTION = { card: 'c', cardHash: 'abcdef0123', seed: 's', spills: 1, electronsOnTarget: 1 };

function run(name: string, spills: number, live: number): RunCounts {
  const counts = emptyCounts();
  counts.spills = spills;
  counts.scalers.coincidences = 6e6 * spills;
  counts.scalers.coincidencePairs = Math.round(6e6 * spills * 1.37e-3 * 1e6);
  counts.scalers.presented[0] = 10_000 * spills;
  counts.scalers.accepted[0] = Math.round(10_000 * spills * live);
  return { name, belief: beliefOf(cardOf()), counts };
}
const RUNS = [run('one', 3, 0.93), run('two', 8, 0.88)];
const MASSES = [0.001, 0.01, 0.1];
const { limit } = estimateLimit(RUNS, { masses: MASSES });
const OPEN = estimateLimit(RUNS, { masses: MASSES, unblinded: true }).limit;

test('the model is that of the limit: the same limits from it', () => {
  const own = upperLimits(modelOf(RUNS), { cl: limit.cl, observed: null });
  assert.equal(own.expected, limit.expected);
  const open = upperLimits(modelOf(RUNS), { cl: OPEN.cl, observed: [0, 0] });
  assert.equal(open.observed, OPEN.observed);
});

test('ratios are ours over the paper, by hand; what is sealed, hidden or not published has none', () => {
  const counts = emptyCounts();
  counts.regions[REGIONS.findIndex((r) => r.name === 'loose')] = 100;
  Object.assign(counts, { spills: 1, scalers: run('x', 1, 0.9).counts.scalers });
  const results = resultsOf({ ...RUNS[0], counts }, false);
  const of = { ...results, spills: 1, badSpills: 0, triggers: 10_000, electronsOnTarget: 5e6 };
  const rows = runRows(of);
  const at = (name: string) => rows.find((r) => r.name === name);
  assert.equal(at('loose events per electron')?.ours, { value: 2e-5, error: 2e-6 });
  assert.is(at('loose events per electron')?.ratio, 2e-5 / 1.06e-5);
  assert.ok(Math.abs((at('efficiency: live')?.ratio ?? 0) * 0.93 - 0.9) < 1e-12);
  // Nothing selected: an upper limit, ln 10 of a Poisson count, that has no ratio to a number.
  const none = at('selected events per electron');
  assert.equal(none?.ours, { value: Math.log(10) / 5e6, error: null, sign: '<', note: '90 % CL' });
  assert.is(none?.ratio, null);
  assert.is(at('events in the signal box')?.ours, 'sealed');
  assert.is(at('events in the signal box')?.ratio, null);
  assert.is(at('efficiency: shape')?.paper, null);
  assert.is(at('efficiency: SRD')?.paper?.sign, '>~');
  const [hidden] = runRows({ ...of, electronsOnTarget: null });
  assert.equal([hidden.ours, hidden.ratio], ['hidden', null]);
  const name = 'eps90 at 10 MeV, expected (median), exact';
  const eps = limitRows(limit).find((r) => r.name === name);
  assert.is(eps?.ratio, limit.eps[1].scaledExact / publishedEps90(0.01));
  // What enters is typed in on the cards: efficiencies, rates of background. Of limits in events the background alone.
  const rolesOf = (given: Partial<typeof limit>) => {
    const all = limitRows({ ...OPEN, ...given });
    const of = (start: string) => [
      ...new Set(all.filter((r) => r.name.startsWith(start)).map(({ role }) => role)),
    ];
    return [of('upper limit in events'), of('eps90')];
  };
  const efficiencyMethods = [MEASURED];
  const counted = { backgroundMethods: ['from the counts, 2 runs together'] };
  const partly = { backgroundMethods: [`from the counts, 2 of 5 by ${CARD_RATE}`] };
  assert.equal(rolesOf({}), [['in x out'], ['in x out']]);
  assert.equal(rolesOf({ efficiencyMethods }), [['in x out'], ['in x out']]);
  assert.equal(rolesOf({ efficiencyMethods, ...partly }), [['in x out'], ['in x out']]);
  assert.equal(rolesOf(counted), [['out'], ['in x out']]);
  assert.equal(rolesOf({ efficiencyMethods, ...counted }), [['out'], ['out']]);
  const other = limitRows({ ...limit, cl: 0.95 });
  assert.is(other.find((r) => r.name === name.replace('90', '95'))?.paper, null);
});

test('Table I: scaled to 2.84e11 electrons; what is typed in, fitted and predicted is told apart', () => {
  const source = (name: string, kind: 'estimate' | 'limit', method: string) => ({
    ...{ name, kind, method, events: 0.2, error: 0.1, interval: null },
    ...{ statistical: 0.1, systematic: 0, slope: null, used: {}, warnings: ['w'] },
  });
  const background = {
    ...{ method: 'm', events: 0.6, error: 0.3 },
    sources: [
      source('dimuons', 'estimate', 'counted'),
      source('decays in flight', 'estimate', CARD_RATE),
      source('hadrons made in the beam line', 'estimate', 'fitted to sideband C'),
      source('hadrons made in the dump', 'limit', 'counted'),
    ],
  };
  const of = (electronsOnTarget: number) =>
    backgroundRows(background, { electronsOnTarget, fullElectrons: 2.84e11 });
  const rows = of(1.42e11);
  assert.equal(
    rows.map(({ name, role }) => [name, role]),
    [
      ['background (i) dimuons', 'out'],
      ['background (ii) decays in flight', 'in'],
      ['background (iii) hadrons made in the beam line', 'fit'],
      ['background (iv) hadrons made in the dump', 'out'],
      ['background, total', 'fit'],
    ],
  );
  assert.equal(rows[0].scaled, { value: 0.4, error: 0.2 });
  assert.is(rows[0].ratio, 0.4 / 0.024);
  assert.is(rows[0].remark, 'counted; w');
  // A limit beside a limit.
  assert.equal(rows[3].scaled, { value: 0.4, error: null, sign: '<', note: '90 % CL' });
  assert.is(rows[3].ratio, 0.4 / 0.044);
  assert.is(rows[4].ratio, 1.2 / 0.53);
  // An estimate beside a limit.
  const estimated = { ...background.sources[3], kind: 'estimate' as const };
  const [row] = backgroundRows({ ...background, sources: [estimated] }, limit);
  assert.is(row.ratio, null);
  assert.ok(Number.isNaN((of(0)[0].scaled as { value: number }).value));
});

const same = (name: string, value: number, expected: number) =>
  close(name, value, expected, 1e-12 * expected);

test('Table I of several runs is the background of their limit, whatever their cards', () => {
  const [one, two] = [3, 8].map((spills) => {
    const own = run('own', spills, 0.9);
    for (const [name, at, n] of [
      ['beam-hadrons', 100, 500],
      ['srd-electrons', 50, 1e6],
    ] as const) {
      own.counts.histograms.find((h) => h.name === name)?.restore([[at, n]]);
    }
    return own;
  });
  // Twice as many muon pairs typed in: the counts of the two may not be summed.
  const { analysis } = two.belief;
  const { sources } = analysis.background;
  const pairs = { ...sources[0], events: 2 * sources[0].events };
  const background = { ...analysis.background, sources: [pairs, ...sources.slice(1)] };
  const unlike = { ...two, belief: { ...two.belief, analysis: { ...analysis, background } } };
  for (const runs of [
    [one, two],
    [one, unlike],
  ]) {
    const table = backgroundTable(runs);
    const { limit: own } = estimateLimit(runs, { masses: [0.01] });
    same('events', table.events, own.background);
    const [total] = backgroundRows(table, own).slice(-1);
    same('row', (total.ours as { value: number }).value, own.background);
  }
  const [typed, decays] = backgroundTable([one, unlike]).sources;
  const perElectron = sources[0].events / analysis.background.electrons;
  const [a, b] = [one, unlike].map(({ belief, counts }) => scalerElectrons(belief, counts.scalers));
  same('(i)', typed.events, perElectron * (a + 2 * b));
  // Of enough hadrons the two tell their own decays.
  assert.is.not(decays.method, CARD_RATE);
  assert.equal(
    backgroundTable([one, two]).sources[1].method,
    backgroundOf(seenOfAll([one, two]).seen, one.belief).sources[1].method,
  );
  // One of the runs may have them from its card alone.
  const mixed = backgroundTable([one, { ...unlike, counts: RUNS[1].counts }]);
  const row = backgroundRows(mixed, limit).find(({ name }) => name.includes('decays'));
  assert.match(mixed.sources[1].method, CARD_RATE);
  assert.is(row?.role, 'in x out');
});

test('numbers stand to the place of their error', () => {
  const of = (value: number, error: number | null) => quoted({ value, error });
  assert.is(of(1.144e-5, 7.9e-7), '(1.144 +- 0.079)e-5');
  assert.is(of(0.024, 0.007), '0.024 +- 0.007');
  assert.is(of(0.53, 0.17), '0.53 +- 0.17');
  assert.is(of(0.5283, 0.0996), '0.5 +- 0.1');
  assert.is(of(1234.5, 56), '1235 +- 56');
  assert.is(of(0.0002, 0.5), '0.0 +- 0.5');
  assert.is(of(3e6, 2e4), '(3.00 +- 0.02)e6');
  assert.is(of(0.53, null), '0.53');
  assert.is(quoted({ value: 0.044, error: null, sign: '<', note: 'n' }), '< 0.044 (n)');
  assert.is(of(Number.NaN, 1), '-');
});

test('Fig. 3: no observed limit while blinded, the published ones as they are, ratios in the panel below', () => {
  const labels = (data: typeof limit) =>
    mixing.chart(data, CAPTION).panels[0].series.map(({ label }) => label);
  assert.equal(
    labels(limit).filter((l) => l.startsWith('observed')),
    [],
  );
  assert.is(labels(OPEN).filter((l) => l.startsWith('observed')).length, 2);
  const [upper, lower] = mixing.chart(limit, CAPTION).panels;
  const na64 = upper.series.find(({ look }) => look === 'published');
  assert.equal(
    na64?.points.map(({ x, y }) => [x, y]),
    NA64_2019.points,
  );
  const ratio = lower.series.find(({ look }) => look === 'expected');
  assert.is(ratio?.points[1].y, limit.eps[1].scaled / publishedEps90(0.01));
  // At another level there is nothing published to compare with.
  const [other, none] = mixing.chart({ ...limit, cl: 0.95 }, CAPTION).panels;
  assert.is(other.series.filter(({ label }) => /NA64|BaBar|NA62/.test(label)).length, 0);
  assert.is(none.series.length, 0);
});

test('Fig. 4: y from the published eps at 10 MeV and alpha_D = 0.1 is 1.35e-12', () => {
  // eps^2 alpha_D / 81 with eps = 3.30e-5, the published limit at 10 MeV.
  const published = { ...limit.eps[1], scaled: publishedEps90(0.01), massGeV: 0.01 };
  const { dependent } = thermal.table({ ...limit, eps: [published] });
  const y = dependent.find(({ qualifiers }) => qualifiers?.[0].value === 0.1)?.values[0];
  assert.ok(typeof y === 'number' && Math.abs(y / 1.35e-12 - 1) < 0.01, `${y}`);
  // Eq. (2) there: 0.02 f (1e-3/eps)^2 (m_A'/100 MeV)^4 (10 MeV/m_chi)^2, f = 3.
  const majorana = dependent.find(({ qualifiers }) => qualifiers?.[0].value === 'Majorana');
  const eq2 = 0.06 * (1e-3 / publishedEps90(0.01)) ** 2 * 0.1 ** 4 * 3 ** 2;
  assert.ok(Math.abs(Number(majorana?.values[0]) / eq2 - 1) < 1e-9);
});

test('a limit that was not found is neither drawn nor written, and the others are', () => {
  const lost = { ...limit.eps[1], scaled: Number.NaN, scaledExact: Number.NaN };
  const data = { ...limit, eps: [limit.eps[0], lost, limit.eps[2]] };
  for (const { chart, table } of [mixing, thermal]) {
    for (const { series } of chart(data, CAPTION).panels) {
      const ours = series.filter(({ look }) => look === 'expected' || look === 'one sigma');
      for (const { points } of ours) {
        assert.is(points.length, 2);
        assert.ok(points.every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y)));
      }
    }
    const { values } = table(data).dependent[0];
    assert.equal(
      values.map((v) => v === null),
      [false, true, false],
    );
    hepdataFiles({ comment: 'c', keywords: [], tables: [table(data)] });
  }
});

test('every table is one that HEPData takes', () => {
  const at = (value: number) => ({ value, low: value - 0.1, high: value + 0.2 });
  const plane = new Histogram('plane', 'Plane', [
    { name: 'E_ECAL', unit: 'GeV', bins: 10, low: 0, high: 100 },
    { name: 'E_HCAL', unit: 'GeV', bins: 10, low: 0, high: 100 },
  ]);
  plane.fill(12, 34);
  plane.fill(12, 34);
  plane.fill(-1, 34);
  const tables = [
    histogramTable(plane, { name: 'Plane', location: 'Figure 2', description: 'A plane' }),
    mixing.table(OPEN),
    thermal.table(limit),
    efficiency.table({
      method: 'm',
      runs: [{ name: 'r', points: [{ massGeV: 0.1, ...at(0.5) }] }],
    }),
    boxEdge.table({
      ...{ cl: 0.9, method: 'm', chosenGeV: 50 },
      curves: [{ massGeV: 0.1, points: [{ edgeGeV: 50, eps: 1e-4 }] }],
    }),
    coverage.table({
      cl: 0.9,
      models: [
        {
          ...{ name: 'm', summed: false },
          methods: [{ name: 'e', points: [{ signal: 1, ...at(0.9), failed: 0 }] }],
        },
      ],
    }),
    backgrounds.table({
      ...{ electronsOnTarget: 1e9, fullElectrons: 2.84e11 },
      rows: backgroundRows(backgroundTable(RUNS), limit),
    }),
    factors.table(
      RUNS.map((of) => ({
        name: of.name,
        rows: efficiencyRows({
          ...{ ...resultsOf(of, false), spills: of.counts.spills, badSpills: 0, triggers: 1 },
          electronsOnTarget: 1,
        }),
      })),
    ),
    regionA.table(
      regionAData({
        ...{ plane, depth: [1, 0, 0, 0], bound: null, belief: RUNS[0].belief },
        electronsOnTarget: 1,
      }),
    ),
    extrapolation.table({
      ...{ electronsOnTarget: 1, edgeGeV: 50, fromGeV: 55 },
      functions: [{ name: 'exponential', inBox: at(0.4), curve: [{ ecalGeV: 60, events: 2 }] }],
      data: [{ fromGeV: 50, toGeV: 55, ...at(3) }],
    }),
  ];
  assert.equal(
    tables[0].independent.map(({ values }) => values),
    [[15], [35]],
  );
  assert.equal(tables[0].dependent[0].values, [2]);
  const functions = tables[9];
  assert.equal(functions.independent[0].values, [
    ...['sideband C', 'exponential, in the signal box', 'exponential'],
  ]);
  assert.equal(functions.dependent[0].values, [3, 0.4, 2]);
  const files = hepdataFiles({ comment: 'c', keywords: [], tables });
  assert.is(files.length, 1 + tables.length);
});

test('region A: what lies below the box edge and above that of the HCAL, along each axis', () => {
  const axis = (name: string) => ({ name, unit: 'GeV', bins: 120, low: 0, high: 120 });
  const plane = new Histogram('plane-selected', 'p', [axis('E_ECAL'), axis('E_HCAL')]);
  plane.fill(20.5, 80.5);
  plane.fill(20.5, 80.5);
  plane.fill(49.5, 50.5);
  for (const [ecal, hcal] of [
    [50.5, 50.5],
    [20.5, 0.5],
    [20.5, 130],
  ]) {
    plane.fill(ecal, hcal);
  }
  const given = { plane, depth: [2, 1, 0, 0], bound: 0.5, belief: RUNS[0].belief };
  const data = regionAData({ ...given, electronsOnTarget: 1e9 });
  const filled = data.projections.map(({ bins }) =>
    bins.filter(({ value }) => value > 0).map(({ from, to, value }) => [from, to, value]),
  );
  assert.equal(filled[0], [
    // With what lies beyond the other axis.
    [20, 25, 3],
    [45, 50, 1],
  ]);
  assert.equal(filled[1], [
    [50, 55, 1],
    [80, 85, 2],
  ]);
  assert.equal(filled[2], [[100, 105, 3]]);
  const { panels, subtitle } = regionA.chart(data, CAPTION);
  assert.match(subtitle, /sealed up to 1.5 GeV.*3 events/);
  assert.equal(panels[3].series[1].points, [{ x: 3, y: 0.5 }]);
});

test('sideband C: the functions meet their data and what they expect in the box; too few events give none', () => {
  const slope = 6;
  const spectrum = (f: (e: number) => number) => ({
    ...{ low: 0, width: 0.5 },
    counts: Float64Array.from({ length: 200 }, (_, i) => f((i + 0.5) / 2)),
  });
  const { seen, belief } = seenOfAll(RUNS);
  const { threshold, smear } = belief.trigger.ecal;
  const taken = (e: number) => normalCdf((threshold - e) / smear);
  // Means of 400 events above 55 GeV, an exponential; and what it has below 50 GeV.
  const norm = 400 / (slope * (Math.exp((80 - 55) / slope) - 1));
  const full = {
    ...seen,
    sidebandC: spectrum((e) => (e > 50 ? 0.5 * norm * Math.exp((e - 55) / slope) * taken(e) : 0)),
    madeInDump: spectrum((e) => 20 * Math.exp(e / 15)),
  };
  const data = extrapolationData(full, belief);
  assert.ok(data);
  const [plain] = data.functions;
  const inBox = norm * slope * (Math.exp((50 - 55) / slope) - Math.exp(-55 / slope));
  assert.ok(Math.abs(plain.inBox.value / inBox - 1) < 0.01, `${plain.inBox.value} of ${inBox}`);
  assert.ok(plain.inBox.low < inBox && inBox < plain.inBox.high);
  assert.is(data.functions.length, 3);
  for (const { fromGeV, value } of data.data) {
    const at = plain.curve.filter(({ ecalGeV }) => ecalGeV >= fromGeV && ecalGeV <= fromGeV + 2.5);
    const mean = at.reduce((sum, { events }) => sum + events, 0) / at.length;
    assert.ok(Math.abs(value / mean - 1) < 0.05, `${fromGeV}: ${value}, ${mean}`);
  }
  assert.is(data.data[0].fromGeV, 55);
  // What lies below the axis is not drawn along it.
  const few = data.functions.map(({ curve, ...of }) => ({
    ...of,
    curve: curve.map(({ ecalGeV, events }) => ({ ecalGeV, events: events / 1e3 })),
  }));
  const [panel] = extrapolation.chart({ ...data, functions: few }, CAPTION).panels;
  const least = panel.y.from ?? 0;
  assert.ok(few.every(({ curve }) => curve[0].events < least));
  for (const { draw, points } of panel.series) {
    if (draw === 'line') assert.ok(points.length > 0 && points.every(({ y }) => y >= least));
  }
  assert.is(extrapolationData(seen, belief), undefined);
});

test('coverage: by sums as P(N >= n) in closed form, by toys of these runs, none that would take minutes', async () => {
  const model = modelOf(RUNS);
  const asked: [number, number][] = [];
  // One toy in five is not held by either method.
  const draw: ToySource = async (job, number) => {
    asked.push([job.mu, job.truth.reduce((sum, x) => sum + x, 0)]);
    return Array.from({ length: number }, (_, i) => job.statistics.map(() => (i % 5 ? 0.5 : 0.01)));
  };
  const asking = { cl: 0.9, seed: 's', draw };
  const found = await coverageData(model, asking);
  const [one, runs] = found?.models ?? [];
  const points = one.methods.find(({ name }) => name === 'asymptotic CLs')?.points ?? [];
  const at = points.find(({ signal }) => Math.abs(signal - 1.8) < 1e-9);
  assert.ok(Math.abs((at?.value ?? 0) - (1 - Math.exp(-1.8 - 0.53))) < 1e-9);
  assert.ok(runs.methods.every((m) => m.points.every(({ value }) => value === 0.8)));
  // A fit that failed holds nothing.
  const failing: ToySource = async (job, number) =>
    Array.from({ length: number }, (_, i) => job.statistics.map(() => (i % 5 ? 0.5 : Number.NaN)));
  const some = await coverageData(model, { ...asking, draw: failing });
  assert.ok(some);
  const [, ofToys] = some.models;
  for (const { points } of ofToys.methods) {
    for (const point of points) assert.equal([point.value, point.failed], [0.8, 100]);
  }
  const all = 100 * ofToys.methods.reduce((sum, { points }) => sum + points.length, 0);
  assert.match(coverage.chart(some, CAPTION).subtitle, `(${all} failed fits count as not held)`);
  assert.match(coverage.table(some).description, `${all} failed fits`);
  assert.not.match(coverage.table(found ?? some).description, 'failed');
  // The signal is the truth, all nuisances are 0.
  assert.ok(asked.length > 3 && asked.every(([mu, truth]) => mu === truth));
  const many = { ...model, channels: model.channels.map((c) => ({ ...c, background: 20 })) };
  const without = await coverageData(many, asking);
  assert.equal(
    without?.models.map(({ summed }) => summed),
    [true],
  );
  assert.is(await coverageData(many, { ...asking, cl: 0.95 }), undefined);
});

test('Fig. 4: observed limits are drawn and written where the box is open', () => {
  const words = (of: typeof limit) => [
    thermal.chart(of, CAPTION).subtitle.includes('observed: sealed'),
    thermal
      .chart(of, CAPTION)
      .panels.map(({ series }) => series.some((s) => s.look === 'observed')),
    thermal.table(of).dependent.length,
  ];
  assert.equal(words(limit), [true, [false, false, false, false], 8]);
  assert.equal(words(OPEN), [false, [true, true, true, true], 16]);
  // Those of a small exposure lie below the axis, and are not drawn along it.
  for (const { y, series } of thermal.chart(OPEN, CAPTION).panels.slice(2)) {
    for (const { points } of series) assert.ok(points.every((p) => p.y >= (y.from ?? 0)));
  }
});

test('rows as a picture: each number stands in it, a limit as an arrow, words as they are', () => {
  const values = [within(0.53, 0.17), below(0.044), 'sealed', null];
  const svg = rowFigure({
    ...{ caption: CAPTION, file: 'f', title: 't', subtitle: 's' },
    x: { name: 'events', unit: '', scale: 'log' },
    rows: values.map((_, i) => ({ name: `row ${i}`, below: 'fit' })),
    series: [{ label: 'paper', look: 4, values }],
  });
  for (const words of ['0.53 ± 0.17', '&lt; 0.044', 'sealed', 'row 3']) {
    assert.ok(svg.includes(`>${words}<`), words);
  }
  assert.is([...svg.matchAll(/m6,-4l-6,4l6,4/g)].length, 1);
  assert.not.match(svg, /NaN/);
});

test('a value outside of the axis is an arrow at its edge and no marker', () => {
  const drawn = (value: number) =>
    rowFigure({
      ...{ caption: CAPTION, file: 'f', title: 't', subtitle: 's' },
      x: { name: 'efficiency', unit: '', scale: 'linear', from: 0.4, to: 1.05 },
      rows: [{ name: 'row', below: 'fit' }],
      series: [{ label: 'ours', look: 0, values: [within(value, 0.01)] }],
    });
  const markers = (value: number) => [...drawn(value).matchAll(/<circle/g)].length;
  const heads = (value: number) =>
    [...drawn(value).matchAll(/v-4.5L([\d.]+),/g)].map(([, x]) => Number(x));
  const [left] = heads(0.3);
  const [right] = heads(1.2);
  assert.ok(right > left + 100, `${left} to ${right}`);
  assert.equal([heads(0.4), heads(0.8), heads(1.05)], [[], [], []]);
  // One is in the head of the column.
  assert.equal([0.3, 0.8, 1.2].map(markers), [1, 2, 1]);
});

test('a directory of something else stays, one of ours goes only with force', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'spillway-results-'));
  test.after(() => fs.rmSync(folder, { recursive: true }));
  const out = path.join(folder, 'out');
  writeResults(
    out,
    [
      ['paper.json', JSON.stringify({ schema: RESULTS_SCHEMA })],
      ['a/b', 'x'],
    ],
    false,
  );
  assert.is(fs.readFileSync(path.join(out, 'a/b'), 'utf8'), 'x');
  assert.throws(
    () => requireFree(out, false),
    /holds a results page already; give another --out, or --force/,
  );
  writeResults(out, [['paper.json', JSON.stringify({ schema: RESULTS_SCHEMA })]], true);
  assert.not(fs.existsSync(path.join(out, 'a/b')));
  const other = path.join(folder, 'other');
  fs.mkdirSync(other);
  requireFree(other, false);
  fs.writeFileSync(path.join(other, 'thesis.tex'), '');
  for (const force of [false, true])
    assert.throws(() => requireFree(other, force), /exists already; give another/);
  fs.writeFileSync(path.join(folder, 'file'), '');
  assert.throws(() => requireFree(path.join(folder, 'file'), true), /exists already/);
});

test.run();
