/**
 * The conditions of a menu as one decision tree: at each node a term, cheapest first; at each leaf the
 * triggers whose conditions are met. What is certain already is not asked.
 */
import type { Condition, Term } from '../../core/card/trigger.js';

/** What is known of a term: nothing yet is undefined. */
export type Known = (term: string) => boolean | undefined;

/** What a condition says as far as the terms are known. */
export function settle(
  condition: Condition,
  terms: Readonly<Record<string, Term>>,
  known: Known,
): boolean | undefined {
  if (typeof condition === 'string') {
    const term = terms[condition];
    return term?.kind === 'logic' ? settle(term.when, terms, known) : known(condition);
  }
  const { all, any, not } = condition;
  if (not !== undefined) {
    const inner = settle(not, terms, known);
    return inner === undefined ? undefined : !inner;
  }
  const decisive = all === undefined;
  const parts = (all ?? any ?? []).map((part) => settle(part, terms, known));
  if (parts.includes(decisive)) return decisive;
  return parts.includes(undefined) ? undefined : !decisive;
}

export interface Leaf {
  readonly met: number;
}
export interface Node {
  readonly term: string;
  readonly no: Tree;
  readonly yes: Tree;
}
export type Tree = Leaf | Node;

/**
 * @param conditions by bit of the trigger
 * @param order the terms that may be asked, in this order
 * @param known what is certain beforehand
 */
export function growTree(
  conditions: ReadonlyMap<number, Condition>,
  terms: Readonly<Record<string, Term>>,
  order: readonly string[],
  known: ReadonlyMap<string, boolean>,
): Tree {
  let met = 0;
  let open = false;
  for (const [bit, condition] of conditions) {
    const settled = settle(condition, terms, (term) => known.get(term));
    if (settled === undefined) open = true;
    else if (settled) met |= 1 << bit;
  }
  const next = order.findIndex((term) => !known.has(term));
  if (!open || next < 0) return { met };
  const term = order[next];
  const rest = order.slice(next + 1);
  const branch = (value: boolean) =>
    growTree(conditions, terms, rest, new Map(known).set(term, value));
  const no = branch(false);
  const yes = branch(true);
  // A term that changes nothing here is not asked.
  return same(no, yes) ? no : { term, no, yes };
}

const same = (a: Tree, b: Tree): boolean =>
  'met' in a
    ? 'met' in b && a.met === b.met
    : 'term' in b && a.term === b.term && same(a.no, b.no) && same(a.yes, b.yes);
