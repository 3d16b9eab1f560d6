/**
 * The expected limit against the upper edge of the signal box in E_ECAL, by which the paper chose 50 GeV.
 */
import type { ChartSeries } from '../chart.js';
import type { Result } from './result.js';

export interface BoxEdgeData {
  readonly cl: number;
  /** In words: which average, by which method. */
  readonly method: string;
  /** Of the run card, GeV. */
  readonly chosenGeV: number;
  readonly curves: readonly {
    readonly massGeV: number;
    readonly points: readonly {
      readonly edgeGeV: number;
      /** Expected upper limit on eps. */
      readonly eps: number;
    }[];
  }[];
}

const mev = (massGeV: number) => `${Number((1000 * massGeV).toPrecision(4))} MeV`;

export const boxEdge: Result<BoxEdgeData> = {
  chart: ({ cl, method, chosenGeV, curves }, caption) => ({
    caption,
    file: 'box-edge',
    title: 'Expected limit against the edge of the signal box',
    subtitle: `${Number((100 * cl).toPrecision(4))} % confidence level, ${method}; each over its least`,
    x: { name: 'edge of the box in E_ECAL', unit: 'GeV', scale: 'linear' },
    panels: [
      {
        y: { name: 'limit on ε over its least', unit: '', scale: 'linear', from: 0.98 },
        series: curves.map(({ massGeV, points }): ChartSeries => {
          const least = Math.min(...points.map(({ eps }) => eps));
          return {
            label: `m(A′) = ${mev(massGeV)}`,
            draw: 'line',
            points: points.map(({ edgeGeV, eps }) => ({ x: edgeGeV, y: eps / least })),
          };
        }),
        marks: [{ at: chosenGeV, label: 'chosen' }],
      },
    ],
  }),

  table: ({ cl, method, curves }) => {
    const rows = curves.flatMap(({ massGeV, points }) => points.map((p) => ({ massGeV, ...p })));
    return {
      file: 'box-edge',
      name: 'Expected limit against the edge of the box',
      location: 'text of the paper, choice of the signal box',
      description: `Expected upper limits at ${Number((100 * cl).toPrecision(4))} % confidence level on the mixing against the upper edge of the signal box in E_ECAL, ${method}.`,
      independent: [
        { name: 'Mass of the dark photon', unit: 'GeV', values: rows.map((r) => r.massGeV) },
        { name: 'Edge of the box in E_ECAL', unit: 'GeV', values: rows.map((r) => r.edgeGeV) },
      ],
      dependent: [
        { name: 'Expected upper limit on epsilon', unit: '', values: rows.map((r) => r.eps) },
      ],
    };
  },
};
