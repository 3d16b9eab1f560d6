/**
 * The limit of one or several finished runs, from their checkpoints of counts.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { decodeCounts } from '../analyse/counts.js';
import { estimateLimit, type Limit, type RunCounts } from '../analyse/limit.js';
import { UsageError } from '../core/errors.js';
import { openCounts, openRun } from './replay.js';
import { FILES } from './store/layout.js';
import { runCounts } from './summary.js';

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
  const keys = runs.map((r) => `${r.record.cardHash} ${r.record.seed}`);
  const twice = keys.findIndex((key, i) => keys.indexOf(key) !== i);
  if (twice >= 0) {
    throw new UsageError({
      where: directories[twice],
      fault: 'has the card and seed of a run given before: the same electrons twice',
    });
  }
  const counted = runs.map((run, i): RunCounts => {
    const counts = unblinded
      ? openCounts(run)
      : decodeCounts(fs.readFileSync(path.join(directories[i], FILES.counts)));
    return runCounts(run.record, run.card, counts);
  });
  return estimateLimit(counted, { unblinded, ...(cl === undefined ? {} : { cl }) }).limit;
}
