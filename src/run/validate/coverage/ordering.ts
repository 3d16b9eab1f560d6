/** What exact sums lose by looking at the total count alone: their expected limits over those of toys with q~. */
import { workspaceLimit } from '../../../analyse/limits/index.js';
import { CL, type ChannelSpec, workspaceOf } from '../../coverage.js';
import { row, type ValidationRow } from '../row.js';
import { RUNS } from './models.js';

/** Without nuisances, so that equal counts are fitted once. Counts are about the background, n as it is expected. */
const MODELS: readonly (readonly [name: string, channels: readonly ChannelSpec[], number[]])[] = [
  [
    'three runs',
    RUNS.map(([signal, background]) => ({ signal, background, observed: 0 })),
    [0.95, 1.05],
  ],
  [
    's/b of 5 and 0.5',
    [
      { signal: 0.5, background: 0.1, observed: 0 },
      { signal: 0.5, background: 1, observed: 1 },
    ],
    [1, 1.5],
  ],
  [
    's/b of 5 and 0.1',
    [
      { signal: 0.5, background: 0.1, observed: 0 },
      { signal: 0.5, background: 5, observed: 5 },
    ],
    [1.2, 3],
  ],
];

export async function orderingRows(toys: number, seed: string): Promise<ValidationRow[]> {
  const rows: ValidationRow[] = [];
  for (const [name, channels, allowed] of MODELS) {
    const workspace = workspaceOf(channels, [0, 200]);
    const drawn = { seed: `${seed} ordering`, toys };
    const exact = await workspaceLimit(workspace, { method: 'exact', cl: CL });
    const drawnLimit = await workspaceLimit(workspace, { method: 'toys', cl: CL, drawn });
    const ratio = (exact.observed as number) / (drawnLimit.observed as number);
    const relative = (drawnLimit.toys?.limitError ?? Number.NaN) / (drawnLimit.observed as number);
    rows.push(
      row({
        name: `limit by total count over likelihood ratio: ${name}`,
        role: 'out',
        expected: 1,
        allowed: [allowed[0], allowed[1]],
        emulated: [ratio, ratio * relative],
        source: 'exact over toys, n as expected',
      }),
    );
  }
  return rows;
}
