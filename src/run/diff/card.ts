/**
 * Two cards, leaf by leaf: as they were written, compared in base units, so that 140 us and 0.14 ms are the same.
 */
import { canonicalJson, type ResolvedCard } from '../../core/card/index.js';
import { leavesOf, type TreeNode } from '../../core/card/tree.js';
import { paired, section, type Section, type TextRow } from './rows.js';

/** No part of what a card is: `cardHash` leaves them out too. */
const NOT_HASHED = ['run.seed', 'run.spills'];

interface Value {
  readonly written: string;
  /** In base units, canonical JSON. */
  readonly base: string;
}

export function compareCards(a: ResolvedCard, b: ResolvedCard, all: boolean): Section<TextRow> {
  const rows = paired(valuesOf(a), valuesOf(b));
  const { rows: shown, ...counted } = section(rows, all, (row) => row.a?.base !== row.b?.base);
  return {
    ...counted,
    rows: shown.map(({ name, a, b }) => ({
      name,
      a: a?.written ?? null,
      b: b?.written ?? null,
    })),
  };
}

function valuesOf({ card, tree }: ResolvedCard): Map<string, Value> {
  const values = new Map<string, Value>();
  for (const [path, node] of leavesOf(tree)) {
    if (NOT_HASHED.includes(path)) continue;
    values.set(path, { written: asWritten(node), base: canonicalJson(at(card, path)) });
  }
  return values;
}

function asWritten(node: TreeNode): string {
  if (node.kind === 'map') return '{}';
  if (node.kind === 'list') return '[]';
  return node.source;
}

const at = (value: unknown, path: string): unknown =>
  path.split('.').reduce((inner, key) => (inner as Record<string, unknown>)?.[key], value);
