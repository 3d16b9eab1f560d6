/**
 * Counts over two axes in shades, their colour bar and how many there are: what figures of planes share.
 */
import type { Axis, Histogram } from '../../core/histogram.js';
import {
  axisLabel,
  COLOUR,
  count as written,
  frame,
  linearScale,
  logScale,
  note,
  type Panel,
  type Scale,
  shade,
  TEXT,
  type View,
} from './style.js';
import { element, px, type Span, text } from './svg.js';
import { plural } from '../plural.js';

/** Room for the colour bar, right of the panels. */
const BAR = { gap: 22, width: 18, total: 118 } as const;

export const narrow = (panel: Panel): Panel => ({ ...panel, width: panel.width - BAR.total });

/** With fewer bins than this an occupied bin is a dot, larger than the bin. */
const FEW_BINS = 400;
const DOT_RADIUS = 3.6;

/** Number of shades in use; bins of one shade are one path. */
const SHADES = 48;

/** All of the axis across, a part of the one that goes up. */
export function planeView(
  panel: Panel,
  across: Axis,
  up: readonly [low: number, high: number],
  ticks: number,
): View {
  const x = linearScale([across.low, across.high], [panel.x, panel.x + panel.width], 7);
  return { panel, x, y: linearScale(up, [panel.y + panel.height, panel.y], ticks) };
}

/** @throws TypeError for a histogram of one axis */
export function axesOf({ name, axes }: Histogram): readonly [Axis, Axis] {
  const [x, y] = axes;
  if (y === undefined) {
    throw new TypeError(`figure of ${name}: got a histogram of one axis, expected two`);
  }
  return [x, y];
}

export interface Occupancy {
  readonly most: number;
  readonly bins: number;
}

export const isSparse = ({ bins }: Occupancy) => bins < FEW_BINS;

/** Of the shades, along the height of a panel. */
export const countScale = ({ y, height }: Panel, { most }: Occupancy): Scale =>
  logScale([1, Math.max(10, most)], [y + height, y]);

/** Of the bins inside the axes: the largest count, and how many are occupied. */
export function occupancy(histogram: Histogram): Occupancy {
  const [across, up] = axesOf(histogram);
  let most = 0;
  let bins = 0;
  for (let j = 1; j <= up.bins; j++) {
    for (let i = 1; i <= across.bins; i++) {
      const count = histogram.count(i, j);
      most = Math.max(most, count);
      if (count > 0) bins++;
    }
  }
  return { most, bins };
}

/** The occupied bins of a view. */
export function cells(histogram: Histogram, { x, y }: View, counts: Scale, few: boolean): string {
  const [across, up] = axesOf(histogram);
  const low = (axis: Axis, i: number) => axis.low + ((i - 1) * (axis.high - axis.low)) / axis.bins;
  const occupied: { i: number; j: number; count: number }[] = [];
  for (let j = 1; j <= up.bins && low(up, j) < y.domain[1]; j++) {
    for (let i = 1; i <= across.bins; i++) {
      const count = histogram.count(i, j);
      if (count > 0) occupied.push({ i, j, count });
    }
  }
  const paths = new Map<number, string[]>();
  const span = Math.log(counts.domain[1]);
  for (const { i, j, count } of occupied) {
    const tone = Math.round((SHADES * Math.log(count)) / span);
    const left = x(low(across, i));
    const right = x(low(across, i + 1));
    const top = y(low(up, j + 1));
    const bottom = y(low(up, j));
    const d = few
      ? dot((left + right) / 2, (top + bottom) / 2)
      : `M${px(left)},${px(top)}H${px(right)}V${px(bottom)}H${px(left)}z`;
    const path = paths.get(tone);
    if (path) path.push(d);
    else paths.set(tone, [d]);
  }
  const drawn = [...paths]
    .sort(([a], [b]) => a - b)
    .map(([tone, d]) => element('path', { d: d.join(''), fill: shade(tone / SHADES) }));
  // Bins that touch must not show the paper between them; dots must be told apart.
  const look = few
    ? { stroke: COLOUR.ink, 'stroke-width': 0.6 }
    : { 'shape-rendering': 'crispEdges' };
  return element('g', { class: 'counts', ...look }, ...drawn);
}

function dot(x: number, y: number): string {
  const r = px(DOT_RADIUS);
  const step = px(2 * DOT_RADIUS);
  return `M${px(x - DOT_RADIUS)},${px(y)}a${r},${r} 0 1 0 ${step},0a${r},${r} 0 1 0 -${step},0z`;
}

/** Right of the panel of the data. */
export function colourBar(data: Panel, counts: Scale, label: readonly Span[]): string {
  const panel = { ...data, x: data.x + data.width + BAR.gap, width: BAR.width };
  const step = panel.height / SHADES;
  const steps = Array.from({ length: SHADES }, (_, k) =>
    element('rect', {
      x: panel.x,
      y: panel.y + panel.height - (k + 1) * step,
      width: panel.width,
      height: step,
      fill: shade((k + 0.5) / SHADES),
    }),
  );
  const right = panel.x + panel.width;
  const ticks = [
    ...counts.minor.map((value) => `M${px(right)},${px(counts(value))}h-4`),
    ...counts.major.map(({ value }) => `M${px(right)},${px(counts(value))}h-8`),
  ];
  return element(
    'g',
    { class: 'colour-bar' },
    element('g', { 'shape-rendering': 'crispEdges' }, ...steps),
    element('path', { d: ticks.join(''), stroke: COLOUR.background, fill: 'none' }),
    frame(panel),
    ...counts.major.map((m) => text(m.label, right + 6, counts(m.value) + 5, TEXT.tick)),
    text(label, 0, 0, TEXT.label, {
      'text-anchor': 'end',
      transform: `translate(${px(right + 62)},${px(panel.y)}) rotate(-90)`,
    }),
  );
}

/** What one bin is, for the colour bar. */
export function perBin(across: Axis, up: Axis): Span[] {
  const width = ({ low, high, bins, unit }: Axis) => `${(high - low) / bins} ${unit}`;
  return [`events per ${width(across)} × ${width(up)}`];
}

/** How many entries there are, and how many outside the axes. */
export function entries(histogram: Histogram, what: readonly [one: string, many: string]): Span[] {
  const [across, up] = axesOf(histogram);
  const { total } = histogram;
  const outside = { left: 0, right: 0, below: 0, above: 0 };
  let inside = 0;
  for (let j = 0; j <= up.bins + 1; j++) {
    for (let i = 0; i <= across.bins + 1; i++) {
      const count = histogram.count(i, j);
      if (i === 0) outside.left += count;
      else if (i > across.bins) outside.right += count;
      else if (j === 0) outside.below += count;
      else if (j > up.bins) outside.above += count;
      else inside += count;
    }
  }
  const words: Span[] = [`${written(total)} ${plural(total, ...what)}, `];
  if (inside === total) return [...words, 'none outside the axes'];
  const where = [
    [outside.left, across, '<', across.low],
    [outside.right, across, '≥', across.high],
    [outside.below, up, '<', up.low],
    [outside.above, up, '≥', up.high],
  ] as const;
  words.push(`${written(total - inside)} of them outside the axes (`);
  let separator = '';
  for (const [count, axis, sign, edge] of where) {
    if (count === 0) continue;
    words.push(separator, ...axisLabel(axis.name, ''), ` ${sign} ${edge}: ${written(count)}`);
    separator = ', ';
  }
  return [...words, ')'];
}

export const noEntries = (panel: Panel): string => note(panel, 'no events', [0.3, 0.7]);
