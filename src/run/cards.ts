/**
 * Finding a card: a path, or the name of one that is shipped.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { resolve, type ResolvedCampaign, type ResolvedCard } from '../core/card/index.js';
import { UsageError } from '../core/errors.js';

/** The folder of the shipped cards. */
export const CONFIG = path.join(import.meta.dirname, '../../config');

export const shippedCards = (): string[] =>
  fs
    .readdirSync(CONFIG)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => file.slice(0, -'.yaml'.length))
    .sort();

const read = (file: string): string | undefined => {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
};

/**
 * @param card path, or name of a shipped card
 * @throws UsageError when there is none; CardError when it is wrong
 */
export function loadCard(
  card: string,
  overrides: readonly string[] = [],
  seed?: string,
): ResolvedCard | ResolvedCampaign {
  const shipped = path.join(CONFIG, `${card}.yaml`);
  const file = fs.existsSync(card) && fs.statSync(card).isFile() ? card : shipped;
  if (!fs.existsSync(file)) {
    throw new UsageError({
      what: 'CARD',
      got: card,
      expected: `the path of a card or one of ${shippedCards().join(', ')}`,
    });
  }
  const shown = path.relative(process.cwd(), file);
  const at = shown.startsWith('..') ? file : shown;
  return resolve(at, { read, overrides, ...(seed === undefined ? {} : { seed }) });
}

/** The resolved card that stands in a run directory. */
export function loadRunCard(directory: string): ResolvedCard {
  const resolved = resolve(path.join(directory, 'card.yaml'), { read });
  if (resolved.kind !== 'card') {
    throw new UsageError({ where: directory, fault: 'its card.yaml is a campaign' });
  }
  return resolved;
}
