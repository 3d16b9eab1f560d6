import { type Command, Option } from 'commander';
import {
  type Card,
  cardHash,
  cardYaml,
  menuHash,
  type ResolvedCard,
} from '../../../core/card/index.js';
import { jsonSchema, type SchemaName, SCHEMAS } from '../../../core/card/jsonSchema.js';
import { UsageError } from '../../../core/errors.js';
import { NATURES, type Nature } from '../../../core/nature.js';
import { loadCard, shippedCards } from '../../../run/cards.js';
import { sha256 } from '../../../run/hash.js';
import { openedNature } from '../../../run/nature.js';
import { opensNature } from '../hidden.js';
import { exitWith, json, note, result } from '../io.js';
import { natureTable } from '../nature.js';
import { collect, seed } from '../options.js';

interface Options {
  set?: string[];
  seed?: string;
  nature?: Nature;
  schema?: SchemaName | true;
  json?: boolean;
}

export function cardCommand(program: Command): void {
  program
    .command('card')
    .description(
      'resolve and check a card; print it with its hashes and where each value came from',
    )
    .argument(
      '[CARD]',
      'path of a card, or the name of a shipped one; without it the names are listed',
    )
    .option('--set <KEY=VALUE>', 'override a value of the resolved card; repeatable', collect)
    .option('--seed <TEXT>', "seed of all random numbers (default: the card's)", seed)
    .addOption(
      new Option(
        '--nature <N>',
        'drawn: print the true parameters that a run of card and seed hides, which opens them (default: nominal)',
      ).choices(NATURES),
    )
    .addOption(
      new Option(
        '--schema [FILE]',
        'print the JSON schema of a kind of file, for editors (default: card)',
      )
        .choices(SCHEMAS)
        .conflicts(['set', 'seed', 'nature']),
    )
    .option('--json', 'print it as one JSON document, in base units')
    .addHelpText(
      'after',
      '\nExamples:\n  spillway card\n  spillway card run3-2018 --set readout.deadTime=140us\n  spillway card run3-2018 --nature drawn --seed another\n  spillway card --schema > card.schema.json',
    )
    .action(
      exitWith((name: string | undefined, options: Options) => {
        if (options.schema) {
          if (name !== undefined) refuseSchemaOf(name);
          result(json(jsonSchema(options.schema === true ? 'card' : options.schema)));
          return 0;
        }
        if (name === undefined) {
          refuseWithout(options);
          const cards = shippedCards();
          result(options.json ? json({ schema: 'spillway.cardNames/1', cards }) : cards.join('\n'));
          return 0;
        }
        const resolved = loadCard(name, options.set ?? [], options.seed);
        const runs = resolved.kind === 'campaign' ? resolved.runs : [resolved];
        const nature = options.nature ?? 'nominal';
        const { document, many, text } = SHOWN[nature];
        if (nature === 'drawn') note(opensNature(resolved.name, runs[0].card.run.seed));
        if (options.json) {
          const documents = runs.map(document);
          result(
            json(
              resolved.kind === 'campaign'
                ? { schema: many, name: resolved.name, runs: documents }
                : documents[0],
            ),
          );
        } else {
          result(runs.map(text).join('\n---\n'));
        }
        return 0;
      }),
    );
}

/** @throws UsageError for what needs a card, of none */
function refuseWithout({ set = [], seed, nature }: Options): void {
  const given = [
    ...set.slice(0, 1).map((override) => `--set ${override}`),
    ...(seed === undefined ? [] : [`--seed ${seed}`]),
    ...(nature === undefined ? [] : [`--nature ${nature}`]),
  ];
  if (given.length === 0) return;
  throw new UsageError({
    where: 'card',
    what: given[0],
    fault: 'there is no CARD to set it on',
    next: 'spillway card lists the names of those that are shipped',
  });
}

/** @throws UsageError: a schema is that of all cards */
function refuseSchemaOf(card: string): never {
  throw new UsageError({
    where: 'card',
    what: '--schema',
    got: `the CARD ${card}`,
    expected: `none: it is that of all files of a kind, one of ${SCHEMAS.join(', ')}`,
  });
}

const hashesOf = (card: Card) => ({
  cardHash: cardHash(card, sha256),
  menuHash: menuHash(card, sha256),
});

const cardDocument = (r: ResolvedCard) => ({
  schema: 'spillway.card/1',
  name: r.name,
  ...hashesOf(r.card),
  card: r.card,
  sources: Object.fromEntries(r.sources),
});

function cardText(r: ResolvedCard): string {
  const { cardHash: card, menuHash: menu } = hashesOf(r.card);
  return `# ${r.name}\n# cardHash ${card}\n# menuHash ${menu}\n${cardYaml(r)}`;
}

const natureOf = ({ card }: ResolvedCard) => openedNature({ card, seed: card.run.seed });

function natureText(r: ResolvedCard): string {
  const opened = natureOf(r);
  return `# ${r.name}, seed ${JSON.stringify(opened.seed)}\n# cardHash ${opened.cardHash}\n${natureTable(opened)}`;
}

/** What is shown of a card: as a document, what the documents of a campaign are called, and as text. */
interface Shown {
  readonly document: (r: ResolvedCard) => object;
  readonly many: string;
  readonly text: (r: ResolvedCard) => string;
}

const SHOWN: Readonly<Record<Nature, Shown>> = {
  nominal: { document: cardDocument, many: 'spillway.cards/1', text: cardText },
  drawn: { document: natureOf, many: 'spillway.natures/1', text: natureText },
};
