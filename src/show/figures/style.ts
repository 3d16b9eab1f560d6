/**
 * The look of every figure, in one place: size, fonts, colours, panels, axes, numbers, small print.
 *
 * Colours are those of M. Okabe and K. Ito (told apart by the colour-blind); whatever a colour says,
 * a line style, a marker or a word says too, so that a print in black and white loses nothing.
 */
import { scaleLinear, scaleLog } from 'd3-scale';
import type { Provenance } from '../../run/run.js';
import { type Attributes, element, escapeXml, px, type Span, text } from './svg.js';
import { plural } from '../plural.js';

/** What the small print says; of the hash the first 8 digits. */
export type FigureCaption = Provenance;

/** A rectangle for data, in pixels. */
export interface Panel {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const SIZE = { width: 960, height: 790 } as const;

export const PANELS = {
  /** A figure of one panel. */
  whole: { x: 92, y: 78, width: 838, height: 622 },
  /** Of two that share the horizontal axis. */
  upper: { x: 92, y: 78, width: 838, height: 400 },
  lower: { x: 92, y: 500, width: 838, height: 200 },
} as const satisfies Record<string, Panel>;

/** Room between panels above each other: with nothing in it, with a line of text, with a horizontal axis. */
export const GAP = { bare: 20, line: 44, axis: 62 } as const;

/** Panels above each other, one more than there are gaps; as high as their weights say. */
export function stacked(gaps: readonly number[], weights: readonly number[] = []): Panel[] {
  const { x, y, width, height } = PANELS.whole;
  const weightOf = (i: number) => weights[i] ?? 1;
  const all = [...gaps, 0];
  const sum = all.reduce((total, _, i) => total + weightOf(i), 0);
  const room = height - gaps.reduce((total, gap) => total + gap, 0);
  let top = y;
  return all.map((gap, i) => {
    const panel = { x, y: top, width, height: (room * weightOf(i)) / sum };
    top += panel.height + gap;
    return panel;
  });
}

/** Panels in rows, each with its axes, and below them a strip of some height. */
export function gridded(
  panels: number,
  columns: number,
  strip: number,
): { readonly places: readonly Panel[]; readonly strip: Panel } {
  const { x, y, width, height } = PANELS.whole;
  const rows = Math.ceil(panels / columns);
  const gap = { x, y: GAP.axis };
  const each = {
    width: (width - (columns - 1) * gap.x) / columns,
    height: (height - strip - (rows - 1) * gap.y) / rows,
  };
  const places = Array.from({ length: panels }, (_, i) => ({
    x: x + (i % columns) * (each.width + gap.x),
    y: y + Math.floor(i / columns) * (each.height + gap.y),
    ...each,
  }));
  return { places, strip: { x, y: y + height - strip + GAP.axis - 6, width, height: strip } };
}

export const FONT =
  "'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif";

/** Font sizes in pixels. */
export const TEXT = {
  title: 21,
  subtitle: 14,
  axis: 18,
  tick: 15,
  label: 15,
  legend: 14,
  small: 11.5,
} as const;

export const COLOUR = {
  background: '#ffffff',
  ink: '#1a1a1a',
  faint: '#5c5c5c',
  grid: '#e4e4e4',
  blue: '#0072b2',
  vermillion: '#c44e00',
  green: '#007a5a',
  purple: '#9c4f82',
  /** Bands of one and two standard deviations: the dark tint lies on the light one. */
  band1: '#8fc4e6',
  band2: '#d6e9f6',
  /** What somebody hopes for. */
  favoured: '#cfe8de',
} as const;

/**
 * Few to many: matplotlib's inferno (public domain, CC0), light to dark and without its lightest
 * third, so that a single event stands out from white paper.
 */
const RAMP = ['#f9950a', '#e75d2e', '#bc3754', '#83206b', '#4a0c6b', '#120a32'];

/** Shade for a count of a logarithmic scale, by its place 0...1 between few and many. */
export const shade: (place: number) => string = scaleLinear<string>()
  .domain(RAMP.map((_, i) => i / (RAMP.length - 1)))
  .range(RAMP)
  .clamp(true);

/** White around letters that stand on data. */
export const HALO: Attributes = {
  'paint-order': 'stroke',
  stroke: COLOUR.background,
  'stroke-width': 4,
  'stroke-linejoin': 'round',
};

/** A line that shows on paper and on dark data: `d` over a white one, a little wider. */
export function outlined(d: string, attributes: Attributes): string {
  const { 'stroke-width': width = 1, 'stroke-dasharray': dashes } = attributes;
  const under = {
    stroke: COLOUR.background,
    'stroke-width': Number(width) + 1.6,
    'stroke-opacity': '0.75',
    'stroke-dasharray': dashes,
  };
  return (
    element('path', { d, fill: 'none', ...under }) +
    element('path', { d, fill: 'none', ...attributes })
  );
}

/** Shortens text that somebody chose, so that a line keeps its length. */
export function shorten(words: string, length: number): string {
  const characters = [...words];
  return characters.length <= length ? words : `${characters.slice(0, length - 1).join('')}…`;
}

/**
 * A count of events, exact: narrow spaces that do not break set off the thousands.
 *
 * @example count(12345) = '12 345'
 */
export function count(value: number): string {
  const digits = `${value}`;
  return /^\d{5,}$/.test(digits) ? digits.replace(/\B(?=(\d{3})+$)/g, '\u202f') : digits;
}

/**
 * An amount for reading: exact below a million, else three digits.
 *
 * @example quantity(2.84e11) = ['2.84 × 10', { sup: '11' }]
 */
export function quantity(value: number): Span[] {
  if (!Number.isFinite(value)) return ['unknown'];
  if (Math.abs(value) < 1e6) return [count(Math.round(value))];
  const [mantissa, exponent] = value.toExponential(2).split('e+');
  return [`${Number(mantissa)} × 10`, { sup: exponent }];
}

/** Text of a user in which numbers such as 2.84e11 become powers of ten. */
export function prose(words: string): Span[] {
  return words.split(/(?<![\w.])(\d+(?:\.\d+)?)e\+?(\d+)(?!\w)/).flatMap((part, i): Span[] => {
    if (i % 3 === 1) return [`${part} × 10`];
    if (i % 3 === 2) return [{ sup: part }];
    return part === '' ? [] : [part];
  });
}

/**
 * A quantity's name with its unit.
 *
 * @example axisLabel('E_ECAL', 'GeV') = ['E', { sub: 'ECAL' }, ' (GeV)']
 */
export function axisLabel(name: string, unit: string): Span[] {
  const tail = unit === '' ? [] : [` (${unit})`];
  const parts = name
    .split(/_(\S+)/)
    .map((part, i): Span => (i % 2 === 1 ? { sub: part } : part))
    .filter((part) => part !== '');
  return [...parts, ...tail];
}

/** From values to pixels, with ticks. */
export interface Scale {
  (value: number): number;
  readonly domain: readonly [number, number];
  readonly major: readonly { readonly value: number; readonly label: readonly Span[] }[];
  readonly minor: readonly number[];
}

/** A panel and its scales. */
export interface View {
  readonly panel: Panel;
  readonly x: Scale;
  readonly y: Scale;
}

export function linearScale(
  domain: readonly [number, number],
  range: readonly [number, number],
  ticks: number,
): Scale {
  const scale = scaleLinear().domain(domain).range(range);
  const step = scale.ticks(ticks);
  const format = scale.tickFormat(ticks);
  const major = step.map((value) => ({ value, label: [format(value)] }));
  const between = (step[1] - step[0]) / 5;
  const minor = scale.ticks(5 * ticks).filter((value) => {
    const part = value / between;
    return Math.abs(part - Math.round(part)) < 1e-6 && !step.includes(value);
  });
  return Object.assign((value: number) => scale(value), { domain, major, minor });
}

/** Ticks at the powers of ten, and at 2...9 times these. */
export function logScale(
  domain: readonly [number, number],
  range: readonly [number, number],
): Scale {
  const scale = scaleLog().domain(domain).range(range);
  const [low, high] = domain;
  const major: Scale['major'][number][] = [];
  const minor: number[] = [];
  // A little room, since 1e-3 of a sum is not always 1e-3.
  const inside = (value: number) => value > low * (1 - 1e-9) && value < high * (1 + 1e-9);
  const decades = Math.log10(high / low);
  const every = Math.max(1, Math.ceil(decades / 9));
  for (let n = Math.floor(Math.log10(low)) - 1; n <= Math.ceil(Math.log10(high)); n++) {
    const decade = Number(`1e${n}`);
    if (inside(decade)) {
      if (n % every === 0) major.push({ value: decade, label: powerOfTen(n) });
      else minor.push(decade);
    }
    for (let k = 2; k <= 9 && every === 1; k++) {
      if (inside(k * decade)) minor.push(k * decade);
    }
  }
  return Object.assign((value: number) => scale(value), { domain, major, minor });
}

function powerOfTen(n: number): Span[] {
  if (n === 0) return ['1'];
  if (n === 1) return ['10'];
  return ['10', { sup: `${n}`.replace('-', '\u2212') }];
}

/** Lengths of ticks, in pixels. */
const TICK = { major: 8, minor: 4 } as const;

export interface AxisOptions {
  readonly label?: readonly Span[];
  /** Whether the ticks carry numbers; true unless told. */
  readonly numbers?: boolean;
}

/** The horizontal axis: ticks inward at both edges of the panel, numbers and label below it. */
export function xAxis(panel: Panel, scale: Scale, { label, numbers = true }: AxisOptions): string {
  const bottom = panel.y + panel.height;
  const tick = (value: number, length: number) => {
    const x = px(scale(value));
    return `M${x},${px(bottom)}v${px(-length)}M${x},${px(panel.y)}v${px(length)}`;
  };
  const d = ticksOf(scale, tick);
  const written = numbers
    ? scale.major.map((m) =>
        text(m.label, scale(m.value), bottom + 20, TEXT.tick, { 'text-anchor': 'middle' }),
      )
    : [];
  const title =
    label && text(label, panel.x + panel.width, bottom + 44, TEXT.axis, { 'text-anchor': 'end' });
  return axisGroup(d, written, title);
}

/** The vertical axis: ticks inward at both edges of the panel, numbers and label to its left. */
export function yAxis(panel: Panel, scale: Scale, { label, numbers = true }: AxisOptions): string {
  const right = panel.x + panel.width;
  const tick = (value: number, length: number) => {
    const y = px(scale(value));
    return `M${px(panel.x)},${y}h${px(length)}M${px(right)},${y}h${px(-length)}`;
  };
  const d = ticksOf(scale, tick);
  const written = numbers
    ? scale.major.map((m) =>
        text(m.label, panel.x - 8, scale(m.value) + 5, TEXT.tick, { 'text-anchor': 'end' }),
      )
    : [];
  const title =
    label &&
    text(label, 0, 0, TEXT.axis, {
      'text-anchor': 'end',
      transform: `translate(${px(panel.x - 60)},${px(panel.y)}) rotate(-90)`,
    });
  return axisGroup(d, written, title);
}

const ticksOf = (scale: Scale, tick: (value: number, length: number) => string) =>
  scale.minor.map((value) => tick(value, TICK.minor)).join('') +
  scale.major.map(({ value }) => tick(value, TICK.major)).join('');

function axisGroup(d: string, written: string[], title: string | undefined): string {
  const ticks = d === '' ? '' : element('path', { d, stroke: COLOUR.ink, fill: 'none' });
  return element('g', { class: 'axis' }, ticks, ...written, title ?? '');
}

/** Lines at the numbered ticks, behind the data. */
export function grid(panel: Panel, x: Scale, y: Scale): string {
  const d = [
    ...x.major.map(({ value }) => `M${px(x(value))},${px(panel.y)}v${px(panel.height)}`),
    ...y.major.map(({ value }) => `M${px(panel.x)},${px(y(value))}h${px(panel.width)}`),
  ];
  return element('path', { class: 'grid', d: d.join(''), stroke: COLOUR.grid, fill: 'none' });
}

/** The border of a panel, to be drawn over the data. */
export const frame = (panel: Panel): string =>
  element('rect', { ...panel, fill: 'none', stroke: COLOUR.ink, 'stroke-width': 1.2 });

/** Keeps data inside a panel. `id` is one of the figure's own, fixed. */
export const clip = (id: string, panel: Panel, ...children: string[]): string =>
  element('clipPath', { id }, element('rect', { ...panel })) +
  element('g', { 'clip-path': `url(#${id})` }, ...children);

/** A panel as a whole: what lies behind the data, the data, and over them axes and border. */
export const plot = (
  id: string,
  { panel, x, y }: View,
  axes: { readonly x: AxisOptions; readonly y: AxisOptions; readonly grid?: boolean },
  ...data: string[]
): string[] => [
  ...(axes.grid ? [grid(panel, x, y)] : []),
  clip(id, panel, ...data),
  xAxis(panel, x, axes.x),
  yAxis(panel, y, axes.y),
  frame(panel),
];

/** Said in a panel that has nothing to show, at a place in shares of it. */
export const note = (
  { x, y, width, height }: Panel,
  words: string,
  [across, down]: readonly [number, number] = [0.5, 0.5],
): string =>
  text(words, x + across * width, y + down * height, TEXT.title, {
    'text-anchor': 'middle',
    fill: COLOUR.faint,
    ...HALO,
  });

/** A whole figure: background, title, a line below it, content, small print. */
export function document(
  heading: { title: string; subtitle?: readonly Span[] },
  caption: FigureCaption | string,
  ...content: string[]
): string {
  const title = shorten(heading.title, 76);
  const { subtitle } = heading;
  const left = PANELS.upper.x;
  const svg = element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width: SIZE.width,
      height: SIZE.height,
      viewBox: `0 0 ${SIZE.width} ${SIZE.height}`,
      role: 'img',
      'font-family': FONT,
      fill: COLOUR.ink,
    },
    `<title>${escapeXml(title)}</title>`,
    element('rect', { width: SIZE.width, height: SIZE.height, fill: COLOUR.background }),
    text(title, left, 40, TEXT.title, { 'font-weight': 'bold' }),
    subtitle ? text(subtitle, left, 64, TEXT.subtitle, { fill: COLOUR.faint }) : '',
    ...content,
    smallPrint(caption),
  );
  return `${svg}\n`;
}

/** Where it comes from: a run, with all that makes it again, or what there is in words. The last line ends at the edge. */
function smallPrint(caption: FigureCaption | string): string {
  const lines = typeof caption === 'string' ? [prose(`Spillway · ${caption}`)] : originOf(caption);
  const style = { class: 'small-print', fill: COLOUR.faint };
  return lines
    .map((line, i) => {
      const up = (lines.length - 1 - i) * 1.2 * TEXT.small;
      return text(line, PANELS.upper.x, SIZE.height - 10 - up, TEXT.small, style);
    })
    .join('');
}

function originOf(caption: FigureCaption): Span[][] {
  const { card, cardHash, seed, spills, electronsOnTarget, machine } = caption;
  return [
    [
      `Spillway · card ${shorten(card, 32)} · card hash ${cardHash.slice(0, 8)} · seed ${shorten(seed, 64)}`,
    ],
    [
      ...quantity(spills),
      ` ${plural(spills, 'spill')} · `,
      ...quantity(electronsOnTarget),
      ' electrons on target',
      ...(machine === undefined ? [] : [` · ${shorten(machine, 40)}`]),
    ],
  ];
}
