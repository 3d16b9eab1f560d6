/** The ledger as a flow, from beam particles to selected events. */
import type { Live } from '../../../src/run/live/shape.js';
import { html, svg } from '../dom.js';
import { setFigure } from './figure.js';
import { flowOf, type Step } from './flow.js';
import { frame, type Panel, tableDetails } from './panel.js';
import { path, picture, px, text } from './picture.js';
import { count, percent, scientific } from './words.js';

/** Pixels for each factor of ten, and for one. */
const DECADE = 5.6;
const ONE = 2;
const LEAST = 17;
const STAGE = 22;
const LEFT = 74;
/** Where a band ends, and its name begins. */
const END = 168;

const thickness = (n: number) => (n > 0 ? ONE + DECADE * Math.log10(n) : 0);

const heightOf = ({ kind, events }: Step) =>
  kind === 'stage' ? STAGE : Math.max(LEAST, Math.min(30, thickness(events)) + 4);

export function ledger(into: HTMLElement): Panel {
  const { words, body } = frame(into, 'ledger', 'Ledger: from beam particles to selected events');
  let steps: readonly Step[] = [];
  const drawn = picture(
    body,
    'Ledger as a flow',
    () => steps.reduce((y, step) => y + heightOf(step), 6),
    (width) => content(steps, width),
  );
  const table = ledgerTable(body);
  return {
    show(live) {
      steps = flowOf(live);
      const { ledger } = live.totals;
      words.textContent =
        ledger === null
          ? 'A drawn nature is hidden, and the ledger with it: from what was recorded.'
          : `Widths are logarithmic. ${composition(ledger.particles)}`;
      drawn.draw(JSON.stringify(steps), () => describe(steps));
      table.show(live, steps);
    },
    close: drawn.close,
  };
}

function composition(particles: Ledger['particles']): string {
  const all = Object.values(particles).reduce((a, b) => a + b, 0);
  if (all === 0) return '';
  const share = ([name, n]: [string, number]) =>
    `${name}s ${n / all >= 0.001 ? percent(n / all) : `${scientific((100 * n) / all, 2)}\u202f%`}`;
  return Object.entries({ ...particles })
    .map(share)
    .join(', ');
}

const describe = (steps: readonly Step[]) =>
  steps
    .map(({ name, kind, events }) =>
      kind === 'stage'
        ? `${name}: ${events}.`
        : kind === 'in'
          ? `${events} ${name} join.`
          : `${events} leave: ${name}.`,
    )
    .join(' ');

function content(steps: readonly Step[], width: number): Node[] {
  const flows: SVGElement[] = [];
  const over: SVGElement[] = [];
  let y = 3;
  let before = steps.length > 0 ? steps[0].left : 0;
  for (const step of steps) {
    const high = heightOf(step);
    const middle = y + high / 2;
    flows.push(trunk(before, step.left, y, high));
    if (step.kind !== 'stage' && step.events > 0) flows.push(...branch(step, before, y, high));
    over.push(...labels(step, middle, width));
    before = step.left;
    y += high;
  }
  return [...flows, ...over];
}

/** Its left edge is straight. */
function trunk(before: number, after: number, y: number, high: number): SVGElement {
  const from = LEFT + thickness(before);
  const to = LEFT + thickness(after);
  const middle = y + high / 2;
  return path(
    'flow',
    `M${LEFT},${px(y)}H${px(from)}C${px(from)},${px(middle)} ${px(to)},${px(middle)} ${px(to)},${px(y + high)}H${LEFT}Z`,
  );
}

/** To the right, out of the trunk or into it. */
function branch(step: Step, before: number, y: number, high: number): SVGElement[] {
  const thick = Math.min(high - 3, thickness(step.events));
  const top = y + (high - thick) / 2;
  const from = LEFT + Math.max(0, Math.min(thickness(before), thickness(step.left)) - 1);
  const rect = svg('rect', {
    class: step.kind === 'in' ? 'flow' : step.kind === 'sealed' ? 'seal-blank' : 'flow-out',
    x: px(from),
    y: px(top),
    width: px(END - from),
    height: px(thick),
  });
  if (step.kind === 'in') {
    const tip = `M${END},${px(top)}l-7,${px(thick / 2)}l7,${px(thick / 2)}z`;
    return [rect, path('seal-blank', tip)];
  }
  if (step.kind === 'out') return [rect];
  return [rect, ...hatched(from, top, END - from, thick)];
}

/** As what is sealed is drawn in the plane. */
function hatched(x: number, y: number, width: number, height: number): SVGElement[] {
  const lines: string[] = [];
  for (let start = x - height; start < x + width; start += 7) {
    const from = Math.max(start, x);
    const to = Math.min(start + height, x + width);
    lines.push(
      `M${px(from)},${px(y + height - (from - start))}L${px(to)},${px(y + height - (to - start))}`,
    );
  }
  return [
    path('hatch', lines.join('')),
    svg('rect', { class: 'seal-edge', x: px(x), y: px(y), width: px(width), height: px(height) }),
  ];
}

function labels({ name, kind, events }: Step, middle: number, width: number): SVGElement[] {
  const y = middle + 4;
  if (kind === 'stage') {
    return [
      text('strong', LEFT - 6, y, count(events), { 'text-anchor': 'end' }),
      path('rule', `M${END - 34},${px(middle)}H${END}`),
      text('strong', END + 6, y, name),
    ];
  }
  const sign = kind === 'in' ? '+' : '−';
  const faint = events === 0 ? 'faint' : kind === 'sealed' ? 'strong accent' : '';
  return [
    text(faint, END + 6, y, name),
    text(faint, width, y, events === 0 ? '0' : `${sign}${count(events)}`, {
      'text-anchor': 'end',
    }),
  ];
}

/** All of the ledger: the flow, then what it has beside. */
function ledgerTable(into: HTMLElement) {
  const rows = html('tbody');
  const head = ['', 'leave or join', 'left'].map((c) => html('th', { scope: 'col' }, c));
  const caption = 'Ledger';
  const table = html(
    'table',
    {},
    html('caption', {}, caption),
    html('thead', {}, html('tr', {}, ...head)),
    rows,
  );
  into.append(tableDetails(caption, table));
  let shown = '';
  return {
    show({ totals: { ledger } }: Live, steps: readonly Step[]) {
      const key = JSON.stringify([steps, ledger]);
      if (key === shown) return;
      shown = key;
      rows.replaceChildren(
        ...steps.map((step) => stepRow(step)),
        ...(ledger ? besideOf(ledger).map(([path, n]) => numberRow(path, n)) : []),
      );
    },
  };
}

type Ledger = NonNullable<Live['totals']['ledger']>;

/** Numbers of the ledger that no step has. */
function besideOf(ledger: Ledger): readonly (readonly [string, number])[] {
  const group = (name: string, of: object) =>
    Object.entries(of).map(([key, n]) => [`${name}.${key}`, n as number] as const);
  return [
    ...group('particles', ledger.particles),
    ['electronsOnTarget', ledger.electronsOnTarget],
    ['triggers', ledger.triggers],
    ['triggersLive', ledger.triggersLive],
    ['outcomes.recorded', ledger.outcomes.recorded],
    ...group('clockTriggers', ledger.clockTriggers).filter(([p]) => !p.endsWith('.recorded')),
    ['scalers.coincidences', ledger.scalers.coincidences],
    ['scalers.busyCoincidences', ledger.scalers.busyCoincidences],
  ];
}

function numberRow(path: string, n: number): HTMLElement {
  const words = path.replace('.', ': ').replace(/([A-Z])/g, (c) => ` ${c.toLowerCase()}`);
  const cell = html('td', { 'data-value': `totals.ledger.${path}` });
  setFigure(cell, n, count);
  return html('tr', {}, html('th', { scope: 'row' }, words), cell, html('td'));
}

function stepRow({ name, kind, events, left, path }: Step): HTMLElement {
  const cell = html('td', path === null ? {} : { 'data-value': path });
  if (kind !== 'stage') setFigure(cell, events, (n) => `${kind === 'in' ? '+' : '−'}${count(n)}`);
  return html('tr', {}, html('th', { scope: 'row' }, name), cell, html('td', {}, count(left)));
}
