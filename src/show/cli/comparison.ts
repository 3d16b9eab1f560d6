/**
 * The table "paper | emulated" of a run. Only rows with the role `out` are predictions.
 */
import type { Quoted } from '../../core/paper.js';
import { backgroundRows, limitRows, runRows } from '../../run/results/comparison.js';
import type { Summary } from '../../run/summary.js';
import { counted } from '../plural.js';
import { quoted } from '../quoted.js';
import { digits } from '../digits.js';
import { table } from './table.js';

export function comparison(s: Summary): string {
  const { limit } = s;
  const rows = [...runRows(s), ...backgroundRows(s.background, limit), ...limitRows(limit)];
  const cell = (value: Quoted | string | null) =>
    value === null || typeof value === 'string' ? (value ?? '') : quoted(value);
  const head = [
    'quantity',
    'role',
    'paper',
    `emulated (${counted(s.spills, 'spill')})`,
    `scaled to ${digits(limit.fullElectrons)} EOT`,
  ];
  return table(
    head,
    rows.map(({ name, role, paper, ours, scaled }) => [
      name,
      role,
      cell(paper),
      cell(ours),
      cell(scaled),
    ]),
  );
}
