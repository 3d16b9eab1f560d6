/**
 * A card file as a tree that remembers where everything was written.
 *
 * YAML 1.2 core, without tags, anchors, aliases and directives: a card says each thing once.
 */
import {
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  type Node as YamlNode,
  Parser,
  parseDocument,
  type Scalar,
} from 'yaml';
import type { Problem } from '../errors.js';

export interface Place {
  /** `file:line:col`, or `--set key=value`. */
  readonly where: string;
  /** For sorting: the file (or option) and the offset in it. */
  readonly file: string;
  readonly offset: number;
}

export interface MapNode {
  readonly kind: 'map';
  readonly place: Place;
  readonly entries: ReadonlyMap<string, Entry>;
}

export interface Entry {
  /** Where the key stands. */
  readonly place: Place;
  readonly node: TreeNode;
}

export interface ListNode {
  readonly kind: 'list';
  readonly place: Place;
  readonly items: readonly TreeNode[];
}

export interface ScalarNode {
  readonly kind: 'scalar';
  readonly place: Place;
  readonly value: string | number | boolean | null;
  /** As written, without quotes: 042 and 1e3 keep their digits. */
  readonly source: string;
  /** The comment that stands behind it. */
  readonly note?: string;
}

export type TreeNode = MapNode | ListNode | ScalarNode;

/** In the place of a file: what comes from the command line. */
export const SETTING = '--set';

/** The last faultless text of each file: the cards of a campaign include the same files. */
const known = new Map<string, { readonly text: string; readonly tree: TreeNode }>();

/** Parses one text; `file` names it in messages. Problems are added to `problems`. */
export function parseTree(text: string, file: string, problems: Problem[]): TreeNode | undefined {
  const last = known.get(file);
  if (last?.text === text) return last.tree;
  const lines = new LineCounter();
  const own: Problem[] = [];
  const tree = parse(text, own, {
    lines,
    place: (offset) => {
      const { line, col } = lines.linePos(offset);
      return { where: `${file}:${line}:${col}`, file, offset };
    },
  });
  if (tree && own.length === 0) known.set(file, { text, tree });
  problems.push(...own);
  return tree;
}

/** Parses the value of a `--set`; everything in it stands at the option itself. */
export function parseOption(text: string, option: string, problems: Problem[]) {
  const place = { where: option, file: SETTING, offset: 0 };
  return parse(text, problems, { lines: new LineCounter(), place: () => place });
}

/** A scalar that no file holds, such as a seed given by an option. */
export function scalarAt(value: string | number, where: string): ScalarNode {
  return {
    kind: 'scalar',
    place: { where, file: where, offset: 0 },
    value,
    source: String(value),
  };
}

/** Characters of a text; a resolved card has fifty thousand. */
const LONGEST = 1 << 18;

/** Sections and lists that may stand in each other; a card has a dozen. */
const DEEPEST = 64;

/** Braces and brackets that may be opened: where they stand without an end, composing them takes the square of their number. */
const MOST_OPENED = 4096;

/** Where a text asks for more stack or time of who composes it than any card does; null: nowhere. */
function refusedAt(text: string): { readonly at: number; readonly fault: string } | null {
  const parser = new Parser();
  let opened = 0;
  for (const lexeme of new Lexer().lex(text)) {
    for (const _ of parser.next(lexeme));
    if (lexeme === '{' || lexeme === '[') opened++;
    const { offset: at } = parser;
    if (parser.stack.length > DEEPEST) return { at, fault: `nested more than ${DEEPEST} deep` };
    if (opened > MOST_OPENED) return { at, fault: `more than ${MOST_OPENED} { and [` };
  }
  return null;
}

interface Context {
  readonly lines: LineCounter;
  readonly place: (offset: number) => Place;
}

function parse(text: string, problems: Problem[], context: Context): TreeNode | undefined {
  const before = problems.length;
  if (text.length > LONGEST) {
    const fault = `${text.length} characters`;
    problems.push({ where: context.place(0).where, fault, expected: `up to ${LONGEST}` });
    return undefined;
  }
  const refused = refusedAt(text);
  if (refused !== null) {
    const { at: deep, fault } = refused;
    // The document that would tell its lines is not made.
    for (let at = 0; at <= deep && at >= 0; at = text.indexOf('\n', at) + 1 || -1) {
      context.lines.addNewLine(at);
    }
    problems.push({ where: context.place(deep).where, fault });
    return undefined;
  }
  const document = parseDocument(text, {
    version: '1.2',
    schema: 'core',
    merge: false,
    prettyErrors: false,
    uniqueKeys: false,
    stringKeys: false,
    lineCounter: context.lines,
    logLevel: 'error',
  });
  // The first fault of syntax only: those behind it mostly follow from it. Tags are refused below.
  const fault = [...document.errors, ...document.warnings].find(
    ({ code }) => code !== 'TAG_RESOLVE_FAILED',
  );
  if (fault) problems.push({ where: context.place(fault.pos[0]).where, fault: fault.message });
  if (document.directives?.yaml.explicit) {
    problems.push({
      where: context.place(0).where,
      fault: 'a %YAML directive',
      next: 'leave it out',
    });
  }
  if (problems.length > before) return undefined;
  const tree = convert(document.contents, 0, problems, context);
  return problems.length > before ? undefined : tree;
}

function convert(
  node: YamlNode | null,
  fallback: number,
  problems: Problem[],
  context: Context,
  outerNote?: string,
): TreeNode {
  const place = context.place(node?.range?.[0] ?? fallback);
  // The comment behind `{ from: -10 ns, to: 10 ns }` belongs to both values.
  const inFlow = isCollection(node) && node.flow ? node.comment?.trim() : undefined;
  const note = (isScalar(node) ? node.comment?.trim() : inFlow) || outerNote;
  const nothing: ScalarNode = { kind: 'scalar', place, value: null, source: '' };
  if (!node) return nothing;

  const refused = isAlias(node)
    ? `alias *${node.source}`
    : node.anchor !== undefined
      ? `anchor &${node.anchor}`
      : node.tag !== undefined
        ? `tag ${node.tag}`
        : undefined;
  if (refused !== undefined) {
    problems.push({
      where: place.where,
      got: `the YAML ${refused}`,
      expected: 'plain values',
      next: 'write the value out',
    });
    return nothing;
  }

  if (isMap(node)) {
    const entries = new Map<string, Entry>();
    for (const pair of node.items) {
      const keyNode = pair.key as YamlNode | null;
      const keyPlace = context.place(keyNode?.range?.[0] ?? place.offset);
      const key = isScalar(keyNode) ? nameOf(keyNode) : '';
      if (key === '') {
        problems.push({ where: keyPlace.where, fault: 'a key without a name', expected: 'a name' });
        continue;
      }
      const earlier = entries.get(key);
      if (earlier) {
        problems.push({
          where: keyPlace.where,
          what: key,
          fault: 'duplicate key',
          next: `it stands already at ${earlier.place.where}`,
        });
        continue;
      }
      const valueNode = pair.value as YamlNode | null;
      const value = convert(valueNode, keyPlace.offset, problems, context, note);
      entries.set(key, { place: keyPlace, node: value });
    }
    return { kind: 'map', place, entries };
  }
  if (isSeq(node)) {
    const items = node.items.map((item) =>
      convert(item as YamlNode | null, place.offset, problems, context, note),
    );
    return { kind: 'list', place, items };
  }
  if (!isScalar(node)) return nothing;
  const value = node.value;
  const known = value === null || ['string', 'number', 'boolean'].includes(typeof value);
  const plain = known ? (value as ScalarNode['value']) : String(value);
  return {
    kind: 'scalar',
    place,
    value: plain,
    source: typeof plain === 'string' ? plain : (node.source ?? String(plain)),
    ...(note ? { note } : {}),
  };
}

/** A key as it was written: 4 and true are names too, unknown ones. */
function nameOf(key: Scalar): string {
  return typeof key.value === 'string' ? key.value : (key.source ?? '');
}

/** `over` laid upon `base`: maps merge, anything else replaces. */
export function merge(base: TreeNode, over: TreeNode): TreeNode {
  if (base.kind !== 'map' || over.kind !== 'map') return over;
  const entries = new Map(base.entries);
  for (const [key, entry] of over.entries) {
    const below = base.entries.get(key);
    entries.set(key, below ? { place: entry.place, node: merge(below.node, entry.node) } : entry);
  }
  return { kind: 'map', place: base.place, entries };
}

/** The leaves with their dotted paths, in order; an empty list or map is a leaf. */
export function* leavesOf(node: TreeNode, path = ''): Generator<[string, TreeNode]> {
  const children: [string, TreeNode][] =
    node.kind === 'map'
      ? [...node.entries].map(([key, entry]) => [key, entry.node])
      : node.kind === 'list'
        ? node.items.map((item, index) => [String(index), item])
        : [];
  if (children.length === 0) {
    yield [path, node];
    return;
  }
  for (const [key, child] of children) yield* leavesOf(child, path ? `${path}.${key}` : key);
}
