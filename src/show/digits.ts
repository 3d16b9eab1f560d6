/** A number with n significant digits, in the shortest usual form. */
export function digits(value: number | null | undefined, n = 3): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '-';
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1e6 || size < 1e-3) return value.toExponential(n - 1).replace('e+', 'e');
  return String(Number(value.toPrecision(n)));
}
