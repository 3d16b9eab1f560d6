/**
 * What two runs came to, as their summaries say.
 */
import type { Summary } from '../summary.js';
import { paired, type ValueRow } from './rows.js';

export function limitRows(a: Summary, b: Summary): ValueRow[] {
  const mixed = (a.box === null) !== (b.box === null);
  return paired(valuesOf(a, mixed), valuesOf(b, mixed));
}

const SIGMAS = ['-2 sigma', '-1 sigma', 'median', '+1 sigma', '+2 sigma'];

/**
 * What a sealed run lacks is null.
 * @param mixed one of the runs is unblinded, the other not: without the asymptotic expectations, which in an
 *   unblinded run are those of nuisances profiled to its data
 */
function valuesOf(s: Summary, mixed: boolean): Map<string, number | null> {
  const { limit } = s;
  const rows: [string, number | null][] = [
    ['electrons on target from scalers', s.electronsOnTargetScaler],
    ['live fraction', s.liveFraction],
    ['events in the signal box', s.box],
    ['background in the box', s.background.events],
    ...s.efficiency.factors.map(({ name, value }) => [`efficiency: ${name}`, value] as const),
    ['efficiency: product', s.efficiency.total],
    ['dimuons, observed over predicted', s.dimuons.ratio],
    ['confidence level', limit.cl],
    ['limit in events, observed, asymptotic', limit.observed?.asymptotic ?? null],
    ['limit in events, observed, exact', limit.observed?.exact ?? null],
  ].map(([name, value]) => [name, value] as [string, number | null]);
  const bands = mixed ? (['exact'] as const) : (['asymptotic', 'exact'] as const);
  for (const method of bands) {
    SIGMAS.forEach((sigma, i) => {
      rows.push([`limit in events, ${sigma}, ${method}`, limit.expected[method][i]]);
    });
  }
  rows.push(['limit in events, mean, exact', limit.expected.exactMean]);
  for (const e of limit.eps) {
    const eps = (what: string, value: number | null | undefined) =>
      rows.push([`eps at ${e.massGeV} GeV, ${what}`, value ?? null]);
    if (!mixed) eps('median, asymptotic', e.emulated);
    eps('median, exact', e.emulatedExact);
    eps('median, asymptotic, scaled', e.scaled);
    eps('median, exact, scaled', e.scaledExact);
    eps('observed, asymptotic', e.observed?.asymptotic);
    eps('observed, exact', e.observed?.exact);
  }
  return new Map(rows);
}
