/**
 * `from: other.yaml` in a section: the other file is that section, and the keys beside `from`
 * override it.
 */
import type { Problem } from '../errors.js';
import { besides } from './path.js';
import { type MapNode, merge, parseTree, type TreeNode } from './tree.js';
import { describeNode, entriesOf, join, type Schema, schemaAt, shapeOf } from './walk.js';

/** Reads a file; a missing one is undefined or an exception. */
export type Read = (path: string) => string | undefined;

/** May a section of this shape say `from`? Not where `from` is a key of its own. */
export function mayInclude(schema: Schema | undefined): boolean {
  const shape = schema && shapeOf(schema);
  if (shape?.kind !== 'map' && shape?.kind !== 'variant') return false;
  return !Object.hasOwn(entriesOf(shape), 'from');
}

/** The file's tree, or undefined with the reason in `problems`. `asked` is where it was named. */
export function readTree(
  read: Read,
  file: string,
  asked: Problem,
  problems: Problem[],
): TreeNode | undefined {
  let text: string | undefined;
  let reason = '';
  try {
    text = read(file);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (!/ENOENT/.test(message)) reason = ` (${message})`;
  }
  if (text === undefined) {
    problems.push({ ...asked, next: `${file} cannot be read${reason}` });
    return undefined;
  }
  return parseTree(text, file, problems);
}

/**
 * Replaces every `from` in `node` by what it names, merged with the keys beside it.
 * `chain` holds the files being read, outermost first.
 */
export function inline(
  node: TreeNode,
  schema: Schema | undefined,
  path: string,
  file: string,
  chain: readonly string[],
  read: Read,
  problems: Problem[],
): TreeNode {
  if (node.kind !== 'map') return node;
  const from = mayInclude(schema) ? node.entries.get('from') : undefined;
  const entries = new Map<string, { place: MapNode['place']; node: TreeNode }>();
  for (const [key, entry] of node.entries) {
    if (entry === from) continue;
    const below = schema && schemaAt(schema, key);
    const inlined = inline(entry.node, below, join(path, key), file, chain, read, problems);
    entries.set(key, { place: entry.place, node: inlined });
  }
  const own: MapNode = { kind: 'map', place: node.place, entries };
  if (!from) return own;

  const what = join(path, 'from');
  const { where } = from.node.place;
  const target = from.node.kind === 'scalar' ? from.node.value : undefined;
  if (typeof target !== 'string' || target.trim() === '') {
    const expected = 'the path of a file, relative to this one';
    problems.push({ where, what, got: describeNode(from.node), expected });
    return own;
  }
  const included = besides(file, target);
  if (chain.includes(included)) {
    const round = [...chain.slice(chain.indexOf(included)), included].join(' -> ');
    problems.push({
      where,
      what,
      got: JSON.stringify(target),
      next: `a file cannot include itself: ${round}`,
    });
    return own;
  }
  const asked = { where, what, got: JSON.stringify(target) };
  const tree = readTree(read, included, asked, problems);
  if (!tree) return own;
  if (tree.kind !== 'map') {
    const got = describeNode(tree);
    problems.push({ where: tree.place.where, what: path, got, expected: 'keys with values' });
    return own;
  }
  const base = inline(tree, schema, path, included, [...chain, included], read, problems);
  return merge(base, own);
}
