/** Why the event was accepted: the terms with what they saw and asked, and the triggers that they make. */
import type { Display, TriggerShown } from '../../../src/run/display/shape.js';
import { frame } from '../dashboard/panel.js';
import { count } from '../dashboard/words.js';
import { html, setText, subscripted } from '../dom.js';
import { energyWords } from './energy.js';
import type { Part } from './part.js';

export function trigger(into: HTMLElement, display: Display): Part {
  const { body, words } = frame(into, 'trigger', 'Why was this accepted?');
  const { trigger: shown } = display;
  if (!shown) {
    setText(words, 'Its trigger sums tell its energy: they are not shown of a sealed event.');
    return {};
  }
  setText(words, '');
  body.append(html('p', { class: 'answer' }, shown.answer), ...tables(shown));
  return {};
}

function tables(shown: TriggerShown): HTMLElement[] {
  const made: HTMLElement[] = [];
  if (shown.sums) {
    const { high, risen } = shown.counters;
    made.push(
      html(
        'p',
        { class: 'note' },
        `Counters high: ${high.join(' ') || 'none'}; just risen: ${risen.join(' ') || 'none'}`,
        ...(shown.ordinal === null ? [] : [`; coincidence ${count(shown.ordinal)} of the spill`]),
      ),
      table(
        'Terms',
        ['term', 'is', 'what it saw'],
        shown.terms.map(({ name, isTrue, why }) => [name, verdict(isTrue), why]),
      ),
      table(
        'Sums, in counts of the trigger',
        ['sum', 'with neighbours', 'alone', 'in all'],
        Object.entries(shown.sums).map(([name, { own, total, countGeV }]) => [
          ...[name, count(total), count(own), energyWords(total * countGeV)],
        ]),
      ),
    );
  }
  made.push(
    table(
      'Triggers of the menu',
      ['trigger', 'outcome', 'condition', 'prescale'],
      shown.triggers.map((t) => [
        ...[t.name, t.fired ? yes('fired') : t.met ? no('prescaled away') : no('not met')],
        ...[t.condition ?? 'by the clock', prescaleWords(t)],
      ]),
    ),
  );
  return made;
}

type Cell = string | HTMLElement;

export const yes = (words: string) => html('span', { class: 'verdict', 'data-is': 'true' }, words);
export const no = (words: string) => html('span', { class: 'verdict', 'data-is': 'false' }, words);
const verdict = (is: boolean) => (is ? yes('true') : no('false'));

const nodes = (cell: Cell): Node[] => (typeof cell === 'string' ? subscripted(cell) : [cell]);

/** The first cell of a row heads it. */
export const table = (caption: string, columns: readonly string[], rows: readonly Cell[][]) =>
  html(
    'div',
    { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': caption },
    html(
      'table',
      { class: 'in-words' },
      html('caption', {}, caption),
      html('thead', {}, html('tr', {}, ...columns.map((c) => html('th', { scope: 'col' }, c)))),
      html(
        'tbody',
        {},
        ...rows.map(([first, ...cells]) =>
          html(
            'tr',
            {},
            html('th', { scope: 'row' }, ...nodes(first)),
            ...cells.map((cell) => html('td', {}, ...nodes(cell))),
          ),
        ),
      ),
    ),
  );

function prescaleWords({ prescale, n, accumulator }: TriggerShown['triggers'][number]): string {
  const { keep, of, phase } = prescale;
  if (of === 1) return 'none';
  const isKnown = n !== null && accumulator !== null;
  const state = isKnown ? `, time ${count(n)}, accumulator then ${count(accumulator)}` : '';
  return `${keep} of ${count(of)} from ${phase}${state}`;
}
