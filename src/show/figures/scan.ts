/**
 * Figures of a scan: rates and live time, and what is left of A', against the parameter that was varied. Of two parameters
 * the one with fewer values makes a family of curves, since shades of a map have no intervals.
 */
import type { Chart, ChartAxis, ChartPanel, ChartPoint, ChartSeries } from '../../run/chart.js';
import type { Interval, MassPoint, Point } from '../../run/scan/point.js';
import type { Axis } from '../../run/scan/grid.js';
import type { Scan } from '../../run/scan/scan.js';
import { formatQuantity } from '../../core/units.js';
import { counted } from '../plural.js';
import { chartFigure } from './chart.js';

/** Looks that an eye tells apart; of more values so many are drawn, the first and the last among them. */
const MOST_CURVES = 6;
/** Of the horizontal axis, beyond the first and the last point, and between points that stand side by side: shares of it. */
const MARGIN = 0.04;
const APART = 0.007;
/** Free above the data for a title: share of their range. */
const TITLE = 0.3;
/** Panels of limits that have room above each other. */
const MOST_STACKED = 4;
/** A range of rates or limits that is wider than this is drawn over powers of ten. */
const WIDE = 10;

/** Each as SVG, below `figures/`. */
export const scanFigures = (scan: Scan): readonly (readonly [file: string, svg: string])[] =>
  scanCharts(scan).map((chart) => [`figures/${chart.file}.svg`, chartFigure(chart)]);

/** None where there is no point. */
export function scanCharts(scan: Scan): Chart[] {
  if (scan.points.length === 0) return [];
  return scan.axes.length === 1 ? againstOne(scan, scan.axes[0]) : againstTwo(scan);
}

/** What is read off a point, with its interval where it has one. */
type Read = (point: Point) => Interval;

const alone = (value: number | null): Interval => ({ value, low: null, high: null });
const times = (factor: number, { value, low, high }: Interval): Interval => {
  const scaled = (of: number | null) => (of === null ? null : factor * of);
  return { value: scaled(value), low: scaled(low), high: scaled(high) };
};
const ofMass =
  (mass: number, read: (of: MassPoint) => Interval): Read =>
  (point) =>
    read(point.masses[mass]);

const READ = {
  rate: (p: Point) => p.rateHz,
  recorded: (p: Point) => alone(p.recordedHz),
  bytes: (p: Point) => times(1e-6, alone(p.bytesPerSecond)),
  live: (p: Point) => p.live,
  efficiency: (m: MassPoint) => m.efficiency,
  loss: (m: MassPoint) => times(100, m.pileUpLoss),
  exact: (m: MassPoint) => alone(m.limit?.exact ?? null),
  asymptotic: (m: MassPoint) => alone(m.limit?.asymptotic ?? null),
} as const;

const massName = (massGeV: number) => formatQuantity(massGeV, 'energy');

function againstOne(scan: Scan, axis: Axis): Chart[] {
  const { points, masses } = scan;
  const x = horizontal(axis, points, 0);
  const curve = (label: string, look: number, read: Read, aside = 0): ChartSeries[] => {
    const at = pointsOf(points, 0, read, x, aside);
    return [
      { label, look, draw: 'points', points: at },
      { label: '', look, draw: 'line', points: at },
    ];
  };
  const perMass = (read: (of: MassPoint) => Interval, isNamed: boolean) =>
    masses.flatMap((massGeV, m) =>
      curve(isNamed ? massName(massGeV) : '', m, ofMass(m, read), m - (masses.length - 1) / 2),
    );
  const limitSeries = (m: number, isNamed: boolean): ChartSeries[] => [
    ...curve(isNamed ? 'exact' : '', 0, ofMass(m, READ.exact)),
    ...curve(isNamed ? 'asymptotic' : '', 1, ofMass(m, READ.asymptotic)),
  ];
  const common = { caption: captionOf(scan), x };
  return [
    {
      ...common,
      file: 'scan-rates',
      title: `Trigger and readout against ${axis.path}`,
      subtitle: `${INTERVALS}; the same particles at every point`,
      panels: [
        panel('rate', 'Hz', [
          ...curve('physics triggers', 0, READ.rate),
          ...curve('recorded, all types', 1, READ.recorded),
        ]),
        panel('raw data', 'MB/s', curve('', 2, READ.bytes)),
        panel('live fraction', '', curve('', 0, READ.live), 'close'),
      ],
    },
    {
      ...common,
      file: 'scan-signal',
      title: `A' against ${axis.path}`,
      subtitle: `${INTERVALS}; masses side by side, of the same ghosts at every point`,
      panels: [
        panel('efficiency', '', perMass(READ.efficiency, true), 'close'),
        panel('lost by pile-up', '%', perMass(READ.loss, false), 'from 0'),
      ],
    },
    {
      ...common,
      ...(masses.length > MOST_STACKED ? { columns: 2 as const } : {}),
      file: 'scan-limit',
      title: `Expected limit against ${axis.path}`,
      subtitle: 'medians from the exposure of each point alone; the same particles at every point',
      panels: masses.map((massGeV, m) => limitPanel(massGeV, 'at', limitSeries(m, m === 0))),
    },
  ];
}

function againstTwo(scan: Scan): Chart[] {
  const { axes, points, masses } = scan;
  const [across, family] = axes[0].values.length < axes[1].values.length ? [1, 0] : [0, 1];
  const x = horizontal(axes[across], points, across);
  const { path, values, unit } = axes[family];
  const drawn = spread(values.length).map((i) => values[i]);
  const curves = (read: Read, line: Read = read): ChartSeries[] =>
    drawn.flatMap(({ number, text }, look): ChartSeries[] => {
      const own = points.filter((point) => point.values[family] === number);
      const aside = look - (drawn.length - 1) / 2;
      const label = unit === '' ? text : `${text.slice(0, -unit.length)} ${unit}`;
      return [
        { label, look, draw: 'points', points: pointsOf(own, across, read, x, aside) },
        { label: '', look, draw: 'line', points: pointsOf(own, across, line, x, aside) },
      ];
    });
  const some = drawn.length < values.length ? `${drawn.length} of ${values.length} values of ` : '';
  const common = { caption: captionOf(scan), x, columns: 2 as const };
  const against = `${axes[across].path} and ${path}`;
  const [lightest] = masses;
  return [
    {
      ...common,
      file: 'scan-rates',
      title: `Trigger and readout against ${against}`,
      subtitle: `curves: ${some}${path}; ${INTERVALS}; the same particles at every point`,
      panels: [
        panel('physics triggers', 'Hz', curves(READ.rate)),
        panel('live fraction', '', curves(READ.live), 'close'),
        panel('raw data', 'MB/s', curves(READ.bytes)),
        titled(
          `A' of ${massName(lightest)}`,
          panel('lost by pile-up', '%', curves(ofMass(0, READ.loss)), 'from 0'),
        ),
      ],
    },
    {
      ...common,
      file: 'scan-signal',
      title: `A' against ${against}`,
      subtitle: `curves: ${some}${path}; ${INTERVALS}; limits: points exact, lines asymptotic`,
      panels: masses.flatMap((massGeV, m): ChartPanel[] => [
        titled(
          massName(massGeV),
          panel('efficiency', '', curves(ofMass(m, READ.efficiency)), 'close'),
        ),
        titled(
          massName(massGeV),
          limitPanel(massGeV, '', curves(ofMass(m, READ.exact), ofMass(m, READ.asymptotic))),
        ),
      ]),
    },
  ];
}

const INTERVALS = 'intervals of Clopper and Pearson, 68 %';

const captionOf = ({ name, seed, points, spills, ghosts }: Scan): string =>
  `${name} · seed “${seed}” · ${counted(points.length, 'point')} of ${counted(spills, 'spill')} · ` +
  `${counted(ghosts, 'ghost')} of each mass`;

/** Places of the values that are drawn, the first and the last among them. */
function spread(values: number): number[] {
  const n = Math.min(values, MOST_CURVES);
  return Array.from({ length: n }, (_, i) =>
    n === 1 ? 0 : Math.round((i * (values - 1)) / (n - 1)),
  );
}

interface Across extends ChartAxis {
  readonly from: number;
  readonly to: number;
}

/** From the first point to the last, and a little beyond. */
function horizontal({ path, unit, scale }: Axis, points: readonly Point[], a: number): Across {
  const values = points.map((point) => point.values[a]);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const common = { name: path, unit, scale, isShort: true };
  if (scale === 'log') {
    const margin = least < most ? (most / least) ** MARGIN : 2;
    return { ...common, from: least / margin, to: most * margin };
  }
  const margin = least < most ? MARGIN * (most - least) : Math.abs(most) || 1;
  return { ...common, from: least - margin, to: most + margin };
}

/** @param aside how many places beside its own a point stands */
function pointsOf(
  points: readonly Point[],
  a: number,
  read: Read,
  { scale, from, to }: Across,
  aside = 0,
): ChartPoint[] {
  const shifted = (value: number) =>
    scale === 'log' ? value * (to / from) ** (APART * aside) : value + APART * aside * (to - from);
  return points.flatMap((point) => {
    const { value: y, low, high } = read(point);
    if (y === null) return [];
    const x = shifted(point.values[a]);
    return [low === null || high === null ? { x, y } : { x, y, low, high }];
  });
}

/** From 0 or over powers of ten, as the data ask for; `close` from below their least; `from 0` always so. */
type Range = 'any' | 'close' | 'from 0';

function panel(
  name: string,
  unit: string,
  series: readonly ChartSeries[],
  range: Range = 'any',
): ChartPanel {
  const points = series.flatMap((s) => s.points);
  const { least, most } = endsOf(points);
  const legend = risesIn(points) ? 'left' : 'right';
  if (range === 'close') {
    const from = Math.max(0, least - 0.1 * (most - least || most));
    return { y: { name, unit, scale: 'linear', from }, series, legend };
  }
  const isWide = range === 'any' && least > 0 && most >= WIDE * least;
  const scale = isWide ? 'log' : 'linear';
  return { y: { name, unit, scale, isShort: true }, series, legend };
}

function endsOf(points: readonly ChartPoint[]) {
  if (points.length === 0) return { least: 0, most: 0 };
  const ends = points.flatMap(({ y, low = y, high = y }) => [low, high]);
  return { least: Math.min(...ends), most: Math.max(...ends) };
}

/** Limits on eps in a power of ten, so that its numbers are short. @param at whether the name of the axis has the mass */
function limitPanel(massGeV: number, at: 'at' | '', series: readonly ChartSeries[]): ChartPanel {
  const name = at === '' ? 'limit on ε' : `ε at ${massName(massGeV)}`;
  const { least, most } = endsOf(series.flatMap(({ points }) => points));
  if (!Number.isFinite(most) || most >= WIDE * least) return panel(name, '', series);
  const power = Math.floor(Math.log10(most));
  const scaled = series.map((s) => ({
    ...s,
    points: s.points.map((p) => ({ ...p, y: p.y / 10 ** power })),
  }));
  return panel(name, `10${superscript(power)}`, scaled, 'close');
}

/** @example superscript(-12) // '⁻¹²' */
const superscript = (power: number): string =>
  [...`${power}`].map((c) => (c === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(c)])).join('');

/** With room for a title above the data. */
function titled(title: string, of: ChartPanel): ChartPanel {
  const { y, series } = of;
  const { least, most } = endsOf(series.flatMap(({ points }) => points));
  const from = y.from ?? 0;
  const to = y.scale === 'log' ? most * (most / least) ** TITLE : most + TITLE * (most - from);
  return { ...of, title, ...(to > from ? { y: { ...y, to } } : {}) };
}

/** Whether they are higher on the right than on the left. */
function risesIn(points: readonly ChartPoint[]): boolean {
  const sorted = [...points].sort((a, b) => a.x - b.x);
  const third = Math.ceil(sorted.length / 3);
  const highest = (of: readonly ChartPoint[]) => Math.max(...of.map(({ y }) => y));
  return highest(sorted.slice(-third)) > highest(sorted.slice(0, third));
}
