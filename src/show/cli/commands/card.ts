import type { Command } from 'commander';
import {
  type Card,
  cardHash,
  cardYaml,
  menuHash,
  type ResolvedCard,
} from '../../../core/card/index.js';
import { UsageError } from '../../../core/errors.js';
import { loadCard, shippedCards } from '../../../run/cards.js';
import { sha256 } from '../../../run/hash.js';
import { exitWith, json, result } from '../io.js';
import { collect } from '../options.js';

interface Options {
  set?: string[];
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
    .option('--json', 'print it as one JSON document, in base units')
    .addHelpText(
      'after',
      '\nExamples:\n  spillway card\n  spillway card run3-2018 --set readout.deadTime=140us',
    )
    .action(
      exitWith((name: string | undefined, options: Options) => {
        if (name === undefined) {
          refuseSet(options.set);
          const cards = shippedCards();
          result(options.json ? json({ schema: 'spillway.cardNames/1', cards }) : cards.join('\n'));
          return 0;
        }
        const resolved = loadCard(name, options.set ?? []);
        const runs = resolved.kind === 'campaign' ? resolved.runs : [resolved];
        if (options.json) {
          const documents = runs.map(cardDocument);
          result(
            json(
              resolved.kind === 'campaign'
                ? { schema: 'spillway.cards/1', name: resolved.name, runs: documents }
                : documents[0],
            ),
          );
        } else {
          result(runs.map(cardText).join('\n---\n'));
        }
        return 0;
      }),
    );
}

/** @throws UsageError for overrides of no card */
function refuseSet(set: readonly string[] = []): void {
  if (set.length === 0) return;
  throw new UsageError({
    where: 'card',
    what: `--set ${set[0]}`,
    fault: 'there is no CARD to set it on',
    next: 'spillway card lists the names of those that are shipped',
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
