/**
 * `npm run docs`: writes docs/reference/commands.md from the command line's own definitions, and docs/reference/cards.md from the
 * schemas of cards, with values and sources of the shipped files beside each key. test/project/reference.test.ts says when
 * either is out of date.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Command, Option } from 'commander';
import { isMap, isPair, isScalar, parseDocument } from 'yaml';
import { jsonSchema, type SchemaName } from '../src/core/card/jsonSchema.js';
import { spillway } from '../src/show/cli/program.js';

const root = path.resolve(import.meta.dirname, '..');

const MADE = 'Made by `npm run docs`.';

/** In a cell of a table. */
const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
const row = (...cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
const heads = (...cells: readonly string[]) => [row(...cells), `|${'---|'.repeat(cells.length)}`];

/** All commands, in the order of the help. */
export function commandsPage(): string {
  const program = spillway();
  let help = '';
  program.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
  const after = help.slice(help.indexOf('Exit codes:')).trim();
  return [
    '# Commands',
    '',
    `${program.description()} Results go to stdout, progress to stderr. ${MADE}`,
    '',
    after,
    '',
    ...program.commands.flatMap(ofCommand),
  ].join('\n');
}

function ofCommand(command: Command): string[] {
  const options = command.options.filter(({ hidden }) => !hidden);
  const given = command.registeredArguments;
  let help = '';
  command.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
  // What was added to the list of options.
  const last = help.lastIndexOf('display help for command');
  const rest = help.slice(last + 'display help for command'.length).trim();
  const usage = given.map((argument) => {
    const words = `${argument.name()}${argument.variadic ? '...' : ''}`;
    return argument.required ? words : `[${words}]`;
  });
  return [
    `## ${command.name()}`,
    '',
    `\`spillway ${[command.name(), ...usage].join(' ')} [options]\`: ${command.description()}`,
    '',
    ...heads('option', ''),
    ...given.map((argument) => row(`\`${argument.name()}\``, argument.description)),
    ...options.map((option) => row(`\`${option.flags}\``, ofOption(option))),
    '',
    ...(rest === '' ? [] : ['```', rest, '```', '']),
  ];
}

function ofOption(option: Option): string {
  const { description, argChoices, defaultValue, defaultValueDescription, mandatory } = option;
  return [
    description,
    ...(argChoices ? [`one of ${argChoices.join(', ')}`] : []),
    ...(defaultValue === undefined ? [] : [`default: ${defaultValueDescription ?? defaultValue}`]),
    ...(mandatory ? ['has to be given'] : []),
  ].join('; ');
}

interface Schema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

/** Each section with the shipped file whose values stand for instance. */
const SECTIONS: readonly { schema: SchemaName; key: string; file: string | null }[] = [
  { schema: 'card', key: 'run', file: 'run3-2018.yaml' },
  { schema: 'beam', key: 'beam', file: 'beam/h4.yaml' },
  { schema: 'nature', key: 'nature', file: 'nature/nominal.yaml' },
  { schema: 'detector', key: 'detector', file: 'detector/h4.yaml' },
  { schema: 'menu', key: 'trigger', file: 'menu/physics.yaml' },
  { schema: 'readout', key: 'readout', file: 'readout/fixed.yaml' },
  { schema: 'analysis', key: 'analysis', file: 'analysis/na64.yaml' },
  { schema: 'faults', key: 'faults.NAME', file: null },
];

/** Every key of a card. */
export function cardsPage(): string {
  return [
    '# Keys of cards',
    '',
    'What each key takes, and what stands there in a shipped file, with the role and the source that it has there: *in* is typed in as published,',
    '*fitted-to* fixed by a published result, *estimate* ours. Any of them can be set: `--set readout.deadTime=140us`. How cards are written:',
    `[configuration](../configuration.md). ${MADE}`,
    '',
    ...SECTIONS.flatMap(({ schema, key, file }) => {
      const whole = jsonSchema(schema) as Schema;
      const section = schema === 'card' ? (whole.properties as Record<string, Schema>)[key] : whole;
      const values = file === null ? new Map<string, string>() : valuesOf(file, schema === 'card');
      const rows = [...keysOf(section, whole.$defs ?? {}, key)];
      return [
        `## ${key}`,
        '',
        ...(file === null ? [] : [`For instance \`config/${file}\`.`, '']),
        ...heads('key', 'takes', ...(file === null ? [] : ['for instance'])),
        ...rows.map(({ name, takes }) =>
          row(
            `\`${name}\``,
            takes,
            ...(file === null ? [] : [values.get(name.slice(key.length + 1)) ?? '']),
          ),
        ),
        '',
      ];
    }),
  ].join('\n');
}

interface Key {
  readonly name: string;
  readonly takes: string;
}

/** The leaves below a schema; what has names of its own, as terms of a menu, stands as NAME. */
function* keysOf(
  given: Schema,
  defs: Readonly<Record<string, Schema>>,
  name: string,
): Generator<Key> {
  const schema = given.$ref ? defs[given.$ref.replace('#/$defs/', '')] : given;
  const { properties, additionalProperties, anyOf, items } = schema;
  const sections = (anyOf ?? []).filter(({ properties: own }) => own);
  if (properties) {
    for (const [key, below] of Object.entries(properties)) {
      if (key === 'from') continue;
      // What refers to itself (logic of a menu) is told once.
      if (below.$ref && below.$ref === given.$ref)
        yield { name: `${name}.${key}`, takes: 'the same again' };
      else yield* keysOf(below, defs, `${name}.${key}`);
    }
  }
  if (typeof additionalProperties === 'object')
    yield* keysOf(additionalProperties, defs, `${name}.NAME`);
  if (sections.length > 0 && sections.length === anyOf?.length) {
    const seen = new Set<string>();
    for (const section of sections) {
      for (const key of keysOf(section, defs, name)) {
        if (seen.has(key.name + key.takes)) continue;
        seen.add(key.name + key.takes);
        yield key;
      }
    }
    return;
  }
  if (properties || typeof additionalProperties === 'object') return;
  if (items?.properties) yield* keysOf(items, defs, `${name}[]`);
  else yield { name, takes: takesOf(schema, defs) };
}

function takesOf(given: Schema, defs: Readonly<Record<string, Schema>>): string {
  const schema = given.$ref ? defs[given.$ref.replace('#/$defs/', '')] : given;
  const { anyOf, items, description, minimum, maximum, type } = schema;
  if (anyOf) return [...new Set(anyOf.map((one) => takesOf(one, defs)))].join('; or ');
  if (schema.enum) return schema.enum.map((value) => `\`${value}\``).join(', ');
  if (schema.const !== undefined) return `\`${schema.const}\``;
  if (items) return `a list: ${takesOf(items, defs)}`;
  if (schema.properties)
    return `{ ${Object.keys(schema.properties)
      .filter((key) => key !== 'from')
      .join(', ')} }`;
  if (description) return description;
  const what =
    { integer: 'a whole number', number: 'a number', boolean: 'true or false' }[`${type}`] ??
    'text';
  if (minimum === undefined && maximum === undefined) return what;
  return `${what}${minimum === undefined ? '' : ` from ${minimum}`}${maximum === undefined ? '' : ` to ${maximum}`}`;
}

/** Values and remarks of a file, by the path of their key. */
function valuesOf(file: string, inRun: boolean): Map<string, string> {
  const document = parseDocument(fs.readFileSync(path.join(root, 'config', file), 'utf8'));
  const found = new Map<string, string>();
  const go = (node: unknown, name: string): void => {
    if (!isMap(node)) return;
    for (const pair of node.items) {
      if (!isPair(pair) || !isScalar(pair.key)) continue;
      const key = name === '' ? `${pair.key.value}` : `${name}.${pair.key.value}`;
      if (isScalar(pair.value)) {
        const remark = pair.value.comment?.trim();
        found.set(key, `${pair.value.value}${remark === undefined ? '' : ` (${remark})`}`);
      } else go(pair.value, key);
    }
  };
  go(inRun ? document.get('run') : document.contents, '');
  return found;
}

export const PAGES: readonly { file: string; text: () => string }[] = [
  { file: 'docs/reference/commands.md', text: commandsPage },
  { file: 'docs/reference/cards.md', text: cardsPage },
];

if (process.argv[1] === import.meta.filename) {
  for (const { file, text } of PAGES) {
    fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    fs.writeFileSync(path.join(root, file), text());
  }
}
