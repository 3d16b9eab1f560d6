/**
 * Finding a card: a path, or the name of one that is shipped.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import {
  type Card,
  resolve,
  type ResolvedCampaign,
  type ResolvedCard,
  type SectionFile,
} from '../core/card/index.js';
import { UsageError } from '../core/errors.js';
import { nearest } from '../core/nearest.js';
import { PACKAGE } from './package.js';
import { FILES } from './store/layout.js';

/** The folder of the shipped cards, in the package. */
const CONFIG = 'config';

export const shippedCards = (): string[] =>
  fs
    .readdirSync(path.join(PACKAGE, CONFIG))
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => file.slice(0, -'.yaml'.length))
    .sort();

/** Reads files below a directory: a shipped card is named alike wherever the package lies. */
const readBelow =
  (directory: string) =>
  (file: string): string | undefined => {
    try {
      return fs.readFileSync(path.resolve(directory, file), 'utf8');
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
  const given = { overrides, ...(seed === undefined ? {} : { seed }) };
  if (fs.statSync(card, { throwIfNoEntry: false })?.isFile()) {
    return resolve(card, { read: readBelow('.'), ...given });
  }
  if (!shippedCards().includes(card)) {
    const close = nearest(card, shippedCards());
    throw new UsageError({
      what: 'CARD',
      got: card,
      expected: `the path of a card or one of ${shippedCards().join(', ')}`,
      ...(close === undefined ? {} : { next: `did you mean ${close}?` }),
    });
  }
  return resolve(`${CONFIG}/${card}.yaml`, { read: readBelow(PACKAGE), ...given });
}

/** The same of the card of one run. @throws UsageError when it is a campaign */
export const loadSingleCard = (
  name: string,
  overrides: readonly string[] = [],
  seed?: string,
): Card => resolveSingleCard(name, overrides, seed).card;

/** With the places of its values. @throws UsageError when it is a campaign */
export function resolveSingleCard(
  name: string,
  overrides: readonly string[] = [],
  seed?: string,
): ResolvedCard {
  const resolved = loadCard(name, overrides, seed);
  if (resolved.kind === 'card') return resolved;
  throw new UsageError({
    what: 'CARD',
    got: `the campaign ${name}`,
    expected: `the card of one run, as ${resolved.runs.map(({ name: own }) => own).join(', ')}`,
  });
}

/** The resolved card that stands in a run directory. @param sections in the place of its own */
export function loadRunCard(
  directory: string,
  sections: readonly SectionFile[] = [],
): ResolvedCard {
  const resolved = resolve(path.join(directory, FILES.card), { read: readBelow('.'), sections });
  if (resolved.kind !== 'card') {
    throw new UsageError({ where: directory, fault: 'its card.yaml is a campaign' });
  }
  return resolved;
}
