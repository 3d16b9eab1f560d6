/**
 * A card file, what it includes and what the command line overrides, become one checked card.
 */
import * as v from 'valibot';
import { CardError, describeProblem, type Problem } from '../errors.js';
import { checksOf, type Violation } from './checks.js';
import { inline, type Read, readTree } from './include.js';
import { override, place } from './override.js';
import { besides, cardName } from './path.js';
import { type Campaign, CampaignSchema, type Card, CardSchema } from './schema.js';
import { leavesOf, type MapNode, scalarAt, type TreeNode } from './tree.js';
import { describeNode, type Schema, schemaAt, walk } from './walk.js';

export interface ResolveOptions {
  /** The text of a file; a missing one is undefined or an exception. */
  readonly read: Read;
  /** `dotted.path=value`, in order; a later one wins. */
  readonly overrides?: readonly string[];
  /** Replaces `run.seed`, taken literally. */
  readonly seed?: string;
  /** Whole sections that stand in files of their own, in the place of those of the card. */
  readonly sections?: readonly SectionFile[];
}

export interface SectionFile {
  readonly key: 'trigger' | 'readout';
  readonly file: string;
  /** Where the file was named, as `--menu`. */
  readonly where: string;
}

export interface ResolvedCard {
  readonly kind: 'card';
  /** The file's name without folder and ending. */
  readonly name: string;
  readonly file: string;
  readonly card: Card;
  /** Where each leaf was written: dotted path to `file:line:col` or `--set key=value`. */
  readonly sources: ReadonlyMap<string, string>;
  /** The merged tree, with the values as they were written. */
  readonly tree: TreeNode;
  /** Every file read, in order. */
  readonly files: readonly string[];
}

export interface ResolvedCampaign {
  readonly kind: 'campaign';
  readonly name: string;
  readonly file: string;
  readonly campaign: Campaign;
  readonly runs: readonly ResolvedCard[];
}

/**
 * Resolves the card in `file`.
 *
 * @throws CardError with every problem found, each at its place.
 * @example
 * const { card } = resolveCard('config/run3-2018.yaml', {
 *   read: (path) => readFileSync(path, 'utf8'),
 *   overrides: ['trigger.ecal.threshold=60 GeV'],
 * });
 * card.trigger.ecal.threshold; // 60
 */
export function resolveCard(file: string, options: ResolveOptions): ResolvedCard {
  return resolveRun(file, options);
}

/**
 * Resolves a card, or a campaign (a file with `runs:`) with all its cards.
 *
 * @throws CardError with every problem found, each at its place.
 */
export function resolve(file: string, options: ResolveOptions): ResolvedCard | ResolvedCampaign {
  const tree = open(file, options.read);
  return isCampaign(tree) ? resolveCampaign(tree, file, options) : resolveRun(file, options);
}

/** What the file of a campaign gives to its runs. */
interface Given {
  /** Where the campaign names the card. */
  readonly where: string;
  /** Keys of the card with their values, put in before the command line's overrides. */
  readonly values: readonly { readonly keys: readonly string[]; readonly node: TreeNode }[];
}

function resolveRun(file: string, options: ResolveOptions, given?: Given): ResolvedCard {
  const problems: Problem[] = [];
  const files = [file];
  const read: Read = (path) => {
    if (!files.includes(path)) files.push(path);
    return options.read(path);
  };
  const root = open(file, options.read, given?.where);
  if (isCampaign(root)) {
    throw new CardError({
      where: root.place.where,
      got: 'a campaign of several runs',
      expected: 'the card of one run',
    });
  }

  let tree = inline(root, schema, '', file, [file], read, problems);
  if (problems.length > 0) throw new CardError(sorted(problems));
  for (const { keys, node } of given?.values ?? []) tree = place(tree, keys, node);
  for (const section of options.sections ?? []) {
    tree = replaced(tree, section.key, sectionTree(section, read, problems));
  }
  if (problems.length > 0) throw new CardError(sorted(problems));
  for (const setting of options.overrides ?? []) tree = override(tree, schema, setting, problems);
  if (options.seed !== undefined) {
    tree = place(tree, ['run', 'seed'], scalarAt(options.seed, `--seed ${options.seed}`));
  }

  const card = check<Card>(schema, tree, problems);
  const sources = sourcesOf(tree);
  for (const violation of card ? checksOf(card) : []) {
    problems.push(blame(violation, sources, file, options.sections));
  }
  if (!card || problems.length > 0) throw new CardError(sorted(problems));
  return { kind: 'card', name: cardName(file), file, card, sources, tree, files };
}

/** The tree with another section, of which nothing is left. */
function replaced(tree: TreeNode, key: string, node: TreeNode): TreeNode {
  const entries = new Map(tree.kind === 'map' ? tree.entries : []);
  entries.set(key, { place: node.place, node });
  return { kind: 'map', place: tree.place, entries };
}

/** The tree of a section in a file of its own. */
function sectionTree({ key, file, where }: SectionFile, read: Read, problems: Problem[]): TreeNode {
  const asked = { where, what: file, expected: `the section ${key} of a card` };
  const tree = readTree(read, file, asked, problems);
  if (!tree) throw new CardError(sorted(problems));
  if (tree.kind !== 'map') {
    const expected = `the keys of the section ${key}`;
    throw new CardError({ where: tree.place.where, got: describeNode(tree), expected });
  }
  return inline(tree, schemaAt(schema, key), key, file, [file], read, problems);
}

function resolveCampaign(tree: TreeNode, file: string, options: ResolveOptions): ResolvedCampaign {
  const problems: Problem[] = [];
  const campaign = check<Campaign>(CampaignSchema as Schema, tree, problems);
  if (!campaign || problems.length > 0) throw new CardError(sorted(problems));

  const sources = sourcesOf(tree);
  const seed = scalarAt(campaign.seed, sourceOf('seed', sources));
  const runs: ResolvedCard[] = [];
  campaign.runs.forEach(({ card, electrons }, index) => {
    const path = besides(file, /\.ya?ml$/i.test(card) ? card : `${card}.yaml`);
    const exposure = scalarAt(electrons, sourceOf(`runs.${index}.electrons`, sources));
    const where = sourceOf(`runs.${index}.card`, sources);
    try {
      const values = [
        { keys: ['run', 'electrons'], node: exposure },
        { keys: ['run', 'seed'], node: seed },
      ];
      const run = resolveRun(path, options, { where, values });
      problems.push(...clashes(run, runs, where));
      runs.push(run);
    } catch (error) {
      if (!(error instanceof CardError)) throw error;
      problems.push(...error.problems);
    }
  });
  if (problems.length > 0) throw new CardError(distinct(problems));
  return { kind: 'campaign', name: cardName(file), file, campaign, runs };
}

/** Two runs may share neither directory (the card's name) nor random keys (`run.number`). */
function clashes(run: ResolvedCard, others: readonly ResolvedCard[], where: string): Problem[] {
  const found: Problem[] = [];
  for (const other of others) {
    if (other.name === run.name) {
      found.push({ where, got: `the card ${run.name} twice`, expected: 'each card once' });
    } else if (other.card.run.number === run.card.run.number) {
      found.push({
        where: sourceOf('run.number', run.sources),
        what: 'run.number',
        got: String(run.card.run.number),
        expected: `another number than that of ${other.file}: it enters every random key`,
      });
    }
  }
  return found;
}

const schema = CardSchema as Schema;

/** The tree of a card's own file. */
function open(file: string, read: Read, where?: string): MapNode {
  const problems: Problem[] = [];
  const asked = { ...(where === undefined ? {} : { where }), what: file, expected: 'a run card' };
  const tree = readTree(read, file, asked, problems);
  if (!tree) throw new CardError(sorted(problems));
  if (tree.kind === 'map') return tree;
  throw new CardError({
    where: tree.place.where,
    got: tree.kind === 'list' ? 'a list' : 'no keys',
    expected: 'the sections of a card (key: value)',
  });
}

/** By its keys, so that a mistyped `runs` is still told as what it is. */
function isCampaign(tree: MapNode): boolean {
  const own = (entries: object) => [...tree.entries.keys()].filter((key) => key in entries).length;
  return own(CampaignSchema.entries) > own(CardSchema.entries);
}

/** The parsed value; undefined, with the reasons in `problems`, if the tree does not fit. */
function check<T>(schema: Schema, tree: TreeNode, problems: Problem[]): T | undefined {
  const before = problems.length;
  const value = walk(schema, tree, '', problems);
  if (problems.length > before) return undefined;
  const result = v.safeParse(schema, value);
  if (result.success) return result.output as T;
  // The walk reports everything the schema can say today; this holds if the schema learns more.
  for (const issue of result.issues) {
    const what = v.getDotPath(issue) ?? '';
    problems.push({ where: sourceOf(what, sourcesOf(tree)), what, next: issue.message });
  }
  return undefined;
}

function sourcesOf(tree: TreeNode): Map<string, string> {
  return new Map([...leavesOf(tree)].map(([path, leaf]) => [path, leaf.place.where]));
}

/** Where a leaf was written, or the first leaf of a section. */
function sourceOf(path: string, sources: ReadonlyMap<string, string>): string {
  const own = sources.get(path);
  if (own !== undefined) return own;
  for (const [leaf, where] of sources) if (leaf.startsWith(`${path}.`)) return where;
  return path;
}

/** Of the values that do not fit together, the one set last: by an option or a section that it names, by the card itself. */
function blame(
  sides: readonly Violation[],
  sources: ReadonlyMap<string, string>,
  file: string,
  sections: readonly SectionFile[] = [],
): Problem {
  const isNamed = (where: string) =>
    where.startsWith('--') || sections.some((section) => where.startsWith(`${section.file}:`));
  const ranked = sides.map((side) => {
    const where = sourceOf(side.what, sources);
    const rank = isNamed(where) ? 2 : where.startsWith(`${file}:`) ? 1 : 0;
    return { problem: { where, ...side }, rank };
  });
  return ranked.reduce((best, next) => (next.rank > best.rank ? next : best)).problem;
}

/** By file, then by line and column; what belongs to an option comes last. */
function sorted(problems: readonly Problem[]): Problem[] {
  const key = ({ where = '' }: Problem): [string, number, number] => {
    const match = /^(.*):(\d+):(\d+)$/.exec(where);
    return match ? [match[1], Number(match[2]), Number(match[3])] : ['\uffff', 0, 0];
  };
  return distinct(problems)
    .map((problem) => ({ problem, key: key(problem) }))
    .sort((a, b) => {
      const byFile = a.key[0] < b.key[0] ? -1 : a.key[0] > b.key[0] ? 1 : 0;
      return byFile || a.key[1] - b.key[1] || a.key[2] - b.key[2];
    })
    .map(({ problem }) => problem);
}

/** Each line once: runs that share a file share its problems. */
function distinct(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [describeProblem(problem), problem])).values()];
}
