/** All of it as one figure. */
import { PAPER_EFFICIENCY } from '../../../core/paper.js';
import { cardHash } from '../../../core/card/index.js';
import type { Chart, ChartPoint, ChartSeries } from '../../chart.js';
import { sha256 } from '../../hash.js';
import { type Measured, PAPER, share } from '../row.js';
import { companyExpected, WINDOWS } from './neighbours.js';
import { cardOf, factor, kept, type Point, trials } from './point.js';
import { type Quiet, silenceAt } from './quiet.js';

/** Over the intensities of its runs, in the middle of their logarithms. */
const PUBLISHED: ChartSeries = {
  label: `the same in ${PAPER}`,
  draw: 'points',
  look: 5,
  points: [PAPER_EFFICIENCY.low, PAPER_EFFICIENCY.high].map(
    ({ light: { value: y, error }, from, to }) => ({
      ...{ x: Math.sqrt(from * to), from, to },
      ...{ y, low: y - error, high: y + error },
    }),
  ),
};

/** Points: emulated; lines: from r(t) and the rates of the classes. */
export function chartOf(
  points: readonly Point[],
  quiet: Quiet,
  windowNs: number,
  seed: string,
): Chart {
  const measured = (of: (p: Point) => Measured): ChartPoint[] =>
    points.map((p) => {
      const [y, error] = of(p);
      return { x: p.intensity, y, low: Math.max(0, y - error), high: y + error };
    });
  const series = (
    label: string,
    look: number,
    of: (p: Point) => Measured,
    line?: (p: Point) => number,
  ): ChartSeries[] => [
    { label, draw: 'points', look, points: measured(of) },
    ...(line
      ? [
          {
            label: '',
            draw: 'line' as const,
            look,
            points: points.map((p) => ({ x: p.intensity, y: line(p) })),
          },
        ]
      : []),
  ];
  const inBox = ({ ghosts: { counts } }: Point) => {
    const { accepted, passed } = counts.flows[0];
    return share(accepted, passed[0]);
  };
  const untouched = (p: Point) => 1 - companyExpected(p.card, seed, 1, windowNs);
  const silent = (p: Point) => silenceAt(p.card, quiet, seed);
  return {
    file: 'pileup',
    title: 'Pile-up against intensity',
    subtitle:
      "another beam particle in time, and what remains of an A' of 1 MeV; lines: r(t) with the rates of the card",
    caption: {
      card: 'run3-2018',
      cardHash: cardHash(cardOf([], seed), sha256),
      seed,
      spills: points.reduce((n, p) => n + p.spills, 0),
      electronsOnTarget: points.reduce(
        (n, p) => n + p.ghosts.counts.electrons + p.gates.counts.electrons,
        0,
      ),
    },
    x: { name: 'electrons per spill of 4.8 s', unit: '', scale: 'log', from: 8e4, to: 4e7 },
    panels: [
      {
        y: { name: 'another particle', unit: '', scale: 'log' },
        series: WINDOWS.flatMap((window, w) =>
          series(
            `within ${window} ns`,
            w,
            ({ company }) => company.accompanied[w],
            ({ company: c }) => c.expected[w],
          ),
        ),
        legend: 'left',
      },
      {
        y: { name: 'efficiency', unit: '', scale: 'linear', from: 0, to: 1.05 },
        series: [
          ...series('no pile-up in time', 0, kept, untouched),
          ...series(
            'VETO silent',
            1,
            (p) => trials(p, 'VETO'),
            (p) => silent(p)[0],
          ),
          ...series(
            'HCAL silent, VETO too',
            2,
            (p) => trials(p, 'HCAL'),
            (p) => silent(p)[1],
          ),
          ...series('readout live', 3, (p) => factor(p.ghosts, 'live')),
          ...series("A' in the box, all cuts", 4, inBox),
          PUBLISHED,
        ],
        legend: 'low',
      },
    ],
  };
}
