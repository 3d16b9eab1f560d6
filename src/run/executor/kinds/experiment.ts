/** Spills as experiments of their own: through the whole chain sealed, then opened; the index is the number of the spill. */
import { encodeCounts } from '../../../analyse/counts.js';
import { analyseSpill } from '../../../analyse/spill.js';
import { beliefOf } from '../../../core/card/index.js';
import { crc32 } from '../../hash.js';
import { processSpill, type SpillJob } from '../../spill.js';
import type { TaskKind } from '../task.js';
import { identityOf } from './spill.js';

/** Encoded `Counts`. */
export interface Opened {
  readonly whileSealed: Uint8Array;
  readonly opened: Uint8Array;
}

export const experiment: TaskKind<SpillJob, Opened> = {
  name: 'experiment',
  prepare: (job) => (index) => {
    const { raw, counts } = processSpill(job, index);
    const calibration = job.calibration ?? null;
    const { counts: opened } = analyseSpill(beliefOf(job.card), raw, crc32, 'open', calibration);
    return { whileSealed: counts, opened: encodeCounts(opened) };
  },
  transfer: ({ whileSealed, opened }) => [whileSealed, opened],
  describe: (job, index) => `experiment ${index} of ${identityOf(job)}`,
};
