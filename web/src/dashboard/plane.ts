/** The plane of E_ECAL and E_HCAL, with what is sealed; below it the few GeV of E_HCAL around the box, enlarged. */
import type { Live } from '../../../src/run/live/shape.js';
import { ask } from '../ask.js';
import { html, setText, svg } from '../dom.js';
import { type Axis, dense, edge, type Histogram, histogramOf, keyOf, nameOf } from './histogram.js';
import { asTable, frame, type Panel } from './panel.js';
import {
  border,
  type Box,
  haloed,
  linear,
  path,
  picture,
  px,
  type Scale,
  shadeBar,
  shadeOf,
  text,
  xAxis,
  yAxis,
} from './picture.js';
import { count, plural, scientific } from './words.js';

type Analysis = Live['run']['analysis'];
type Limit = Analysis['box'];

/** What is drawn. */
interface Shown {
  readonly histogram: Histogram;
  readonly analysis: Analysis;
  readonly isSealed: boolean;
  readonly sealed: number;
  readonly inBox: number | null;
}

interface View {
  readonly panel: Box;
  readonly x: Scale;
  readonly y: Scale;
}

/** The lower panel shows this many heights of the box. */
const ENLARGED = 10;
const MARGIN = { left: 36, right: 10, top: 18, between: 14, bottom: 32 };
/** Fewer occupied bins are dots, larger than the bins. */
const FEW = 400;

const CHOICES = [
  ['plane-loose', 'loose cuts'],
  ['plane-selected', 'all cuts'],
] as const;

export function plane(into: HTMLElement): Panel {
  const { tools, words, body } = frame(into, 'plane', 'Plane of E_ECAL and E_HCAL');
  const chosen = html(
    'select',
    { 'aria-label': 'Sample in the plane' },
    ...CHOICES.map(([value, words]) => html('option', { value }, words)),
  );
  tools.append(chosen);
  let shown: Shown | undefined;
  const drawn = picture(
    body,
    'E HCAL against E ECAL',
    (width) => Math.min(500, Math.max(420, Math.round(0.98 * width))),
    (width, height) => (shown ? content(shown, width, height) : []),
  );
  body.append(boxControl());
  const table = asTable(
    body,
    'Open events, in steps of 10 GeV; columns by E ECAL from',
    ['E HCAL from', ...Array.from({ length: 12 }, (_, i) => `${10 * i}`)],
    () => (shown ? rowsOf(shown.histogram) : []),
  );
  let last: Live | undefined;
  const show = (live: Live) => {
    last = live;
    const histogram = histogramOf(live, chosen.value);
    if (histogram === undefined) {
      setText(words, 'No such histogram is told of.');
      return;
    }
    const { run, totals } = live;
    const sealed = totals.recordedPhysics.sealed;
    shown = {
      ...{ histogram, analysis: run.analysis, isSealed: run.sealed },
      ...{ sealed, inBox: totals.box },
    };
    setText(words, inWords(shown));
    drawn.draw(`${keyOf(live, histogram)} ${run.sealed} ${sealed} ${totals.box}`, () =>
      describe(shown as Shown),
    );
    table.show();
  };
  chosen.addEventListener('change', () => last && show(last));
  return { show, close: drawn.close };
}

const inWords = ({ histogram, isSealed, sealed, inBox }: Shown): string =>
  [
    plural(histogram.total, 'open event'),
    isSealed ? `sealed: ${plural(sealed, 'event')}, not looked at` : `in the box: ${inBox}`,
  ].join('  ·  ');

const corner = ({ ecal, hcal }: Limit) => `E ECAL below ${ecal} GeV and E HCAL below ${hcal} GeV`;

const describe = (shown: Shown): string =>
  [
    `${inWords(shown)}.`,
    `The signal box is ${corner(shown.analysis.box)}.`,
    ...(shown.isSealed ? [`Sealed, and blank, is ${corner(shown.analysis.seal)}.`] : []),
  ].join(' ');

/** Asks for what the server refuses, so that whoever looks for it is told the way. */
function boxControl(): HTMLElement {
  const button = html('button', { type: 'button' }, 'Open the box');
  const said = html('p', { role: 'status' });
  button.addEventListener('click', async () => {
    setText(said, '');
    await ask('/api/unblind').then(
      () => setText(said, 'The box is open.'),
      (error: Error) => setText(said, `Refused: ${error.message}`),
    );
  });
  return html('div', { class: 'box-control' }, button, said);
}

function content(shown: Shown, width: number, height: number): Node[] {
  const { histogram, analysis } = shown;
  const [ecal, hcal] = histogram.axes;
  const inner = width - MARGIN.left - MARGIN.right;
  const room = height - MARGIN.top - MARGIN.between - MARGIN.bottom;
  const upper = { x: MARGIN.left, y: MARGIN.top, width: inner, height: Math.round(0.68 * room) };
  const y = upper.y + upper.height + MARGIN.between;
  const lower = { x: MARGIN.left, y, width: inner, height: room - upper.height };
  const x = linear([ecal.low, ecal.high], [upper.x, upper.x + inner], 7);
  const view = (panel: Box, high: number, ticks: number): View => ({
    panel,
    x,
    y: linear([hcal.low, high], [panel.y + panel.height, panel.y], ticks),
  });
  const all = view(upper, hcal.high, 6);
  const low = view(lower, hcal.low + ENLARGED * analysis.box.hcal, 3);
  const most = histogram.counts.reduce((a, b) => Math.max(a, b), 0);
  return [
    ...[all, low].flatMap((at, i) => [
      clipped(`plane-clip-${i}`, at.panel, [...cells(histogram, at, most), ...overlay(shown, at)]),
      ...yAxis(at.panel, at.y, i === 0 ? nameOf(hcal) : undefined),
      border(at.panel),
    ]),
    ...xAxis(upper, x),
    ...xAxis(lower, x, nameOf(ecal)),
    text('faint haloed', lower.x + inner - 7, lower.y + 15, 'enlarged', { 'text-anchor': 'end' }),
    ...names(shown, all, low),
    ...legend(shown, upper),
    ...shadeBar(
      { x: upper.x + inner - 162, y: upper.y + 84, width: 136, height: 8 },
      most,
      perBin(ecal, hcal),
    ),
  ];
}

/** What one bin is. */
const perBin = (...axes: readonly Axis[]): string =>
  `events per ${axes.map((a) => `${scientific((a.high - a.low) / a.bins)} ${a.unit}`).join(' × ')}`;

function clipped(id: string, panel: Box, children: readonly Node[]): SVGElement {
  return svg(
    'g',
    {},
    svg('clipPath', { id }, svg('rect', { ...panel })),
    svg('g', { 'clip-path': `url(#${id})` }, ...children),
  );
}

/** Bins of one shade are one path. */
function cells({ axes, bins, counts }: Histogram, { x, y }: View, most: number): Node[] {
  const [ecal, hcal] = axes;
  const paths = new Map<number, string[]>();
  bins.forEach((bin, k) => {
    const i = bin % ecal.bins;
    const j = Math.floor(bin / ecal.bins);
    if (edge(hcal, j) >= y.domain[1]) return;
    const [left, right] = [x(edge(ecal, i)), x(edge(ecal, i + 1))];
    const [bottom, top] = [y(edge(hcal, j)), y(edge(hcal, j + 1))];
    const d =
      bins.length < FEW
        ? dot((left + right) / 2, (top + bottom) / 2)
        : `M${px(left)},${px(top)}H${px(right)}V${px(bottom)}H${px(left)}z`;
    const shade = shadeOf(counts[k], most);
    const path = paths.get(shade);
    if (path) path.push(d);
    else paths.set(shade, [d]);
  });
  const drawn = [...paths].sort(([a], [b]) => a - b);
  return [
    svg(
      'g',
      bins.length < FEW ? {} : { class: 'shades' },
      ...drawn.map(([shade, d]) => path(`shade-${shade}`, d.join(''))),
    ),
  ];
}

const dot = (x: number, y: number) =>
  `M${px(x - 2.5)},${px(y)}a2.5,2.5 0 1 0 5,0a2.5,2.5 0 1 0 -5,0z`;

function overlay({ analysis, isSealed }: Shown, at: View): SVGElement[] {
  const { box, seal, regionI, regionII, beamEnergy, threshold } = analysis;
  const { panel, x, y } = at;
  const across = (hcal: number) => `M${px(panel.x)},${px(y(hcal))}h${px(panel.width)}`;
  const sum = (total: number) => `M${px(x(total))},${px(y(0))}L${px(x(0))},${px(y(total))}`;
  const edges = [beamEnergy - regionII.width, beamEnergy + regionII.width];
  const corner = area(box, at);
  return [
    ...haloed(
      'dotted',
      [regionI.min, regionI.max, regionII.min].map(across).join('') + edges.map(sum).join(''),
    ),
    ...haloed('dashed', sum(beamEnergy)),
    ...haloed('rule', `M${px(x(threshold))},${px(panel.y)}v${px(panel.height)}`),
    ...(isSealed ? sealed(area(seal, at)) : [svg('rect', { class: 'halo', ...corner })]),
    svg('rect', { class: 'box-edge', ...corner }),
  ];
}

/** From the corner of the axes. */
function area({ ecal, hcal }: Limit, { panel, x, y }: View): Box {
  const top = y(hcal);
  return { x: panel.x, y: top, width: x(ecal) - panel.x, height: panel.y + panel.height - top };
}

/** Blank and hatched, over bins that reach into it from above its edge: their events lie above it. */
function sealed(at: Box): SVGElement[] {
  const { x, y, width, height } = at;
  const lines: string[] = [];
  for (let start = x - height; start < x + width; start += 7) {
    const from = Math.max(start, x);
    const to = Math.min(start + height, x + width);
    lines.push(
      `M${px(from)},${px(y + height - (from - start))}L${px(to)},${px(y + height - (to - start))}`,
    );
  }
  return [
    svg('rect', { class: 'seal-blank', ...at }),
    path('hatch', lines.join('')),
    svg('rect', { class: 'seal-edge', ...at }),
  ];
}

/** Of the regions, and of what is sealed. */
function names({ analysis, isSealed, sealed, inBox }: Shown, all: View, low: View): SVGElement[] {
  const { box, seal, regionI, regionII, beamEnergy, threshold } = analysis;
  const big = (x: number, y: number, words: string) =>
    text('big haloed', x, y, words, { 'text-anchor': 'middle' });
  const beyond = beamEnergy + regionII.width;
  const words = isSealed
    ? `sealed: ${plural(sealed, 'event')}`
    : `signal box: ${plural(inBox ?? 0, 'event')}`;
  const middle = low.x(box.ecal / 2);
  const at = low.y((isSealed ? seal : box).hcal / 2) + 4;
  return [
    big(all.x(116), all.y((regionI.min + regionI.max) / 2) + 5, 'I'),
    big(all.x(beyond / 2) + 12, all.y(beyond / 2) - 4, 'II'),
    big(low.x(box.ecal / 2), low.y(0.65 * low.y.domain[1]) + 5, 'A'),
    big(low.x((box.ecal + threshold) / 2 + 2), low.y(box.hcal / 2) + 5, 'C'),
    text(
      'tick haloed',
      all.x(threshold) + 4,
      all.y(0.45 * all.y.domain[1]),
      `trigger, ${scientific(threshold)} GeV`,
    ),
    svg('rect', {
      class: 'chip',
      x: px(middle - 3.3 * words.length),
      y: px(at - 11),
      width: px(6.6 * words.length),
      height: 14,
    }),
    text('strong accent', middle, at, words, { 'text-anchor': 'middle' }),
  ];
}

function legend({ analysis, isSealed }: Shown, panel: Box): SVGElement[] {
  const corner = (name: string, { ecal, hcal }: Limit) => `${name}: ${ecal}, ${hcal} GeV`;
  const rows: readonly (readonly [string, string])[] = [
    ['box-edge', corner('signal box', analysis.box)],
    ...(isSealed ? ([['seal-edge', corner('sealed', analysis.seal)]] as const) : []),
    ['dashed', `E_ECAL + E_HCAL = ${analysis.beamEnergy} GeV`],
    ['dotted', 'regions I and II'],
  ];
  const x = panel.x + panel.width - 192;
  const chip = { x: x - 8, y: panel.y + 1, width: 199, height: 16 * rows.length + 46 };
  const drawn = rows.flatMap(([name, words], i) => {
    const y = panel.y + 15 + 15 * i;
    return [path(name, `M${px(x)},${px(y - 4)}h24`), text('', x + 30, y, words)];
  });
  return [svg('rect', { class: 'chip', ...chip }), ...drawn];
}

function rowsOf(histogram: Histogram): string[][] {
  const [ecal, hcal] = histogram.axes;
  const all = dense(histogram);
  const table = Array.from({ length: 12 }, () => new Array<number>(12).fill(0));
  all.forEach((n, bin) => {
    const i = Math.floor(edge(ecal, bin % ecal.bins) / 10);
    const j = Math.floor(edge(hcal, Math.floor(bin / ecal.bins)) / 10);
    if (table[j]?.[i] !== undefined) table[j][i] += n;
  });
  return table.map((row, j) => [scientific(10 * j), ...row.map(count)]);
}
