/** Strips over the last spills, alarms marked. */
import type uPlot from 'uplot';
import type { Live } from '../../../src/run/live/shape.js';
import { html, setText } from '../dom.js';
import { colour } from '../theme.js';
import { asTable, frame, type Panel } from './panel.js';
import { axis, plot } from './plot.js';
import { count, scientific } from './words.js';

type Line = Live['history'][number];

interface Curve {
  /** Told by it where there are several. */
  readonly name?: string;
  /** Null where there is none. */
  readonly of: (line: Line) => number | null;
  /** Standard deviation, where it is known. */
  readonly error?: (line: Line) => number;
}

interface Strip {
  readonly name: string;
  readonly words: (value: number) => string;
  /** From zero unless told. */
  readonly near?: true;
  readonly curves: readonly Curve[];
}

const STRIPS: readonly Strip[] = [
  {
    name: 'electrons on target (10⁶)',
    words: (x) => scientific(x),
    curves: [{ of: (l) => l.electrons / 1e6 }],
  },
  {
    name: 'trigger rate (per 10⁶ electrons)',
    words: (x) => x.toFixed(1),
    near: true,
    curves: [
      {
        of: (l) => (1e6 * l.triggers) / Math.max(1, l.electrons),
        error: (l) => (1e6 * Math.sqrt(l.triggers)) / Math.max(1, l.electrons),
      },
    ],
  },
  {
    name: 'live fraction (%)',
    words: (x) => x.toFixed(2),
    near: true,
    curves: [
      {
        of: ({ liveFraction: live }) => live && 100 * live,
        error: ({ liveFraction: live, triggers }) =>
          live === null ? 0 : 100 * Math.sqrt((live * (1 - live)) / triggers),
      },
    ],
  },
  {
    name: 'events recorded',
    words: count,
    curves: [{ of: (l) => l.recorded }],
  },
  {
    name: 'lost',
    words: count,
    curves: [
      { name: 'throttled', of: (l) => l.throttled },
      { name: 'buffer full', of: (l) => l.bufferFull },
      { name: 'in building', of: (l) => l.lostInBuilding },
    ],
  },
];

const HEIGHT = 58;
const BOTTOM = 18;
/** Spills that there is room for at least. */
const LEAST = 20;
const LOOKS = [
  { colour: '--series-1', dash: [] },
  { colour: '--series-2', dash: [5, 3] },
  { colour: '--series-3', dash: [2, 3] },
] as const;

export function strips(into: HTMLElement): Panel {
  const { words, body } = frame(into, 'strips', 'Last spills');
  let lines: readonly Line[] = [];
  let pointed: number | null = null;
  const made = STRIPS.map((strip, i) => {
    const value = html('b', { class: 'told' });
    const name = html('span', {}, strip.name);
    const place = html('div', { class: 'plot' });
    body.append(html('div', { class: 'strip' }, html('p', {}, name, value), place));
    const isLast = i === STRIPS.length - 1;
    const drawn = plot(place, `${strip.name} against spill`, HEIGHT + (isLast ? BOTTOM : 0), {
      cursor: {
        ...{ y: false, drag: { x: false, y: false }, points: { size: 6 } },
        sync: { key: 'spills' },
      },
      padding: [7, 8, isLast ? 0 : 7, 0],
      scales: {
        x: { time: false },
        y: { range: (_, low, high) => rangeOf(strip, lines, low, high) },
      },
      axes: [
        axis({
          ...{ size: isLast ? BOTTOM : 0, space: 40, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500] },
          values: (_, all) => all.map((n) => (isLast ? count(n) : '')),
        }),
        axis({ size: 50, space: 17, values: (_, all) => all.map(tick) }),
      ],
      series: [
        {},
        ...strip.curves.map((_, k) => ({
          stroke: () => colour(LOOKS[k].colour),
          dash: [...LOOKS[k].dash],
          width: 1.3,
          points: { size: 4, fill: () => colour(LOOKS[k].colour), show: true },
        })),
      ],
      hooks: {
        drawClear: [(u) => marks(u, lines, i === 0)],
        draw: [(u) => errors(u, lines, strip)],
        setCursor: [
          (u) => {
            pointed = u.cursor.idx ?? null;
            if (isLast) say();
          },
        ],
      },
    });
    return { strip, value, drawn };
  });
  const say = () => {
    const line = pointed === null ? lines.at(-1) : lines[pointed];
    if (line === undefined) return;
    setText(words, summary(line, pointed !== null));
    for (const { strip, value } of made) setText(value, told(strip, line));
  };
  const columns = ['spill', ...STRIPS.flatMap(columnsOf), 'alarms'];
  const table = asTable(body, 'Last spills', columns, () => lines.map(rowOf));
  let shown = '';
  return {
    show({ history, run }) {
      const key = `${run.directory} ${history.length} ${history.at(-1)?.spill}`;
      if (key === shown) return;
      shown = key;
      lines = history;
      if (lines.length === 0) setText(words, 'No spill yet.');
      const spills = lines.map(({ spill }) => spill);
      const first = spills[0] ?? 1;
      const last = Math.max(first + LEAST - 1, spills.at(-1) ?? 0);
      for (const { strip, drawn } of made) {
        const curves = strip.curves.map(({ of }) => lines.map(of));
        drawn.plot.batch(() => {
          drawn.plot.setData([spills, ...curves] as uPlot.AlignedData);
          drawn.plot.setScale('x', { min: first - 0.5, max: last + 0.5 });
        });
      }
      say();
      table.show();
    },
    close() {
      for (const { drawn } of made) drawn.close();
    },
  };
}

function rangeOf(
  { near, curves }: Strip,
  lines: readonly Line[],
  low: number | null,
  high: number | null,
): [number, number] {
  if (low === null || high === null) return [0, 1];
  if (!near) return [0, high > 0 ? 1.1 * high : 1];
  const errors = curves.flatMap(({ error }) => (error ? lines.map(error) : []));
  const room = Math.max(0.25 * (high - low), 1.1 * Math.max(0, ...errors), 1e-3 * high, 1e-6);
  return [low - room, high + room];
}

const tick = (value: number) => (value >= 1e5 ? scientific(value, 2) : count(value));

const summary = ({ spill, alarms, bad }: Line, isPointed: boolean): string =>
  [
    `${isPointed ? '' : 'last: '}spill ${count(spill)}`,
    ...(alarms > 0 ? [`! ${alarms} alarm${alarms > 1 ? 's' : ''}`] : []),
    ...(bad ? ['✕ bad: counts for nothing'] : []),
  ].join('  ·  ');

function told({ curves, words }: Strip, line: Line): string {
  return curves
    .map(({ name, of, error }) => {
      const value = of(line);
      if (value === null) return '–';
      const after = error ? ` ± ${words(error(line))}` : '';
      return name ? `${name} ${words(value)}` : `${words(value)}${after}`;
    })
    .join(', ');
}

const columnsOf = ({ name, curves }: Strip): string[] =>
  curves.map((curve) => (curve.name ? `${name}: ${curve.name}` : name));

const rowOf = (line: Line) => [
  count(line.spill),
  ...STRIPS.flatMap(({ curves, words }) =>
    curves.map(({ of }) => {
      const value = of(line);
      return value === null ? '–' : words(value);
    }),
  ),
  line.bad ? `${line.alarms}, bad` : `${line.alarms}`,
];

/** Spills with alarms: a line, of bad ones a full one; at the top what it means. */
function marks(u: uPlot, lines: readonly Line[], isFirst: boolean): void {
  const { ctx, bbox } = u;
  ctx.save();
  ctx.lineWidth = 1.5 * devicePixelRatio;
  ctx.font = `bold ${11 * devicePixelRatio}px system-ui, sans-serif`;
  for (const { spill, alarms, bad } of lines) {
    if (alarms === 0 && !bad) continue;
    const x = u.valToPos(spill, 'x', true);
    ctx.strokeStyle = colour(bad ? '--bad' : '--warn');
    ctx.fillStyle = ctx.strokeStyle;
    ctx.setLineDash(bad ? [] : [3 * devicePixelRatio, 3 * devicePixelRatio]);
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    if (isFirst)
      ctx.fillText(bad ? '✕' : '!', x + 3 * devicePixelRatio, bbox.top + bbox.height - 3);
  }
  ctx.restore();
}

function errors(u: uPlot, lines: readonly Line[], { curves }: Strip): void {
  const { ctx } = u;
  ctx.save();
  ctx.lineWidth = devicePixelRatio;
  curves.forEach(({ of, error }, k) => {
    if (error === undefined) return;
    ctx.strokeStyle = colour(LOOKS[k].colour);
    ctx.beginPath();
    for (const line of lines) {
      const value = of(line);
      if (value === null) continue;
      const x = u.valToPos(line.spill, 'x', true);
      ctx.moveTo(x, u.valToPos(value - error(line), 'y', true));
      ctx.lineTo(x, u.valToPos(value + error(line), 'y', true));
    }
    ctx.stroke();
  });
  ctx.restore();
}
