/**
 * Charts over one axis: histograms, measured points, curves; each series told by colour, marker and dashes.
 */
import type { Chart, ChartAxis, ChartMark, ChartPanel, ChartSeries } from '../../run/chart.js';
import { legend, legendPlace, namedSeries, stripHeight } from './legend.js';
import { lookOf } from './looks.js';
import { drawnSeries } from './series.js';
import {
  axisLabel,
  COLOUR,
  document,
  GAP,
  gridded,
  HALO,
  linearScale,
  logScale,
  note,
  type Panel,
  plot,
  prose,
  type Scale,
  shorten,
  stacked,
  TEXT,
  type View,
} from './style.js';
import { element, px, type Span, text, textWidth } from './svg.js';

/** Between numbered ticks, pixels. */
const TICK_ROOM = 40;

export function chartFigure(chart: Chart): string {
  const { title, subtitle, caption } = chart;
  const drawn = chart.columns === undefined ? inOneColumn(chart) : inColumns(chart, chart.columns);
  return document({ title, subtitle: prose(shorten(subtitle, 128)) }, caption, ...drawn);
}

function inOneColumn({ panels, x: shared }: Chart): string[] {
  // An axis is written where it ends.
  const ends = panels.map(({ x }, i) => i === panels.length - 1 || x !== panels[i + 1].x);
  const places = stacked(
    ends.slice(0, -1).map((end) => (end ? GAP.axis : GAP.bare)),
    panels.map(({ weight = 1 }) => weight),
  );
  return panels.map((content, i) => {
    const axis = content.x ?? shared;
    const along = panels.filter((other) => other.x === content.x);
    const own = namedSeries([content]);
    const place = legendPlace(places[i], own, content.legend ?? 'right');
    const across = { axis, domain: extent(axis, along), isWritten: ends[i] };
    return panelOf(`panel-${i}`, content, places[i], across, place) + legend(own, place);
  });
}

function inColumns({ panels, x: shared }: Chart, columns: number): string[] {
  const all = namedSeries(panels);
  const { places, strip } = gridded(panels.length, columns, stripHeight(all, columns));
  const drawn = panels.map((content, i) => {
    const axis = content.x ?? shared;
    const across = { axis, domain: extent(axis, [content]), isWritten: true };
    return panelOf(`panel-${i}`, content, places[i], across, null);
  });
  return [...drawn, legend(all, strip, columns)];
}

const scaleOf = (
  { scale, isShort = false }: ChartAxis,
  domain: readonly [number, number],
  range: readonly [number, number],
): Scale => {
  if (scale === 'log') return isShort ? numbered(logScale(domain, range)) : logScale(domain, range);
  const length = Math.abs(range[1] - range[0]);
  return linearScale(domain, range, Math.min(7, Math.round(length / TICK_ROOM)));
};

/** With numbers at 2 and 5 times powers of ten, where fewer than two of these are on the axis. */
function numbered(scale: Scale): Scale {
  if (scale.major.length > 1) return scale;
  const more = scale.minor.filter((value) => /^[25]/.test(value.toExponential()));
  const minor = scale.minor.filter((value) => !more.includes(value));
  const major = [...scale.major.map(({ value }) => value), ...more]
    .sort((a, b) => a - b)
    .map((value) => ({ value, label: decimal(value) }));
  return Object.assign((value: number) => scale(value), { domain: scale.domain, major, minor });
}

/** @example decimal(2e6) = ['2 × 10', { sup: '6' }] */
function decimal(value: number): Span[] {
  if (value >= 0.01 && value < 1000) return [`${Number(value.toPrecision(1))}`];
  const [mantissa, exponent] = value.toExponential(0).split('e');
  return [
    mantissa === '1' ? '10' : `${mantissa} × 10`,
    { sup: `${Number(exponent)}`.replace('-', '\u2212') },
  ];
}

/** Of the horizontal axis: as given, else from the data. */
function extent(axis: ChartAxis, panels: readonly ChartPanel[]): [number, number] {
  const values = panels.flatMap(({ series }) =>
    series.flatMap((s) => s.edges ?? s.points.map((p) => p.x)),
  );
  const { from = Math.min(...values), to = Math.max(...values) } = axis;
  return from < to ? [from, to] : [0, 1];
}

interface Across {
  readonly axis: ChartAxis;
  readonly domain: readonly [number, number];
  readonly isWritten: boolean;
}

/** @param place of the legend, which the data leave free */
function panelOf(
  id: string,
  content: ChartPanel,
  panel: Panel,
  { axis: horizontal, domain, isWritten }: Across,
  place: Panel | null,
): string {
  const { series, marks = [], y: axis, title } = content;
  const x = scaleOf(horizontal, domain, [panel.x, panel.x + panel.width]);
  const view = { panel, x, y: verticalScale(content, panel, x, place) };
  const looks = series.map(lookOf);
  const layer = (isBand: boolean) =>
    series.map((s, i) => ((s.draw === 'band') === isBand ? drawnSeries(s, view, looks[i]) : ''));
  return [
    ...plot(
      id,
      view,
      {
        grid: true,
        x: isWritten ? { label: axisLabel(horizontal.name, horizontal.unit) } : { numbers: false },
        y: { label: axisLabel(axis.name, axis.unit) },
      },
      ...layer(true),
      ...layer(false),
      drawnMarks(marks, view),
    ),
    markLabels(marks, view),
    title === undefined
      ? ''
      : text(lowered(title), panel.x + 14, panel.y + 26, TEXT.label, {
          'font-weight': 'bold',
          ...HALO,
        }),
    series.some(hasData) ? '' : note(panel, 'no events'),
  ].join('');
}

/** `α_D = 0.1` with a lowered D. */
const lowered = (words: string): Span[] =>
  words.split(/_(\w+)/).map((part, i) => (i % 2 === 1 ? { sub: part } : part));

const hasData = ({ points }: ChartSeries) =>
  points.some(({ y, high = y }) => y !== 0 || high !== 0);

/** Holds all data, and leaves the place of the legend free. */
function verticalScale(
  { y: axis, series, legend: corner }: ChartPanel,
  panel: Panel,
  x: Scale,
  place: Panel | null,
): Scale {
  const log = axis.scale === 'log';
  const [left, right] = x.domain;
  const points = series
    .flatMap(({ points: own, edges }) =>
      own.map((p, i) => ({
        ...p,
        from: edges?.[i] ?? p.from ?? p.x,
        to: edges?.[i + 1] ?? p.to ?? p.x,
      })),
    )
    .filter((p) => p.x >= left && p.x <= right);
  const all = points.flatMap((p) => [p.y, p.low ?? p.y, p.high ?? p.y]);
  const values = all.filter((v) => Number.isFinite(v) && (!log || v > 0));
  const range = [panel.y + panel.height, panel.y] as const;
  if (values.length === 0) return scaleOf(axis, log ? [0.1, 10] : [0, 1], range);
  const least = Math.min(...values);
  const most = Math.max(...values);
  let low = axis.from ?? (log ? least / 2 : Math.min(0, least));
  let high = axis.to ?? (log ? most * 2 : low + 1.08 * (most - low || 1));
  // Free at the end where the legend is.
  const isLow = corner === 'low' || corner === 'low right';
  const isFree = place === null || (isLow ? axis.from : axis.to) !== undefined || corner === 'low';
  for (let i = 0; i < 100 && !isFree; i++) {
    const scale = scaleOf(axis, [low, high], range);
    const covered = points.some(
      (p) =>
        x(p.to) > place.x - 12 &&
        x(p.from) < place.x + place.width + 12 &&
        (isLow
          ? (p.low ?? p.y) < high && scale(p.low ?? p.y) > place.y - 8
          : (p.high ?? p.y) > low && scale(p.high ?? p.y) < place.y + place.height + 8),
    );
    if (!covered) break;
    const step = 0.05 * (high - low);
    if (isLow) low = log ? low / 1.3 : low - step;
    else high = log ? high * 1.3 : high + step;
  }
  return scaleOf(axis, [low, high], range);
}

function drawnMarks(marks: readonly ChartMark[], { panel, x }: View): string {
  const d = marks.map((m) => `M${px(x(m.at))},${px(panel.y)}v${px(panel.height)}`).join('');
  if (d === '') return '';
  return element('path', {
    class: 'marks',
    d,
    fill: 'none',
    stroke: COLOUR.ink,
    'stroke-width': 1.2,
    'stroke-dasharray': '3 4',
  });
}

/** Beside its line, low in the panel, on the side where there is room; marks at one distance are told once. */
function markLabels(marks: readonly ChartMark[], { panel, x }: View): string {
  return marks
    .filter(({ label }) => label !== '')
    .map(({ at: value, label }) => {
      const right = x(value) + textWidth(label, TEXT.subtitle) + 14 < panel.x + panel.width;
      return text(label, x(value) + (right ? 6 : -6), panel.y + panel.height - 12, TEXT.subtitle, {
        'text-anchor': right ? 'start' : 'end',
        ...HALO,
      });
    })
    .join('');
}
