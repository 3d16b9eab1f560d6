import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Histogram } from '../../src/core/histogram.js';
import { NA64_2019 } from '../../src/core/signal/index.js';
import type { Chart } from '../../src/run/chart.js';
import { chartFigure } from '../../src/show/figures/chart.js';
import { poisson68 } from '../../src/core/poisson.js';
import { seriesOf } from '../../src/show/figures/histograms.js';
import { type LimitCurve, type LimitInput, limitFigure } from '../../src/show/figures/limit.js';
import { type MapInput, mapFigure } from '../../src/show/figures/map.js';
import { PLANE_PANELS, type PlaneInput, planeFigure } from '../../src/show/figures/plane.js';
import { RUN_FIGURES } from '../../src/show/figures/run.js';
import { count, linearScale, logScale, prose, quantity } from '../../src/show/figures/style.js';
import { escapeXml, px } from '../../src/show/figures/svg.js';

const caption = {
  card: 'run3-2018',
  cardHash: '0123456789abcdef',
  seed: 'demo',
  spills: 8,
  electronsOnTarget: 5.61e7,
};

const axis = (name: string) => ({ name, unit: 'GeV', bins: 120, low: 0, high: 120 });

function plane(points: readonly (readonly [ecal: number, hcal: number])[]): Histogram {
  const histogram = new Histogram('plane-loose', '', [axis('E_ECAL'), axis('E_HCAL')]);
  for (const [ecal, hcal] of points) histogram.fill(ecal, hcal);
  return histogram;
}

const planeInput = (change: Partial<PlaneInput> = {}): PlaneInput => ({
  histogram: plane([
    [40.5, 10.5],
    [30.5, 70.5],
    [30.5, 70.5],
  ]),
  title: 'Loose selection',
  box: { ecal: 50, hcal: 1 },
  seal: { ecal: 55, hcal: 1.5 },
  sealed: true,
  caption,
  ...change,
});

/** Each bin of the axes filled, with counts from 1 to some 1e6. */
function crowded(): Histogram {
  const histogram = plane([]);
  const cells = Array.from({ length: 120 * 120 }, (_, k): [number, number] => [
    1 + (k % 120) + 122 * (1 + Math.floor(k / 120)),
    1 + k * k,
  ]);
  return histogram.restore(cells);
}

const published = NA64_2019.points.map(([massGeV, epsilon]) => ({ massGeV, epsilon }));

const curve = (
  kind: LimitCurve['kind'],
  method: LimitCurve['method'],
  factor: number,
  band = false,
): LimitCurve => ({
  label: kind === 'scaled' ? '2.84e11 electrons on target' : '8 spills',
  kind,
  method,
  points: published.map(({ massGeV, epsilon }) => {
    const median = factor * epsilon;
    if (!band) return { massGeV, median };
    return { massGeV, median, band: [0.8 * median, 0.9 * median, 1.2 * median, 1.5 * median] };
  }),
});

const limitInput = (change: Partial<LimitInput> = {}): LimitInput => ({
  curves: [
    curve('scaled', 'asymptotic', 1.05, true),
    curve('scaled', 'exact', 1.1),
    curve('emulated', 'asymptotic', 70),
    curve('emulated', 'exact', 75),
  ],
  published,
  caption,
  ...change,
});

const mapInput = (change: Partial<MapInput> = {}): MapInput => ({
  title: 'A map',
  maps: [{ histogram: plane([[40.5, 10.5]]), what: ['event', 'events'] }],
  levels: [{ at: 3, label: 'cut' }],
  caption,
  ...change,
});

const LINEAR = { name: 'events', unit: '', scale: 'linear' } as const;

function spectrum(values: readonly number[]): Histogram {
  const histogram = new Histogram('e', '', [
    { name: 'E', unit: 'GeV', bins: 10, low: 0, high: 10 },
  ]);
  for (const value of values) histogram.fill(value);
  return histogram;
}

/** Steps, points and lines, some of them beyond the axes. */
function chart(scale: 'linear' | 'log' = 'linear', panels = 1): Chart {
  const points = [1, 2, 4, 8].map((x) => ({ x, y: x * x, low: 0.5 * x, high: 2 * x * x }));
  const panel = {
    y: { ...LINEAR, scale },
    series: [
      seriesOf({ histogram: spectrum([1.5, 1.5, 4.5, 99]), label: 'steps' }),
      { label: 'points', draw: 'points' as const, points },
      { label: 'line', draw: 'line' as const, points: [{ x: 1, y: 0 }, ...points] },
      { label: 'more', draw: 'points' as const, points },
      { label: 'most', draw: 'points' as const, points },
    ],
    marks: [{ at: 5, label: 'a cut' }],
  };
  return {
    caption,
    file: 'chart',
    title: 'A chart',
    subtitle: '2e9 electrons',
    x: { name: 'E_x', unit: 'GeV', scale, from: scale === 'log' ? 0.5 : 0, to: 10 },
    panels: Array.from({ length: panels }, () => panel),
  };
}

const VARIANTS: Record<string, () => string> = {
  'plane, few events': () => planeFigure(planeInput()),
  'plane, no event': () => planeFigure(planeInput({ histogram: plane([]) })),
  'plane, each bin filled': () => planeFigure(planeInput({ histogram: crowded() })),
  'plane, open, with regions': () =>
    planeFigure(
      planeInput({
        sealed: false,
        regions: { I: { min: 6, max: 15 }, II: { min: 15, width: 15 } },
      }),
    ),
  'map, few events': () => mapFigure(mapInput()),
  'map, no event': () =>
    mapFigure(mapInput({ maps: [{ histogram: plane([]), what: ['event', 'events'] }] })),
  'map, each bin filled, above one with few events': () =>
    mapFigure(
      mapInput({
        maps: [
          { histogram: crowded(), what: ['event', 'events'] },
          { histogram: plane([[40.5, 10.5]]), what: ['electron', 'electrons'] },
        ],
      }),
    ),
  'chart, every way to draw': () => chartFigure(chart()),
  'chart, logarithmic, two panels': () => chartFigure(chart('log', 2)),
  'chart, a panel with its own axis above two': () => {
    const [panel] = chart().panels;
    const x = { name: 't', unit: 'ms', scale: 'linear', from: 2, to: 5 } as const;
    return chartFigure({ ...chart(), panels: [{ ...panel, x }, panel, panel] });
  },
  'chart, nothing': () => chartFigure({ ...chart(), panels: [{ y: LINEAR, series: [] }] }),
  'chart, empty histogram': () => {
    const series = [seriesOf({ histogram: spectrum([]), label: 'none', worth: 'share' })];
    return chartFigure({ ...chart(), panels: [{ y: LINEAR, series }] });
  },
  'limit, all curves': () => limitFigure(limitInput()),
  'limit, published alone': () => limitFigure(limitInput({ curves: [] })),
  'limit, ours alone': () => limitFigure(limitInput({ published: [] })),
  'limit, nothing': () => limitFigure(limitInput({ curves: [], published: [] })),
  'limit, no points': () =>
    limitFigure(limitInput({ curves: [{ ...curve('scaled', 'exact', 1), points: [] }] })),
};

/** Throws unless each element is closed in its turn, attributes are quoted and entities known. */
function assertWellFormed(xml: string, what: string): void {
  const open: string[] = [];
  let roots = 0;
  let at = 0;
  const token = /<(\/?)([a-zA-Z]+)((?: [\w:-]+="[^"<]*")*)(\/?)>|[^<]+/y;
  while (at < xml.length) {
    token.lastIndex = at;
    const found = token.exec(xml);
    assert.ok(found, `${what}: no XML at ${at}: ${xml.slice(at, at + 60)}`);
    const [whole, closing, name, attributes = '', empty] = found;
    const names = [...attributes.matchAll(/ ([\w:-]+)=/g)].map((match) => match[1]);
    assert.is(new Set(names).size, names.length, `${what}: an attribute twice in ${whole}`);
    assert.not.match(whole, /&(?!(amp|lt|gt|quot|#39);)/, `${what}: ${whole}`);
    if (name !== undefined && closing) assert.is(open.pop(), name, `${what}: at ${at}`);
    else if (name !== undefined) {
      if (open.length === 0) roots++;
      if (!empty) open.push(name);
    }
    at += whole.length;
  }
  assert.equal(open, [], what);
  assert.is(roots, 1, what);
}

/** Numbers in the attributes of the elements of a class, in the order of the file. */
function elementsOf(svg: string, className: string): Record<string, number>[] {
  return [...svg.matchAll(new RegExp(`<\\w+ class="${className}"([^>]*)>`, 'g'))].map((match) =>
    Object.fromEntries(
      [...match[1].matchAll(/ ([\w-]+)="([-\d.]+)"/g)].map(([, key, value]) => [
        key,
        Number(value),
      ]),
    ),
  );
}

/** Letters without the elements around them. */
const words = (svg: string) =>
  svg
    .replace(/<[^>]*>/g, '')
    .replace(/\u00a0/g, ' ')
    .replace(/\u200b/g, '')
    .replace(/\n+/g, '\n');

for (const [name, draw] of Object.entries(VARIANTS)) {
  test(`${name}: well-formed, all numbers, the same bytes again`, () => {
    const svg = draw();
    assertWellFormed(svg, name);
    assert.not.match(svg, /NaN|Infinity|undefined|null|\[object/);
    assert.ok(draw() === svg, 'other bytes the second time');
    const ids = [...svg.matchAll(/ id="([^"]*)"/g)].map((match) => match[1]);
    assert.is(new Set(ids).size, ids.length);
    for (const [, id] of svg.matchAll(/url\(#([^)]*)\)/g)) assert.ok(ids.includes(id), id);
    assert.not.match(svg, /https?:(?!\/\/www\.w3\.org\/2000\/svg")/, 'nothing from elsewhere');
    assert.match(words(svg), /card hash 01234567 · seed demo8 spills · 5\.61 × 107 electrons/);
  });
}

test('box and seal have their edges at the right pixels, in both panels', () => {
  const svg = planeFigure(planeInput());
  const panels = [
    { ...PLANE_PANELS.all, height120: 120 },
    { ...PLANE_PANELS.low, height120: 10 },
  ];
  const cases = [
    { drawn: elementsOf(svg, 'signal-box'), ecal: 50, hcal: 1 },
    { drawn: elementsOf(svg, 'seal-edge'), ecal: 55, hcal: 1.5 },
  ];
  for (const { drawn, ecal, hcal } of cases) {
    assert.is(drawn.length, 2);
    for (const [i, { x, y, width, height, height120 }] of panels.entries()) {
      const close = (got: number, expected: number) =>
        assert.ok(Math.abs(got - expected) <= 0.011, `${got} instead of ${expected}`);
      close(drawn[i].x, x);
      close(drawn[i].width, (ecal / 120) * width);
      close(drawn[i].height, (hcal / height120) * height);
      close(drawn[i].y + drawn[i].height, y + height);
    }
  }
});

test('a bin is drawn where it lies, and in both panels if it is low enough', () => {
  // One event too many for dots: 400 bins in a block, E_ECAL 60 to 80, E_HCAL 5 to 25.
  const block = Array.from({ length: 400 }, (_, k) => [60 + (k % 20), 5 + Math.floor(k / 20)]);
  const svg = planeFigure(planeInput({ histogram: plane(block as [number, number][]) }));
  const drawn = [...svg.matchAll(/<g class="counts"[\s\S]*?<\/g>/g)].map(([group]) =>
    [...group.matchAll(/M([\d.]+),([\d.]+)H([\d.]+)V([\d.]+)H/g)].map((m) =>
      m.slice(1).map(Number),
    ),
  );
  assert.equal(
    drawn.map((bins) => bins.length),
    [400, 100],
  );
  for (const [i, { x, y, width, height }] of [PLANE_PANELS.all, PLANE_PANELS.low].entries()) {
    const [left, top, right, bottom] = drawn[i][0];
    const highest = [120, 10][i];
    const expected = [
      x + (60 / 120) * width,
      y + height * (1 - 6 / highest),
      x + (61 / 120) * width,
      y + height * (1 - 5 / highest),
    ];
    for (const [k, got] of [left, top, right, bottom].entries()) {
      assert.ok(Math.abs(got - expected[k]) <= 0.011, `${got} instead of ${expected[k]}`);
    }
  }
});

test('a single event is a dot of several pixels', () => {
  const svg = planeFigure(planeInput({ histogram: plane([[10.5, 100.5]]) }));
  const [, radius] = svg.match(/<g class="counts"[^>]*><path d="M[\d.,]+a([\d.]+),/) ?? [];
  assert.ok(Number(radius) >= 3, radius);
});

test('the plane says that it is sealed if and only if it is', () => {
  const sealed = planeFigure(planeInput());
  assert.match(words(sealed), /sealed: not looked at/);
  assert.match(words(sealed), /3 open events, none outside the axes/);
  const open = planeFigure(planeInput({ sealed: false }));
  assert.not.match(open, /seal|open/i);
  assert.match(words(open), /signal box: EECAL &lt; 50 GeV, EHCAL &lt; 1 GeV/);
});

test('events outside the axes are stated, none is lost', () => {
  const histogram = plane([
    [10, 10],
    [-1, 3],
    [-1, -1],
    [200, 3],
    [10, -0.1],
    [10, Number.NaN],
  ]);
  assert.match(
    words(planeFigure(planeInput({ histogram, sealed: false }))),
    /\n6 events, 5 of them outside the axes \(EECAL &lt; 0: 2, EECAL ≥ 120: 1, EHCAL &lt; 0: 1, EHCAL ≥ 120: 1\)\n/,
  );
});

test('a histogram of one axis is refused', () => {
  const histogram = new Histogram('ecal', '', [axis('E_ECAL')]);
  assert.throws(() => planeFigure(planeInput({ histogram })), /got a histogram of one axis/);
});

test('a histogram is drawn bin by bin, with its uncertainties', () => {
  const histogram = spectrum([0.5, 0.6, 3.5, 20, -1]);
  const series = seriesOf({ histogram, label: 'all', merge: 2 });
  assert.equal(
    series.points.map(({ x, y }) => [x, y]),
    [
      [1, 2],
      [3, 1],
      [5, 0],
      [7, 0],
      [9, 0],
    ],
  );
  assert.equal(series.edges, [0, 2, 4, 6, 8, 10]);
  // Of all entries, those outside included.
  assert.is(seriesOf({ histogram, label: '', worth: 'share' }).points[0]?.y, 0.4);
  // N. Gehrels, Astrophys. J. 303 (1986) 336, tables 1 and 2.
  const table = [
    [0, 0, 1.841],
    [1, 0.173, 3.3],
    [3, 1.367, 5.918],
    [10, 6.891, 14.27],
  ] as const;
  for (const [n, low, high] of table) {
    const [l, h] = poisson68(n);
    assert.ok(Math.abs(l - low) < 0.02 && Math.abs(h - high) < 0.02, `${n}: ${l}, ${h}`);
  }
});

test('a chart keeps its data out of the legend, and says what its series are', () => {
  const svg = chartFigure(chart());
  for (const name of ['steps', 'points', 'line', 'a cut', 'Ex (GeV)', '2 × 109 electrons']) {
    assert.ok(words(svg).includes(name), name);
  }
  const [, legend] = svg.match(/<g class="legend">([\s\S]*?)<\/g>/) ?? [];
  const low = Math.max(
    ...[...(legend as string).matchAll(/ y="([\d.]+)"/g)].map((m) => Number(m[1])),
  );
  const [, bars] = svg.match(/class="errors" d="([^"]*)"/) ?? [];
  for (const [, x, , y] of (bars as string).matchAll(/M([\d.]+),([\d.]+)V([\d.]+)/g)) {
    if (Number(x) > 600) assert.ok(Number(y) > low, `an error bar at (${x}, ${y})`);
  }
});

test('a panel with its own axis has its own values across, and its axis is written below it', () => {
  const [panel] = chart().panels;
  const x = { name: 't', unit: 'ms', scale: 'linear', from: 2, to: 5 } as const;
  const point = { label: 'one', draw: 'points' as const, points: [{ x: 2.75, y: 1 }] };
  const svg = chartFigure({
    ...chart(),
    panels: [{ x, y: LINEAR, series: [point] }, panel, { y: LINEAR, series: [point] }],
  });
  const titles = words(svg).match(/t \(ms\)|Ex \(GeV\)/g);
  assert.equal(titles, ['t (ms)', 'Ex (GeV)']);
  const frames = [
    ...svg.matchAll(
      /<clipPath id="panel-\d"><rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"/g,
    ),
  ].map((m) => m.slice(1).map(Number));
  assert.is(frames.length, 3);
  const shares = [...svg.matchAll(/<circle cx="([\d.]+)" cy="([\d.]+)" r="4.5"/g)].map(
    ([, cx, cy]) => {
      const at = frames.findIndex(([, y, , height]) => Number(cy) > y && Number(cy) < y + height);
      return [at, (Number(cx) - frames[at][0]) / frames[at][2]];
    },
  );
  // 2.75 of 2 to 5, and of 0 to 10.
  assert.ok(shares.some(([at, share]) => at === 0 && Math.abs(share - 0.25) < 1e-3));
  assert.ok(shares.some(([at, share]) => at === 2 && Math.abs(share - 0.275) < 1e-3));
  for (let i = 1; i < 3; i++) assert.ok(frames[i][1] > frames[i - 1][1] + frames[i - 1][3]);
});

test('a point that stands for a range of x has a bar across it', () => {
  const points = [{ x: 4, y: 1, low: 0.5, high: 1.5, from: 2, to: 8 }];
  const svg = chartFigure({
    ...chart(),
    panels: [{ y: LINEAR, series: [{ label: 'paper', draw: 'points', points, look: 5 }] }],
  });
  const [, d] = svg.match(/class="errors" d="([^"]*)"/) ?? [];
  const bars = d?.match(/^M([\d.]+),([\d.]+)V([\d.]+)M([\d.]+),([\d.]+)H([\d.]+)$/);
  assert.ok(bars, d);
  const [x, low, high, from, y, to] = (bars as RegExpMatchArray).slice(1).map(Number);
  assert.ok(Math.abs((x - from) / (to - from) - 1 / 3) < 1e-3);
  assert.ok(high < y && y < low);
});

test('the limit says what is observed and what expected, emulated and scaled', () => {
  const said = words(limitFigure(limitInput()));
  for (const expected of [
    'observed: NA64, PRL 123, 121801 (2019)',
    'expected (median), scaled: 2.84 × 1011 electrons on target',
    'expected (median), emulated: 8 spills',
    'asymptotic',
    'exact',
    '±1σ',
    '±2σ',
    'mA′ (GeV)',
    'ratio to NA64',
    '90 % confidence level',
  ]) {
    assert.ok(said.includes(expected), expected);
  }
  const alone = words(limitFigure(limitInput({ curves: [curve('emulated', 'exact', 70)] })));
  assert.not.match(alone, /scaled|asymptotic|σ|ratio/);
});

test('points without a positive number are left out, in any order of masses', () => {
  const [whole] = limitInput().curves;
  const broken = [Number.NaN, 0, -1, Infinity].map((median, i) => ({ massGeV: 0.002 + i, median }));
  const masses = [{ massGeV: Number.NaN, median: 1e-4 }, ...broken, ...[...whole.points].reverse()];
  assert.is(
    limitFigure(limitInput({ curves: [{ ...whole, points: masses }] })),
    limitFigure(limitInput({ curves: [whole] })),
  );
});

test('no curve runs through the legend', () => {
  const svg = limitFigure(limitInput());
  const [, legend] = svg.match(/<g class="legend">([\s\S]*?)<\/g>/) ?? [];
  const corner = [...legend.matchAll(/<path d="M([\d.]+),([\d.]+)h/g)].map((m) => m.map(Number));
  const left = Math.min(...corner.map((m) => m[1]));
  const top = Math.min(...corner.map((m) => m[2]));
  const [, drawn] = svg.match(/clip-path="url\(#limit-mixing\)">([\s\S]*?)<\/g>/) ?? [];
  const points = [...drawn.matchAll(/[ML]([\d.]+),(-?[\d.]+)/g)].map((m) => m.map(Number));
  assert.ok(points.length > 300);
  for (const [, x, y] of points) assert.ok(x < left || y < top, `(${x}, ${y})`);
});

test('text of a user is escaped, kept short, and never markup', () => {
  const nasty = '</text><script>"\'&amp;\u0000\ud800_{x}';
  const figures = [
    planeFigure(planeInput({ title: nasty, caption: { ...caption, card: nasty, seed: nasty } })),
    limitFigure(
      limitInput({ title: nasty, curves: [{ ...curve('scaled', 'exact', 1), label: nasty }] }),
    ),
  ];
  for (const svg of figures) {
    assertWellFormed(svg, 'nasty');
    assert.not.match(svg, /<script/);
    assert.match(svg, /&lt;\/text&gt;&lt;script&gt;&quot;&#39;&amp;amp;\ufffd\ufffd_/);
  }
  const long = planeFigure(planeInput({ title: 'x'.repeat(500) }));
  assert.match(long, /x…</);
  assert.not.match(long, /x{100}/);
});

test('any text gives well-formed XML', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (seed) => {
      assertWellFormed(planeFigure(planeInput({ caption: { ...caption, seed } })), 'seed');
    }),
    { seed: 2019, numRuns: 50 },
  );
  assert.is(escapeXml('a\u0001\ufffe\ud83d\ude00\ud83d'), 'a\ufffd\ufffd\ud83d\ude00\ufffd');
});

test('a position that is not finite is refused, others have two digits at most', () => {
  assert.throws(() => px(Number.NaN), /got the position NaN, expected a finite number/);
  assert.throws(() => px(-Infinity), RangeError);
  assert.equal([px(1 / 3), px(-0.001), px(100), px(2.5)], ['0.33', '0', '100', '2.5']);
});

test('numbers are written for reading', () => {
  assert.equal(['9999', '12\u202f345', '1\u202f000\u202f000'], [9999, 12345, 1e6].map(count));
  assert.equal(quantity(2.84e11), ['2.84 × 10', { sup: '11' }]);
  assert.equal(quantity(999_999), ['999\u202f999']);
  assert.equal(quantity(Number.NaN), ['unknown']);
  assert.equal(prose('2.84e11 EOT'), ['2.84 × 10', { sup: '11' }, ' EOT']);
  assert.equal(prose('card 1e5ab x2e3'), ['card 1e5ab x2e3']);
});

test('axes have ticks at round numbers', () => {
  const values = ({ major }: ReturnType<typeof logScale>) => major.map(({ value }) => value);
  const mass = logScale([1e-3, 1], [0, 300]);
  assert.equal(values(mass), [1e-3, 1e-2, 1e-1, 1]);
  assert.is(mass.minor.length, 24);
  assert.ok(Math.abs(mass(0.01) - 100) < 1e-9);
  assert.equal(mass.major[0].label, ['10', { sup: '\u22123' }]);
  assert.equal(values(linearScale([0, 120], [0, 1], 7)), [0, 20, 40, 60, 80, 100, 120]);
});

test('every figure of a run has a file of its own below figures/', () => {
  const files = RUN_FIGURES.map(({ file }) => file);
  assert.equal(files, [
    'figures/plane-loose.svg',
    'figures/plane-selected.svg',
    'figures/preshower-ecal.svg',
    'figures/srd.svg',
    'figures/chi2.svg',
    'figures/dimuon-hcal.svg',
    'figures/cell-times.svg',
    'figures/spill.svg',
    'figures/ripple.svg',
    'figures/limit.svg',
  ]);
});

test.run();
