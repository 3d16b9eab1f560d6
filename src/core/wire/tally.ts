/**
 * Integer tallies: plain objects of numbers and arrays of numbers whose merge is the sum, field by
 * field, so that it is exactly associative and commutative.
 */

export type Tally = { readonly [name: string]: number | readonly number[] | Tally };

/** The sum of two integers. @throws RangeError when it would leave the exact integers (2^53). */
export function addExact(a: number, b: number): number {
  const sum = a + b;
  if (!Number.isSafeInteger(sum)) {
    throw new RangeError(`tally: ${a} + ${b} is not an exact integer below 2^53`);
  }
  return sum;
}

/** The sum of two tallies of the same shape, as a new object. */
export function mergeTally<T>(a: T, b: T): T {
  if (typeof a === 'number') return addExact(a, b as number) as T;
  if (Array.isArray(a)) {
    const other = b as unknown as unknown[];
    if (a.length !== other.length) {
      throw new RangeError(`tally: ${a.length} entries cannot be merged with ${other.length}`);
    }
    return a.map((x, i) => mergeTally(x, other[i])) as T;
  }
  const merged: Record<string, unknown> = {};
  for (const name of Object.keys(a as object)) {
    merged[name] = mergeTally(
      (a as Record<string, unknown>)[name],
      (b as Record<string, unknown>)[name],
    );
  }
  return merged as T;
}

/** The sum of the numbers of a flat tally. */
export function total(tally: { readonly [name: string]: number }): number {
  return Object.values(tally).reduce(addExact, 0);
}
