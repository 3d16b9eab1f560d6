/** What the monitors say, the last first. */
import type { Live } from '../../../src/run/live/shape.js';
import { html, setText } from '../dom.js';
import { setFigure } from './figure.js';
import { frame, type Panel } from './panel.js';
import { count, plural, scientific } from './words.js';

type Alarm = Live['alarms'][number]['alarms'][number];

/** Of one spill; those of runs before this one are remembered. */
interface Told {
  readonly run: number;
  readonly spill: number;
  readonly alarms: readonly Alarm[];
}

/** Spills of which it is remembered. */
const KEPT = 200;

const SYMBOLS: Readonly<Record<Alarm['severity'], string>> = {
  bad: '✕ bad',
  note: '! note',
  unwatched: '? not judged',
};

export function alarms(into: HTMLElement): Panel {
  const { words, body } = frame(into, 'alarms', 'Alarms');
  const list = html('ol');
  const spoken = html('p', { class: 'hidden', role: 'status' });
  const by = html('p', { class: 'words' });
  body.append(
    by,
    html(
      'div',
      { class: 'alarm-list', tabindex: 0, role: 'region', 'aria-label': 'Alarms, the last first' },
      list,
    ),
    spoken,
  );
  const told = new Map<string, Told>();
  let shown = '';
  return {
    hear({ run, alarms, totals }) {
      // A replay begins again, and a server may be another one.
      for (const [key, { run: of, spill }] of told) {
        if (of === run.number && spill > totals.spills) told.delete(key);
      }
      const before = told.size;
      for (const { spill, alarms: own } of alarms) {
        told.set(`${run.number} ${spill}`, { run: run.number, spill, alarms: own });
      }
      const last = alarms.at(-1);
      if (told.size > before && last) setText(spoken, aloud(last));
      for (const key of [...told.keys()].slice(0, Math.max(0, told.size - KEPT))) told.delete(key);
    },
    show(live) {
      const { run, spill, totals } = live;
      setText(words, stand(live));
      const key = JSON.stringify([[...told.keys()], totals.alarms, spill?.unwatched]);
      if (key === shown) return;
      shown = key;
      by.replaceChildren(...byMonitor(totals.alarms));
      const unwatched = {
        run: run.number,
        spill: spill?.spill ?? 0,
        alarms: spill?.unwatched ?? [],
      };
      list.replaceChildren(...[...[...told.values()].reverse(), unwatched].flatMap(items));
    },
  };
}

const stand = ({ totals, spill }: Live): string =>
  spill === null
    ? 'No spill yet.'
    : Object.keys(totals.alarms).length === 0
      ? `✓ none in ${plural(totals.spills, 'spill')}`
      : 'Spills with an alarm, by monitor:';

const aloud = ({ spill, alarms }: Pick<Told, 'spill' | 'alarms'>) =>
  `Spill ${spill}: ${alarms.map(({ severity, what }) => `${severity}, ${what}`).join('; ')}`;

const byMonitor = (all: Readonly<Record<string, number>>): Node[] =>
  Object.entries(all).map(([name, n]) => {
    const number = html('b', { 'data-value': `totals.alarms.${name}` });
    setFigure(number, n, count);
    return html('span', { class: 'monitor' }, `${name} `, number);
  });

const items = (told: Told): HTMLElement[] => told.alarms.map((alarm) => item(told, alarm));

function item(
  { run, spill }: Told,
  { severity, monitor, what, value, limit, events, more }: Alarm,
): HTMLElement {
  const named = events.flatMap(([first, last]) => [
    ' ',
    html(
      'a',
      { href: `#/event/${run}/${spill}/${first}` },
      first === last ? `event ${count(first)}` : `events ${count(first)} to ${count(last)}`,
    ),
  ]);
  const bound = severity === 'unwatched' ? 'needs more than' : 'limit';
  return html(
    'li',
    {},
    html('span', { class: 'severity', 'data-severity': severity }, SYMBOLS[severity]),
    ` spill ${count(spill)}, ${monitor}: ${what}: ${scientific(value)} (${bound} ${scientific(limit)})`,
    ...named,
    more > 0 ? ` and ${count(more)} more` : '',
  );
}
