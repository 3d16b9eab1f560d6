/**
 * What a rule between the values of a card says when it is broken. It is told from each side: the value
 * that is at fault is the one set last, which only the caller knows.
 */
import { type Dimension, formatQuantity } from '../units.js';
import type { Card } from './schema.js';

/** One side of a violation: the dotted key, what it is and what the others demand. */
export interface Violation {
  readonly what: string;
  readonly got: string;
  readonly expected: string;
  readonly next?: string;
}

export type Sides = readonly [Violation, ...Violation[]];
export type Check = (card: Card) => Iterable<Sides>;

export type Value = readonly [path: string, value: number];

export function* ordered(low: Value, high: Value, dimension?: Dimension): Generator<Sides> {
  if (low[1] > high[1]) yield compare(low, high, 'at most', 'at least', dimension);
}

export function* increasing(low: Value, high: Value, dimension?: Dimension): Generator<Sides> {
  if (low[1] >= high[1]) yield compare(low, high, 'less than', 'more than', dimension);
}

function compare(
  low: Value,
  high: Value,
  below: string,
  above: string,
  dimension?: Dimension,
): Sides {
  const show = (value: number) => (dimension ? formatQuantity(value, dimension) : String(value));
  const side = (own: Value, relation: string, other: Value) => ({
    what: own[0],
    got: show(own[1]),
    expected: `${relation} ${show(other[1])} (${other[0]})`,
  });
  return [side(high, above, low), side(low, below, high)];
}
