/** D. Banerjee et al. (NA64), arXiv:1906.00176. */
export const PAPER = 'PRL 123, 121801 (2019)';

/**
 * One line of a validation table: a number of the paper or of an independent calculation beside what
 * the emulation gives. Only `out` rows validate: `in` is typed in, `fit` fitted to the number.
 */
export interface ValidationRow {
  readonly name: string;
  readonly role: 'in' | 'fit' | 'out';
  readonly expected: number;
  /** Allowed relative deviation beside the statistical error, or the allowed range. */
  readonly allowed: number | readonly [number, number];
  readonly emulated: number;
  /** Statistical, one sigma. */
  readonly error: number;
  /** (emulated - expected) / error; for a range, how far outside of it. */
  readonly pull: number;
  /** Within what is allowed plus two statistical errors; never where there is no number, or it is undecided. */
  readonly agrees: boolean;
  /** So small a sample cannot tell; no disagreement. */
  readonly undecided?: true;
  readonly source: string;
}

/** A value and its statistical error, one sigma. */
export type Measured = readonly [value: number, error: number];

/** What a row compares: `emulated` with its statistical error, one sigma. */
export type Compared = Pick<ValidationRow, 'name' | 'role' | 'expected' | 'allowed' | 'source'> & {
  readonly emulated: Measured;
  /** A larger error decides nothing, but that it is too far off. */
  readonly decides?: number;
};

export function row({
  name,
  role,
  expected,
  allowed,
  emulated: measured,
  decides = Number.POSITIVE_INFINITY,
  source,
}: Compared): ValidationRow {
  const [emulated, error] = measured;
  const [low, high] =
    typeof allowed === 'number'
      ? [expected - allowed * Math.abs(expected), expected + allowed * Math.abs(expected)]
      : [allowed[0], allowed[1]];
  const outside = emulated < low ? emulated - low : emulated > high ? emulated - high : 0;
  const off = typeof allowed === 'number' || Number.isNaN(emulated) ? emulated - expected : outside;
  const within = emulated >= low - 2 * error && emulated <= high + 2 * error;
  const undecided = within && error > decides;
  return {
    name,
    role,
    expected,
    allowed,
    emulated,
    error,
    pull: error === 0 ? 0 : off / error,
    agrees: within && !undecided,
    ...(undecided && { undecided }),
    source,
  };
}

/** What a table says of it; `NO` alone is a failure. */
export const answerOf = ({ agrees, undecided }: ValidationRow): 'yes' | 'undecided' | 'NO' =>
  agrees ? 'yes' : undecided ? 'undecided' : 'NO';

/**
 * A share with its binomial error, where some were gained with that of their Poisson number; at least that of one. Of
 * nothing it is no number, which agrees with nothing.
 */
export const share = (passed: number, of: number): Measured =>
  of > 0
    ? [passed / of, Math.sqrt(Math.max(1, Math.abs(passed * (of - passed)) / of)) / of]
    : [Number.NaN, Number.NaN];

/** A count per electron, with its Poisson error. */
export const perElectron = (count: number, electrons: number): Measured => [
  count / electrons,
  Math.sqrt(Math.max(1, count)) / electrons,
];
