/** The ledger as a flow, from beam particles to selected events. */
import type { Live } from '../../../src/run/live/shape.js';
import { html, svg } from '../dom.js';
import { setFigure } from './figure.js';
import { flowOf, type Step } from './flow.js';
import { frame, type Panel, tableDetails } from './panel.js';
import { path, picture, px, text } from './picture.js';
import { count, percent } from './words.js';

/** Pixels for each factor of ten, and for one: of what leaves. What stays is drawn wider. */
const DECADE = 3.1;
const ONE = 1.5;
const TRUNK = 2.2;
const LEAST = 17;
const STAGE = 23;
const LEFT = 84;
/** Where a band ends, and its name begins. */
const END = 176;

const thickness = (n: number) => (n > 0 ? ONE + DECADE * Math.log10(n) : 0);

const heightOf = ({ kind, events }: Step) =>
  kind === 'stage' ? STAGE : Math.max(LEAST, thickness(events) + 3);

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
          : `Widths are logarithmic; what stays is drawn twice as wide. ${composition(ledger.particles)}`;
      drawn.draw(JSON.stringify(steps), () => describe(steps));
      table.show(live, steps);
    },
    close: drawn.close,
  };
}

function composition(particles: Ledger['particles']): string {
  const all = Object.values(particles).reduce((a, b) => a + b, 0);
  if (all === 0) return '';
  const share = ([name, n]: [string, number]) => `${name}s ${percent(n / all)}`;
  const shares = Object.entries({ ...particles }).map(share);
  return `In the beam: ${shares.join(', ')}.`;
}

const describe = (steps: readonly Step[]) =>
  steps
    .map(({ name, kind, events }) =>
      kind === 'stage'
        ? `${name}: ${events}.`
        : kind === 'part'
          ? `${events} are ${name}.`
          : kind === 'in'
            ? `${events} ${name} join.`
            : `${events} leave: ${name}.`,
    )
    .join(' ');

function content(steps: readonly Step[], width: number): Node[] {
  const branches: Node[] = [];
  const edge: string[] = [];
  const over: SVGElement[] = [];
  let y = 3;
  let before = steps.length > 0 ? steps[0].left : 0;
  for (const step of steps) {
    const high = heightOf(step);
    const middle = y + high / 2;
    if (step.kind === 'part') branches.push(part(step, middle));
    else edge.push(edgeOf(before, step.left, y, high));
    if (LEAVE.includes(step.kind) && step.events > 0)
      branches.push(...branch(step, before, y, high));
    over.push(...labels(step, middle, width));
    before = step.left;
    y += high;
  }
  const trunk = path('flow', `M${LEFT},3${edge.join('')}H${LEFT}Z`);
  return [...branches, trunk, ...over];
}

const rightOf = (n: number) => LEFT + TRUNK * thickness(n);

/** Of the trunk the right one; the left one is straight. */
function edgeOf(before: number, after: number, y: number, high: number): string {
  const [from, to] = [px(rightOf(before)), px(rightOf(after))];
  const middle = px(y + high / 2);
  return `L${from},${px(y)}C${from},${middle} ${to},${middle} ${to},${px(y + high)}`;
}

const LEAVE: readonly Step['kind'][] = ['out', 'in', 'sealed'];

/** None leaves: as wide as the trunk would be. */
const part = ({ events }: Step, middle: number): Node =>
  svg('rect', {
    ...{ class: 'flow', x: LEFT, y: px(middle - 4), height: 8 },
    width: px(TRUNK * thickness(events)),
  });

/** To the right, out of the trunk or into it: it ends as an arrow does, or begins so. */
function branch({ kind, events, left }: Step, before: number, y: number, high: number): Node[] {
  const thick = thickness(events);
  const top = y + (high - thick) / 2;
  const from = Math.min(rightOf(before), rightOf(left)) - 2;
  const tip = kind === 'in' ? -6 : 6;
  const d = `M${px(from)},${px(top)}H${END - 6}l${tip},${px(thick / 2)}l${-tip},${px(thick / 2)}H${px(from)}z`;
  if (kind === 'sealed') return hatched(from, top, END - from, thick);
  return [path(kind === 'in' ? 'flow' : 'flow-out', d)];
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

const SIGNS: Readonly<Record<Step['kind'], string>> = {
  ...{ stage: '', part: '', in: '+', out: '−', sealed: '−' },
};

function labels({ name, kind, events }: Step, middle: number, width: number): SVGElement[] {
  const y = middle + 4;
  if (kind === 'stage') {
    return [
      text('strong', LEFT - 6, y, count(events), { 'text-anchor': 'end' }),
      path('rule', `M${END - 34},${px(middle)}H${END}`),
      text('strong', END + 6, y, name),
    ];
  }
  const sign = SIGNS[kind];
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
  const head = ['step', 'leave or join', 'left'].map((c) => html('th', { scope: 'col' }, c));
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
  if (kind !== 'stage') setFigure(cell, events, (n) => `${SIGNS[kind]}${count(n)}`);
  return html(
    'tr',
    {},
    html('th', { scope: 'row' }, name),
    cell,
    html('td', {}, kind === 'part' ? '' : count(left)),
  );
}
