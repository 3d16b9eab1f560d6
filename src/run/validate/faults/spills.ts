/** Spills through the whole chain, without faults or with one in every other spill. */
import { type Card, cardHash } from '../../../core/card/index.js';
import type { Mode } from '../../../core/mode.js';
import { spill as kind, type StoredSpill } from '../../executor/kinds/spill.js';
import { sha256 } from '../../hash.js';
import { drain, results } from '../../pipeline.js';
import type { Computing } from '../validation.js';
import type { Case } from './cases.js';

export interface How extends Computing {
  readonly seed: string;
}

/** A card with the fault in spills 1, 3, 5, ..., so many of them. */
export function struckBy(card: Card, { fault }: Case, number: number): Card {
  const spills = Array.from({ length: number }, (_, i) => 2 * i + 1);
  return { ...card, faults: { it: { ...fault, spills } } };
}

/** Goes through spills from 1 on. */
export async function eachSpill(
  card: Card,
  mode: Mode,
  spills: number,
  { seed, executor, repeat }: How,
  each: (done: StoredSpill) => void,
  raw: 'keep' | 'drop' = 'drop',
): Promise<void> {
  const job = {
    ...{ card, cardHash: cardHash(card, sha256), seed, mode, truth: true },
    fidelity: 'energy' as const,
    raw,
  } as const;
  const indices = Array.from({ length: spills }, (_, i) => i + 1);
  await drain(results(executor, { kind, job, repeat }, indices), ({ result }) => each(result));
}
