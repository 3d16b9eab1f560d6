/** Cells of the calorimeters, seen against the beam (x to the right, y up), section by section, as tables whose cells have the shade of their energy. */
import type { Cell, Display, Module } from '../../../src/run/display/shape.js';
import { frame } from '../dashboard/panel.js';
import { html, setText } from '../dom.js';
import { energyWords, shadeOf, shortWords, three } from './energy.js';
import type { Choose, Part } from './part.js';

/** Front ends whose modules stand beside each other. */
const BESIDE: readonly (readonly string[])[] = [['ecal'], ['hcal'], ['veto', 'srd', 'counters']];

export function cells(into: HTMLElement, display: Display, choose: Choose): Part {
  const { body, words } = frame(into, 'cells', 'Cells, seen against the beam');
  const hint =
    'x to the right, y up; GeV in the window of the analysis. A cell chosen shows its samples below.';
  setText(words, hint);
  const about = html('p', { class: 'about', 'aria-hidden': true }, ' ');
  const say = (text: string) => setText(about, text);
  for (const names of BESIDE) {
    const modules = display.modules.filter(({ frontEnd }) => names.includes(frontEnd));
    const maps = modules.map((module) =>
      module.side ? map(module, module.side, say, choose) : row(module, say, choose),
    );
    body.append(html('div', { class: 'maps' }, ...maps));
  }
  body.append(about);
  return {};
}

/** Rows from above, as y is up. */
function map(
  module: Module,
  [columns, rows]: NonNullable<Module['side']>,
  say: (text: string) => void,
  choose: Choose,
) {
  const [across, up] = [columns, rows].map((n) => Array.from({ length: n }, (_, i) => i));
  const table = html(
    'table',
    { class: columns > 3 ? 'map' : 'map large' },
    html('caption', {}, module.name),
    html(
      'thead',
      { class: 'hidden' },
      html('tr', {}, html('td'), ...across.map((ix) => html('th', { scope: 'col' }, `x ${ix}`))),
    ),
    html(
      'tbody',
      {},
      ...up
        .toReversed()
        .map((iy) =>
          html(
            'tr',
            {},
            html('th', { scope: 'row', class: 'hidden' }, `y ${iy}`),
            ...across.map((ix) => html('td', {}, button(module, rows * ix + iy, say, choose))),
          ),
        ),
    ),
  );
  roving(table, columns);
  return table;
}

function row(module: Module, say: (text: string) => void, choose: Choose) {
  const table = html(
    'table',
    { class: 'map row' },
    html('caption', {}, module.frontEnd === 'counters' ? module.name : `${module.name} (MeV)`),
    html(
      'tbody',
      {},
      html('tr', {}, ...module.cells.map((_, i) => html('td', {}, button(module, i, say, choose)))),
    ),
  );
  roving(table, module.cells.length);
  return table;
}

function button(module: Module, i: number, say: (text: string) => void, choose: Choose) {
  const cell = module.cells[i];
  const shade = shadeOf(cell.energy);
  const isCounter = module.frontEnd === 'counters';
  const made = html(
    'button',
    {
      ...{ type: 'button', class: 'cell', tabindex: -1 },
      ...(shade !== null && { 'data-tone': shade < 4 ? 'few' : shade < 6 ? 'some' : 'many' }),
    },
    isCounter ? cell.name : module.side ? shortWords(cell.energy) : mev(cell.energy),
    // Read aloud behind what is seen: who speaks to the page says what is seen.
    html('span', { class: 'hidden' }, ` ${inWords(cell)}`),
  );
  if (shade !== null) made.style.setProperty('--cell', `var(--shade-${shade})`);
  const tell = () => say(inWords(cell));
  made.addEventListener('pointerenter', tell);
  made.addEventListener('focus', tell);
  made.addEventListener('click', () => choose(module.frontEnd, cell.channel));
  return made;
}

const mev = (energy: number) => (energy === 0 ? '0' : `${Number((1000 * energy).toPrecision(2))}`);

function inWords({ name, energy, time, pulses }: Cell): string {
  const late = pulses.length - (time === null ? 0 : 1);
  const more = late > 0 ? `; ${late} more ${late === 1 ? 'pulse' : 'pulses'}` : '';
  if (time === null) return `${name}: nothing in time${more}`;
  return `${name}: ${energyWords(energy)} at ${three(time)} ns${more}`;
}

/** One stop of the tab key for all cells of a module; arrows go from cell to cell. */
function roving(table: HTMLTableElement, columns: number): void {
  const all = [...table.querySelectorAll('button')];
  const [first] = all;
  if (first) first.tabIndex = 0;
  const steps: Readonly<Record<string, number>> = {
    ...{ ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns },
  };
  table.addEventListener('keydown', (event) => {
    const at = all.indexOf(event.target as HTMLButtonElement);
    const next = all[at + (steps[event.key] ?? 0)];
    if (at < 0 || !(event.key in steps)) return;
    event.preventDefault();
    if (!next) return;
    all[at].tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  });
}
