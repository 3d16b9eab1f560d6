/** Spills through the whole chain; the index is the number of the spill. */
import { keepsRaw, type RawData } from '../../rawData.js';
import { processSpill, type SpillJob, type SpillResult } from '../../spill.js';
import type { TaskKind } from '../task.js';

export interface StoredJob extends SpillJob {
  readonly raw: RawData;
}

/** What is stored of a spill. */
export interface StoredSpill extends Omit<SpillResult, 'raw'> {
  /** Null where they are not kept. */
  readonly raw: Uint8Array | null;
}

export const spill: TaskKind<StoredJob, StoredSpill> = {
  name: 'spill',
  prepare: (job) => (index) => {
    const result = processSpill(job, index);
    const { seed, card } = job;
    return keepsRaw(job.raw, { seed, run: card.run.number }, index)
      ? result
      : { ...result, raw: null };
  },
  transfer: ({ raw, primitives, counts, truth }) =>
    [raw, primitives, counts, truth].filter((bytes) => bytes !== null),
  describe: (job, index) => `spill ${index} of ${identityOf(job)}`,
};

/** Card and seed in words. */
export const identityOf = ({ card, cardHash, seed }: SpillJob) =>
  `${card.run.name}, card ${cardHash.slice(0, 8)}, seed ${JSON.stringify(seed)}`;
