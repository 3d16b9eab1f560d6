/**
 * Efficiencies of A' measured with ghosts in the spills of some cards, as a document that limits can be made with.
 */
import * as fs from 'node:fs';
import {
  EFFICIENCY_SCHEMA,
  type EfficiencyDocument,
  type MeasuredShare,
  type RunEfficiency,
} from '../../analyse/combination/measured.js';
import { clopperPearson } from '../../core/beta.js';
import { type Card, cardHash } from '../../core/card/index.js';
import { UsageError } from '../../core/errors.js';
import type { Fidelity } from '../../core/fidelity.js';
import { loadCard } from '../cards.js';
import { FACTORS } from '../ghosts.js';
import { sha256 } from '../hash.js';
import { cannotBeWritten } from '../store/fault.js';
import { writeJson } from '../store/write.js';
import { type CardRequest, type Sample, sampleCard, spillNumbers } from './sample.js';
import type { Computing } from '../computing.js';
import { VERSION } from '../version.js';

export type { EfficiencyDocument };

export interface EfficiencyRequest {
  /** GeV, ascending. */
  readonly masses: readonly number[];
  /** Of each card, from 1 on or those of these numbers; ghosts of each mass in all of them together. */
  readonly spills: CardRequest['spills'];
  readonly ghosts: number;
  readonly seed: string;
  readonly fidelity: Fidelity;
}

/**
 * The cards of some names, those of the runs of a campaign each.
 * @throws UsageError for what is no card, and for one that is given twice
 */
export function cardsOf(names: readonly string[], overrides: readonly string[]): Card[] {
  const cards = names.flatMap((name) => {
    const resolved = loadCard(name, overrides);
    return resolved.kind === 'campaign' ? resolved.runs.map(({ card }) => card) : [resolved.card];
  });
  const hashes = cards.map((card) => cardHash(card, sha256));
  const twice = hashes.findIndex((hash, i) => hashes.indexOf(hash) !== i);
  if (twice < 0) return cards;
  throw new UsageError({
    what: 'CARD',
    got: `${cards[twice].run.name} twice`,
    expected: 'it once',
  });
}

/** One card after the other. A pure function of cards and request, for any number of workers. */
export async function measureEfficiency(
  cards: readonly Card[],
  request: EfficiencyRequest,
  computing: Computing,
): Promise<EfficiencyDocument> {
  const { seed, fidelity } = request;
  const runs: RunEfficiency[] = [];
  for (const card of cards) runs.push(await measureCard(card, request, computing));
  return { schema: EFFICIENCY_SCHEMA, version: VERSION, seed, fidelity, runs };
}

/** @param request with the calibration of the card and seed, where it is there already */
export async function measureCard(
  card: Card,
  { seed, ...request }: EfficiencyRequest & Pick<CardRequest, 'calibration'>,
  computing: Computing,
): Promise<RunEfficiency> {
  const asked = { ...request, measured: false };
  const sample = await sampleCard(card, card.run.name, asked, { seed, ...computing });
  return runEfficiency(sample, spillNumbers(request.spills).length);
}

function runEfficiency({ card, masses, counts }: Sample, spills: number): RunEfficiency {
  return {
    name: card.run.name,
    cardHash: cardHash(card, sha256),
    spills,
    electrons: counts.electrons,
    masses: masses.map((massGeV, i) => {
      const { passed } = counts.flows[i];
      return {
        massGeV,
        factors: FACTORS.map((name, f) => ({ name, ...share(passed[f + 1], passed[f]) })),
        total: share(passed[FACTORS.length], passed[0]),
      };
    }),
  };
}

/** With the interval of Clopper and Pearson, one sigma; where some were gained that of their Poisson number. */
export function share(passed: number, of: number): MeasuredShare {
  if (of === 0) return { passed, of, value: null, low: null, high: null };
  const gained = Math.sqrt(Math.max(0, passed - of));
  const [low, high] =
    passed <= of ? clopperPearson(passed, of) : [(passed - gained) / of, (passed + gained) / of];
  return { passed, of, value: passed / of, low, high };
}

/** Before anything is computed for it. @throws UsageError when nothing can be written there */
export function requireWritable(file: string): void {
  try {
    const there = fs.existsSync(file);
    const handle = fs.openSync(file, 'a');
    fs.closeSync(handle);
    if (!there) fs.rmSync(file);
  } catch (error) {
    throw cannotBeWritten(file, '--out', error);
  }
}

export const writeEfficiency = (file: string, document: EfficiencyDocument): void =>
  writeJson(file, document);
