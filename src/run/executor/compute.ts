/** A range, computed here; what it comes to, in words where it failed. */
import {
  DEFECT,
  exitCodeOf,
  InternalError,
  RunError,
  type SpillwayError,
} from '../../core/errors.js';
import type { Executed } from './executor.js';
import type { Answer, Failure, Range, Task } from './task.js';

/** @param prepared gives the function of each index; may throw like it */
export function computeRange<Result>(
  prepared: () => (index: number) => Result,
  { first, last }: Range,
): Answer<Result> {
  const results: Result[] = [];
  for (let index = first; index <= last; index++) {
    try {
      results.push(prepared()(index));
    } catch (thrown) {
      const error = thrown instanceof Error ? thrown : new Error(String(thrown));
      return { index, error, exitCode: exitCodeOf(error) };
    }
  }
  return { results };
}

/** @throws the failure, with what it takes to see it again */
export function executed<Job, Result>(
  task: Task<Job, Result>,
  { first }: Range,
  answer: Answer<Result>,
  worker: number,
): Executed<Result>[] {
  if ('error' in answer) throw errorOf(task, answer);
  return answer.results.map((result, i) => ({ index: first + i, result, worker }));
}

function errorOf<Job, Result>(
  { kind, job, repeat }: Task<Job, Result>,
  { index, error, exitCode }: Failure,
): SpillwayError {
  const Kind = exitCode === DEFECT ? InternalError : RunError;
  return new Kind(
    { where: kind.describe(job, index), fault: error.message, next: again(repeat) },
    { cause: error },
  );
}

export const again = (repeat: string) => `again with ${repeat}`;
