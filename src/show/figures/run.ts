/**
 * The figures of a run: one entry of this shape each.
 */
import type { Card } from '../../core/card/schema.js';
import { NA64_2019 } from '../../core/signal/index.js';
import type { Histogram } from '../../core/histogram.js';
import type { ChartAxis, ChartMark, ChartPanel } from '../../run/chart.js';
import type { FinishedRun, Monitored } from '../../run/run.js';
import { shownElectrons } from '../../run/summary.js';
import { electrons } from '../../run/words.js';
import { chartFigure } from './chart.js';
import { count } from './style.js';
import { seriesOf } from './histograms.js';
import { type LimitCurve, limitFigure } from './limit.js';
import { mapFigure } from './map.js';
import { planeFigure } from './plane.js';
import { plural } from '../plural.js';

interface RunFigure<Source = FinishedRun> {
  readonly file: string;
  draw(run: Source): string;
}

/** A figure that needs the histograms alone. */
type HistogramFigure = RunFigure<Monitored>;

const histogramOf = (run: Monitored, name: string): Histogram => {
  const found = run.histograms.find((h) => h.name === name);
  if (!found) throw new RangeError(`no histogram ${name}`);
  return found;
};

const plane = (histogram: string, title: string): HistogramFigure => ({
  file: `figures/${histogram}.svg`,
  draw(run) {
    const { box, seal, regionI, regionII, beamEnergy } = run.card.analysis;
    return planeFigure({
      histogram: histogramOf(run, histogram),
      title,
      box,
      seal,
      sealed: run.sealed,
      regions: { I: regionI, II: regionII },
      beamEnergyGeV: beamEnergy,
      caption: run.caption,
    });
  },
});

type CountsOf = readonly [histogram: string, one: string, many: string];

const map = (
  file: string,
  title: string,
  maps: readonly [CountsOf, ...CountsOf[]],
  levels: (run: Monitored) => readonly ChartMark[],
): HistogramFigure => ({
  file: `figures/${file}.svg`,
  draw(run) {
    const counted = ([name, one, many]: CountsOf) => ({
      histogram: histogramOf(run, name),
      what: [one, many] as const,
    });
    const [first, ...others] = maps;
    return mapFigure({
      title,
      maps: [counted(first), ...others.map(counted)],
      levels: levels(run),
      caption: run.caption,
    });
  },
});

/** Histograms over each other in one panel. */
interface Overlay {
  readonly file: string;
  readonly title: string;
  readonly subtitle: string;
  readonly x: ChartAxis;
  readonly y: ChartAxis;
  readonly series: readonly (readonly [histogram: string, label: string])[];
  readonly merge?: number;
  readonly legend?: NonNullable<ChartPanel['legend']>;
  /** Each of area 1. */
  readonly share?: boolean;
  marks?(run: Monitored): readonly ChartMark[];
}

const overlay = (o: Overlay): HistogramFigure => ({
  file: `figures/${o.file}.svg`,
  draw(run) {
    const series = o.series.map(([name, label]) => {
      const histogram = histogramOf(run, name);
      const { points, ...rest } = seriesOf({
        histogram,
        label: '',
        merge: o.merge,
        worth: o.share ? 'share' : 1,
      });
      const { from = -Infinity, to = Infinity } = o.x;
      const shown = points.filter(({ x }) => x > from && x < to);
      const sum = shown.reduce((total, { y }) => total + y, 0);
      const outside = 1 - sum / (o.share ? 1 : Math.max(1, histogram.total));
      const beyond = outside > 5e-4 ? `, ${Number((100 * outside).toPrecision(2))} % outside` : '';
      return { ...rest, points, label: `${label}: ${count(histogram.total)}${beyond}` };
    });
    const panel = { y: o.y, series, marks: o.marks?.(run), legend: o.legend ?? 'right' };
    return chartFigure({ ...o, panels: [panel], caption: run.caption });
  },
});

/** A scaler and its part under busy against time, and the share that found the readout free. */
interface BusyFigure {
  readonly file: string;
  readonly title: string;
  readonly subtitle: string;
  readonly histogram: string;
  readonly merge: number;
  /** Seconds of beam behind one ms of the axis and one spill. */
  seconds(card: Card): number;
  readonly x: ChartAxis;
  above?(run: Monitored): ChartPanel;
}

/** @param seconds of beam behind a bin that is drawn, of all spills */
function ratesPanel(run: Monitored, histogram: string, merge: number, seconds: number): ChartPanel {
  const rate = (scaler: string, label: string) =>
    seriesOf({
      histogram: histogramOf(run, `${histogram}-${scaler}`),
      label,
      merge,
      worth: 1e-6 / seconds,
    });
  return {
    y: { name: 'coincidences', unit: 'MHz', scale: 'linear' },
    series: [rate('coincidences', 'S1 S2 S3 S4, no V'), rate('busy', 'while the readout was busy')],
  };
}

/** In the bins of the scalers, where the ripple is seen. */
function firstSpill(run: Monitored): ChartPanel {
  const [{ low: from, high: to }] = histogramOf(run, 'first-spill-coincidences').axes;
  const x = { name: 'time in the first spill', unit: 'ms', scale: 'linear', from, to } as const;
  return { x, ...ratesPanel(run, 'first-spill', 1, 1e-3) };
}

const busyFigure = (f: BusyFigure): HistogramFigure => ({
  file: `figures/${f.file}.svg`,
  draw(run) {
    const { merge } = f;
    const beam = histogramOf(run, `${f.histogram}-coincidences`);
    const busy = histogramOf(run, `${f.histogram}-busy`);
    const [axis] = beam.axes;
    const ms = (merge * (axis.high - axis.low)) / axis.bins;
    const { spills } = run.caption;
    const seconds = ms * f.seconds(run.card) * Math.max(1, spills);
    const all = seriesOf({ histogram: beam, label: '', merge });
    const missed = seriesOf({ histogram: busy, label: '', merge });
    const { deadTime } = run.card.readout;
    const live = all.points.flatMap(({ x, y: n }, i) => {
      if (n === 0) return [];
      const share = missed.points[i].y / n;
      // So many coincidences fall into each busy time; those are the independent ones.
      const together = Math.max(1, (n / seconds) * deadTime * 1e-9);
      const error = (1 - share) * share * Math.sqrt(together / Math.max(1, share * n));
      const y = 1 - share;
      return [{ x, y, low: y - error, high: y + error }];
    });
    const used = Math.max(axis.low, ...live.map(({ x }) => x + ms / 2));
    return chartFigure({
      ...f,
      caption: run.caption,
      subtitle: `${f.subtitle}, mean of ${count(spills)} ${plural(spills, 'spill')}`,
      x: { ...f.x, from: 0, to: used > 0 ? used : axis.high },
      panels: [
        ...(f.above ? [f.above(run)] : []),
        ratesPanel(run, f.histogram, merge, seconds),
        {
          y: { name: 'live share', unit: '', scale: 'linear', ...liveRange(live) },
          series: [{ label: 'found the readout free', draw: 'points', points: live, look: 2 }],
        },
      ],
    });
  },
});

function liveRange(points: readonly { low: number; high: number }[]) {
  if (points.length === 0) return {};
  const low = Math.min(...points.map((p) => p.low));
  const high = Math.max(...points.map((p) => p.high));
  const room = 0.2 * (high - low) + 0.002;
  return { from: Math.max(0, low - room), to: high + 2 * room };
}

const limit: RunFigure = {
  file: 'figures/limit.svg',
  draw(run) {
    const { summary, curve } = run;
    const onTarget = (n: number) => `${electrons(n)} electrons on target`;
    const full = onTarget(run.card.analysis.fullElectrons);
    const own = onTarget(shownElectrons(summary));
    const points = (pick: (row: FinishedRun['curve'][number]) => number) =>
      curve.map((row) => ({ massGeV: row.massGeV, median: pick(row) }));
    const curves: LimitCurve[] = [
      {
        label: full,
        kind: 'scaled',
        method: 'asymptotic',
        points: curve.map((row) => {
          const [m2, m1, p1, p2] = row.scaledBand;
          return { massGeV: row.massGeV, median: row.scaled, band: [m2, m1, p1, p2] };
        }),
      },
      { label: full, kind: 'scaled', method: 'exact', points: points((r) => r.scaledExact) },
      { label: own, kind: 'emulated', method: 'asymptotic', points: points((r) => r.emulated) },
      { label: own, kind: 'emulated', method: 'exact', points: points((r) => r.emulatedExact) },
    ];
    return limitFigure({
      cl: summary.limit.cl,
      curves,
      published: NA64_2019.points.map(([massGeV, epsilon]) => ({ massGeV, epsilon })),
      caption: run.caption,
    });
  },
};

const share = (per: string): ChartAxis => ({
  name: `share of events ${per}`,
  unit: '',
  scale: 'log',
});
const number = (what: string, scale: ChartAxis['scale']): ChartAxis => ({
  name: what,
  unit: '',
  scale,
});

/** What a histogram shows: one line each. */
export const HISTOGRAM_FIGURES: readonly HistogramFigure[] = [
  plane('plane-loose', 'Loose cuts: one track, SRD, beam cell'),
  plane('plane-selected', 'All cuts (i) to (iv)'),
  map(
    'preshower-ecal',
    'Preshower against ECAL',
    [
      ['preshower-ecal', 'triggered event', 'triggered events'],
      ['preshower-ecal-electrons', 'electron of the beam trigger', 'electrons of the beam trigger'],
    ],
    (run) => [{ at: run.card.analysis.cuts.shape.preshower, label: 'cut' }],
  ),
  overlay({
    file: 'srd',
    title: 'Synchrotron radiation of electrons, and hadrons without it',
    subtitle:
      'sum of the modules in time; electrons by their ECAL energy, hadrons by HCAL1 behind an ECAL with little',
    x: { name: 'E_SRD', unit: 'MeV', scale: 'linear', from: 0, to: 250 },
    y: share('per 5 MeV'),
    series: [
      ['srd-electrons', 'electrons, beam trigger'],
      ['srd-hadrons', 'hadrons, physics trigger'],
    ],
    merge: 5,
    share: true,
  }),
  overlay({
    file: 'chi2',
    title: 'Lateral shape of showers',
    subtitle:
      'against the expected profile about the track; electrons by their ECAL, hadrons by their HCAL energy',
    x: { name: 'log₁₀ χ² per cell', unit: '', scale: 'linear', from: -1, to: 3 },
    y: share('per 0.1'),
    series: [
      ['chi2-electrons', 'electrons, beam trigger'],
      ['chi2-hadrons', 'hadrons, physics trigger'],
    ],
    merge: 2,
    share: true,
    marks: (run) => [{ at: Math.log10(run.card.analysis.cuts.shape.chi2), label: 'cut (iii)' }],
  }),
  overlay({
    file: 'dimuon-hcal',
    title: 'Dimuons in the modules of the HCAL',
    subtitle: 'loose cuts; each module as told by the others',
    x: { name: 'E_module', unit: 'GeV', scale: 'linear', from: 0, to: 10 },
    y: number('events per 0.4 GeV', 'linear'),
    series: [
      ['dimuon-hcal1', 'HCAL1'],
      ['dimuon-hcal2', 'HCAL2'],
      ['dimuon-hcal3', 'HCAL3'],
    ],
    merge: 4,
  }),
  overlay({
    file: 'cell-times',
    title: 'Times of ECAL cells',
    subtitle: 'cells above 1 GeV, triggered events; what is out of time is pile-up',
    x: { name: 't', unit: 'ns', scale: 'linear', from: -60, to: 60 },
    y: number('cells per ns', 'log'),
    series: [['cell-times', 'cells']],
    legend: 'left',
    marks: ({ card }) => [
      { at: card.analysis.cuts.ecal.window.from, label: '' },
      { at: card.analysis.cuts.ecal.window.to, label: 'in-time window' },
    ],
  }),
  busyFigure({
    file: 'spill',
    title: 'The spill and the busy readout',
    subtitle:
      'scalers of the end-of-burst records; above: the first spill in 1 ms; below: in 40 ms',
    histogram: 'spill',
    merge: 4,
    seconds: () => 1e-3,
    x: { name: 'time in the spill', unit: 'ms', scale: 'linear' },
    above: firstSpill,
  }),
  busyFigure({
    file: 'ripple',
    title: 'The ripple of the spill: the readout is busy when the beam is there',
    subtitle: 'scalers of the end-of-burst records in 1 ms, folded at 100 Hz about the fullest',
    histogram: 'ripple',
    merge: 1,
    // Each ms of the period comes 100 times a second.
    seconds: ({ beam }) => (1e-3 * beam.spill) / 1e7,
    x: { name: 'time in the period', unit: 'ms', scale: 'linear' },
  }),
];

export const RUN_FIGURES: readonly RunFigure[] = [...HISTOGRAM_FIGURES, limit];

/** File name and content of every figure of a run. */
export const runFigures = (run: FinishedRun): [string, string][] =>
  RUN_FIGURES.map(({ file, draw }) => [file, draw(run)]);

/** The same of histograms alone. */
export const histogramFigures = (run: Monitored): [string, string][] =>
  HISTOGRAM_FIGURES.map(({ file, draw }) => [file, draw(run)]);
