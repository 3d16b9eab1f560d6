/**
 * Series of a chart within their panel.
 */
import type { ChartPoint, ChartSeries } from '../../run/chart.js';
import { fillOf, type Look, marker, strokeOf } from './looks.js';
import type { Scale, View } from './style.js';
import { element, px } from './svg.js';

/** Outlines of more bins than this have no markers. */
export const MARKED = 60;

export function drawnSeries(series: ChartSeries, view: View, look: Look): string {
  if (series.draw === 'band') return band(series.points, view, look);
  if (series.draw === 'line') {
    const d = series.points.map((p, i) => `${i === 0 ? 'M' : 'L'}${at(p, view)}`).join('');
    return d === '' ? '' : element('path', { d, ...strokeOf(look) });
  }
  const bars = errorBars(series.points, view, look);
  if (series.draw === 'steps') {
    const d = steps(series, view);
    const outline =
      d === ''
        ? ''
        : element('path', { class: 'steps', d, ...strokeOf({ ...look, dashes: undefined }) });
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

/** Below the axis as above it, where an end lies outside. */
function band(points: readonly ChartPoint[], { x, y }: View, look: Look): string {
  const drawn = points.filter((p) => p.low !== undefined && p.high !== undefined);
  if (drawn.length < 2) return '';
  const along = (ends: readonly ChartPoint[], end: 'low' | 'high') =>
    ends.map((p) => `${px(x(p.x))},${px(floored(p[end] ?? p.y, y))}`);
  const corners = [...along(drawn, 'low'), ...along([...drawn].reverse(), 'high')];
  return element('path', { class: 'band', d: `M${corners.join('L')}z`, ...fillOf(look) });
}
