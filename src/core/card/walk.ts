/**
 * The schema and a tree of values side by side: every problem found, each at its place.
 *
 * valibot stops an object at its first unknown key and hides the members of a union; a card should
 * report everything at once. So the walk goes by the schema's own structure and leaves only the
 * leaves to valibot.
 */
import * as v from 'valibot';
import type { Problem } from '../errors.js';
import { nearest } from '../nearest.js';
import { type Leaf, quote } from './quantity.js';
import type { ListNode, MapNode, ScalarNode, TreeNode } from './tree.js';

export type Schema = v.GenericSchema;
type Entries = Readonly<Record<string, Schema>>;

/** What the walk needs to know of a schema. */
export type Shape =
  | { readonly kind: 'map'; readonly entries: Entries }
  | { readonly kind: 'list'; readonly item: Schema; readonly min: number }
  | { readonly kind: 'tuple'; readonly items: readonly Schema[] }
  | { readonly kind: 'union'; readonly options: readonly Schema[] }
  | { readonly kind: 'leaf'; readonly leaf?: Leaf };

export function shapeOf(schema: Schema): Shape {
  const meta = v.getMetadata(schema as Parameters<typeof v.getMetadata>[0]) as { leaf?: Leaf };
  if (meta.leaf) return { kind: 'leaf', leaf: meta.leaf };
  const parts = 'pipe' in schema ? (schema.pipe as readonly unknown[]) : [schema];
  const root = parts[0] as Schema & {
    entries?: Entries;
    item?: Schema;
    items?: readonly Schema[];
    options?: readonly Schema[];
  };
  if (root.type === 'strict_object') return { kind: 'map', entries: root.entries ?? {} };
  if (root.type === 'array') {
    const length = parts.find((part) => (part as { type?: string }).type === 'min_length');
    const min = (length as { requirement?: number } | undefined)?.requirement ?? 0;
    return { kind: 'list', item: root.item as Schema, min };
  }
  if (root.type === 'tuple' || root.type === 'strict_tuple') {
    return { kind: 'tuple', items: root.items ?? [] };
  }
  if (root.type === 'union') return { kind: 'union', options: root.options ?? [] };
  return { kind: 'leaf' };
}

/** The schema one step down, or undefined if there is none; a union yields its first that fits. */
export function schemaAt(schema: Schema, key: string): Schema | undefined {
  const shape = shapeOf(schema);
  if (shape.kind === 'map')
    return Object.hasOwn(shape.entries, key) ? shape.entries[key] : undefined;
  if (shape.kind === 'list') return isIndex(key) ? shape.item : undefined;
  if (shape.kind === 'tuple') return isIndex(key) ? shape.items[Number(key)] : undefined;
  if (shape.kind === 'union') {
    for (const option of shape.options) {
      const found = schemaAt(option, key);
      if (found) return found;
    }
  }
  return undefined;
}

export function isIndex(key: string): boolean {
  return /^(0|[1-9]\d{0,6})$/.test(key);
}

/**
 * Checks `node` against `schema` and returns the plain value that valibot may parse.
 * Problems are added to `problems`; the value is then incomplete.
 */
export function walk(schema: Schema, node: TreeNode, path: string, problems: Problem[]): unknown {
  const shape = shapeOf(schema);
  switch (shape.kind) {
    case 'map':
      return node.kind === 'map'
        ? walkMap(shape.entries, node, path, problems)
        : refuse(node, path, describeShape(shape), problems);
    case 'list':
      return node.kind === 'list'
        ? walkList(shape, node, path, problems)
        : refuse(node, path, describeShape(shape), problems);
    case 'tuple':
      return node.kind === 'list' && node.items.length === shape.items.length
        ? node.items.map((item, i) => walk(shape.items[i], item, join(path, String(i)), problems))
        : refuse(node, path, describeShape(shape), problems);
    case 'union': {
      const option = shape.options.find((candidate) => fits(shapeOf(candidate), node));
      return option
        ? walk(option, node, path, problems)
        : refuse(node, path, describeShape(shape), problems);
    }
    case 'leaf':
      return node.kind === 'scalar'
        ? walkLeaf(schema, shape.leaf, node, path, problems)
        : refuse(node, path, leafExpectation(schema, shape.leaf), problems);
  }
}

function walkMap(entries: Entries, node: MapNode, path: string, problems: Problem[]) {
  const value: Record<string, unknown> = {};
  const mistyped = new Set<string>();
  for (const [key, entry] of node.entries) {
    if (Object.hasOwn(entries, key)) {
      value[key] = walk(entries[key], entry.node, join(path, key), problems);
      continue;
    }
    const names = [...Object.keys(entries), 'from'];
    const absent = names.filter((name) => !node.entries.has(name));
    const close = nearest(key, absent) ?? nearest(key, names);
    if (close !== undefined) mistyped.add(close);
    problems.push({
      where: entry.place.where,
      what: join(path, key),
      fault: 'unknown key',
      expected: `one of ${Object.keys(entries).join(', ')}`,
      ...(close === undefined ? {} : { next: `did you mean "${close}"?` }),
    });
  }
  for (const key of Object.keys(entries)) {
    // What a mistyped name, or a mistyped `from`, would have brought is not missing besides.
    if (node.entries.has(key) || mistyped.has(key) || mistyped.has('from')) continue;
    problems.push({
      where: node.place.where,
      what: join(path, key),
      fault: 'missing key',
      expected: expectationOf(entries[key]),
    });
  }
  return value;
}

function walkList(
  shape: Extract<Shape, { kind: 'list' }>,
  node: ListNode,
  path: string,
  problems: Problem[],
) {
  if (node.items.length < shape.min) return refuse(node, path, describeShape(shape), problems);
  return node.items.map((item, i) => walk(shape.item, item, join(path, String(i)), problems));
}

function walkLeaf(
  schema: Schema,
  leaf: Leaf | undefined,
  node: ScalarNode,
  path: string,
  problems: Problem[],
): unknown {
  const input = leaf?.kind === 'text' && node.value !== null ? node.source : node.value;
  const refused = problemOf(schema, leaf, input);
  // The value is quoted as it was written: 1e400, not Infinity.
  if (refused) {
    problems.push({ ...refused, where: node.place.where, what: path, got: describeNode(node) });
  }
  return input;
}

function problemOf(schema: Schema, leaf: Leaf | undefined, input: unknown): Problem | undefined {
  if (leaf) {
    const outcome = leaf.read(input);
    return 'problem' in outcome ? outcome.problem : undefined;
  }
  const result = v.safeParse(schema, input);
  return result.success ? undefined : { expected: String(result.issues[0].expected) };
}

function refuse(node: TreeNode, path: string, expected: string, problems: Problem[]): undefined {
  problems.push({ where: node.place.where, what: path, got: describeNode(node), expected });
  return undefined;
}

/** What stands there, as a message quotes it. */
export function describeNode(node: TreeNode): string {
  if (node.kind === 'map') return `a section (${[...node.entries.keys()].join(', ')})`;
  if (node.kind === 'list') return `a list of ${node.items.length}`;
  return typeof node.value === 'number' ? node.source : quote(node.value);
}

function fits(shape: Shape, node: TreeNode): boolean {
  if (shape.kind === 'map') return node.kind === 'map';
  if (shape.kind === 'list' || shape.kind === 'tuple') return node.kind === 'list';
  return node.kind === 'scalar';
}

function expectationOf(schema: Schema): string {
  const shape = shapeOf(schema);
  return shape.kind === 'leaf' ? leafExpectation(schema, shape.leaf) : describeShape(shape);
}

function describeShape(shape: Shape): string {
  switch (shape.kind) {
    case 'map':
      return `a section with ${Object.keys(shape.entries).join(', ')}`;
    case 'list':
      return shape.min > 0 ? `a list of at least ${shape.min}` : 'a list';
    case 'tuple':
      return `a list of ${shape.items.length}`;
    case 'union':
      return shape.options.map(expectationOf).join(', or ');
    case 'leaf':
      return 'a value';
  }
}

/** What a leaf expects, in its own words: it is asked by giving it nothing. */
function leafExpectation(schema: Schema, leaf?: Leaf): string {
  return problemOf(schema, leaf, undefined)?.expected ?? 'a value';
}

export function join(path: string, key: string): string {
  return path ? `${path}.${key}` : key;
}
