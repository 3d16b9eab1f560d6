/** A panel: one file of this shape for each. */
import type { Live } from '../../../src/run/live/shape.js';
import { html, subscripted } from '../dom.js';

export interface Panel {
  /** Takes note of what the next does not say again, also while nothing is drawn. */
  hear?(live: Live): void;
  /** Draws what is new. */
  show(live: Live): void;
  /** Ends what goes on by itself. */
  close?(): void;
}

export type MakePanel = (into: HTMLElement) => Panel;

export interface Frame {
  readonly section: HTMLElement;
  /** Beside the heading: what is chosen. */
  readonly tools: HTMLElement;
  readonly body: HTMLElement;
  /** Below the heading: the numbers in words. */
  readonly words: HTMLElement;
}

/** What all panels have: a section with its heading, in its place of the grid. */
export function frame(into: HTMLElement, area: string, title: string): Frame {
  const tools = html('div', { class: 'tools' });
  const words = html('p', { class: 'words' });
  const body = html('div', { class: 'body' });
  const id = `panel-${area}`;
  const section = html(
    'section',
    { class: `panel ${area}`, 'aria-labelledby': id },
    html('div', { class: 'title' }, html('h2', { id }, ...subscripted(title)), tools),
    words,
    body,
  );
  into.append(section);
  return { section, tools, body, words };
}

/** Of a table: what heads a row, then its cells. */
export type Row = readonly (string | number)[];

/**
 * The alternative to a chart, made when it is opened.
 * @param rows of what was shown last
 */
export function asTable(
  into: HTMLElement,
  caption: string,
  columns: readonly string[],
  rows: () => readonly Row[],
): { show(): void } {
  const body = html('tbody');
  const table = html(
    'table',
    {},
    html('caption', {}, caption),
    html('thead', {}, html('tr', {}, ...columns.map((c) => html('th', { scope: 'col' }, c)))),
    body,
  );
  const details = tableDetails(caption, table);
  let shown = '';
  const show = () => {
    if (!details.open) return;
    const now = rows();
    const key = JSON.stringify(now);
    if (key === shown) return;
    shown = key;
    body.replaceChildren(
      ...now.map(([head, ...cells]) =>
        html(
          'tr',
          {},
          html('th', { scope: 'row' }, `${head}`),
          ...cells.map((cell) => html('td', {}, `${cell}`)),
        ),
      ),
    );
  };
  details.addEventListener('toggle', show);
  into.append(details);
  return { show };
}

/** Closed until it is asked for; what is in it may be scrolled by keys. */
export const tableDetails = (caption: string, table: HTMLElement): HTMLDetailsElement =>
  html(
    'details',
    { class: 'as-table' },
    html('summary', {}, 'Show as table'),
    html(
      'div',
      { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': `${caption}: table` },
      table,
    ),
  );
