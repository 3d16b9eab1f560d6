/**
 * The efficiencies in the text of the paper, factor by factor, beside those of each run.
 */
import type { Quoted } from '../../core/paper.js';
import type { RowChart } from '../chart.js';
import { type ComparisonRow, ROLE_NAMES } from './comparison.js';
import { bare, comparedColumn, type Result } from './result.js';

/** Of each run the rows of its efficiency. */
export type FactorsData = readonly {
  readonly name: string;
  readonly rows: readonly ComparisonRow[];
}[];

interface Line {
  readonly name: string;
  readonly role: ComparisonRow['role'];
  readonly paper: Quoted | null;
  /** One of each run; null where the line is not one of it. */
  readonly ours: readonly (ComparisonRow['ours'] | null)[];
}

/** The product is compared at the intensity of each run, which is its remark. */
const nameOf = ({ name, role, remark }: ComparisonRow) =>
  role === 'in x out' ? `product, ${remark}` : name.replace(/^efficiency: /, '');

/** One of each factor, the products last. */
function linesOf(runs: FactorsData): Line[] {
  const all = runs.flatMap(({ rows }) => rows);
  const first = all.filter((row, i) => all.findIndex((r) => nameOf(r) === nameOf(row)) === i);
  const ordered = [
    ...first.filter(({ role }) => role !== 'in x out'),
    ...first.filter(({ role }) => role === 'in x out'),
  ];
  return ordered.map((row) => ({
    ...{ name: nameOf(row), role: row.role, paper: row.paper },
    ours: runs.map(({ rows }) => rows.find((r) => nameOf(r) === nameOf(row))?.ours ?? null),
  }));
}

export const factors: Result<FactorsData, RowChart> = {
  chart: (runs, caption) => {
    const lines = linesOf(runs);
    return {
      caption,
      file: 'efficiency-factors',
      title: 'Efficiency for an A′, factor by factor',
      subtitle:
        'for a light A′, each factor given those above it; crosses: the paper; filled arrows: outside of the axis',
      x: { name: 'efficiency', unit: '', scale: 'linear', from: 0.4, to: 1.05 },
      rows: lines.map(({ name, role }) => ({ name, below: ROLE_NAMES[role] })),
      series: [
        { label: 'paper', look: 4, values: lines.map(({ paper }) => bare(paper)) },
        ...runs.map(({ name }, i) => ({
          ...{ label: name, look: i },
          values: lines.map(({ ours }) => bare(ours[i])),
        })),
      ],
    };
  },

  table: (runs) => {
    const lines = linesOf(runs);
    return {
      file: 'efficiency-factors',
      name: "Efficiency for an A', factor by factor",
      location: 'text of the paper, efficiencies',
      description:
        'Factors of the efficiency for a light invisible dark photon, each given those above it, and their product: those of the paper and those of each run. Inputs are typed in, fits fitted to the number of the paper.',
      independent: [
        { name: 'Factor', unit: '', values: lines.map(({ name }) => name) },
        { name: 'Role of ours', unit: '', values: lines.map(({ role }) => ROLE_NAMES[role]) },
      ],
      dependent: [
        comparedColumn(
          'Efficiency',
          'paper',
          lines.map(({ paper }) => paper),
        ),
        ...runs.map(({ name }, i) =>
          comparedColumn(
            'Efficiency',
            name,
            lines.map(({ ours }) => ours[i]),
          ),
        ),
      ],
    };
  },
};
