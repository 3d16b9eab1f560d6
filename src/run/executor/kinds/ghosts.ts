/** Spills with ghosts; the index is the number of the spill. */
import { type EfficiencyCounts, type EfficiencyJob, efficiencyOf } from '../../efficiency/job.js';
import type { TaskKind } from '../task.js';
import { identityOf } from './spill.js';

export const ghosts: TaskKind<EfficiencyJob, EfficiencyCounts> = {
  name: 'ghosts',
  prepare: (job) => (index) => efficiencyOf(job, index),
  transfer: () => [],
  describe: ({ job }, index) => `ghosts in spill ${index} of ${identityOf(job)}`,
};
