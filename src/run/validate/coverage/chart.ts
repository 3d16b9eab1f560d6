/** Coverage of one count against the signal, as a figure. */
import type { Chart, ChartSeries } from '../../chart.js';
import { BACKGROUND, CL, type Coverage, coverageOf, intervals } from '../../coverage.js';
import { signals } from './single.js';

export async function chartOf(): Promise<Chart> {
  const line = (label: string, look: number, coverage: Coverage): ChartSeries => ({
    label,
    draw: 'line',
    look,
    points: signals(coverage).map((s) => ({ x: s, y: coverage.at(s) })),
  });
  return {
    file: 'coverage',
    title: 'Coverage of limits of one count',
    subtitle: `${BACKGROUND} events of known background, CL ${CL}; the share of experiments whose limit holds the signal, by sums`,
    caption: `all counts summed, no random numbers; spillway validate coverage`,
    x: { name: 'signal', unit: 'events', scale: 'linear', from: 0, to: 10 },
    panels: [
      {
        y: { name: 'coverage', unit: '', scale: 'linear', from: 0.8, to: 1 },
        series: [
          line('exact CLs, and Bayesian with a flat prior', 0, await coverageOf('exact')),
          line('asymptotic CLs', 1, await coverageOf('asymptotic')),
          line('Feldman and Cousins, both ends', 2, intervals),
          { label: `${CL}`, draw: 'line', look: 3, points: [0, 10].map((x) => ({ x, y: CL })) },
        ],
      },
    ],
  };
}
