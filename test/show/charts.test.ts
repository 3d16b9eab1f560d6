import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Chart, ChartSeries } from '../../src/run/chart.js';
import { chartFigure } from '../../src/show/figures/chart.js';
import { PANELS, SIZE } from '../../src/show/figures/style.js';

const CHART: Omit<Chart, 'panels'> = {
  caption: {
    card: 'run3-2018',
    cardHash: 'abcdef0123456789',
    seed: 's',
    spills: 1,
    electronsOnTarget: 1,
  },
  file: 'f',
  title: 'Title',
  subtitle: 'Subtitle',
  x: { name: 'm', unit: 'GeV', scale: 'log', from: 1e-3, to: 1 },
};
const Y = { name: 'y', unit: '', scale: 'log' } as const;
const RISING: ChartSeries = {
  label: 'rising',
  draw: 'line',
  look: 'expected',
  points: [1e-3, 1e-2, 0.1, 1].map((x) => ({ x, y: x * x })),
};
const BAND: ChartSeries = {
  label: '±1σ',
  draw: 'band',
  look: 'one sigma',
  points: [1e-3, 1e-2, 0.1, 1].map((x) => ({ x, y: x * x, low: x * x * 0.5, high: x * x * 2 })),
};

const numbers = (text: string) => [...text.matchAll(/-?\d+(?:\.\d+)?/g)].map(Number);
const texts = (svg: string) =>
  [...svg.matchAll(/<text[^>]*>([\s\S]*?)<\/text>/g)].map(([, inner]) =>
    inner.replace(/<[^>]*>|\u200b/g, '').replaceAll('\u00a0', ' '),
  );

test('a band goes along its lower ends and back along the upper ones, under the lines', () => {
  const svg = chartFigure({ ...CHART, panels: [{ y: Y, series: [RISING, BAND] }] });
  const [, d] = svg.match(/<path class="band" d="([^"]*)"/) ?? [];
  const at = numbers(d);
  assert.is(at.length, 16);
  const [xs, ys] = [at.filter((_, i) => i % 2 === 0), at.filter((_, i) => i % 2 === 1)];
  const { x, width } = PANELS.whole;
  assert.equal([xs[0], xs[3], xs[4], xs[7]], [x, x + width, x + width, x]);
  // A pixel further down is a smaller value: a factor 4 between the ends at every point.
  const apart = [0, 1, 2, 3].map((i) => ys[i] - ys[7 - i]);
  assert.ok(
    apart.every((a) => a > 0 && Math.abs(a - apart[0]) < 0.05),
    apart.join(),
  );
  assert.ok(svg.indexOf('class="band"') < svg.indexOf('stroke-dasharray="9 5"'));
});

test('a legend below on the right leaves the curve free', () => {
  const low = { ...RISING, points: RISING.points.map(({ x }) => ({ x, y: 1 })) };
  const svg = chartFigure({
    ...CHART,
    panels: [{ y: Y, series: [low, BAND], legend: 'low right' }],
  });
  const [, legend] = svg.match(/<g class="legend">([\s\S]*?)<\/g>/) ?? [];
  const tops = [...legend.matchAll(/ y="([\d.]+)"/g)].map((m) => Number(m[1]));
  const curve = svg.match(/<path d="(M[^"]*)" fill="none" stroke="#0072b2"/) ?? [];
  const [, last] = numbers(curve[1]).slice(-2);
  assert.ok(last < Math.min(...tops), `curve at ${last}, legend from ${Math.min(...tops)}`);
});

test('panels in columns: each with its axes, one legend for all, no panel on another', () => {
  const panels = ['α_D = 0.5', 'α_D = 0.1', 'c', 'd'].map((title) => ({
    ...{ title, y: { ...Y, from: 1e-7, to: 10 } },
    series: [RISING, BAND],
  }));
  const svg = chartFigure({ ...CHART, columns: 2, panels });
  const written = texts(svg);
  assert.is(written.filter((t) => t === 'm (GeV)').length, 4);
  assert.is(written.filter((t) => t === 'rising').length, 1);
  assert.is(written.filter((t) => t === '±1σ').length, 1);
  assert.ok(written.some((t) => t.replace(/\W/g, '').includes('D05')));
  const frames = [...svg.matchAll(/<clipPath id="panel-\d"><rect ([^>]*)\/>/g)].map(([, a]) =>
    numbers(a),
  );
  assert.is(frames.length, 4);
  const inside = ([x, y, w, h]: number[]) =>
    x >= 0 && y >= 0 && x + w <= SIZE.width && y + h <= SIZE.height;
  assert.ok(frames.every(inside));
  for (const [i, a] of frames.entries()) {
    for (const b of frames.slice(i + 1)) {
      const beside = a[0] + a[2] < b[0] || b[0] + b[2] < a[0];
      const above = a[1] + a[3] < b[1] || b[1] + b[3] < a[1];
      assert.ok(beside || above);
    }
  }
  const [, legend] = svg.match(/<g class="legend">([\s\S]*?)<\/g>/) ?? [];
  const lowest = Math.max(...frames.map(([, y, , h]) => y + h));
  const rows = [...legend.matchAll(/<text x="[\d.]+" y="([\d.]+)"/g)].map((m) => Number(m[1]));
  assert.ok(
    rows.every((y) => y > lowest && y < SIZE.height - 20),
    rows.join(),
  );
});

test('heights go by weight', () => {
  const panel = { y: Y, series: [RISING] };
  const svg = chartFigure({ ...CHART, panels: [{ ...panel, weight: 3 }, panel] });
  const heights = [...svg.matchAll(/<clipPath id="panel-\d"><rect ([^>]*)\/>/g)].map(
    ([, a]) => numbers(a)[3],
  );
  assert.ok(Math.abs(heights[0] / heights[1] - 3) < 1e-3, heights.join());
});

test.run();
