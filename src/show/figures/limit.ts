/**
 * Upper limits on the mixing eps against m_A', as in Fig. 3 of Phys. Rev. Lett. 123, 121801 (2019):
 * ours, which are expected ones (medians), beside the published one, which is observed; below them
 * the ratio to the published one, where the methods can be told apart.
 */
import { area, line } from 'd3-shape';
import { logLogInterpolation } from '../../core/signal/log-log.js';
import { percent } from '../../run/words.js';
import {
  COLOUR,
  document,
  type FigureCaption,
  HALO,
  linearScale,
  logScale,
  note,
  PANELS,
  type Panel,
  plot,
  prose,
  type Scale,
  shorten,
  TEXT,
  type View,
} from './style.js';
import { type Attributes, element, px, type Span, text, textWidth } from './svg.js';

export interface LimitPoint {
  readonly massGeV: number;
  /** Median of the expected upper limit on eps; a point that is not a positive number is left out. */
  readonly median: number;
  /** The same at -2, -1, +1, +2 standard deviations. */
  readonly band?: readonly [m2: number, m1: number, p1: number, p2: number];
}

export interface LimitCurve {
  /** The exposure, such as `2.84e11 electrons on target`. */
  readonly label: string;
  /** For what was emulated, or for a larger exposure scaled up from it. */
  readonly kind: 'emulated' | 'scaled';
  readonly method: 'asymptotic' | 'exact';
  readonly points: readonly LimitPoint[];
}

export interface LimitInput {
  readonly title?: string;
  /** Confidence level; 0.9 unless given. */
  readonly cl?: number;
  /** The bands drawn are those of the first scaled curve that has any. */
  readonly curves: readonly LimitCurve[];
  /** Observed limit of NA64, Phys. Rev. Lett. 123, 121801 (2019); may be empty. */
  readonly published: readonly { readonly massGeV: number; readonly epsilon: number }[];
  /** 1 MeV to 1 GeV unless given. */
  readonly massRangeGeV?: readonly [number, number];
  readonly caption: FigureCaption;
}

type Banded = LimitPoint & { readonly band: NonNullable<LimitPoint['band']> };

const COLOURS = { emulated: COLOUR.vermillion, scaled: COLOUR.blue } as const;

const PUBLISHED: Attributes = { stroke: COLOUR.ink, 'stroke-width': 2.6 };

const DASHES = { asymptotic: '9 5', exact: '0.1 5.5' } as const;

const lookOf = ({ kind, method }: LimitCurve): Attributes => ({
  stroke: COLOURS[kind],
  'stroke-width': method === 'exact' ? 3.4 : 2.4,
  'stroke-linecap': method === 'exact' ? 'round' : undefined,
  'stroke-dasharray': DASHES[method],
});

/** Curves of no more points than this show each of them. */
const SPARSE = 12;

/** A curve further off the published one than this has no place in the panel of ratios. */
const MOST_RATIO = 4;

export function limitFigure(input: LimitInput): string {
  const { massRangeGeV = [1e-3, 1], title = 'Expected and published limits', cl = 0.9 } = input;
  const published = usable(input.published.map((p) => ({ massGeV: p.massGeV, median: p.epsilon })));
  const curves = input.curves.map((curve) => ({ ...curve, points: usable(curve.points) }));
  const banded = curves.find((curve) => curve.kind === 'scaled' && curve.points.some(hasBand));
  const compared = curves
    .map((curve) => ({ curve, ratios: ratiosTo(published, curve.points) }))
    .filter(({ ratios }) => ratios.some(({ median }) => median < MOST_RATIO));

  const panel = compared.length > 0 ? PANELS.upper : PANELS.whole;
  const x = logScale(massRangeGeV, [panel.x, panel.x + panel.width]);
  const rows = legendRows(published.length > 0, curves, banded);
  const place = legendPlace(panel, rows);
  const y = mixingScale(panel, x, [published, ...curves.map(({ points }) => points)], place);
  const view = { panel, x, y };
  const label = [...symbol, ' (GeV)'];
  return document(
    {
      title,
      subtitle: [
        `Upper limits at ${percent(cl)} confidence level on the kinetic mixing ε of an invisible dark photon A′`,
      ],
    },
    input.caption,
    ...plot(
      'limit-mixing',
      view,
      {
        grid: true,
        x: compared.length > 0 ? { numbers: false } : { label },
        y: { label: ['upper limit on ε'] },
      },
      banded ? bands(banded.points, view) : '',
      drawn(published, view, PUBLISHED, false),
      ...curves.map((curve) => drawn(curve.points, view, lookOf(curve))),
    ),
    ...nameOnCurves(curves, view),
    legend(rows, place),
    rows.length === 0 ? note(panel, 'no limits') : '',
    compared.length > 0 ? ratioPanel(x, label, published, compared, banded) : '',
  );
}

const symbol: Span[] = ['m', { sub: 'A′' }];

const positive = (value: number) => value > 0 && value < Infinity;

/** The points that can be drawn, by rising mass. */
function usable(points: readonly LimitPoint[]): LimitPoint[] {
  return points
    .filter(({ massGeV, median }) => positive(massGeV) && positive(median))
    .sort((a, b) => a.massGeV - b.massGeV);
}

const hasBand = (point: LimitPoint): point is Banded => point.band?.every(positive) ?? false;

/** Points divided by a reference, interpolated log-log; those outside its masses are left out. */
function ratiosTo(reference: readonly LimitPoint[], points: readonly LimitPoint[]): LimitPoint[] {
  if (reference.length < 2) return [];
  const at = logLogInterpolation(
    'published limit',
    reference.map(({ massGeV, median }) => [massGeV, median] as const),
  );
  const first = reference[0].massGeV;
  const last = reference[reference.length - 1].massGeV;
  return points
    .filter(({ massGeV }) => massGeV >= first && massGeV <= last)
    .map((point) => {
      const { massGeV, median } = point;
      const whole = at(massGeV);
      const ratio = { massGeV, median: median / whole };
      if (!hasBand(point)) return ratio;
      const [m2, m1, p1, p2] = point.band;
      return { ...ratio, band: [m2 / whole, m1 / whole, p1 / whole, p2 / whole] };
    });
}

/** A logarithmic axis that holds all points inside the frame and leaves the legend's place free. */
function mixingScale(
  panel: Panel,
  x: Scale,
  lines: readonly (readonly LimitPoint[])[],
  place: Panel,
): Scale {
  const [lightest, heaviest] = x.domain;
  const points = lines
    .flat()
    .filter(({ massGeV }) => massGeV >= lightest && massGeV <= heaviest)
    .map((point) => ({
      x: x(point.massGeV),
      values: hasBand(point) ? [point.median, point.band[0], point.band[3]] : [point.median],
    }));
  const values = points.flatMap((point) => point.values);
  const range = [panel.y + panel.height, panel.y] as const;
  if (values.length === 0) return logScale([1e-6, 1e-1], range);
  const high = 1.6 * Math.max(...values);
  let low = Math.min(...values) / 1.6;
  for (let i = 0; i < 100; i++) {
    const scale = logScale([low, high], range);
    const covered = points.some(
      (point) => point.x > place.x - 10 && point.values.some((v) => scale(v) > place.y - 12),
    );
    if (!covered) break;
    low /= 1.15;
  }
  return logScale([low, high], range);
}

/** A curve; one with few points shows them as rings. */
function drawn(
  points: readonly LimitPoint[],
  { x, y }: View,
  look: Attributes,
  rings = points.length <= SPARSE,
): string {
  const d = line<LimitPoint>(
    ({ massGeV }) => x(massGeV),
    ({ median }) => y(median),
  ).digits(2)(points);
  if (d === null) return '';
  const path = element('path', { d, fill: 'none', 'stroke-linejoin': 'round', ...look });
  if (!rings) return path;
  const ring = { r: 4, fill: COLOUR.background, stroke: look.stroke, 'stroke-width': 2 };
  return (
    path +
    points
      .map(({ massGeV, median }) => element('circle', { cx: x(massGeV), cy: y(median), ...ring }))
      .join('')
  );
}

/** Two standard deviations, and on it one, with an edge for prints without colour. */
function bands(points: readonly LimitPoint[], { x, y }: View): string {
  const between = (low: 0 | 1, high: 2 | 3, fill: string, edge: string) =>
    element('path', {
      class: 'band',
      d:
        area<Banded>()
          .x(({ massGeV }) => x(massGeV))
          .y0(({ band }) => y(band[low]))
          .y1(({ band }) => y(band[high]))
          .digits(2)(points.filter(hasBand)) ?? '',
      fill,
      stroke: edge,
      'stroke-width': 0.7,
    });
  return between(0, 3, COLOUR.band2, COLOUR.band1) + between(1, 2, COLOUR.band1, COLOUR.blue);
}

interface Compared {
  readonly curve: LimitCurve;
  readonly ratios: readonly LimitPoint[];
}

function ratioPanel(
  x: Scale,
  label: readonly Span[],
  published: readonly LimitPoint[],
  compared: readonly Compared[],
  banded: LimitCurve | undefined,
): string {
  const panel = PANELS.lower;
  const values = compared.flatMap(({ curve, ratios }) =>
    ratios.flatMap((point) => [
      point.median,
      ...(curve === banded && hasBand(point) ? [point.band[0], point.band[3]] : []),
    ]),
  );
  const low = Math.min(1, ...values);
  const high = Math.min(MOST_RATIO, Math.max(1, ...values));
  const room = 0.12 * (high - low) + 0.05;
  const y = linearScale(
    [Math.max(0, low - room), high + room],
    [panel.y + panel.height, panel.y],
    4,
  );
  const view = { panel, x, y };
  const band = compared.find(({ curve }) => curve === banded);
  return plot(
    'limit-ratio',
    view,
    { grid: true, x: { label }, y: { label: ['ratio to NA64'] } },
    band ? bands(band.ratios, view) : '',
    drawn(
      published.map((p) => ({ ...p, median: 1 })),
      view,
      PUBLISHED,
      false,
    ),
    ...compared.map(({ curve, ratios }) => drawn(ratios, view, lookOf(curve))),
  ).join('');
}

/** The kind beside the beginning of its curves, so that one need not look it up. */
function nameOnCurves(curves: readonly LimitCurve[], view: View): string[] {
  const { panel } = view;
  return (['emulated', 'scaled'] as const).map((kind) => {
    const outlines = curves.filter((curve) => curve.kind === kind).flatMap((c) => edges(c, view));
    const begin = Math.max(panel.x, Math.min(...outlines.map(([first]) => first[0]))) + 14;
    const end = begin + textWidth(kind, TEXT.label);
    if (!(end < panel.x + panel.width)) return '';
    // Above the curves of what was emulated, below those of what was scaled up from it.
    const above = kind === 'emulated';
    const near = outlines.flatMap((outline) => [heightAt(outline, begin), heightAt(outline, end)]);
    const y = above ? Math.min(...near) - 12 : Math.max(...near) + 22;
    return text(
      kind,
      begin,
      Math.min(panel.y + panel.height - 8, Math.max(panel.y + 18, y)),
      TEXT.label,
      {
        class: 'curve-name',
        'font-weight': 'bold',
        fill: COLOURS[kind],
        ...HALO,
      },
    );
  });
}

type Pixel = readonly [x: number, y: number];

/** Median and outer band of a curve in pixels, as far as there are any. */
function edges({ points }: LimitCurve, { x, y }: View): Pixel[][] {
  const along = (of: readonly LimitPoint[], value: (p: LimitPoint) => number) =>
    of.map((p): Pixel => [x(p.massGeV), y(value(p))]);
  const banded = points.filter(hasBand);
  return [
    along(points, ({ median }) => median),
    along(banded, (p) => p.band?.[0] ?? p.median),
    along(banded, (p) => p.band?.[3] ?? p.median),
  ].filter((outline) => outline.length > 0);
}

function heightAt(outline: readonly Pixel[], x: number): number {
  const next = outline.findIndex((pixel) => pixel[0] > x);
  if (next === -1) return outline[outline.length - 1][1];
  if (next === 0) return outline[0][1];
  const [x0, y0] = outline[next - 1];
  const [x1, y1] = outline[next];
  return y0 + ((x - x0) / (x1 - x0)) * (y1 - y0);
}

/** A heading, and under it samples with their words. */
interface LegendRow {
  readonly heading?: readonly Span[];
  readonly samples: readonly {
    readonly look: Attributes | 'band1' | 'band2';
    readonly words: string;
  }[];
}

function legendRows(
  published: boolean,
  curves: readonly LimitCurve[],
  banded: LimitCurve | undefined,
): LegendRow[] {
  const rows: LegendRow[] = [];
  if (published) {
    rows.push({
      samples: [{ look: PUBLISHED, words: 'observed: NA64, PRL 123, 121801 (2019)' }],
    });
  }
  for (const kind of ['scaled', 'emulated'] as const) {
    const ofKind = curves.filter((curve) => curve.kind === kind);
    for (const label of new Set(ofKind.map((curve) => curve.label))) {
      const own = ofKind.filter((curve) => curve.label === label);
      const samples: LegendRow['samples'][number][] = own.map((curve) => ({
        look: lookOf(curve),
        words: curve.method,
      }));
      if (banded && own.includes(banded)) {
        samples.push({ look: 'band1', words: '±1σ' }, { look: 'band2', words: '±2σ' });
      }
      const heading = ['expected (median), ', `${kind}: `, ...prose(shorten(label, 44))];
      rows.push({ heading, samples });
    }
  }
  return rows;
}

const LEGEND = { size: 14, line: 21, sample: 38, gap: 6, apart: 20, margin: 18 } as const;

const rowWidth = ({ samples }: LegendRow) =>
  samples.reduce(
    (sum, { words }) =>
      sum + LEGEND.sample + LEGEND.gap + textWidth(words, LEGEND.size) + LEGEND.apart,
    -LEGEND.apart,
  );

/** The lower right corner: limits weaken with mass, so no curve goes there. */
function legendPlace(panel: Panel, rows: readonly LegendRow[]): Panel {
  const widths = rows.flatMap((row) => [rowWidth(row), textWidth(row.heading ?? '', LEGEND.size)]);
  const lines = rows.reduce((sum, row) => sum + (row.heading ? 2 : 1), 0);
  const width = Math.max(0, ...widths);
  const height = lines * LEGEND.line;
  return {
    x: panel.x + panel.width - LEGEND.margin - width,
    y: panel.y + panel.height - LEGEND.margin - height,
    width,
    height,
  };
}

function legend(rows: readonly LegendRow[], place: Panel): string {
  let y = place.y;
  const parts: string[] = [];
  for (const { heading, samples } of rows) {
    if (heading) {
      parts.push(text(heading, place.x, y + 15, LEGEND.size));
      y += LEGEND.line;
    }
    let x = place.x;
    const middle = y + LEGEND.line / 2;
    for (const { look, words } of samples) {
      parts.push(
        typeof look === 'string'
          ? element('rect', {
              x,
              y: middle - 6,
              width: LEGEND.sample,
              height: 12,
              fill: COLOUR[look],
              stroke: look === 'band1' ? COLOUR.blue : COLOUR.band1,
              'stroke-width': 0.7,
            })
          : element('path', {
              d: `M${px(x)},${px(middle)}h${LEGEND.sample}`,
              fill: 'none',
              ...look,
            }),
        text(words, x + LEGEND.sample + LEGEND.gap, middle + 5, LEGEND.size),
      );
      x += LEGEND.sample + LEGEND.gap + textWidth(words, LEGEND.size) + LEGEND.apart;
    }
    y += LEGEND.line;
  }
  return parts.length === 0 ? '' : element('g', { class: 'legend' }, ...parts);
}
