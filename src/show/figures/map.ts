/**
 * Counts over any two axes, in shades: maps of the same axes above each other.
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
  GAP,
  HALO,
  outlined,
  type Panel,
  plot,
  stacked,
  TEXT,
} from './style.js';
import { px, text } from './svg.js';

interface Counted {
  readonly histogram: Histogram;
  /** What an entry is: `event`, `events`. */
  readonly what: readonly [one: string, many: string];
}

export interface MapInput {
  readonly title: string;
  readonly maps: readonly [Counted, ...Counted[]];
  /** Values of the vertical axis with their meaning. */
  readonly levels: readonly { readonly at: number; readonly label: string }[];
  readonly caption: FigureCaption;
}

export function mapFigure({ title, maps, levels, caption }: MapInput): string {
  const places = stacked(maps.slice(1).map(() => GAP.line)).map(narrow);
  const said = ({ histogram, what }: Counted) => entries(histogram, what);
  return document(
    { title, subtitle: said(maps[0]) },
    caption,
    ...maps.flatMap((map, i) => {
      const panel = places[i];
      // As the line below the title above the first.
      const line = { fill: COLOUR.faint };
      return [
        i === 0 ? '' : text(said(map), panel.x, panel.y - 14, TEXT.subtitle, line),
        ...panelOf(`map-${i}`, map.histogram, levels, panel, i === maps.length - 1),
      ];
    }),
  );
}

function panelOf(
  id: string,
  histogram: Histogram,
  levels: MapInput['levels'],
  panel: Panel,
  last: boolean,
): string[] {
  const [across, up] = axesOf(histogram);
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
  return [
    ...plot(
      id,
      view,
      {
        x: last ? { label: axisLabel(across.name, across.unit) } : { numbers: false },
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
  ];
}
