/**
 * How often an upper limit holds: coverage against the true number of signal events, of each method.
 */
import type { ChartSeries } from '../chart.js';
import { type Interval, type Result, uncertainty } from './result.js';

export interface CoverageData {
  readonly cl: number;
  /** In words: the model, and how many experiments stand behind a point. */
  readonly model: string;
  readonly methods: readonly {
    readonly name: string;
    readonly points: readonly (Interval & { readonly signal: number })[];
  }[];
}

export const coverage: Result<CoverageData> = {
  chart: ({ cl, model, methods }, caption) => ({
    caption,
    file: 'coverage',
    title: 'Coverage of the upper limits',
    subtitle: model,
    x: { name: 'signal events', unit: '', scale: 'linear', ...around(methods) },
    panels: [
      {
        y: {
          ...{ name: 'experiments whose limit holds', unit: '', scale: 'linear' },
          ...{ from: below(cl, methods), to: 1.02 },
        },
        legend: 'low right',
        series: [
          ...methods.map(
            ({ name, points }): ChartSeries => ({
              label: name,
              draw: 'points',
              points: points.map(({ signal, value, low, high }) => ({
                x: signal,
                y: value,
                low,
                high,
              })),
            }),
          ),
          {
            label: `confidence level, ${cl}`,
            draw: 'line',
            look: 'published',
            points: extremes(methods).map((x) => ({ x, y: cl })),
          },
        ],
      },
    ],
  }),

  table: ({ cl, model, methods }) => {
    const rows = methods.flatMap(({ name, points }) => points.map((p) => ({ name, ...p })));
    return {
      file: 'coverage',
      name: 'Coverage of the upper limits',
      location: '',
      description: `Share of experiments whose upper limit at a confidence level of ${cl} is not below the true signal. ${model}.`,
      independent: [
        { name: 'Method', unit: '', values: rows.map((r) => r.name) },
        { name: 'Signal events', unit: '', values: rows.map((r) => r.signal) },
      ],
      dependent: [
        {
          name: 'Coverage',
          unit: '',
          values: rows.map((r) => r.value),
          errors: [uncertainty('stat', rows)],
        },
      ],
    };
  },
};

function extremes(methods: CoverageData['methods']): number[] {
  const all = methods.flatMap(({ points }) => points.map(({ signal }) => signal));
  return all.length === 0 ? [] : [Math.min(...all), Math.max(...all)];
}

/** Room beside the first and the last point. */
function around(methods: CoverageData['methods']) {
  const [first, last] = extremes(methods);
  const room = 0.04 * (last - first);
  return first < last ? { from: first - room, to: last + room } : {};
}

/** Room for the legend below the lowest point. */
function below(cl: number, methods: CoverageData['methods']): number {
  const lowest = Math.min(cl, ...methods.flatMap(({ points }) => points.map(({ low }) => low)));
  return Math.max(0, Math.floor(10 * (lowest - 0.15)) / 10);
}
