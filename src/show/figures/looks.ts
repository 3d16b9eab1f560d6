/**
 * How series are told from each other: colour, marker and dashes.
 */
import type { ChartRole, ChartSeries } from '../../run/chart.js';
import { COLOUR } from './style.js';
import { type Attributes, element, px } from './svg.js';

export interface Look {
  readonly colour: string;
  readonly marker: 'disc' | 'square' | 'triangle' | 'diamond' | 'cross' | 'ring';
  readonly dashes?: string | undefined;
  /** Of a line, pixels. */
  readonly width?: number;
  /** Of a band. */
  readonly fill?: string;
}

const LOOKS: readonly Look[] = [
  { colour: COLOUR.blue, marker: 'disc' },
  { colour: COLOUR.vermillion, marker: 'square', dashes: '9 4' },
  { colour: COLOUR.green, marker: 'triangle', dashes: '2 4' },
  { colour: COLOUR.purple, marker: 'diamond', dashes: '10 4 2 4' },
  { colour: COLOUR.ink, marker: 'cross', dashes: '5 3' },
  { colour: COLOUR.ink, marker: 'ring', dashes: '1 3' },
];

/** A dot of a dotted line is as long as it is wide. */
const DOTTED = '0.1 5.5';

const ROLES: Readonly<Record<ChartRole, Look>> = {
  published: { colour: COLOUR.ink, marker: 'disc', width: 2.6 },
  expected: { colour: COLOUR.blue, marker: 'disc', dashes: '9 5' },
  'expected exact': { colour: COLOUR.blue, marker: 'ring', dashes: DOTTED, width: 3.4 },
  observed: { colour: COLOUR.vermillion, marker: 'square' },
  'observed exact': { colour: COLOUR.vermillion, marker: 'ring', dashes: DOTTED, width: 3.4 },
  'one sigma': { colour: COLOUR.blue, marker: 'disc', fill: COLOUR.band1 },
  'two sigma': { colour: COLOUR.band1, marker: 'disc', fill: COLOUR.band2 },
  favoured: { colour: COLOUR.green, marker: 'disc', fill: COLOUR.favoured, dashes: '3 3' },
};

/** Of the series at a place among the others. */
export function lookOf({ look }: Pick<ChartSeries, 'look'>, place: number): Look {
  if (typeof look === 'string') return ROLES[look];
  return LOOKS[(look ?? place) % LOOKS.length];
}

export const strokeOf = ({ colour, dashes, width = 2 }: Look): Attributes => ({
  fill: 'none',
  stroke: colour,
  'stroke-width': width,
  'stroke-linejoin': 'round',
  'stroke-linecap': dashes === DOTTED ? 'round' : undefined,
  'stroke-dasharray': dashes,
});

export const fillOf = ({ fill, colour, dashes }: Look): Attributes => ({
  fill: fill ?? COLOUR.band2,
  stroke: colour,
  'stroke-width': 0.7,
  'stroke-dasharray': dashes,
});

export function marker({ colour, marker: kind }: Look, x: number, y: number, r: number): string {
  const of = (d: string, filled = true) =>
    element('path', {
      d,
      fill: filled ? colour : 'none',
      stroke: filled ? COLOUR.background : colour,
      'stroke-width': filled ? 0.8 : 2.2,
    });
  if (kind === 'disc') {
    return element('circle', { cx: x, cy: y, r, fill: colour, stroke: COLOUR.background });
  }
  if (kind === 'ring') {
    const paper = COLOUR.background;
    return element('circle', { cx: x, cy: y, r, fill: paper, stroke: colour, 'stroke-width': 1.8 });
  }
  if (kind === 'square') return of(`M${px(x - r)},${px(y - r)}h${2 * r}v${2 * r}h${-2 * r}z`);
  if (kind === 'triangle') {
    return of(`M${px(x)},${px(y - 1.25 * r)}l${1.2 * r},${2.1 * r}h${-2.4 * r}z`);
  }
  if (kind === 'diamond') {
    const s = 1.3 * r;
    return of(`M${px(x)},${px(y - s)}l${px(s)},${px(s)}l${px(-s)},${px(s)}l${px(-s)},${px(-s)}z`);
  }
  return of(`M${px(x - r)},${px(y - r)}l${2 * r},${2 * r}m${-2 * r},0l${2 * r},${-2 * r}`, false);
}
