/** Numbers of the run, each once where a test finds it: `data-value` is its path, `data-number` the number. */
import type { Live } from '../../../src/run/live/shape.js';
import { html, setAttribute, setText } from '../dom.js';

export interface Figure {
  readonly element: HTMLElement;
  show(live: Live): void;
}

/** @param path into `Live`, as `totals.spills` */
export function figure(path: string, words: (value: number) => string): Figure {
  const element = html('span', { class: 'figure', 'data-value': path });
  return { element, show: (live) => setFigure(element, numberAt(live, path), words) };
}

export function setFigure(
  element: HTMLElement,
  value: number | null,
  words: (value: number) => string,
): void {
  setAttribute(element, 'data-number', value === null ? null : `${value}`);
  setText(element, value === null ? 'hidden' : words(value));
}

function numberAt(live: Live, path: string): number | null {
  const found = path
    .split('.')
    .reduce<unknown>((at, key) => (at as Record<string, unknown> | null)?.[key] ?? null, live);
  return typeof found === 'number' ? found : null;
}
