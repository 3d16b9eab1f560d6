/** Toys of a workspace; the index is the number of the toy, from 0. */
import { prepareToys, type ToyJob, type ToyValues } from '../../../analyse/limits/index.js';
import type { TaskKind } from '../task.js';

export const toy: TaskKind<ToyJob, ToyValues> = {
  name: 'toy',
  prepare: prepareToys,
  transfer: () => [],
  describe: ({ hypothesis, mu, seed }, index) =>
    `toy ${index} of ${hypothesis} at mu = ${mu}, seed ${JSON.stringify(seed)}`,
};
