/**
 * Charts over one axis: histograms, measured points, curves; each series told by colour, marker and dashes.
 */
import type {
  Chart,
  ChartAxis,
  ChartMark,
  ChartPanel,
  ChartPoint,
  ChartSeries,
} from '../../run/chart.js';
import {
  axisLabel,
  COLOUR,
  document,
  GAP,
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
import { type Attributes, element, px, text, textWidth } from './svg.js';

/** How a series is told from the others. */
const LOOKS = [
  { colour: COLOUR.blue, marker: 'disc', dashes: undefined },
  { colour: COLOUR.vermillion, marker: 'square', dashes: '9 4' },
  { colour: COLOUR.green, marker: 'triangle', dashes: '2 4' },
  { colour: COLOUR.purple, marker: 'diamond', dashes: '10 4 2 4' },
  { colour: COLOUR.ink, marker: 'cross', dashes: '5 3' },
  { colour: COLOUR.ink, marker: 'ring', dashes: '1 3' },
] as const;
type Look = (typeof LOOKS)[number];

/** Outlines of more bins than this have no markers. */
const MARKED = 60;

/** Between numbered ticks, pixels. */
const TICK_ROOM = 40;

export function chartFigure({ title, subtitle, x: shared, panels, caption }: Chart): string {
  // An axis is written where it ends.
  const ends = panels.map(({ x }, i) => i === panels.length - 1 || x !== panels[i + 1].x);
  const places = stacked(ends.slice(0, -1).map((end) => (end ? GAP.axis : GAP.bare)));
  const drawn = panels.map((content, i) => {
    const panel = places[i];
    const axis = content.x ?? shared;
    const along = panels.filter((other) => other.x === content.x);
    const x = scaleOf(axis, extent(axis, along), [panel.x, panel.x + panel.width]);
    return panelOf(`panel-${i}`, content, panel, x, ends[i] ? axis : undefined);
  });
  return document({ title, subtitle: prose(shorten(subtitle, 128)) }, caption, ...drawn);
}

const scaleOf = (
  { scale }: ChartAxis,
  domain: readonly [number, number],
  range: readonly [number, number],
): Scale => {
  if (scale === 'log') return logScale(domain, range);
  const length = Math.abs(range[1] - range[0]);
  return linearScale(domain, range, Math.min(7, Math.round(length / TICK_ROOM)));
};

/** Of the horizontal axis: as given, else from the data. */
function extent(axis: ChartAxis, panels: readonly ChartPanel[]): [number, number] {
  const values = panels.flatMap(({ series }) =>
    series.flatMap((s) => s.edges ?? s.points.map((p) => p.x)),
  );
  const { from = Math.min(...values), to = Math.max(...values) } = axis;
  return from < to ? [from, to] : [0, 1];
}

function panelOf(
  id: string,
  content: ChartPanel,
  panel: Panel,
  x: Scale,
  across: ChartAxis | undefined,
): string {
  const { series, marks = [], y: axis } = content;
  const named = series
    .map((s, i) => ({ ...s, of: LOOKS[(s.look ?? i) % LOOKS.length] }))
    .filter(({ label }) => label !== '');
  const place = legendPlace(panel, named, content.legend ?? 'right');
  const y = verticalScale(content, panel, x, place);
  const view = { panel, x, y };
  const looks = series.map((s, i) => LOOKS[(s.look ?? i) % LOOKS.length]);
  const label = axisLabel(axis.name, axis.unit);
  return [
    ...plot(
      id,
      view,
      {
        grid: true,
        x: across ? { label: axisLabel(across.name, across.unit) } : { numbers: false },
        y: { label },
      },
      ...series.map((s, i) => drawnSeries(s, view, looks[i])),
      drawnMarks(marks, view),
    ),
    markLabels(marks, view),
    legend(named, place),
    series.some(hasData) ? '' : note(panel, 'no events'),
  ].join('');
}

const hasData = ({ points }: ChartSeries) => points.some(({ y }) => y !== 0);

/** Holds all data, and leaves the place of the legend free. */
function verticalScale(
  { y: axis, series, legend: corner }: ChartPanel,
  panel: Panel,
  x: Scale,
  place: Panel,
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
  const low = axis.from ?? (log ? least / 2 : Math.min(0, least));
  let high = axis.to ?? (log ? most * 2 : low + 1.08 * (most - low || 1));
  for (let i = 0; i < 100 && axis.to === undefined && corner !== 'low'; i++) {
    const scale = scaleOf(axis, [low, high], range);
    const under = place.y + place.height + 8;
    const covered = points.some(
      (p) =>
        x(p.to) > place.x - 12 &&
        x(p.from) < place.x + place.width + 12 &&
        (p.high ?? p.y) > low &&
        scale(p.high ?? p.y) < under,
    );
    if (!covered) break;
    high = log ? high * 1.3 : high + 0.05 * (high - low);
  }
  return scaleOf(axis, [low, high], range);
}

function drawnSeries(series: ChartSeries, view: View, look: Look): string {
  const line: Attributes = {
    fill: 'none',
    stroke: look.colour,
    'stroke-width': 2,
    'stroke-linejoin': 'round',
  };
  if (series.draw === 'line') {
    const d = series.points.map((p, i) => `${i === 0 ? 'M' : 'L'}${at(p, view)}`).join('');
    return d === '' ? '' : element('path', { d, ...line, 'stroke-dasharray': look.dashes });
  }
  const bars = errorBars(series.points, view, look);
  if (series.draw === 'steps') {
    const d = steps(series, view);
    const outline = d === '' ? '' : element('path', { class: 'steps', d, ...line });
    // Markers tell the outlines apart without colour, where there is room for them.
    return outline + bars + (series.points.length > MARKED ? '' : markers(series, view, look, 3));
  }
  return bars + markers(series, view, look, 4.5);
}

const markers = ({ points }: ChartSeries, { x, y }: View, look: Look, r: number): string =>
  element(
    'g',
    { class: 'points' },
    ...points.filter((p) => p.y > y.domain[0]).map((p) => marker(look, x(p.x), y(p.y), r)),
  );

/** Nothing below an axis of powers of ten can be drawn. */
const visible = (value: number, scale: Scale) => value >= scale.domain[0];
const floored = (value: number, scale: Scale) => scale(Math.max(value, scale.domain[0]));
const at = (p: ChartPoint, view: View) => `${px(view.x(p.x))},${px(floored(p.y, view.y))}`;

function steps({ points, edges = [] }: ChartSeries, view: View): string {
  if (points.length === 0) return '';
  const base = px(view.y(view.y.domain[0]));
  let d = `M${px(floored(edges[0], view.x))},${base}`;
  points.forEach((p, i) => {
    d += `V${px(floored(p.y, view.y))}H${px(floored(edges[i + 1], view.x))}`;
  });
  return `${d}V${base}`;
}

function errorBars(points: readonly ChartPoint[], { x, y }: View, look: Look): string {
  const d = points
    .map((p) => {
      const { low, high, from = p.x, to = p.x } = p;
      const up =
        low !== undefined && high !== undefined && visible(high, y)
          ? `M${px(x(p.x))},${px(floored(low, y))}V${px(floored(high, y))}`
          : '';
      const across =
        from < to && visible(p.y, y) ? `M${px(floored(from, x))},${px(y(p.y))}H${px(x(to))}` : '';
      return up + across;
    })
    .join('');
  return d === ''
    ? ''
    : element('path', {
        class: 'errors',
        d,
        stroke: look.colour,
        'stroke-width': 1.3,
        fill: 'none',
      });
}

function marker({ colour, marker: kind }: Look, x: number, y: number, r: number): string {
  const of = (d: string, filled = true) =>
    element('path', {
      d,
      fill: filled ? colour : 'none',
      stroke: filled ? COLOUR.background : colour,
      'stroke-width': filled ? 0.8 : 2.2,
    });
  if (kind === 'disc') {
    return element('circle', { cx: x, cy: y, r, fill: colour, stroke: COLOUR.background });
  }
  if (kind === 'ring') {
    const paper = COLOUR.background;
    return element('circle', { cx: x, cy: y, r, fill: paper, stroke: colour, 'stroke-width': 1.8 });
  }
  if (kind === 'square') return of(`M${px(x - r)},${px(y - r)}h${2 * r}v${2 * r}h${-2 * r}z`);
  if (kind === 'triangle') {
    return of(`M${px(x)},${px(y - 1.25 * r)}l${1.2 * r},${2.1 * r}h${-2.4 * r}z`);
  }
  if (kind === 'diamond') {
    const s = 1.3 * r;
    return of(`M${px(x)},${px(y - s)}l${px(s)},${px(s)}l${px(-s)},${px(s)}l${px(-s)},${px(-s)}z`);
  }
  return of(`M${px(x - r)},${px(y - r)}l${2 * r},${2 * r}m${-2 * r},0l${2 * r},${-2 * r}`, false);
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

const LEGEND = { size: 14, line: 21, sample: 34, gap: 8, margin: 14 } as const;

function legendPlace(
  panel: Panel,
  series: readonly ChartSeries[],
  corner: NonNullable<ChartPanel['legend']>,
): Panel {
  const words = series.map(({ label }) => textWidth(label, LEGEND.size));
  const width = LEGEND.sample + LEGEND.gap + Math.max(0, ...words);
  const height = LEGEND.line * series.length;
  return {
    x: corner === 'right' ? panel.x + panel.width - LEGEND.margin - width : panel.x + LEGEND.margin,
    y: corner === 'low' ? panel.y + panel.height - LEGEND.margin - height : panel.y + LEGEND.margin,
    width,
    height,
  };
}

type Named = ChartSeries & { readonly of: Look };

function legend(series: readonly Named[], place: Panel): string {
  const rows = series.map(({ label, draw, points, of: look }, i) => {
    const y = place.y + LEGEND.line * (i + 0.5);
    const sample =
      draw === 'points'
        ? element('path', {
            d: `M${px(place.x + LEGEND.sample / 2)},${px(y - 8)}v16`,
            stroke: look.colour,
            'stroke-width': 1.3,
          }) + marker(look, place.x + LEGEND.sample / 2, y, 4.5)
        : element('path', {
            d:
              draw === 'line'
                ? `M${px(place.x)},${px(y)}h${LEGEND.sample}`
                : `M${px(place.x)},${px(y + 6)}v-12h${LEGEND.sample}v12`,
            fill: 'none',
            stroke: look.colour,
            'stroke-width': 2,
            'stroke-dasharray': draw === 'line' ? look.dashes : undefined,
          }) +
          (draw === 'steps' && points.length <= MARKED
            ? marker(look, place.x + LEGEND.sample / 2, y - 6, 3)
            : '');
    return sample + text(label, place.x + LEGEND.sample + LEGEND.gap, y + 5, LEGEND.size, HALO);
  });
  return element('g', { class: 'legend' }, ...rows);
}
