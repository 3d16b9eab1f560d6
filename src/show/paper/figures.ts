/**
 * The figures of a results page, each with its table. What was not measured has none.
 */
import type { Chart, RowChart } from '../../run/chart.js';
import { backgrounds } from '../../run/results/backgrounds.js';
import { boxEdge } from '../../run/results/box-edge.js';
import type { Results } from '../../run/results/collect.js';
import { coverage } from '../../run/results/coverage.js';
import { efficiency } from '../../run/results/efficiency.js';
import { extrapolation } from '../../run/results/extrapolation.js';
import { factors } from '../../run/results/factors.js';
import { mixing } from '../../run/results/mixing.js';
import { regionA } from '../../run/results/region-a.js';
import { histogramTable, type Result, type ResultTable } from '../../run/results/result.js';
import { thermal } from '../../run/results/thermal.js';
import { chartFigure } from '../figures/chart.js';
import { rowFigure } from '../figures/rows.js';
import { histogramFigures } from '../figures/run.js';

export interface PageFigure {
  readonly title: string;
  readonly svg: string;
  readonly table: ResultTable;
}

const PLANES = [
  { histogram: 'plane-loose', name: 'Plane of energies, loose cuts', location: 'Figure 2, left' },
  { histogram: 'plane-selected', name: 'Plane of energies, all cuts', location: 'Figure 2, right' },
] as const;

export function pageFigures(results: Results): PageFigure[] {
  const { caption } = results.monitored;
  const shown = <Data>(
    { chart, table }: Result<Data, Chart | RowChart>,
    data: Data | undefined,
  ): PageFigure[] => {
    if (data === undefined) return [];
    const content = chart(data, caption);
    const svg = 'rows' in content ? rowFigure(content) : chartFigure(content);
    return [{ title: content.title, svg, table: table(data) }];
  };
  return [
    ...planes(results),
    ...shown(backgrounds, results.backgrounds),
    ...shown(extrapolation, results.extrapolation),
    ...shown(regionA, results.regionA),
    ...shown(factors, results.factors),
    ...shown(efficiency, results.efficiency),
    ...shown(mixing, results.curve),
    ...shown(thermal, results.curve),
    ...shown(boxEdge, results.boxEdge),
    ...shown(coverage, results.coverage),
  ];
}

function planes({ monitored }: Results): PageFigure[] {
  const drawn = new Map(histogramFigures(monitored));
  return PLANES.flatMap(({ histogram, ...words }) => {
    const svg = drawn.get(`figures/${histogram}.svg`);
    const plane = monitored.histograms.find(({ name }) => name === histogram);
    if (svg === undefined || plane === undefined) return [];
    const seal = monitored.sealed ? ' Events that are sealed stand in none of them.' : '';
    const description = `Events in bins of the energies in ECAL and HCAL; empty bins are left out.${seal}`;
    const table = histogramTable(plane, { ...words, description });
    // HEPData has no table of nothing.
    return table.dependent[0].values.length === 0 ? [] : [{ title: words.name, svg, table }];
  });
}
