/** Energies as words and as shades: one scale for all cells of the page, 10 MeV to 100 GeV, logarithmic. */
import { svg } from '../dom.js';
import { type Box, log, px, text } from '../dashboard/picture.js';

const LOW = 0.01;
const HIGH = 100;
/** As many as style.css has. */
const SHADES = 12;

/** Number of a shade; null below the scale. */
export function shadeOf(energy: number): number | null {
  if (!(energy >= LOW)) return null;
  const place = Math.log(energy / LOW) / Math.log(HIGH / LOW);
  return Math.min(SHADES - 1, Math.floor(SHADES * place));
}

/** @example energyWords(0.0123) = '12.3 MeV' */
export function energyWords(energy: number): string {
  const size = Math.abs(energy);
  if (size >= 1) return `${three(energy)}\u202fGeV`;
  return `${three(1000 * energy)}\u202fMeV`;
}

/** Three digits, none of them behind a million. */
export const three = (value: number): string => `${Number(value.toPrecision(3))}`.replace('-', '−');

/** In a cell there is little room: GeV, at most four characters. */
export function shortWords(energy: number): string {
  if (Math.abs(energy) < 0.005) return '0';
  if (energy >= 10) return energy.toFixed(0);
  return energy
    .toFixed(energy >= 0.995 ? 1 : 2)
    .replace(/^(-?)0/, '$1')
    .replace('-', '−');
}

/** The shades with what they mean. */
export function energyBar({ x, y, width, height }: Box): SVGElement[] {
  const step = width / SHADES;
  const scale = log([LOW, HIGH], [x, x + width]);
  const names = [0.01, 0.1, 1, 10, 100].map((energy) =>
    text('tick', scale(energy), y + height + 12, energyWords(energy), { 'text-anchor': 'middle' }),
  );
  return [
    ...Array.from({ length: SHADES }, (_, i) =>
      svg('rect', { class: `shade-${i}`, x: px(x + i * step), y, width: px(step + 0.3), height }),
    ),
    ...names,
  ];
}
