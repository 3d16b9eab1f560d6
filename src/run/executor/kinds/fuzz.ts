/** Batches of damaged inputs; the index is the number of the batch, from 0. */
import { type FuzzBatch, type FuzzJob, prepareFuzz } from '../../validate/fuzz/batch.js';
import type { TaskKind } from '../task.js';

export const fuzz: TaskKind<FuzzJob, FuzzBatch> = {
  name: 'fuzz',
  prepare: prepareFuzz,
  transfer: () => [],
  describe: ({ seed }, index) => `batch ${index} of damaged inputs, seed ${JSON.stringify(seed)}`,
};
