/** Spills of a nature until enough of something was counted. */
import { type Counts, decodeCounts, emptyCounts, mergeCounts } from '../../../analyse/counts.js';
import { type Card, cardHash } from '../../../core/card/index.js';
import type { Nature } from '../../../core/nature.js';
import { spill, type StoredJob } from '../../executor/kinds/spill.js';
import { sha256 } from '../../hash.js';
import { drainUntil, naturals, results } from '../../pipeline.js';
import type { Computing } from '../validation.js';

export interface Wanted {
  readonly what: string;
  readonly of: (counts: Counts) => number;
  readonly enough: number;
}

export async function sample(
  card: Card,
  nature: Nature,
  { what, of, enough }: Wanted,
  { executor, repeat, report }: Computing,
): Promise<Counts> {
  const { seed, name } = card.run;
  const job: StoredJob = {
    ...{ card, cardHash: cardHash(card, sha256), seed, nature },
    ...{ mode: 'candidates', fidelity: 'energy', evaluation: 'staged', truth: false, raw: 'drop' },
  };
  let counts = emptyCounts();
  await drainUntil(results(executor, { kind: spill, job, repeat }, naturals()), ({ result }) => {
    counts = mergeCounts(counts, decodeCounts(result.counts));
    report(`${name}, seed "${seed}": ${of(counts)} ${what}`);
    return of(counts) >= enough;
  });
  return counts;
}
