/** Figures of a scan: what is drawn of which points. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parseAxis } from '../../src/run/scan/grid.js';
import { gridOf } from '../../src/run/scan/grid.js';
import type { Interval, MassPoint, Point } from '../../src/run/scan/point.js';
import type { Scan } from '../../src/run/scan/scan.js';
import { chartFigure } from '../../src/show/figures/chart.js';
import { written } from '../../src/show/figures/png.js';
import { scanCharts, scanFigures } from '../../src/show/figures/scan.js';

const share = (passed: number, of: number) => ({
  ...{ passed, of, value: passed / of },
  ...{ low: passed / of - 0.01, high: passed / of + 0.01 },
});
const around = (value: number): Interval => ({ value, low: 0.9 * value, high: 1.1 * value });

const massPoint = (massGeV: number, i: number): MassPoint => ({
  ...{ massGeV, efficiency: share(60 - i, 100), pileUpLoss: around(0.05 + 0.01 * i) },
  ...{ gate: share(90, 100), offline: share(95, 100) },
  limit: { asymptotic: massGeV * (1 + 0.1 * i), exact: massGeV * (1.3 + 0.1 * i) },
});

function scanOf(vary: readonly string[], masses = [0.001, 0.01]): Scan {
  const axes = vary.map(parseAxis);
  const points = gridOf(axes).map((values, i): Point => {
    const hashes = { cardHash: 'c', menuHash: 'm', runHash: 'r' };
    return {
      ...{ point: i + 1, values: values.map(({ number }) => number), set: [], ...hashes },
      ...{ spills: 1, badSpills: 0, electronsOnTarget: 1e6, seconds: 4.8, triggers: 400 + i },
      ...{ rateHz: around(100 + 10 * i), perElectron: around(4e-4), live: share(95 - i, 100) },
      ...{ recorded: 500, recordedHz: 110 + 10 * i, bytes: 5e6, bytesPerSecond: 1e6 },
      masses: masses.map((massGeV) => massPoint(massGeV, i)),
    };
  });
  return {
    ...{ schema: 'spillway.scan/1', version: '0', name: 'card', card: 'card', seed: 's', axes },
    ...{ set: [], raised: [], spills: 1, ghosts: 100, masses, mode: 'every', fidelity: 'energy' },
    ...{ cardHashes: points.map(() => 'c'), state: 'done', reason: null, points },
  };
}

const panelsOf = (scan: Scan, file: string) =>
  scanCharts(scan).find((chart) => chart.file === file)?.panels ?? [];
const texts = (svg: string) =>
  [...svg.matchAll(/<text[^>]*>([\s\S]*?)<\/text>/g)].map(([, inner]) =>
    inner.replace(/<[^>]*>|\u200b/g, '').replaceAll('\u00a0', ' '),
  );

test('one parameter: rates, what is left of each mass, limits of each; every point with its interval', () => {
  const scan = scanOf(['trigger.ecal.threshold=60GeV:80GeV:5GeV']);
  assert.equal(
    scanCharts(scan).map(({ file }) => file),
    ['scan-rates', 'scan-signal', 'scan-limit'],
  );
  const [rate, , live] = panelsOf(scan, 'scan-rates');
  const [physics] = rate.series;
  assert.equal(
    physics.points.map(({ x, y, low }) => [x, y, low]),
    scan.points.map(({ values: [x], rateHz: { value, low } }) => [x, value, low]),
  );
  assert.equal(
    live.series[0].points.map(({ y, low, high }) => [y, low, high]),
    scan.points.map(({ live: { value, low, high } }) => [value, low, high]),
  );
  const [exact, , asymptotic] = panelsOf(scan, 'scan-limit')[1].series;
  // In units of 1e-2.
  const close = (a: number, b: number) => assert.ok(Math.abs(a / b - 1) < 1e-12, `${a} ${b}`);
  scan.points.forEach(({ masses }, i) => {
    close(exact.points[i].y / 100, masses[1].limit?.exact ?? 0);
    close(asymptotic.points[i].y / 100, masses[1].limit?.asymptotic ?? 0);
  });
  assert.is(panelsOf(scan, 'scan-limit')[1].y.unit, '10⁻²');
});

test('masses stand side by side, about the value', () => {
  const scan = scanOf(['a=10:20:10'], [0.001, 0.01, 0.1]);
  const [efficiency] = panelsOf(scan, 'scan-signal');
  const named = efficiency.series.filter(({ draw }) => draw === 'points');
  assert.equal(
    named.map(({ label }) => label),
    ['1 MeV', '10 MeV', '100 MeV'],
  );
  const [left, middle, right] = named.map(({ points }) => points[0].x);
  assert.ok(left < middle && middle === 10 && right > middle && right - left < 0.5);
});

test('two parameters: a curve for each value of the shorter one, six at most', () => {
  const scan = scanOf(['beam.intensity=1e6:3e7:log:12', 'readout.deadTime=70us,140us']);
  const [rate] = panelsOf(scan, 'scan-rates');
  const drawn = rate.series.filter(({ draw }) => draw === 'points');
  assert.equal(
    drawn.map(({ label, points }) => [label, points.length]),
    [
      ['70 us', 12],
      ['140 us', 12],
    ],
  );
  const wide = scanOf(['a=1:8:1', 'b=1:9:1']);
  const [many] = panelsOf(wide, 'scan-rates');
  const labels = many.series.map(({ label }) => label).filter((label) => label !== '');
  assert.equal(labels, ['1', '2', '4', '5', '7', '8']);
  assert.match(scanCharts(wide)[0].subtitle, /^curves: 6 of 8 values of a;/);
});

test('what was not measured is left out; none without points', () => {
  const scan = scanOf(['a=1,2,3']);
  const points = scan.points.map((point, i) => ({
    ...point,
    masses: point.masses.map((mass) => (i === 1 ? { ...mass, limit: null } : mass)),
  }));
  const [exact] = panelsOf({ ...scan, points }, 'scan-limit')[0].series;
  assert.equal(
    exact.points.map(({ x }) => x),
    [1, 3],
  );
  const none = points.map((point) => ({
    ...point,
    masses: point.masses.map((mass) => ({ ...mass, limit: null })),
  }));
  for (const chart of scanCharts({ ...scan, points: none })) chartFigure(chart);
  assert.equal(scanFigures({ ...scan, points: [] }), []);
});

const NOTHING: Interval = { value: null, low: null, high: null };

test('points whose spills are all bad are left out; of nothing else there is an empty figure', () => {
  const scan = scanOf(['a=1,2,3']);
  const bad = (point: Point): Point => ({
    ...{ ...point, badSpills: 1, seconds: 0, rateHz: NOTHING, perElectron: NOTHING },
    ...{ live: { ...NOTHING, passed: 0, of: 0 }, recordedHz: null, bytesPerSecond: null },
    masses: point.masses.map((mass) => ({
      ...{
        ...mass,
        efficiency: { ...NOTHING, passed: 0, of: 0 },
        pileUpLoss: NOTHING,
        limit: null,
      },
    })),
  });
  for (const left of [1, 0]) {
    const points = scan.points.map((point, i) => (i < left ? point : bad(point)));
    for (const chart of scanCharts({ ...scan, points })) {
      const drawn = chart.panels.flatMap(({ series }) => series.map((s) => s.points.length));
      assert.ok(
        drawn.every((n) => n === left),
        chart.file,
      );
      assert.is(texts(chartFigure(chart)).includes('no events'), left === 0, chart.file);
    }
  }
});

test('a loss of nothing, known to some per cent, is no lack of events', () => {
  const scan = scanOf(['a=1,2,3']);
  const points = scan.points.map((point) => ({
    ...point,
    masses: point.masses.map((mass) => ({
      ...{ ...mass, pileUpLoss: { value: 0, low: 0, high: 0.04 } },
    })),
  }));
  for (const chart of scanCharts({ ...scan, points })) {
    assert.not.ok(texts(chartFigure(chart)).includes('no events'), chart.file);
  }
});

test('each is drawn; one point and one value too', () => {
  for (const vary of [['a=1,2,3'], ['a=5'], ['a=5', 'b=3GeV']]) {
    const scan = scanOf(vary);
    const files = scanFigures(scan);
    assert.is(files.length, scanCharts(scan).length);
    for (const [file, svg] of files) {
      assert.match(file, /^figures\/scan-[a-z]+\.svg$/);
      assert.match(svg, /class="points"/, file);
    }
  }
});

test('on request as PNG, too', async () => {
  const [first] = scanFigures(scanOf(['a=5']));
  assert.equal((await written(false))([first]), [first]);
  const [svg, [file, png]] = (await written(true))([first]);
  assert.equal([svg, file], [first, first[0].replace('.svg', '.png')]);
  assert.equal([...(png as Uint8Array).subarray(1, 4)], [0x50, 0x4e, 0x47]);
});

test('an axis with one power of ten has numbers at 2 and 5 times, too', () => {
  const [rates] = scanCharts(scanOf(['beam.intensity=3e5:3e6:log:5']));
  const written = texts(chartFigure(rates));
  for (const number of ['5 × 105', '106', '2 × 106']) assert.ok(written.includes(number), number);
  const plain = { ...rates, x: { ...rates.x, isShort: false } };
  assert.not.ok(texts(chartFigure(plain)).includes('5 × 105'));
});

test.run();
