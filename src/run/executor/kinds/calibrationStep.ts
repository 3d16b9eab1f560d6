/** Steps of a calibration run, or a part of each, as raw data; the index is the number of the step. */
import type { Part } from '../../../emulate/calibrationRun/index.js';
import { calibrationSegment, type SpillJob } from '../../spill.js';
import type { TaskKind } from '../task.js';
import { identityOf } from './spill.js';

export interface CalibrationJob {
  readonly job: SpillJob;
  readonly part: Part;
}

export const calibrationStep: TaskKind<CalibrationJob, Uint8Array> = {
  name: 'calibration step',
  prepare:
    ({ job, part }) =>
    (index) =>
      calibrationSegment(job, index, part),
  transfer: (raw) => [raw],
  describe: ({ job }, index) => `step ${index} of the calibration run of ${identityOf(job)}`,
};
