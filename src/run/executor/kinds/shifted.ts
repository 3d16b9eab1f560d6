/** Spills with a quantity reconstructed too large; the index is the number of the spill. */
import { type Shifted, type ShiftedJob, shiftedSpill } from '../../validate/references/shifted.js';
import type { TaskKind } from '../task.js';
import { identityOf } from './spill.js';

export const shifted: TaskKind<ShiftedJob, Shifted> = {
  name: 'shifted spill',
  prepare: (job) => (index) => shiftedSpill(job, index),
  transfer: ({ counts, shifted }) => [counts, ...shifted],
  describe: ({ job, shifted }, index) =>
    `spill ${index}, also with ${shifted.join(', ') || 'nothing'} shifted, of ${identityOf(job)}`,
};
