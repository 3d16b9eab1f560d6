/** Recorded raw data through the analysis again; the index is the number of the spill. */
import { analyseSpill, type SpillRecord } from '../../../analyse/spill.js';
import { encodeCounts } from '../../../analyse/counts.js';
import { beliefOf } from '../../../core/card/index.js';
import { RunError } from '../../../core/errors.js';
import { crc32 } from '../../hash.js';
import { openRun, readingFile } from '../../replay.js';
import { readSegmentOf } from '../../store/directory.js';
import { segmentFile } from '../../store/layout.js';
import type { TaskKind } from '../task.js';

export interface ReplayedJob {
  readonly directory: string;
}

export type ReplayedSpill = Pick<
  SpillRecord,
  'spill' | 'alarms' | 'unwatched' | 'occupancy' | 'profile'
> & { readonly counts: Uint8Array };

export const replayed: TaskKind<ReplayedJob, ReplayedSpill> = {
  name: 'replayed',
  prepare: ({ directory }) => {
    const run = openRun(directory);
    const belief = beliefOf(run.card);
    return (spill) => {
      const file = `${directory}/${segmentFile('raw', spill)}`;
      const raw = readSegmentOf(run, 'raw', spill);
      if (!raw) {
        throw new RunError({ where: file, fault: 'is not there', next: 'see spillway verify' });
      }
      const record = readingFile(file, () =>
        analyseSpill(belief, raw, crc32, 'closed', run.calibration),
      );
      const { alarms, unwatched, occupancy, profile } = record;
      return { spill, alarms, unwatched, occupancy, profile, counts: encodeCounts(record.counts) };
    };
  },
  transfer: ({ counts }) => [counts],
  describe: ({ directory }, spill) => `spill ${spill} of ${directory}, replayed`,
};
