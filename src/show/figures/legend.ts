/**
 * Which series is which.
 */
import type { ChartPanel, ChartSeries } from '../../run/chart.js';
import { fillOf, type Look, lookOf, marker, strokeOf } from './looks.js';
import { MARKED } from './series.js';
import { HALO, type Panel, TEXT } from './style.js';
import { element, px, text, textWidth } from './svg.js';

const LEGEND = { line: 21, sample: 34, gap: 8, margin: 14 } as const;

/** A series that has words, and its looks. */
export type Named = ChartSeries & { readonly of: Look };

/** Of these panels; what several of them have is named once. */
export function namedSeries(panels: readonly ChartPanel[]): Named[] {
  const all = panels.flatMap(({ series }) => series.map((s, i) => ({ ...s, of: lookOf(s, i) })));
  return all.filter(
    ({ label }, i) => label !== '' && all.findIndex((other) => other.label === label) === i,
  );
}

/** In a corner of a panel. */
export function legendPlace(
  panel: Panel,
  series: readonly ChartSeries[],
  corner: NonNullable<ChartPanel['legend']>,
): Panel {
  const words = series.map(({ label }) => textWidth(label, TEXT.legend));
  const width = LEGEND.sample + LEGEND.gap + Math.max(0, ...words);
  const height = LEGEND.line * series.length;
  const isRight = corner === 'right' || corner === 'low right';
  const isLow = corner === 'low' || corner === 'low right';
  return {
    x: isRight ? panel.x + panel.width - LEGEND.margin - width : panel.x + LEGEND.margin,
    y: isLow ? panel.y + panel.height - LEGEND.margin - height : panel.y + LEGEND.margin,
    width,
    height,
  };
}

/** Height of a legend in columns. */
export const stripHeight = (series: readonly Named[], columns: number): number =>
  LEGEND.line * Math.ceil(series.length / columns);

/** One row of each series; in several columns, row by row. */
export function legend(series: readonly Named[], place: Panel, columns = 1): string {
  const rows = series.map((s, i) => {
    const x = place.x + (place.width / columns) * (i % columns);
    const y = place.y + LEGEND.line * (Math.floor(i / columns) + 0.5);
    return (
      sample(s, x, y) + text(s.label, x + LEGEND.sample + LEGEND.gap, y + 5, TEXT.legend, HALO)
    );
  });
  return element('g', { class: 'legend' }, ...rows);
}

/** As the series is drawn, from x on, about y. */
function sample({ draw, points, of: look }: Named, x: number, y: number): string {
  const middle = x + LEGEND.sample / 2;
  if (draw === 'band') {
    return element('rect', { x, y: y - 6, width: LEGEND.sample, height: 12, ...fillOf(look) });
  }
  if (draw === 'line') {
    return element('path', { d: `M${px(x)},${px(y)}h${LEGEND.sample}`, ...strokeOf(look) });
  }
  if (draw === 'points') {
    const bar = { d: `M${px(middle)},${px(y - 8)}v16`, stroke: look.colour, 'stroke-width': 1.3 };
    return element('path', bar) + marker(look, middle, y, 4.5);
  }
  const d = `M${px(x)},${px(y + 6)}v-12h${LEGEND.sample}v12`;
  return (
    element('path', { d, ...strokeOf({ ...look, dashes: undefined }) }) +
    (points.length <= MARKED ? marker(look, middle, y - 6, 3) : '')
  );
}
