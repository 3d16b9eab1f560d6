/**
 * How often an upper limit holds: coverage against the true number of signal events. Of one count by sums over all counts;
 * of the runs of the page, with their nuisances, by toys.
 */
import { LOG_NORMAL, POI, pyhfWorkspace } from '../../analyse/interchange/pyhf.js';
import type { CountingModel, ToySource, ToyValues } from '../../analyse/limits/index.js';
import { compile, parseSettings, parseWorkspace } from '../../analyse/limits/histfactory/index.js';
import { clopperPearson } from '../../core/beta.js';
import type { ChartPanel, ChartSeries } from '../chart.js';
import { BACKGROUND, CL, type Coverage, coverageOf, intervals } from '../coverage.js';
import { type Interval, type Result, uncertainty } from './result.js';

export interface CoverageData {
  readonly cl: number;
  readonly models: readonly {
    /** In words, and how its coverage was found. */
    readonly name: string;
    /** Whether by sums: then points have no errors. */
    readonly summed: boolean;
    readonly methods: readonly {
      readonly name: string;
      readonly points: readonly (Interval & {
        readonly signal: number;
        /** Toys without a limit, counted as not held. */
        readonly failed: number;
      })[];
    }[];
  }[];
}

const STEP = 0.05;
const MOST_SIGNAL = 10;
/** About where a limit jumps to that of one event more. */
const NEAR = 1e-9;

/** Toys at each signal, and the signals, in events of all runs. */
const TOYS = 500;
const SIGNALS = [0.5, 1, 1.66, 3, 5, 10];
const TOY_METHODS = [
  ['exact CLs', 'clsExact'],
  ['asymptotic CLs', 'clsAsymptotic'],
] as const;

/** Events of background beyond which no toys are drawn. */
const MOST_BACKGROUND = 10;

/**
 * @param model of the runs, signal in events of all of them
 * @param seed of the toys
 * @returns undefined where neither is to be had
 */
export async function coverageData(
  model: CountingModel,
  { cl, seed, draw }: { readonly cl: number; readonly seed: string; readonly draw: ToySource },
): Promise<CoverageData | undefined> {
  const background = model.channels.reduce((sum, channel) => sum + channel.background, 0);
  const models: CoverageData['models'][number][] = [];
  // The sums are of limits of 90 %.
  if (cl === CL) models.push(await oneCount());
  // Exact sums over many counts would take minutes.
  if (background <= MOST_BACKGROUND) {
    models.push({
      name: `these runs, ${model.nuisances.length} nuisances, full exposure: ${TOYS} toys each`,
      summed: false,
      methods: await ofRuns(model, { cl, seed, draw }),
    });
  }
  return models.length === 0 ? undefined : { cl, models };
}

async function oneCount(): Promise<CoverageData['models'][number]> {
  const method = (name: string, { at, edges }: Coverage) => {
    const grid = Array.from({ length: MOST_SIGNAL / STEP }, (_, i) => (i + 1) * STEP);
    const jumps = edges.flatMap((edge) => [edge * (1 - NEAR), edge * (1 + NEAR)]);
    const all = [...grid, ...jumps.filter((s) => s <= MOST_SIGNAL)].sort((a, b) => a - b);
    return {
      name,
      points: all.map((signal) => {
        const value = at(signal);
        return { signal, value, low: value, high: value, failed: 0 };
      }),
    };
  };
  return {
    name: `one count, ${BACKGROUND} events of known background: by sums`,
    summed: true,
    methods: [
      method('exact CLs', await coverageOf('exact')),
      method('asymptotic CLs', await coverageOf('asymptotic')),
      method('Feldman and Cousins', intervals),
    ],
  };
}

async function ofRuns(
  model: CountingModel,
  { cl, seed, draw }: { readonly cl: number; readonly seed: string; readonly draw: ToySource },
) {
  const json = pyhfWorkspace(model, null, 'coverage');
  const workspace = parseWorkspace(json);
  const settings = parseSettings(LOG_NORMAL);
  const measurement = json.measurements[0].name;
  const { names } = compile(workspace, settings, measurement);
  const drawn: (readonly ToyValues[])[] = [];
  for (const mu of SIGNALS) {
    const truth = Float64Array.from(names, (name) => (name === POI ? mu : 0));
    const statistics = TOY_METHODS.map(([, statistic]) => statistic);
    drawn.push(
      await draw(
        {
          ...{ workspace, settings, measurement, truth, mu, statistics },
          ...{ seed: `${seed} coverage ${mu}`, hypothesis: 'signal' },
        },
        TOYS,
      ),
    );
  }
  return TOY_METHODS.map(([name], m) => ({
    name,
    points: SIGNALS.map((signal, i) => {
      const found = drawn[i].map((values) => values[m]);
      // Where a fit failed there is no limit that holds.
      const held = found.filter((cls) => cls >= 1 - cl).length;
      const [low, high] = clopperPearson(held, found.length);
      const failed = found.filter(Number.isNaN).length;
      return { signal, value: held / found.length, low, high, failed };
    }),
  }));
}

/** How many toys had no limit, where some had none. */
function failedWords(models: CoverageData['models']): string {
  const points = models.flatMap(({ methods }) => methods.flatMap((method) => method.points));
  const failed = points.reduce((sum, point) => sum + point.failed, 0);
  return failed === 0 ? '' : ` (${failed} failed fits count as not held)`;
}

const LOOKS: Readonly<Record<string, number>> = {
  'exact CLs': 0,
  'asymptotic CLs': 1,
  'Feldman and Cousins': 2,
};

export const coverage: Result<CoverageData> = {
  chart: ({ cl, models }, caption) => ({
    caption,
    file: 'coverage',
    title: 'Coverage of the upper limits',
    subtitle: `share of experiments whose limit at ${cl} holds the signal${failedWords(models)}; Feldman and Cousins: both ends of their interval`,
    x: { name: 'signal events', unit: '', scale: 'linear', from: 0, to: 10.2 },
    panels: models.map((model) => panelOf(model, cl)),
  }),

  table: ({ cl, models }) => {
    const rows = models.flatMap(({ name: model, summed, methods }) =>
      methods.flatMap(({ name, points }) =>
        points.map((point) => ({ model, name, ...point, interval: summed ? null : point })),
      ),
    );
    return {
      file: 'coverage',
      name: 'Coverage of the upper limits',
      location: '',
      description: `Share of experiments whose upper limit at a confidence level of ${cl} is not below the true signal${failedWords(models)}: ${models.map(({ name }) => name).join('; ')}.`,
      independent: [
        { name: 'Model', unit: '', values: rows.map((r) => r.model) },
        { name: 'Method', unit: '', values: rows.map((r) => r.name) },
        { name: 'Signal events', unit: '', values: rows.map((r) => r.signal) },
      ],
      dependent: [
        {
          ...{ name: 'Coverage', unit: '', values: rows.map((r) => r.value) },
          errors: [
            uncertainty(
              'stat',
              rows.map((r) => r.interval),
            ),
          ],
        },
      ],
    };
  },
};

/** Points of different methods stand beside each other, events. */
const BESIDE = 0.12;

/** Room for the legend below the lowest point. */
const LOWEST = 0.7;

function panelOf({ name, summed, methods }: CoverageData['models'][number], cl: number) {
  const lows = methods.flatMap(({ points }) => points.map(({ low }) => low));
  const from = Math.min(LOWEST, Math.floor(10 * Math.min(...lows) - 1) / 10);
  const series = methods.map(
    (method): ChartSeries => ({
      label: method.name,
      draw: summed ? 'line' : 'points',
      look: LOOKS[method.name],
      points: method.points.map(({ signal, value, low, high }) =>
        summed
          ? { x: signal, y: value }
          : { x: signal + BESIDE * (LOOKS[method.name] - 0.5), y: value, low, high },
      ),
    }),
  );
  const level: ChartSeries = {
    ...{ label: `confidence level, ${cl}`, draw: 'line', look: 5 },
    points: [0, 11].map((x) => ({ x, y: cl })),
  };
  const panel: ChartPanel = {
    title: name,
    y: { name: 'coverage', unit: '', scale: 'linear', from, to: 1.06 },
    legend: 'low right',
    series: [...series, level],
  };
  return panel;
}
