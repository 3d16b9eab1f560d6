/**
 * Efficiency for an A' against its mass, of each run, as it was measured; beside it what the paper says of a light and
 * a heavy one.
 */
import { HEAVY_GEV, LIGHT_GEV, PAPER_EFFICIENCY, type QuotedWithError } from '../../core/paper.js';
import type { ChartSeries } from '../chart.js';
import { type Interval, type Result, uncertainty } from './result.js';

export interface EfficiencyData {
  /** How it was measured, in words. */
  readonly method: string;
  readonly runs: readonly {
    readonly name: string;
    readonly points: readonly (Interval & { readonly massGeV: number })[];
  }[];
}

const PAPER = [
  { name: 'low intensity', ...PAPER_EFFICIENCY.low },
  { name: 'high intensity', ...PAPER_EFFICIENCY.high },
] as const;

/** The points of the paper stand a little beside each other. */
const BESIDE = 1.06;

export const efficiency: Result<EfficiencyData> = {
  chart: ({ method, runs }, caption) => ({
    caption,
    file: 'efficiency',
    title: 'Efficiency for an A′',
    subtitle: method,
    x: { name: 'm_A′', unit: 'GeV', scale: 'log', from: 8e-4, to: 1.1 },
    panels: [
      {
        y: { name: 'efficiency', unit: '', scale: 'linear', from: 0, to: 1 },
        legend: 'low',
        series: [
          ...runs.map(
            ({ name, points }, i): ChartSeries => ({
              label: name,
              draw: 'points',
              look: i,
              points: points.map(({ massGeV, value, low, high }) => ({
                x: massGeV,
                y: value,
                low,
                high,
              })),
            }),
          ),
          ...PAPER.map(
            ({ name, light, heavy }, i): ChartSeries => ({
              label: `paper, ${name}`,
              draw: 'points',
              look: 4 + i,
              points: [
                { x: LIGHT_GEV * BESIDE ** (2 * i - 1), y: light.value, ...ends(light) },
                { x: HEAVY_GEV * BESIDE ** (2 * i - 1), y: heavy.value, ...ends(heavy) },
              ],
            }),
          ),
        ],
      },
    ],
  }),

  table: ({ method, runs }) => {
    const rows = runs.flatMap(({ name, points }) => points.map((point) => ({ name, ...point })));
    return {
      file: 'efficiency',
      name: "Efficiency for an A'",
      location: 'text of the paper, total signal efficiency',
      description: `Efficiency for an invisible dark photon against its mass, of each run. ${method}.`,
      independent: [
        { name: 'Run', unit: '', values: rows.map((r) => r.name) },
        { name: 'Mass of the dark photon', unit: 'GeV', values: rows.map((r) => r.massGeV) },
      ],
      dependent: [
        {
          name: 'Efficiency',
          unit: '',
          values: rows.map((r) => r.value),
          errors: [uncertainty('stat', rows)],
        },
      ],
    };
  },
};

const ends = ({ value, error }: QuotedWithError) => ({
  low: value - error,
  high: value + error,
});
