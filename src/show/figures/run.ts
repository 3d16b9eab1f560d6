/**
 * The figures of a run: one entry of this shape each.
 */
import { PUBLISHED_EPS90 } from '../../core/signal/index.js';
import type { FinishedRun } from '../../run/run.js';
import { type LimitCurve, limitFigure } from './limit.js';
import { planeFigure } from './plane.js';
import type { FigureCaption } from './style.js';

interface RunFigure {
  readonly file: string;
  draw(run: FinishedRun): string;
}

const captionOf = ({ summary: s }: FinishedRun): FigureCaption => ({
  card: s.card,
  cardHash: s.cardHash,
  seed: s.seed,
  spills: s.spills,
  electronsOnTarget: s.electronsOnTarget,
});

const plane = (histogram: string, title: string): RunFigure => ({
  file: `figures/${histogram}.svg`,
  draw(run) {
    const found = run.histograms.find((h) => h.name === histogram);
    if (!found) throw new RangeError(`no histogram ${histogram}`);
    const { box, seal, regionI, regionII, beamEnergy } = run.card.analysis;
    return planeFigure({
      histogram: found,
      title,
      box,
      seal,
      sealed: run.summary.box === null,
      regions: { I: regionI, II: regionII },
      beamEnergyGeV: beamEnergy,
      caption: captionOf(run),
    });
  },
});

const limit: RunFigure = {
  file: 'figures/limit.svg',
  draw(run) {
    const { summary, curve } = run;
    const electrons = (n: number) =>
      `${Number(n.toPrecision(3)).toExponential().replace('e+', 'e')} electrons on target`;
    const full = electrons(run.card.analysis.fullElectrons);
    const own = electrons(summary.electronsOnTarget);
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
      published: PUBLISHED_EPS90.map(([massGeV, epsilon]) => ({ massGeV, epsilon })),
      caption: captionOf(run),
    });
  },
};

export const RUN_FIGURES: readonly RunFigure[] = [
  plane('plane-loose', 'Loose cuts: one track, SRD, beam cell'),
  plane('plane-selected', 'All cuts (i) to (iv)'),
  limit,
];

/** File name and content of every figure of a run. */
export const runFigures = (run: FinishedRun): [string, string][] =>
  RUN_FIGURES.map(({ file, draw }) => [file, draw(run)]);
