/** Spills with ghosts in both fidelities; the index is the number of the spill. */
import {
  type GhostPairs,
  type GhostPairsJob,
  ghostPairsOf,
} from '../../validate/fidelity/ghostPairs.js';
import type { TaskKind } from '../task.js';
import { identityOf } from './spill.js';

export const ghostPairs: TaskKind<GhostPairsJob, GhostPairs> = {
  name: 'ghost pairs',
  prepare: (job) => (index) => ghostPairsOf(job, index),
  transfer: () => [],
  describe: ({ job }, index) => `ghosts of both fidelities in spill ${index} of ${identityOf(job)}`,
};
