/** Spills through the whole chain; the index is the number of the spill. */
import { processSpill, type SpillJob, type SpillResult } from '../../spill.js';
import type { TaskKind } from '../task.js';

export const spill: TaskKind<SpillJob, SpillResult> = {
  name: 'spill',
  prepare: (job) => (index) => processSpill(job, index),
  transfer: ({ raw, primitives, counts, truth }) => [
    ...[raw, primitives, counts],
    ...(truth ? [truth] : []),
  ],
  describe: (job, index) => `spill ${index} of ${identityOf(job)}`,
};

/** Card and seed in words. */
export const identityOf = ({ card, cardHash, seed }: SpillJob) =>
  `${card.run.name}, card ${cardHash.slice(0, 8)}, seed ${JSON.stringify(seed)}`;
