/** The counts of a run: of one whose box is open, with what was in it. */
import type { RunCounts } from '../../analyse/limit.js';
import { openRuns } from '../limit.js';
import type { OpenRun } from '../replay.js';

/** @throws RunError when no spill is finished, or the checkpoint is damaged */
export const countsOf = ({ directory }: OpenRun): RunCounts =>
  openRuns([directory], undefined).runs[0];
