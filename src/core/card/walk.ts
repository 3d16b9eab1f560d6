/**
 * The schema and a tree of values side by side: every problem found, each at its place.
 *
 * valibot stops an object at its first unknown key and hides the members of a union; a card should
 * report everything at once. So the walk goes by the schema's own structure and leaves only the
 * leaves to valibot.
 */
import * as v from 'valibot';
import type { Problem } from '../errors.js';
import { editDistance, nearest } from '../nearest.js';
import { choice, type Leaf, quote } from './quantity.js';
import { type ListNode, type MapNode, type ScalarNode, SETTING, type TreeNode } from './tree.js';

export type Schema = v.GenericSchema;
type Entries = Readonly<Record<string, Schema>>;

/** What the walk needs to know of a schema. */
export type Shape =
  | { readonly kind: 'map'; readonly entries: Entries }
  | { readonly kind: 'record'; readonly item: Schema }
  | { readonly kind: 'list'; readonly item: Schema; readonly min: number }
  | { readonly kind: 'tuple'; readonly items: readonly Schema[] }
  | { readonly kind: 'union'; readonly options: readonly Schema[] }
  | { readonly kind: 'variant'; readonly key: string; readonly options: readonly Variant[] }
  | { readonly kind: 'leaf'; readonly leaf?: Leaf };

/** A section whose keys depend on the value of one of them: `readout` on its `model`. */
interface Variant {
  readonly name: string;
  readonly entries: Entries;
}

export function shapeOf(schema: Schema): Shape {
  const meta = v.getMetadata(schema as Parameters<typeof v.getMetadata>[0]) as { leaf?: Leaf };
  if (meta.leaf) return { kind: 'leaf', leaf: meta.leaf };
  const parts = 'pipe' in schema ? (schema.pipe as readonly unknown[]) : [schema];
  const root = parts[0] as Schema & {
    key?: string;
    wrapped?: Schema;
    value?: Schema;
    getter?: () => Schema;
    entries?: Entries;
    item?: Schema;
    items?: readonly Schema[];
    options?: readonly Schema[];
  };
  if (root.type === 'optional') return shapeOf(root.wrapped as Schema);
  if (isRecursive(root)) return shapeOf((root.getter as () => Schema)());
  if (root.type === 'record') return { kind: 'record', item: root.value as Schema };
  if (root.type === 'variant') {
    const key = root.key as string;
    const options = (root.options ?? []).map((option) => {
      const { entries } = option as Schema & { entries: Entries };
      return { name: (entries[key] as Schema & { literal: string }).literal, entries };
    });
    // The value that chooses is one of the names, whichever option it stands in.
    const named = choice(options.map(({ name }) => name)) as Schema;
    return {
      kind: 'variant',
      key,
      options: options.map(({ name, entries }) => ({
        name,
        entries: { ...entries, [key]: named },
      })),
    };
  }
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

/** A schema that may hold itself. */
export function isRecursive(schema: Schema): boolean {
  const { wrapped } = schema as Schema & { wrapped?: Schema };
  return schema.type === 'lazy' || (wrapped !== undefined && isRecursive(wrapped));
}

/** Every name that a section of this shape may have; of a variant, in any of its forms. */
export function entriesOf(shape: Shape): Entries {
  if (shape.kind === 'map') return shape.entries;
  if (shape.kind !== 'variant') return {};
  return Object.assign({}, ...shape.options.map(({ entries }) => entries));
}

/** The schema one step down, or undefined if there is none; a union yields its first that fits. */
export function schemaAt(schema: Schema, key: string): Schema | undefined {
  const shape = shapeOf(schema);
  if (shape.kind === 'map' || shape.kind === 'variant') {
    const entries = entriesOf(shape);
    return Object.hasOwn(entries, key) ? entries[key] : undefined;
  }
  if (shape.kind === 'record') return isName(key) ? shape.item : undefined;
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

/** A name that a card may give: a letter first, no dot. */
const isName = (key: string): boolean => /^[a-z][a-z0-9_-]{0,39}$/i.test(key);

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
    case 'record':
      return node.kind === 'map'
        ? walkRecord(shape.item, node, path, problems)
        : refuse(node, path, describeShape(shape), problems);
    case 'variant':
      return node.kind === 'map'
        ? walkVariant(shape, node, path, problems)
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

/** By the form that is named; by the one whose keys fit best where the name is missing or unknown. */
function walkVariant(
  { key, options }: Extract<Shape, { kind: 'variant' }>,
  node: MapNode,
  path: string,
  problems: Problem[],
) {
  const named = node.entries.get(key)?.node;
  const misfit = ({ name, entries }: Variant): number => {
    if (named?.kind === 'scalar' && named.value === name) return -1;
    const absent = Object.keys(entries).filter(
      (k) => !isOptional(entries[k]) && !node.entries.has(k),
    );
    const unknown = [...node.entries.keys()].filter((k) => !Object.hasOwn(entries, k));
    const mistyped = unknown.filter((k) => nearest(k, absent) !== undefined);
    return absent.length + unknown.length - 2 * mistyped.length;
  };
  /** Of forms that have the same keys, the one that takes the values. */
  const refused = ({ entries }: Variant): number => {
    const own: Problem[] = [];
    if (named === undefined) walkMap(entries, node, path, own);
    return own.length;
  };
  const isBetter = (b: Variant, a: Variant) =>
    misfit(b) < misfit(a) || (misfit(b) === misfit(a) && refused(b) < refused(a));
  const best = options.reduce((a, b) => (isBetter(b, a) ? b : a));
  /** Which forms have a key that this one lacks. */
  const elsewhere = (name: string): string | undefined => {
    const owners = options.filter(({ entries }) => Object.hasOwn(entries, name));
    if (owners.length === 0) return undefined;
    const names = owners.map((o) => quote(o.name)).join(', ');
    return `it belongs to ${join(path, key)} ${names}, and this is ${quote(best.name)}`;
  };
  const needs = `${join(path, key)} ${quote(best.name)} needs it`;
  const own = (name: string) => options.some(({ entries }) => !Object.hasOwn(entries, name));
  return walkMap(best.entries, node, path, problems, elsewhere, (k) =>
    own(k) ? needs : undefined,
  );
}

/** A section whose keys are names that the card gives. */
function walkRecord(item: Schema, node: MapNode, path: string, problems: Problem[]) {
  const value: Record<string, unknown> = {};
  for (const [key, entry] of node.entries) {
    const what = join(path, key);
    if (isName(key)) value[key] = walk(item, entry.node, what, problems);
    else {
      const expected = 'a name of letters, digits, - and _ that begins with a letter';
      problems.push({ where: entry.place.where, what, fault: 'not a name', expected });
    }
  }
  return value;
}

function isOptional(schema: Schema): boolean {
  return schema.type === 'optional';
}

/** What is said of a `from` that no file has. */
export const FROM_IN_FILES = '"from" works in files only: write it on a card of your own';

/**
 * @param elsewhere says of an unknown key where it would be known
 * @param why says of a missing key what needs it
 */
function walkMap(
  entries: Entries,
  node: MapNode,
  path: string,
  problems: Problem[],
  elsewhere: (key: string) => string | undefined = () => undefined,
  why: (key: string) => string | undefined = () => undefined,
) {
  const value: Record<string, unknown> = {};
  const mistyped = new Set<string>();
  for (const [key, entry] of node.entries) {
    if (Object.hasOwn(entries, key)) {
      value[key] = walk(entries[key], entry.node, join(path, key), problems);
      continue;
    }
    const isSet = entry.place.file === SETTING;
    const names = [...Object.keys(entries), ...(isSet ? [] : ['from'])];
    const absent = names.filter((name) => !node.entries.has(name));
    // A slip of one that is not there rather than one of another form.
    const slip = absent.find((name) => editDistance(name, key) <= 1);
    const known = slip === undefined ? elsewhere(key) : undefined;
    const close =
      known === undefined ? (slip ?? nearest(key, absent) ?? nearest(key, names)) : undefined;
    if (close !== undefined) mistyped.add(close);
    if (key === 'from') mistyped.add(key);
    const next =
      isSet && key === 'from'
        ? FROM_IN_FILES
        : close === undefined || close === key
          ? known
          : `did you mean "${close}"?`;
    problems.push({
      where: entry.place.where,
      what: join(path, key),
      fault: 'unknown key',
      expected: `one of ${Object.keys(entries).join(', ')}`,
      ...(next === undefined ? {} : { next }),
    });
  }
  for (const key of Object.keys(entries)) {
    if (isOptional(entries[key])) continue;
    // What a mistyped name, or a mistyped `from`, would have brought is not missing besides.
    if (node.entries.has(key) || mistyped.has(key) || mistyped.has('from')) continue;
    problems.push({
      where: node.place.where,
      what: join(path, key),
      fault: 'missing key',
      expected: expectationOf(entries[key]),
      ...(why(key) === undefined ? {} : { next: why(key) as string }),
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
  if (shape.kind === 'map' || shape.kind === 'record' || shape.kind === 'variant') {
    return node.kind === 'map';
  }
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
    case 'record':
      return 'a section of names';
    case 'variant': {
      const names = shape.options.map(({ name }) => quote(name)).join(', ');
      return `a section with ${shape.key} (one of ${names}) and its keys`;
    }
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
