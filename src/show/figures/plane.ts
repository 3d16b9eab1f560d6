/**
 * The (E_ECAL, E_HCAL) plane, as in Fig. 2 of Phys. Rev. Lett. 123, 121801 (2019): counts in shades,
 * the signal box, regions I and II, and below it the few GeV of E_HCAL around the box, enlarged.
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
  clip,
  COLOUR,
  document,
  type FigureCaption,
  frame,
  HALO,
  outlined,
  type Panel,
  PANELS,
  TEXT,
  type View,
  xAxis,
  yAxis,
} from './style.js';
import { element, px, type Span, text, textWidth } from './svg.js';

/** A rectangle from the origin, its upper edges in GeV. */
export interface Corner {
  readonly ecal: number;
  readonly hcal: number;
}

/** The regions of the run card, in GeV; see analysis.regionI and analysis.regionII. */
export interface PlaneRegions {
  readonly I?: { readonly min: number; readonly max: number };
  readonly II?: { readonly min: number; readonly width: number };
}

export interface PlaneInput {
  /** E_ECAL and E_HCAL, in this order. */
  readonly histogram: Histogram;
  readonly title: string;
  readonly box: Corner;
  readonly seal: Corner;
  /** Whether what lies inside the seal has not been looked at. */
  readonly sealed: boolean;
  /** Drawn as thin outlines if given; the labels I and II stand there anyway. */
  readonly regions?: PlaneRegions;
  /** Where E_ECAL + E_HCAL of a whole shower lies; 100 unless given. */
  readonly beamEnergyGeV?: number;
  readonly caption: FigureCaption;
}

/** Where the data lie: all of them, and those at low E_HCAL. */
export const PLANE_PANELS = { all: narrow(PANELS.upper), low: narrow(PANELS.lower) } as const;

/** The lower panel shows this many box heights in E_HCAL. */
const ENLARGED = 10;

export function planeFigure(input: PlaneInput): string {
  const { histogram, title, box, caption } = input;
  const [ecal, hcal] = axesOf(histogram);
  const { all, low } = PLANE_PANELS;
  const seen = occupancy(histogram);
  const few = isSparse(seen);
  const counts = countScale(all, seen);
  const views = {
    all: planeView(all, ecal, [hcal.low, hcal.high], 7),
    low: planeView(low, ecal, [hcal.low, Math.min(hcal.high, hcal.low + ENLARGED * box.hcal)], 5),
  };
  const label = axisLabel(hcal.name, hcal.unit);
  return document(
    {
      title,
      subtitle: entries(
        histogram,
        input.sealed ? ['open event', 'open events'] : ['event', 'events'],
      ),
    },
    caption,
    clip('plane-all', all, cells(histogram, views.all, counts, few), ...overlay(input, views.all)),
    clip('plane-low', low, cells(histogram, views.low, counts, few), ...overlay(input, views.low)),
    xAxis(all, views.all.x, { numbers: false }),
    yAxis(all, views.all.y, { label }),
    xAxis(low, views.low.x, { label: axisLabel(ecal.name, ecal.unit) }),
    yAxis(low, views.low.y, { label }),
    frame(all),
    frame(low),
    enlargement(views),
    boxLabel(input, views.low),
    regionLabels(input, views.all),
    legend(input, views.all),
    colourBar(all, counts, perBin(ecal, hcal)),
    seen.most === 0 ? noEntries(all) : '',
  );
}

/** What lies over the data: seal, box, regions and the line of constant energy. */
function overlay(input: PlaneInput, at: View): string[] {
  const { box, seal, sealed, regions, beamEnergyGeV = 100 } = input;
  const thin = { stroke: COLOUR.ink, 'stroke-width': 1 };
  const drawn: string[] = [];
  if (regions?.I) {
    const d = [regions.I.min, regions.I.max]
      .map((edge) => `M${px(at.panel.x)},${px(at.y(edge))}h${px(at.panel.width)}`)
      .join('');
    drawn.push(outlined(d, { class: 'region-I', ...thin, 'stroke-dasharray': '2 4' }));
  }
  if (regions?.II) {
    const { min, width } = regions.II;
    const sums = [beamEnergyGeV - width, beamEnergyGeV + width];
    const d = sums.map((sum) =>
      segment(at, [sum - min, min], [at.x.domain[0], sum - at.x.domain[0]]),
    );
    const floor = segment(at, [sums[0] - min, min], [sums[1] - min, min]);
    drawn.push(
      outlined(d.join('') + floor, { class: 'region-II', ...thin, 'stroke-dasharray': '2 4' }),
    );
  }
  const whole = segment(at, [beamEnergyGeV, 0], [0, beamEnergyGeV]);
  drawn.push(outlined(whole, { class: 'beam-energy', ...thin, 'stroke-dasharray': '7 5' }));
  if (sealed) drawn.push(sealArea(seal, at));
  const edge = { ...area(box, at), fill: 'none' };
  if (!sealed) {
    drawn.push(element('rect', { ...edge, stroke: COLOUR.background, 'stroke-width': 4 }));
  }
  drawn.push(
    element('rect', { class: 'signal-box', ...edge, stroke: COLOUR.blue, 'stroke-width': 2 }),
  );
  return drawn;
}

type Point = readonly [ecal: number, hcal: number];

const segment = ({ x, y }: View, from: Point, to: Point): string =>
  `M${px(x(from[0]))},${px(y(from[1]))}L${px(x(to[0]))},${px(y(to[1]))}`;

/** From the corner of the axes to `corner`, in pixels. */
function area(corner: Corner, { x, y }: View): Panel {
  const left = x(x.domain[0]);
  const top = y(corner.hcal);
  return { x: left, y: top, width: x(corner.ecal) - left, height: y(y.domain[0]) - top };
}

/**
 * What is sealed: blank and hatched, over bins that reach into it from above its edge (their events
 * lie above it).
 */
function sealArea(seal: Corner, at: View): string {
  const { x, y, width, height } = area(seal, at);
  const lines: string[] = [];
  for (let start = x - height; start < x + width; start += 8) {
    const from = Math.max(start, x);
    const to = Math.min(start + height, x + width);
    lines.push(
      `M${px(from)},${px(y + height - (from - start))}L${px(to)},${px(y + height - (to - start))}`,
    );
  }
  return element(
    'g',
    { class: 'seal' },
    element('rect', { x, y, width, height, fill: COLOUR.background }),
    element('path', { d: lines.join(''), stroke: COLOUR.blue, 'stroke-width': 1 }),
    element('rect', {
      class: 'seal-edge',
      x,
      y,
      width,
      height,
      fill: 'none',
      stroke: COLOUR.blue,
      'stroke-dasharray': '4 3',
    }),
  );
}

/** Lines that lead from the low E_HCAL of the upper panel to the panel that enlarges it. */
function enlargement({ all, low }: { all: View; low: View }): string {
  const y = all.y(low.y.domain[1]);
  const right = all.panel.x + all.panel.width;
  const d =
    `M${px(right)},${px(y)}h7V${px(all.panel.y + all.panel.height)}` +
    `L${px(right)},${px(low.panel.y)}`;
  return (
    element('path', { class: 'enlarged', d, fill: 'none', stroke: COLOUR.faint }) +
    text('enlarged', right - 12, low.panel.y + 22, TEXT.subtitle, {
      'text-anchor': 'end',
      fill: COLOUR.faint,
      ...HALO,
    })
  );
}

/** Says so inside the enlarged box while it is sealed; once open, events may stand there. */
function boxLabel({ box, sealed }: PlaneInput, at: View): string {
  if (!sealed) return '';
  const words = 'sealed: not looked at';
  const { x, y, width, height } = area(box, at);
  const size = Math.min(TEXT.subtitle, 0.7 * height);
  const chip = textWidth(words, size) + 8;
  const middle = x + width / 2;
  return element(
    'g',
    { class: 'box-label' },
    element('rect', {
      x: middle - chip / 2,
      y: y + 2,
      width: chip,
      height: height - 4,
      fill: COLOUR.background,
      'fill-opacity': '0.9',
    }),
    text(words, middle, y + height / 2 + 0.36 * size, size, {
      'text-anchor': 'middle',
      'font-weight': 'bold',
      fill: COLOUR.blue,
    }),
  );
}

function regionLabels({ regions, beamEnergyGeV = 100 }: PlaneInput, { x, y }: View): string {
  const size = 22;
  const bold = { 'font-weight': 'bold', 'text-anchor': 'middle', ...HALO };
  const first = regions?.I ? (regions.I.min + regions.I.max) / 2 : 0.1 * beamEnergyGeV;
  const beyond = beamEnergyGeV + (regions?.II?.width ?? 0.15 * beamEnergyGeV);
  return (
    text('I', x(1.12 * beamEnergyGeV), y(first) + 8, size, bold) +
    text('II', x(0.5 * beyond) + 14, y(0.5 * beyond) - 6, size, bold)
  );
}

/** In the upper right corner, where little but pile-up is; what lies there shines through. */
function legend({ box, seal, sealed, beamEnergyGeV = 100 }: PlaneInput, { panel }: View): string {
  const corner = (name: string, { ecal, hcal }: Corner): Span[] => [
    `${name}: E`,
    { sub: 'ECAL' },
    ` < ${ecal} GeV, E`,
    { sub: 'HCAL' },
    ` < ${hcal} GeV`,
  ];
  const beam: Span[] = ['E', { sub: 'ECAL' }, ' + E', { sub: 'HCAL' }, ` = ${beamEnergyGeV} GeV`];
  const solid = { stroke: COLOUR.blue, 'stroke-width': 2 };
  const rows = [
    { words: corner('signal box', box), line: solid },
    ...(sealed
      ? [
          {
            words: corner('sealed', seal),
            line: { stroke: COLOUR.blue, 'stroke-dasharray': '4 3' },
          },
        ]
      : []),
    { words: beam, line: { stroke: COLOUR.ink, 'stroke-dasharray': '7 5' } },
  ];
  const width = 46 + Math.max(...rows.map(({ words }) => textWidth(words, TEXT.subtitle)));
  const x = panel.x + panel.width - 14 - width;
  return element(
    'g',
    { class: 'legend' },
    element('rect', {
      x: x - 8,
      y: panel.y + 10,
      width: width + 16,
      height: 22 * rows.length + 8,
      fill: COLOUR.background,
      'fill-opacity': 0.8,
    }),
    ...rows.map(({ words, line }, i) => {
      const y = panel.y + 25 + 22 * i;
      return (
        outlined(`M${px(x)},${px(y)}h34`, line) + text(words, x + 42, y + 5, TEXT.subtitle, HALO)
      );
    }),
  );
}
