/** Charts in SVG, drawn in the pixels that there are: letters keep their size. Colours are of style.css, by class. */
import { scaleLinear, scaleLog } from 'd3-scale';
import { setText, svg } from '../dom.js';
import { grouped, powerOfTen, scientific } from './words.js';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Picture {
  /** Draws again if `key`, or the size, is not as it was; what is far from being seen later. */
  draw(key: string, describe: () => string): void;
  close(): void;
}

/** Half a screen above and below. */
const NEAR = '50% 0px';

let pictures = 0;

/**
 * @param height of a picture of this width, pixels
 * @param content of a picture of this size
 */
export function picture(
  into: HTMLElement,
  title: string,
  height: (width: number) => number,
  content: (width: number, height: number) => readonly Node[],
): Picture {
  const id = `picture-${++pictures}`;
  const description = svg('desc', { id: `${id}-text` });
  const drawing = svg('g');
  const root = svg(
    'svg',
    { role: 'img', 'aria-labelledby': `${id}-title ${id}-text`, class: 'picture' },
    svg('title', { id: `${id}-title` }, title),
    description,
    drawing,
  );
  into.append(root);
  let width = 0;
  let isNear = true;
  let shown: string | undefined;
  let waiting: { key: string; describe: () => string } | undefined;

  const paint = () => {
    if (waiting === undefined || width === 0 || (shown !== undefined && !isNear)) return;
    const key = `${width} ${waiting.key}`;
    if (key === shown) return;
    shown = key;
    const high = Math.round(height(width));
    root.setAttribute('viewBox', `0 0 ${width} ${high}`);
    root.setAttribute('height', `${high}`);
    drawing.replaceChildren(...content(width, high));
    setText(description, waiting.describe());
  };
  const observer = new ResizeObserver(([entry]) => {
    width = Math.floor(entry.contentRect.width);
    paint();
  });
  observer.observe(into);
  const nearing = new IntersectionObserver(
    (entries) => {
      isNear = entries[entries.length - 1].isIntersecting;
      paint();
    },
    { rootMargin: NEAR },
  );
  nearing.observe(root);
  return {
    draw(key, describe) {
      waiting = { key, describe };
      paint();
    },
    close() {
      observer.disconnect();
      nearing.disconnect();
    },
  };
}

/** From values to pixels, with numbered ticks and some between. */
export interface Scale {
  (value: number): number;
  readonly domain: readonly [number, number];
  readonly major: readonly { readonly value: number; readonly label: string }[];
  readonly minor: readonly number[];
}

export function linear(
  domain: readonly [number, number],
  range: readonly [number, number],
  ticks: number,
): Scale {
  const scale = scaleLinear().domain(domain).range(range);
  const steps = scale.ticks(ticks);
  const format = scale.tickFormat(ticks);
  const large = Math.abs(domain[1]) >= 1e5;
  const major = steps.map((value) => ({
    value,
    label: large ? scientific(value) : grouped(format(value).replaceAll(',', '')),
  }));
  return Object.assign((value: number) => scale(value), { domain, major, minor: [] });
}

export function log(domain: readonly [number, number], range: readonly [number, number]): Scale {
  const scale = scaleLog().domain(domain).range(range).clamp(true);
  const [low, high] = domain;
  const first = Math.ceil(Math.log10(low) - 1e-9);
  const last = Math.floor(Math.log10(high) + 1e-9);
  const room = Math.abs(range[1] - range[0]) / 16;
  const every = Math.max(1, Math.ceil((last - first) / room));
  const major: { value: number; label: string }[] = [];
  const minor: number[] = [];
  for (let n = first - 1; n <= last; n++) {
    const decade = Number(`1e${n}`);
    if (n >= first) {
      if ((n - first) % every === 0) major.push({ value: decade, label: powerOfTen(n) });
      else minor.push(decade);
    }
    for (let k = 2; k <= 9 && every === 1; k++) {
      if (k * decade > low && k * decade < high) minor.push(k * decade);
    }
  }
  return Object.assign((value: number) => scale(value), { domain, major, minor });
}

export const px = (value: number): string => value.toFixed(1);

export const path = (name: string, d: string, attributes = {}): SVGElement =>
  svg('path', { class: name, d, ...attributes });

export const text = (
  name: string,
  x: number,
  y: number,
  words: string,
  attributes = {},
): SVGElement => svg('text', { class: name, x: px(x), y: px(y), ...attributes }, ...spans(words));

/** Of `E_ECAL` the subscript stands lower; what comes behind it is lifted again. */
const spans = (words: string): Node[] =>
  words.split(/(?<=\b[A-Za-z])_(\w+)/).map((part, i) => {
    if (i % 2 === 1) return svg('tspan', { dy: 3, class: 'sub' }, part);
    return i === 0 ? document.createTextNode(part) : svg('tspan', { dy: -3 }, part);
  });

/** Ticks inward, numbers outside; the name of the axis at its end. */
export function xAxis({ x, y, width, height }: Box, scale: Scale, name?: string): SVGElement[] {
  const bottom = y + height;
  const tick = (value: number, length: number) => `M${px(scale(value))},${px(bottom)}v${-length}`;
  return [
    path('axis', ticks(scale, tick)),
    ...(name === undefined
      ? []
      : [
          ...scale.major.map((m) =>
            text('tick', scale(m.value), bottom + 13, m.label, { 'text-anchor': 'middle' }),
          ),
          text('axis-name', x + width, bottom + 27, name, { 'text-anchor': 'end' }),
        ]),
  ];
}

export function yAxis({ x, y }: Box, scale: Scale, name?: string): SVGElement[] {
  const tick = (value: number, length: number) => `M${px(x)},${px(scale(value))}h${length}`;
  return [
    path('axis', ticks(scale, tick)),
    ...scale.major.map((m) =>
      text('tick', x - 5, scale(m.value) + 3.5, m.label, { 'text-anchor': 'end' }),
    ),
    ...(name === undefined ? [] : [text('axis-name', x, y - 5, name)]),
  ];
}

const ticks = (scale: Scale, tick: (value: number, length: number) => string) =>
  scale.minor.map((value) => tick(value, 3)).join('') +
  scale.major.map(({ value }) => tick(value, 6)).join('');

export const border = ({ x, y, width, height }: Box): SVGElement =>
  svg('rect', { class: 'border', x, y, width, height });

/** A line that shows on data. */
export const haloed = (name: string, d: string): SVGElement[] => [path('halo', d), path(name, d)];

/** Shades from few to many; as many as style.css has. */
const SHADES = 12;

/** Of a count, logarithmic. */
export const shadeOf = (count: number, most: number): number =>
  most <= 1
    ? SHADES - 1
    : Math.min(SHADES - 1, Math.floor((SHADES * Math.log(count)) / Math.log(most)));

/** The shades with what they mean. */
export function shadeBar({ x, y, width, height }: Box, most: number, name: string): SVGElement[] {
  const step = width / SHADES;
  const scale = log([1, Math.max(10, most)], [x, x + width]);
  return [
    ...Array.from({ length: SHADES }, (_, i) =>
      svg('rect', {
        class: `shade-${i}`,
        x: px(x + i * step),
        y,
        width: px(step + 0.3),
        height,
      }),
    ),
    ...scale.major.map((m) =>
      text('tick haloed', scale(m.value), y + height + 11, m.label, { 'text-anchor': 'middle' }),
    ),
    text('tick haloed', x, y - 4, name),
  ];
}
