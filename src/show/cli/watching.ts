/** A run that goes on, as text: a compact view, and a line for each spill. */
import type { Live, SpillLine } from '../../run/live/shape.js';
import { shownElectrons } from '../../run/summary.js';
import { digits } from '../digits.js';
import { resultColours } from './io.js';
import { counted, plural } from '../plural.js';

export interface Watching extends Pick<Live, 'run' | 'history' | 'totals'> {
  readonly words: string;
  readonly isOver: boolean;
  readonly isFailed: boolean;
}

const BARS = '▁▂▃▄▅▆▇█';

/** Of the last values, the highest of which fills its place. */
function strip(values: readonly number[], width: number): string {
  const last = values.slice(-width);
  const top = last.reduce((a, b) => Math.max(a, b), 0);
  return last
    .map((n) =>
      top > 0 ? BARS[Math.min(BARS.length - 1, Math.floor((n / top) * BARS.length))] : BARS[0],
    )
    .join('');
}

const percent = (share: number | null) => (share === null ? '-' : `${(100 * share).toFixed(2)} %`);

export function spillText(s: SpillLine): string {
  const lost =
    s.lostInBuilding > 0 ? `, ${counted(s.lostInBuilding, 'event')} lost in building` : '';
  const alarms = s.alarms > 0 ? `, ${counted(s.alarms, 'ALARM')}${s.bad ? ', bad' : ''}` : '';
  return (
    `spill ${s.spill}: ${digits(s.electrons)} ${plural(s.electrons, 'electron')}, ${counted(s.triggers, 'trigger')}, ` +
    `live ${percent(s.liveFraction)}, ${s.recorded} recorded${lost}${alarms}`
  );
}

/** @param columns of the terminal */
export function screenText(look: Watching, verbose: boolean, columns = 80): string {
  const { run, history, totals, words } = look;
  const width = Math.max(20, Math.min(columns, 120) - 24);
  const last = history.at(-1);
  const row = (name: string, text: string) => `${name.padEnd(14)} ${text}`;
  const named = (n: number, what: string) => `${n} ${what}`;
  const alarms = Object.entries(totals.alarms).map(([monitor, n]) => named(n, monitor));
  const eps = totals.limit?.eps.find(({ massGeV }) => massGeV === 0.01);
  const rows = [
    `${resultColours.bold(run.name)}  card ${run.card}, seed ${JSON.stringify(run.seed)}`,
    row('state', words),
    row(
      'spills',
      `${totals.spills} of ${run.spills}${totals.badSpills > 0 ? `, ${totals.badSpills} bad` : ''}`,
    ),
    row('electrons', digits(shownElectrons(totals), 4)),
    row(
      'triggers',
      `${totals.triggers}  ${strip(
        history.map((s) => s.triggers),
        width,
      )}`,
    ),
    row(
      'live',
      `${percent(totals.liveFraction)}  ${last ? `last spill ${percent(last.liveFraction)}` : ''}`,
    ),
    row(
      'recorded',
      `${totals.recorded}; physics ${totals.recordedPhysics.open} open, ${totals.recordedPhysics.sealed} sealed`,
    ),
    row(
      'alarms',
      alarms.length > 0 ? resultColours.red(`spills with one: ${alarms.join(', ')}`) : 'none',
    ),
    row(
      'expected',
      eps
        ? `eps(10 MeV) ${digits(eps.emulated)} at ${100 * (totals.limit?.cl ?? 0)} %, full exposure ${digits(eps.scaled)}`
        : '-',
    ),
  ];
  if (!verbose) return rows.join('\n');
  return [
    ...rows,
    row('cut flow', totals.cutflow.map((r) => `${r.name} ${r.events}`).join(' > ')),
    row('regions', totals.regions.map((r) => `${r.name} ${r.events}`).join(', ')),
    row('box', totals.box === null ? 'sealed' : `${totals.box}`),
  ].join('\n');
}
