/**
 * The resolved card as one YAML file: every value as it was written, with a comment saying where.
 */
import type { ResolvedCard } from './resolve.js';
import type { ScalarNode, TreeNode } from './tree.js';

/** Text that needs no quotes in block style and reads back as itself (or as the same number). */
const plainText = /^[A-Za-z0-9+\-.](?:[A-Za-z0-9+\-._/() ]*[A-Za-z0-9+\-._/()])?$/;
/** Plain words and digits that YAML reads as something else than text. */
const notText = /^(?:null|true|false|~|[+-]?[\d.].*|[+-]?\.inf|\.nan|-.*)$/i;
const quantityText = /^[+-]?[\d.]+(?:e[+-]?\d+)?\s*[A-Za-z]+$/i;

/**
 * Reading it back gives the identical `cardHash`; it includes nothing, so it may stand alone in a
 * run directory.
 */
export function cardYaml(resolved: ResolvedCard): string {
  const head = `# Resolved from ${oneLine(resolved.file)}; every value with where it was written.\n`;
  return `${head}${lines(resolved.tree, '').join('\n')}\n`;
}

function lines(node: TreeNode, indent: string): string[] {
  if (node.kind === 'scalar') return [`${indent}${scalar(node)}${comment(node)}`];
  if (node.kind === 'map') {
    return [...node.entries].flatMap(([key, { node: child }]) => entry(`${key}:`, child, indent));
  }
  return node.items.flatMap((item) => {
    const [first, ...rest] = lines(item, `${indent}  `);
    return [`${indent}- ${first.trimStart()}`, ...rest];
  });
}

function entry(key: string, child: TreeNode, indent: string): string[] {
  if (child.kind === 'scalar') return [`${indent}${key} ${scalar(child)}${comment(child)}`];
  if (child.kind === 'map' && child.entries.size === 0) {
    return [`${indent}${key} {}${comment(child)}`];
  }
  if (child.kind === 'list' && child.items.length === 0) {
    return [`${indent}${key} []${comment(child)}`];
  }
  return [`${indent}${key}`, ...lines(child, `${indent}  `)];
}

function scalar({ value, source }: ScalarNode): string {
  if (typeof value !== 'string') return source === '' ? 'null' : source;
  const safe = plainText.test(value) && (quantityText.test(value) || !notText.test(value));
  return safe ? value : JSON.stringify(value);
}

function comment(node: TreeNode): string {
  const note = node.kind === 'scalar' && node.note ? ` | ${oneLine(node.note)}` : '';
  return ` # ${oneLine(node.place.where)}${note}`;
}

/** Nothing that would end the comment. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ');
}
