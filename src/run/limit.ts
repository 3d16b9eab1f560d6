/**
 * The limit of one or several finished runs, from their checkpoints of counts.
 */
import { estimateLimit, type Limit, type RunCounts } from '../analyse/limit.js';
import { UsageError } from '../core/errors.js';
import { openCounts, openRun } from './replay.js';
import { readCheckpoint } from './store/checkpoint.js';
import { runCounts } from './summary.js';

export type { Limit };

/**
 * @param cl confidence level; the first card's unless given
 * @throws UsageError when runs are blinded in part, or one is given twice
 */
export function limitOf(directories: readonly string[], cl?: number): Limit {
  const runs = directories.map(openRun);
  const unblinded = runs.every((r) => r.record.unblinded);
  if (!unblinded && runs.some((r) => r.record.unblinded)) {
    throw new UsageError({
      what: 'limit',
      got: 'blinded and unblinded runs together',
      expected: 'all of them blinded or all unblinded',
    });
  }
  // Every random number is a function of run number and seed: whatever else differs, these are the
  // same spills.
  const keys = runs.map((r) => `${r.record.run} ${r.record.seed}`);
  const twice = keys.findIndex((key, i) => keys.indexOf(key) !== i);
  if (twice >= 0) {
    throw new UsageError({
      where: directories[twice],
      fault: 'has the run number and seed of a run given before: the same electrons twice',
    });
  }
  const counted = runs.map((run, i): RunCounts => {
    const counts = unblinded ? openCounts(run) : readCheckpoint(directories[i], run.journal.length);
    return runCounts(run.record, run.card, counts);
  });
  return estimateLimit(counted, { unblinded, ...(cl === undefined ? {} : { cl }) }).limit;
}
