/** Two evaluators of the trigger on the same vectors; the index is the number of a random menu, from 0. */
import { compareMenu, type Comparison } from '../../validate/trigger/compare.js';
import type { TaskKind } from '../task.js';

export interface TriggerMenusJob {
  readonly seed: string;
  /** Particles decided on in all menus together, at least. */
  readonly vectors: number;
}

export const triggerMenus: TaskKind<TriggerMenusJob, Comparison> = {
  name: 'trigger menus',
  prepare:
    ({ vectors, seed }) =>
    (index) =>
      compareMenu(index, vectors, seed),
  transfer: () => [],
  describe: ({ seed }, index) => `random trigger menu ${index}, seed ${JSON.stringify(seed)}`,
};
