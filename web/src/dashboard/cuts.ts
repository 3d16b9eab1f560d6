/** Cut flow and regions, in numbers. */
import type { Live } from '../../../src/run/live/shape.js';
import { html, setText, subscripted } from '../dom.js';
import { type Figure, figure } from './figure.js';
import { frame, type Panel } from './panel.js';
import { count, efficiency, percent } from './words.js';

type Rows = Live['totals']['cutflow'];

export function cuts(into: HTMLElement): Panel {
  const { words, body } = frame(into, 'cuts', 'Cut flow and regions');
  const flow = rowsTable(body, 'totals.cutflow', [
    'Open physics events after each cut',
    ['cut', 'events left', 'of those before', 'of all'],
  ]);
  const regions = rowsTable(body, 'totals.regions', [
    'Open events in regions of the plane',
    ['region', 'events', '', ''],
  ]);
  const box = figure('totals.box', count);
  const boxWords = html('span');
  body.append(html('p', { class: 'note' }, 'Events in the signal box: ', box.element, boxWords));
  return {
    show(live) {
      const { cutflow, regions: inRegions, badSpills, spills } = live.totals;
      setText(words, `Of the ${count(spills - badSpills)} spills that count.`);
      flow.show(live, cutflow, true);
      regions.show(live, inRegions, false);
      box.show(live);
      if (live.totals.box === null) setText(box.element, 'sealed');
      setText(boxWords, live.totals.box === null ? ', not looked at' : '');
    },
  };
}

function rowsTable(
  into: HTMLElement,
  path: string,
  [caption, columns]: readonly [string, readonly string[]],
) {
  const body = html('tbody');
  const headed = [...columns, 'log'].map((c, i) =>
    c === ''
      ? html('td')
      : html('th', { scope: 'col' }, i === columns.length ? html('span', { class: 'note' }, c) : c),
  );
  into.append(
    html(
      'div',
      { class: 'scroll-x', tabindex: 0, role: 'region', 'aria-label': caption },
      html(
        'table',
        {},
        html('caption', {}, caption),
        html('thead', {}, html('tr', {}, ...headed)),
        body,
      ),
    ),
  );
  let made: {
    figure: Figure;
    head: HTMLElement;
    before: HTMLElement;
    all: HTMLElement;
    bar: HTMLElement;
  }[] = [];
  return {
    show(live: Live, rows: Rows, isFlow: boolean) {
      if (made.length !== rows.length) {
        made = rows.map((_, i) => ({
          figure: figure(`${path}.${i}.events`, count),
          head: html('th', { scope: 'row' }),
          before: html('td'),
          all: html('td'),
          bar: html('i'),
        }));
        body.replaceChildren(
          ...made.map(({ head, figure, before, all, bar }) =>
            html(
              'tr',
              {},
              head,
              html('td', {}, figure.element),
              before,
              all,
              html('td', { class: 'bar', 'aria-hidden': 'true' }, bar),
            ),
          ),
        );
      }
      const most = Math.max(1, ...rows.map(({ events }) => events));
      rows.forEach(({ name, events }, i) => {
        const { figure, head, before, all, bar } = made[i];
        if (head.textContent !== name.replace('_', '')) head.replaceChildren(...subscripted(name));
        figure.show(live);
        setText(before, isFlow && i > 0 ? efficiency(events, rows[i - 1].events) : '');
        setText(all, isFlow && i > 0 && rows[0].events > 0 ? percent(events / rows[0].events) : '');
        bar.style.width = `${(100 * Math.log1p(events)) / Math.log1p(most)}%`;
      });
    },
  };
}
