/**
 * Named rows with values along one axis: a table as a picture. An upper limit is a bar with an arrow to the left, a value outside of the
 * axis a filled arrow at its edge. Beside the panel stand the numbers.
 */
import type { Quoted } from '../../core/paper.js';
import type { RowChart } from '../../run/chart.js';
import { quotedSpans } from '../quoted.js';
import { type Look, lookOf, marker } from './looks.js';
import {
  axisLabel,
  COLOUR,
  document,
  linearScale,
  logScale,
  PANELS,
  type Panel,
  prose,
  type Scale,
  shorten,
  SIZE,
  TEXT,
  xAxis,
} from './style.js';
import { element, px, type Span, text, textWidth } from './svg.js';

const ROOM = { label: 16, column: 30, head: 40 } as const;
/** Of a marker, of the arrow of a limit, pixels. */
const MARKER = 4.5;
const ARROW = 26;

export function rowFigure(chart: RowChart): string {
  const { title, subtitle, caption, rows, series } = chart;
  const { whole } = PANELS;
  const left = 24 + Math.max(...rows.map(({ name }) => textWidth(name, TEXT.legend))) + ROOM.label;
  const columns = series.map(({ values, label }) => {
    const widths = values.map((value) => textWidth(spansOf(value), TEXT.legend));
    return Math.max(...headOf(label).map(headWidth), ...widths) + ROOM.column;
  });
  const right = SIZE.width - 24 - columns.reduce((sum, width) => sum + width, 0);
  const body = {
    ...{ x: left, width: right - left },
    ...{ y: whole.y + ROOM.head, height: whole.height - ROOM.head },
  };
  const x = scaleOf(chart, body);
  const step = body.height / rows.length;
  const looks = series.map(({ look }) => lookOf({ look }, 0));
  const middle = (row: number) => body.y + step * (row + 0.5);
  const beside = (row: number, place: number) =>
    middle(row) + Math.min(0.22 * step, 14) * (place - (series.length - 1) / 2);
  let from = right;
  const numbers = series.map(({ label, values }, s) => {
    from += columns[s];
    const end = { 'text-anchor': 'end' };
    const head = headOf(label);
    return (
      head
        .map((line, i) =>
          text(line, from, body.y - 28 + 17 * i, TEXT.legend, { ...end, 'font-weight': 'bold' }),
        )
        .join('') +
      marker(looks[s], from - headWidth(head[0]) + MARKER, body.y - 33, MARKER) +
      values
        .map((value, row) => text(spansOf(value), from, middle(row) + 5, TEXT.legend, end))
        .join('')
    );
  });
  return document(
    { title, subtitle: prose(shorten(subtitle, 128)) },
    caption,
    stripes(rows.length, body, step),
    element('path', {
      d: x.major.map(({ value }) => `M${px(x(value))},${px(body.y)}v${px(body.height)}`).join(''),
      stroke: COLOUR.grid,
    }),
    ...rows.map(({ name, below }, i) => {
      const end = { 'text-anchor': 'end' };
      return (
        text(name, body.x - ROOM.label, middle(i) - 1, TEXT.legend, end) +
        text(below, body.x - ROOM.label, middle(i) + 14, TEXT.small, { ...end, fill: COLOUR.faint })
      );
    }),
    ...series.flatMap(({ values }, s) =>
      values.map((value, row) => drawn(value, x, beside(row, s), looks[s], body)),
    ),
    xAxis(body, x, { label: axisLabel(chart.x.name, chart.x.unit) }),
    element('rect', { ...body, fill: 'none', stroke: COLOUR.ink, 'stroke-width': 1.2 }),
    ...numbers,
  );
}

/** @example headOf('run I (2016)') // ['run I', '(2016)'] */
const headOf = (label: string) => label.split(/ (?=\()/);

/** With its marker. */
const headWidth = (line: string) => 1.08 * textWidth(line, TEXT.legend) + 4 * MARKER;

const spansOf = (value: Quoted | string | null): readonly Span[] =>
  value === null ? [''] : typeof value === 'string' ? [value] : quotedSpans(value);

/** Every second row lies on grey, so that an eye keeps to its row. */
const stripes = (rows: number, { y }: Panel, step: number): string =>
  element('path', {
    d: Array.from({ length: rows }, (_, i) => i)
      .filter((i) => i % 2 === 1)
      .map((i) => `M24,${px(y + i * step)}H${SIZE.width - 16}v${px(step)}H24z`)
      .join(''),
    fill: '#f5f5f5',
  });

function scaleOf({ x: axis, series }: RowChart, panel: Panel): Scale {
  const range = [panel.x, panel.x + panel.width] as const;
  const ends = series.flatMap(({ values }) => values.flatMap(endsOf)).filter(Number.isFinite);
  if (axis.scale === 'linear') {
    const { from = Math.min(0, ...ends), to = 1.05 * Math.max(...ends) } = axis;
    return linearScale([from, to], range, 5);
  }
  const positive = ends.filter((end) => end > 0);
  const { from = decade(Math.min(0.1, ...positive) / 2, Math.floor), to } = axis;
  return logScale([from, to ?? decade(2 * Math.max(from, ...positive), Math.ceil)], range);
}

const decade = (value: number, round: (x: number) => number) =>
  Number(`1e${round(Math.log10(value))}`);

function endsOf(value: Quoted | string | null): number[] {
  if (value === null || typeof value === 'string') return [];
  const { value: middle, error } = value;
  return error === null ? [middle] : [middle - error > 0 ? middle - error : middle, middle + error];
}

function drawn(
  value: Quoted | string | null,
  x: Scale,
  y: number,
  look: Look,
  panel: Panel,
): string {
  if (value === null || typeof value === 'string' || !Number.isFinite(value.value)) return '';
  const within = (place: number) => Math.min(panel.x + panel.width, Math.max(panel.x, place));
  const [low, high] = x.domain;
  const at = (of: number) => within(x(Math.min(high, Math.max(low, of))));
  const bar = (d: string) =>
    element('path', { d, stroke: look.colour, 'stroke-width': 1.6, fill: 'none' });
  if (value.value < low) return outside(panel.x, -1, y, look);
  if (value.value > high) return outside(panel.x + panel.width, 1, y, look);
  const place = at(value.value);
  if (value.sign === '<') {
    const tip = within(place - ARROW);
    return bar(`M${px(place)},${px(y - 6)}v12M${px(place)},${px(y)}H${px(tip)}m6,-4l-6,4l6,4`);
  }
  const error =
    value.error === null
      ? ''
      : bar(`M${px(at(value.value - value.error))},${px(y)}H${px(at(value.value + value.error))}`);
  return error + marker(look, place, y, MARKER);
}

/** A stem with a filled head that ends at an edge of the panel. @param to -1 on the left, 1 on the right */
function outside(edge: number, to: -1 | 1, y: number, { colour }: Look): string {
  const head = edge - to * 9;
  const d = `M${px(head - to * 9)},${px(y)}H${px(head)}v-4.5L${px(edge)},${px(y)}L${px(head)},${px(y + 4.5)}V${px(y)}`;
  return element('path', { d, stroke: colour, 'stroke-width': 1.6, fill: colour });
}
