/** One event as the set-up saw it: `#/event/RUN/SPILL/EVENT`. */
import type { Display } from '../../../src/run/display/shape.js';
import { askFor } from '../ask.js';
import { html, setAttribute, setText } from '../dom.js';
import type { Page } from '../page.js';
import { onTheme } from '../theme.js';
import { calorimeters } from './calorimeters.js';
import { cells } from './cells.js';
import { type Asked, controls } from './controls.js';
import { head } from './head.js';
import type { Choose, Part } from './part.js';
import { selection } from './selection.js';
import { setUp } from './setUp.js';
import './style.css';
import { trigger } from './trigger.js';
import { waveform } from './waveform.js';

export const eventDisplay: Page = (into, path) => {
  const [run, spill, event] = [0, 1, 2].map((i) => wholeOf(path[i]) ?? 1);
  const asked: Asked = { run, spill, event };
  const top = html('div', { class: 'event-head' });
  const said = html('p', { class: 'said', role: 'status' });
  const grid = html('div', { class: 'event-grid' });
  into.append(top, said, grid);
  // What goes on is told quietly, what went wrong is not.
  const say = (words: string, isWrong: boolean) => {
    setAttribute(said, 'data-tone', isWrong ? null : 'plain');
    setText(said, words);
  };
  say('Loading …', false);
  controls(top, asked, say);

  let close = () => {};
  let left = false;
  askFor<Display>(`/api/event?run=${run}&spill=${spill}&event=${event}`).then(
    (display) => {
      if (left) return;
      setText(said, '');
      document.title = `Spill ${spill}, event ${event} - Spillway`;
      head(top, asked, display);
      close = show(grid, display);
    },
    (error: Error) => {
      if (!left) say(error.message, true);
    },
  );
  return () => {
    left = true;
    close();
  };
};

const wholeOf = (text: string | undefined): number | null =>
  text !== undefined && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : null;

/** @returns what takes it away */
function show(into: HTMLElement, display: Display): () => void {
  const chosen: { choose: Choose } = { choose: () => {} };
  const choose: Choose = (frontEnd, channel) => chosen.choose(frontEnd, channel);
  const setUpPart = setUp(into, display);
  const cellsPart = cells(into, display, choose);
  const parts: Part[] = [setUpPart, cellsPart, calorimeters(into, display)];
  parts.push(trigger(into, display), selection(into, display));
  const wave = waveform(into, display);
  chosen.choose = wave.choose;
  parts.push(wave);
  const release = onTheme(() => {
    for (const part of parts) part.recolour?.();
  });
  return () => {
    release();
    for (const part of parts) part.close?.();
  };
}
