/**
 * Numbers with their errors, as they are read.
 */
import type { Quoted } from '../core/paper.js';
import { digits } from './digits.js';
import type { Span } from './figures/svg.js';

/**
 * Value and error to the same place, the error with two digits, or with one where the second is a zero; an upper limit with
 * two digits; large and small numbers with a common power of ten.
 * @example quoted({ value: 1.144e-5, error: 7.9e-7 }) // "(1.144 +- 0.079)e-5"
 */
export function quoted({ value, error, sign, note }: Quoted): string {
  const tail = note === undefined ? '' : ` (${note})`;
  const head = sign === undefined ? '' : `${sign} `;
  return `${head}${error === null ? plain(value, sign === '<' ? 2 : 4) : withError(value, error)}${tail}`;
}

/** The same with signs and powers of ten as they are written by hand. */
export const quotedSpans = (value: Quoted): Span[] =>
  quoted(value)
    .replace('+-', '±')
    .replace('>~', '≳')
    .replace(/^-/, '−')
    .split(/(?<=[\d)])e(-?\d+)/)
    .flatMap((part, i): Span[] => {
      if (i % 2 === 1) return [{ sup: part.replace('-', '−') }];
      return part === '' ? [] : [part];
    })
    .map((span, i, all) =>
      typeof span === 'string' && i + 1 < all.length && typeof all[i + 1] !== 'string'
        ? `${span} × 10`
        : span,
    );

/** Without zeros at the end of a mantissa. */
const plain = (value: number, n = 4) => digits(value, n).replace(/\.?0+(?=e)/, '');

function withError(value: number, error: number): string {
  if (!(Number.isFinite(value) && error > 0 && Number.isFinite(error))) return plain(value);
  const size = Math.max(Math.abs(value), error);
  const power = size >= 1e6 || size < 1e-3 ? exponentOf(size) : 0;
  const [v, e] = [value / 10 ** power, Number((error / 10 ** power).toPrecision(2))];
  const [mantissa] = e.toExponential().split('e');
  const places = Math.min(20, Math.max(0, mantissa.replace(/[.]/, '').length - 1 - exponentOf(e)));
  const both = `${v.toFixed(places)} +- ${e.toFixed(places)}`;
  return power === 0 ? both : `(${both})e${power}`;
}

/** Of the leading digit. */
const exponentOf = (value: number) => Number(value.toExponential().split('e')[1]);
