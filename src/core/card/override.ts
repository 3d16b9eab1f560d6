/**
 * `--set dotted.path=value`: one value of the resolved card replaced, checked like the rest.
 */
import type { Problem } from '../errors.js';
import { nearest } from '../nearest.js';
import { mayInclude } from './include.js';
import { type Entry, merge, parseOption, type TreeNode } from './tree.js';
import {
  entriesOf,
  FROM_IN_FILES,
  isIndex,
  isRecursive,
  join,
  type Schema,
  schemaAt,
  shapeOf,
} from './walk.js';

/** Keys of a path; a card has a dozen. */
const LONGEST = 64;

/** Applies one override to the tree; what is wrong with it is added to `problems`. */
export function override(
  tree: TreeNode,
  schema: Schema,
  setting: string,
  problems: Problem[],
): TreeNode {
  const option = `--set ${setting.replace(/\s+/g, ' ')}`;
  const equals = setting.indexOf('=');
  const path = setting.slice(0, Math.max(equals, 0)).trim();
  if (equals < 0 || path === '') {
    problems.push({ where: option, expected: 'key=value such as trigger.ecal.threshold="80 GeV"' });
    return tree;
  }
  const keys = path.split('.');
  if (keys.length > LONGEST) {
    problems.push({ where: option, got: `${keys.length} keys`, expected: `up to ${LONGEST}` });
    return tree;
  }
  const refused = checkPath(tree, schema, keys);
  if (refused) {
    problems.push({ where: option, ...refused });
    return tree;
  }
  const value = parseOption(setting.slice(equals + 1), option, problems);
  return value ? place(tree, keys, value) : tree;
}

/** Puts `value` at `keys`, merging a map into a map. */
export function place(tree: TreeNode, keys: readonly string[], value: TreeNode): TreeNode {
  if (keys.length === 0) return merge(tree, value);
  const [key, ...rest] = keys;
  if (tree.kind === 'list') {
    const items = tree.items.map((item, i) =>
      String(i) === key ? place(item, rest, value) : item,
    );
    return { ...tree, items };
  }
  const entries = new Map<string, Entry>(tree.kind === 'map' ? tree.entries : []);
  const below = entries.get(key);
  const empty: TreeNode = { kind: 'map', place: value.place, entries: new Map() };
  const node = place(below?.node ?? (rest.length > 0 ? empty : value), rest, value);
  entries.set(key, { place: value.place, node });
  return { kind: 'map', place: tree.place, entries };
}

function checkPath(tree: TreeNode, schema: Schema, keys: readonly string[]): Problem | undefined {
  let below: Schema | undefined = schema;
  let node: TreeNode | undefined = tree;
  let path = '';
  for (const key of keys) {
    const inside: Schema = below;
    below = schemaAt(inside, key);
    const here = path === '' ? 'the card' : path;
    if (node?.kind === 'list') {
      if (!isIndex(key) || Number(key) >= node.items.length) {
        const last = node.items.length - 1;
        return {
          what: join(path, key),
          fault: 'no such element',
          expected: last < 0 ? `no index: ${here} is empty` : `an index from 0 to ${last}`,
        };
      }
    } else if (below && node?.kind === 'scalar') {
      return {
        what: join(path, key),
        got: `a key inside ${node.source}, the value of ${path}`,
        next: `set it as a whole: --set ${path}=...`,
      };
    }
    if (!below) {
      const all = [...pathsOf(schema, tree)];
      const close = nearest(keys.join('.'), all);
      const names = namesIn(inside);
      return {
        what: keys.join('.'),
        fault: 'unknown key',
        ...(names.length > 0
          ? { expected: `one of ${names.join(', ')} in ${here}` }
          : { expected: `nothing below ${here}` }),
        ...(key === 'from' && mayInclude(inside)
          ? { next: FROM_IN_FILES }
          : close === undefined
            ? {}
            : { next: `did you mean "${close}"?` }),
      };
    }
    path = join(path, key);
    node =
      node?.kind === 'map'
        ? node.entries.get(key)?.node
        : node?.kind === 'list'
          ? node.items[Number(key)]
          : undefined;
  }
  return undefined;
}

function namesIn(schema: Schema): string[] {
  const shape = shapeOf(schema);
  if (shape.kind === 'union') return shape.options.flatMap(namesIn);
  return Object.keys(entriesOf(shape));
}

/** Every dotted path that may be set: the schema's names and the indices of this card's lists. */
function* pathsOf(schema: Schema, node: TreeNode | undefined, path = ''): Generator<string> {
  if (path !== '') yield path;
  const given = node?.kind === 'map' ? [...node.entries.keys()] : [];
  const keys =
    node?.kind === 'list'
      ? node.items.map((_, i) => String(i))
      : [...new Set([...namesIn(schema), ...given])];
  for (const key of keys) {
    const below = schemaAt(schema, key);
    const child =
      node?.kind === 'map'
        ? node.entries.get(key)?.node
        : node?.kind === 'list'
          ? node.items[Number(key)]
          : undefined;
    if (below && (child || !isRecursive(below))) yield* pathsOf(below, child, join(path, key));
  }
}
