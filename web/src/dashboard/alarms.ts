/** What the monitors say, the last first. */
import type { Live } from '../../../src/run/live/shape.js';
import { html, setText } from '../dom.js';
import { setFigure } from './figure.js';
import { frame, type Panel } from './panel.js';
import { count, plural, scientific } from './words.js';

type Alarm = NonNullable<Live['spill']>['alarms'][number];

export interface Told {
  readonly directory: string;
  readonly spill: number;
  /** Null where the page was opened later. */
  readonly alarms: readonly Alarm[] | null;
  readonly number: number;
  readonly bad: boolean;
}

/** Spills of which it is remembered, and events that are named of an alarm. */
const KEPT = 200;
const NAMED = 4;

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
    hear({ run, spill, history }) {
      for (const { spill: number, alarms, bad } of history) {
        const key = `${run.directory} ${number}`;
        if (alarms > 0 && !told.has(key)) {
          const own = number === spill?.spill ? spill.alarms : null;
          told.set(key, {
            ...{ directory: run.directory, spill: number },
            ...{ alarms: own, number: alarms, bad },
          });
          if (own !== null) setText(spoken, aloud(number, own));
        }
      }
      for (const key of [...told.keys()].slice(0, Math.max(0, told.size - KEPT))) told.delete(key);
    },
    show(live) {
      const { run, spill, totals } = live;
      setText(words, stand(live));
      const key = JSON.stringify([[...told.keys()], totals.alarms, spill?.unwatched]);
      if (key === shown) return;
      shown = key;
      by.replaceChildren(...byMonitor(totals.alarms));
      const unwatched = (spill?.unwatched ?? []).map((alarm) => item(run.directory, spill, alarm));
      list.replaceChildren(...[...told.values()].reverse().flatMap(items), ...unwatched);
    },
  };
}

const stand = ({ totals, spill }: Live): string =>
  spill === null
    ? 'No spill yet.'
    : Object.keys(totals.alarms).length === 0
      ? `✓ none in ${plural(totals.spills, 'spill')}`
      : 'Spills with an alarm, by monitor:';

const aloud = (spill: number, alarms: readonly Alarm[]) =>
  `Spill ${spill}: ${alarms.map(({ severity, what }) => `${severity}, ${what}`).join('; ')}`;

const byMonitor = (all: Readonly<Record<string, number>>): Node[] =>
  Object.entries(all).map(([name, n]) => {
    const number = html('b', { 'data-value': `totals.alarms.${name}` });
    setFigure(number, n, count);
    return html('span', { class: 'monitor' }, `${name} `, number);
  });

function items({ directory, spill, alarms, number, bad }: Told): HTMLElement[] {
  if (alarms !== null) return alarms.map((alarm) => item(directory, { spill }, alarm));
  const severity = bad ? 'bad' : 'note';
  return [
    html(
      'li',
      {},
      html('span', { class: 'severity', 'data-severity': severity }, SYMBOLS[severity]),
      ` spill ${count(spill)}: ${plural(number, 'alarm')} before this page was opened`,
    ),
  ];
}

function item(
  directory: string,
  at: { readonly spill: number } | null,
  { severity, monitor, what, value, limit, events = [] }: Alarm,
): HTMLElement {
  const spill = at?.spill ?? 0;
  const named = events
    .slice(0, NAMED)
    .flatMap(([first, last]) => [
      ' ',
      html(
        'a',
        { href: `#/event/${encodeURIComponent(directory)}/${spill}/${first}` },
        first === last ? `event ${count(first)}` : `events ${count(first)} to ${count(last)}`,
      ),
    ]);
  const more = events.length > NAMED ? ` and ${events.length - NAMED} more` : '';
  const bound = severity === 'unwatched' ? 'needs more than' : 'limit';
  return html(
    'li',
    {},
    html('span', { class: 'severity', 'data-severity': severity }, SYMBOLS[severity]),
    ` spill ${count(spill)}, ${monitor}: ${what}: ${scientific(value)} (${bound} ${scientific(limit)})`,
    ...named,
    more,
  );
}
