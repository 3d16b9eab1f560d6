/** Spills emulated with lazy and with complete primitives; the index is the number of the spill. */
import { bothWays, type BothWays } from '../../validate/primitives/bothWays.js';
import type { SpillJob } from '../../spill.js';
import type { TaskKind } from '../task.js';
import { identityOf } from './spill.js';

export const primitives: TaskKind<SpillJob, BothWays> = {
  name: 'primitives',
  prepare: (job) => (index) => bothWays(job, index),
  transfer: () => [],
  describe: (job, index) => `spill ${index} with and without all primitives of ${identityOf(job)}`,
};
