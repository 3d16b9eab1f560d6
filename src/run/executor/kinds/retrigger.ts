/** Spills of a run with another menu; the index is the number of the spill. */
import { type RetriggerJob, type RetriggeredSpill, retriggerSpill } from '../../retrigger/spill.js';
import { jobOf } from '../../replay.js';
import type { TaskKind } from '../task.js';
import { identityOf } from './spill.js';

export const retrigger: TaskKind<RetriggerJob, RetriggeredSpill> = {
  name: 'retrigger',
  prepare: (job) => (index) => retriggerSpill(job, index),
  transfer: ({ counts }) => [counts],
  describe: ({ run }, index) => `spill ${index} with another menu of ${identityOf(jobOf(run))}`,
};
