/**
 * Signal injected into three runs with five nuisances, at the level of counts: coverage of limits, mean of mu-hat >= 0 and
 * coverage of its intervals, from toys whose auxiliary measurements are drawn, too.
 */
import { parseSettings, parseWorkspace } from '../../../analyse/limits/histfactory/index.js';
import type { ToyJob } from '../../../analyse/limits/index.js';
import { CL } from '../../coverage.js';
import { toysOf } from '../../toys.js';
import { mean } from '../detectors/drive.js';
import { row, share, type ValidationRow } from '../row.js';
import type { Computing } from '../validation.js';
import { RUNS, threeRuns } from './models.js';
import { meanOf, withinOf } from './oneCount.js';

/** Events of signal in all runs, where limits are looked at, and where mu-hat is. */
const LIMITS_AT = [0.5, 1.66, 3, 5, 10];
const INJECTED = [0, 3, 10];
/** Of t~: 68.3 % and 90 % of chi2 with one degree of freedom. */
const ONE_SIGMA = 1;
const NINETY = 2.7055434540954;

const STATISTICS = ['clsAsymptotic', 'clsExact', 'muHat', 'tMu'] as const;

export async function runRows(
  toys: number,
  seed: string,
  computing: Computing,
): Promise<ValidationRow[]> {
  const draw = toysOf(computing);
  const rows: ValidationRow[] = [];
  for (const s of [...new Set([...INJECTED, ...LIMITS_AT])].sort((a, b) => a - b)) {
    const job: ToyJob = {
      workspace: parseWorkspace(threeRuns),
      settings: parseSettings({}),
      measurement: 'limit',
      seed: `${seed} coverage ${s}`,
      hypothesis: 'signal',
      truth: Float64Array.of(s, 0, 0, 0, 0, 0),
      mu: s,
      statistics: STATISTICS,
    };
    const values = await draw(job, toys);
    const column = (name: (typeof STATISTICS)[number]) =>
      values.map((of) => of[STATISTICS.indexOf(name)]);
    const held = (name: (typeof STATISTICS)[number], holds: (value: number) => boolean) =>
      share(column(name).filter(holds).length, toys);
    if (LIMITS_AT.includes(s)) {
      const isLimit = (cls: number) => cls >= 1 - CL;
      rows.push(
        row({
          name: `three runs: exact CLs, s = ${s}`,
          role: 'out',
          expected: CL,
          allowed: [CL, 1],
          emulated: held('clsExact', isLimit),
          source: 'nuisances averaged',
        }),
        row({
          name: `three runs: asymptotic, s = ${s}`,
          role: 'out',
          expected: CL,
          allowed: [0.8, 1],
          emulated: held('clsAsymptotic', isLimit),
          source: 'too strong for few events',
        }),
      );
    }
    if (!INJECTED.includes(s)) continue;
    rows.push(
      row({
        name: `three runs: mean mu-hat, s = ${s}`,
        role: 'out',
        expected: meanOf(s * SIGNAL, BACKGROUND) / SIGNAL,
        allowed: around(meanOf(s * SIGNAL, BACKGROUND) / SIGNAL, BIAS * (1 + s)),
        emulated: mean(column('muHat')),
        source: 'one count, no nuisances: E[max(n - b, 0)]',
      }),
      ...[ONE_SIGMA, NINETY].map((t) =>
        row({
          name: `three runs: t~ below ${t === ONE_SIGMA ? '1' : '2.71'}, s = ${s}`,
          role: 'out',
          expected: withinOf(s * SIGNAL, BACKGROUND, t),
          allowed: 0.1,
          emulated: held('tMu', (value) => value <= t),
          source: 'one count, no nuisances: summed',
        }),
      ),
    );
  }
  return rows;
}

/** Of the mean of mu-hat, in events and as a share: nuisances bend it. */
const BIAS = 0.03;

const around = (value: number, by: number) => [value - by, value + by] as const;

const BACKGROUND = RUNS.reduce((sum, [, background]) => sum + background, 0);
const SIGNAL = RUNS.reduce((sum, [signal]) => sum + signal, 0);
