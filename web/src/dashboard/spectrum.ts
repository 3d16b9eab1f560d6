/** A spectrum against its reference, and below it how far off it is. */
import type { Live } from '../../../src/run/live/shape.js';
import { html, setText } from '../dom.js';
import {
  type Axis,
  dense,
  edge,
  type Histogram,
  histogramOf,
  keyOf,
  nameOf,
  rebinning,
} from './histogram.js';
import { asTable, frame, type MakePanel } from './panel.js';
import {
  border,
  type Box,
  linear,
  log,
  path,
  picture,
  px,
  type Scale,
  text,
  xAxis,
  yAxis,
} from './picture.js';
import { summed } from './ripple.js';
import { count, plural, scientific } from './words.js';

export interface Spectrum {
  /** Its place in the grid. */
  readonly area: string;
  readonly title: string;
  /** The histogram that it begins with. */
  readonly begin: string;
}

/** Bins that there is room for. */
const MOST_BINS = 64;
/** Entries that a pull wants to be expected: fewer are no Gauss. */
const LEAST_EXPECTED = 5;
const PULL = 4;
const MARGIN = { left: 44, right: 14, top: 18, between: 8, bottom: 32 };

/** As it is drawn. */
interface Binned {
  readonly axis: Axis;
  readonly counts: readonly number[];
  readonly expected: readonly number[] | null;
  readonly reference: string | null;
  /** Entries of the run for each of the reference. */
  readonly scale: number;
}

export const spectrum =
  ({ area, title, begin }: Spectrum): MakePanel =>
  (into) => {
    const { tools, words, body } = frame(into, area, title);
    const chosen = html('select', { 'aria-label': `${title}: histogram` });
    const isLog = html('input', { type: 'checkbox', checked: true });
    tools.append(chosen, html('label', {}, isLog, 'log'));
    let shown: Binned | undefined;
    const drawn = picture(
      body,
      title,
      () => 228,
      (width, height) => (shown ? content(shown, isLog.checked, width, height) : []),
    );
    const table = asTable(body, title, ['from', 'to', 'entries', 'expected', 'pull'], () =>
      shown ? rowsOf(shown) : [],
    );
    let last: Live | undefined;
    let offered = '';
    const show = (live: Live) => {
      last = live;
      const names = live.totals.histograms.filter((h) => h.axes.length === 1);
      const all = names.map(({ name }) => name).join(' ');
      if (all !== offered) {
        const value = offered === '' ? begin : chosen.value;
        offered = all;
        chosen.replaceChildren(...names.map(({ name }) => html('option', { value: name }, name)));
        chosen.value = value;
      }
      const histogram = histogramOf(live, chosen.value);
      if (histogram === undefined) {
        setText(words, 'No such histogram is told of.');
        return;
      }
      const binned = binnedOf(histogram);
      shown = binned;
      setText(words, inWords(histogram, binned));
      drawn.draw(`${keyOf(live, histogram)} ${isLog.checked}`, () => inWords(histogram, binned));
      table.show();
    };
    const again = () => last && show(last);
    chosen.addEventListener('change', again);
    isLog.addEventListener('change', again);
    return { show, close: drawn.close };
  };

function binnedOf(histogram: Histogram): Binned {
  const [axis] = histogram.axes;
  const by = rebinning(axis.bins, MOST_BINS);
  const { reference } = histogram;
  return {
    axis: { ...axis, bins: axis.bins / by },
    counts: summed(dense(histogram), by),
    expected: reference && summed(reference.counts, by),
    reference: reference?.name ?? null,
    scale: reference ? histogram.total / reference.entries : 0,
  };
}

/**
 * What is expected fluctuates as well: of `expected / scale` entries of the reference, the variance of the difference is
 * expected (1 + scale). Null where there are too few of either.
 */
const pullOf = (n: number, expected: number, scale: number): number | null =>
  expected >= LEAST_EXPECTED * Math.max(1, scale)
    ? (n - expected) / Math.sqrt(expected * (1 + scale))
    : null;

const pullsOf = ({ counts, expected, scale }: Binned): (number | null)[] =>
  counts.map((n, i) => (expected ? pullOf(n, expected[i], scale) : null));

function inWords({ title, total }: Histogram, binned: Binned): string {
  const pulls = pullsOf(binned).filter((pull) => pull !== null);
  const chi2 = pulls.reduce((sum, pull) => sum + pull * pull, 0);
  return [
    `${title}: ${plural(total, 'entry', 'entries')}`,
    binned.reference === null
      ? 'no reference'
      : `chi² to the reference ${chi2.toFixed(1)} in ${plural(pulls.length, 'bin')}`,
  ].join('  ·  ');
}

const rowsOf = (binned: Binned) =>
  pullsOf(binned).map((pull, i) => [
    scientific(edge(binned.axis, i)),
    scientific(edge(binned.axis, i + 1)),
    count(binned.counts[i]),
    binned.expected ? binned.expected[i].toFixed(1) : '',
    pull === null ? '' : pull.toFixed(1),
  ]);

function content(binned: Binned, isLog: boolean, width: number, height: number): Node[] {
  const { axis, counts, expected, reference } = binned;
  const room = height - MARGIN.top - MARGIN.bottom - (expected ? MARGIN.between : 0);
  const inner = width - MARGIN.left - MARGIN.right;
  const upper = {
    ...{ x: MARGIN.left, y: MARGIN.top, width: inner },
    height: expected ? Math.round(0.7 * room) : room,
  };
  const x = linear([axis.low, axis.high], [upper.x, upper.x + inner], Math.max(3, width / 70));
  const y = countScale([...counts, ...(expected ?? [])], isLog, upper);
  const middle = (i: number) => (x(edge(axis, i)) + x(edge(axis, i + 1))) / 2;
  const bottom = upper.y + upper.height;
  const drawn = [
    ...(expected ? [path('reference', steps(expected, axis, x, y, bottom))] : []),
    path('points', bars(counts, middle, y, bottom)),
    path('dots', dots(counts, middle, y)),
    ...yAxis(upper, y, 'entries'),
    border(upper),
    ...legend(upper, reference),
  ];
  if (expected === null) return [...drawn, ...xAxis(upper, x, nameOf(axis))];
  const lower = {
    ...{ x: MARGIN.left, y: bottom + MARGIN.between, width: inner },
    height: room - upper.height,
  };
  return [...drawn, ...xAxis(upper, x), ...pulls(binned, lower, x, middle)];
}

function countScale(all: readonly number[], isLog: boolean, { y, height }: Box): Scale {
  const most = all.reduce((a, b) => Math.max(a, b), 1);
  const range = [y + height, y] as const;
  return isLog ? log([0.5, 20 * most], range) : linear([0, 1.4 * most], range, height / 32);
}

function steps(all: readonly number[], axis: Axis, x: Scale, y: Scale, bottom: number): string {
  const d = all.map((n, i) => {
    const at = n > 0 ? Math.min(bottom, y(n)) : bottom;
    return `${i === 0 ? 'M' : 'L'}${px(x(edge(axis, i)))},${px(at)}H${px(x(edge(axis, i + 1)))}`;
  });
  return d.join('');
}

function bars(
  all: readonly number[],
  middle: (i: number) => number,
  y: Scale,
  bottom: number,
): string {
  const bar = (n: number, i: number) => {
    if (n === 0) return '';
    const low = n - Math.sqrt(n);
    return `M${px(middle(i))},${px(y(n + Math.sqrt(n)))}V${px(low > 0 ? y(low) : bottom)}`;
  };
  return all.map(bar).join('');
}

const dot = (x: number, y: number) => `M${px(x - 2)},${px(y)}a2,2 0 1 0 4,0a2,2 0 1 0 -4,0z`;

const dots = (all: readonly number[], middle: (i: number) => number, y: Scale): string =>
  all.map((n, i) => (n === 0 ? '' : dot(middle(i), y(n)))).join('');

function legend({ x, y, width }: Box, reference: string | null): SVGElement[] {
  const right = x + width - 8;
  if (reference === null) return [];
  return [
    text('haloed', right - 22, y + 15, 'this run', { 'text-anchor': 'end' }),
    path('points', `M${px(right - 8)},${px(y + 5)}v12`),
    path('dots', dot(right - 8, y + 11)),
    text('haloed', right - 22, y + 30, reference, { 'text-anchor': 'end' }),
    path('reference', `M${px(right - 16)},${px(y + 26)}h16`),
  ];
}

/** Those beyond the panel are marks at its edge. */
function pulls(binned: Binned, panel: Box, x: Scale, middle: (i: number) => number): SVGElement[] {
  const y = linear([-PULL, PULL], [panel.y + panel.height, panel.y], 3);
  const all = pullsOf(binned).flatMap((pull, i) => (pull === null ? [] : [{ pull, i }]));
  const inside = all.filter(({ pull }) => Math.abs(pull) <= PULL);
  const beyond = all.filter(({ pull }) => Math.abs(pull) > PULL);
  const line = (pull: number) => `M${px(panel.x)},${px(y(pull))}h${px(panel.width)}`;
  return [
    path('rule', line(-2) + line(2)),
    path('axis', line(0)),
    path(
      'points',
      inside.map(({ pull, i }) => `M${px(middle(i))},${px(y(0))}V${px(y(pull))}`).join(''),
    ),
    path('dots', inside.map(({ pull, i }) => dot(middle(i), y(pull))).join('')),
    path(
      'off',
      beyond
        .map(({ pull, i }) => {
          const up = pull > 0 ? 1 : -1;
          return `M${px(middle(i) - 4)},${px(y(up * PULL) + up * 7)}h8l-4,${-7 * up}z`;
        })
        .join(''),
    ),
    ...yAxis(panel, y),
    ...xAxis(panel, x, nameOf(binned.axis)),
    border(panel),
    text('tick haloed', panel.x + panel.width - 6, panel.y + 12, 'pull', { 'text-anchor': 'end' }),
  ];
}
