/**
 * Counts over any two axes, in shades.
 */
import type { Histogram } from '../../core/histogram.js';
import {
  axesOf,
  cells,
  colourBar,
  countScale,
  entries,
  isSparse,
  narrow,
  noEntries,
  occupancy,
  perBin,
  planeView,
} from './density.js';
import {
  axisLabel,
  COLOUR,
  document,
  type FigureCaption,
  HALO,
  outlined,
  PANELS,
  plot,
  TEXT,
} from './style.js';
import { px, text } from './svg.js';

export interface MapInput {
  readonly histogram: Histogram;
  readonly title: string;
  /** What an entry is: `event`, `events`. */
  readonly what: readonly [one: string, many: string];
  /** Values of the vertical axis with their meaning. */
  readonly levels: readonly { readonly at: number; readonly label: string }[];
  readonly caption: FigureCaption;
}

export function mapFigure({ histogram, title, what, levels, caption }: MapInput): string {
  const [across, up] = axesOf(histogram);
  const panel = narrow(PANELS.whole);
  const view = planeView(panel, across, [up.low, up.high], 7);
  const { y } = view;
  const seen = occupancy(histogram);
  const counts = countScale(panel, seen);
  const lines = levels.map(({ at }) =>
    outlined(`M${px(panel.x)},${px(y(at))}h${px(panel.width)}`, {
      stroke: COLOUR.ink,
      'stroke-width': 1.2,
      'stroke-dasharray': '7 5',
    }),
  );
  return document(
    { title, subtitle: entries(histogram, what) },
    caption,
    ...plot(
      'map',
      view,
      {
        x: { label: axisLabel(across.name, across.unit) },
        y: { label: axisLabel(up.name, up.unit) },
      },
      cells(histogram, view, counts, isSparse(seen)),
      ...lines,
    ),
    ...levels.map(({ at, label }) =>
      text(label, panel.x + panel.width - 12, y(at) - 7, TEXT.subtitle, {
        'text-anchor': 'end',
        ...HALO,
      }),
    ),
    colourBar(panel, counts, perBin(across, up)),
    seen.most === 0 ? noEntries(panel) : '',
  );
}
