/** Numbers as they are read. */

const SUPERSCRIPT: Readonly<Record<string, string>> = {
  ...{ '-': '⁻', '0': '⁰', '1': '¹', '2': '²', '3': '³', '4': '⁴' },
  ...{ '5': '⁵', '6': '⁶', '7': '⁷', '8': '⁸', '9': '⁹' },
};

export const powerOfTen = (n: number): string =>
  n === 0 ? '1' : n === 1 ? '10' : `10${[...`${n}`].map((c) => SUPERSCRIPT[c]).join('')}`;

/** Exact: narrow spaces that do not break set off the thousands. @example count(12345) = '12 345' */
export const count = (value: number): string => grouped(`${value}`);

export const grouped = (number: string): string =>
  number.replace(/^\d{5,}$/, (digits) => digits.replace(/\B(?=(\d{3})+$)/g, '\u202f'));

/** Some digits, as a power of ten where it is far from one. @example scientific(2.84e11) = '2.84 × 10¹¹' */
export function scientific(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return 'unknown';
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (size >= 1e-3 && size < 1e5) return `${Number(value.toPrecision(digits))}`;
  const [mantissa, exponent] = value.toExponential(digits - 1).split('e');
  return `${mantissa} × ${powerOfTen(Number(exponent))}`;
}

/** Exact below ten million, else three digits. */
export const quantity = (value: number): string =>
  Number.isInteger(value) && Math.abs(value) < 1e7 ? count(value) : scientific(value);

/** Of a small share two digits. @example percent(0.9371) = '93.7 %' */
export function percent(share: number, digits = 1): string {
  if (!Number.isFinite(share)) return 'unknown';
  const isSmall = share !== 0 && Math.abs(share) < 0.5 * 10 ** -(digits + 1);
  return `${isSmall ? (100 * share).toPrecision(2) : (100 * share).toFixed(digits)}\u202f%`;
}

/** Share of successes, and its error with a flat prior, which is not zero where all or none pass (arXiv:physics/0701199, eq. 9). */
export function efficiency(passed: number, of: number): string {
  if (of === 0) return '';
  const share = passed / of;
  const [first, second] = [(passed + 1) / (of + 2), (passed + 2) / (of + 3)];
  const error = Math.sqrt(first * (second - first));
  return `${(100 * share).toFixed(1)} ± ${(100 * error).toFixed(1)}\u202f%`;
}

export const plural = (n: number, one: string, many = `${one}s`): string =>
  `${count(n)} ${n === 1 ? one : many}`;
