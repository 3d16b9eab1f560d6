/**
 * Table I of the paper: background expected in the signal box, source by source.
 */
import type { Quoted } from '../../core/paper.js';
import type { RowChart } from '../chart.js';
import { electrons } from '../words.js';
import { type ComparisonRow, ROLE_NAMES } from './comparison.js';
import { bare, comparedColumn, type Result } from './result.js';

export interface BackgroundsData {
  /** For which the estimates were made, and to which they are scaled. */
  readonly electronsOnTarget: number;
  readonly fullElectrons: number;
  readonly rows: readonly ComparisonRow[];
}

const nameOf = ({ name }: ComparisonRow) => name.replace(/^background,? /, '');

export const backgrounds: Result<BackgroundsData, RowChart> = {
  chart: ({ rows, electronsOnTarget, fullElectrons }, caption) => ({
    caption,
    file: 'table1-background',
    title: 'Background expected in the signal box',
    subtitle: `for ${electrons(fullElectrons)} electrons on target, scaled from ${electrons(electronsOnTarget)} emulated; arrows: upper limits of 90 %`,
    x: { name: 'events in the signal box', unit: '', scale: 'log' },
    rows: rows.map((row) => ({ name: nameOf(row), below: ROLE_NAMES[row.role] })),
    series: [
      { label: 'Table I', look: 4, values: rows.map(({ paper }) => bare(paper)) },
      {
        ...{ label: 'ours', look: 0 },
        values: rows.map(({ scaled, ours }) => bare(scaled ?? ours)),
      },
    ],
  }),

  table: ({ rows, electronsOnTarget, fullElectrons }) => {
    const column = (whose: string, of: (row: ComparisonRow) => Quoted | string | null) =>
      comparedColumn('Events in the signal box', whose, rows.map(of));
    return {
      file: 'table1-background',
      name: 'Background expected in the signal box',
      location: 'Table I',
      description:
        `Sources of background expected in the signal box: those of the paper, for 2.84e11 electrons on target, and ours, estimated for ${electrons(electronsOnTarget)} ` +
        `and scaled in proportion to ${electrons(fullElectrons)}. Upper limits are of 90 %. Inputs are typed in, fits fitted to the number of the paper.`,
      independent: [
        { name: 'Source', unit: '', values: rows.map(nameOf) },
        { name: 'Role of ours', unit: '', values: rows.map(({ role }) => ROLE_NAMES[role]) },
      ],
      dependent: [
        column('paper', (row) => row.paper),
        column('ours, emulated', (row) => row.ours),
        column('ours, scaled', (row) => row.scaled),
      ],
    };
  },
};
