import { setImmediate } from 'node:timers/promises';
import { computeRange, executed } from './compute.js';
import type { Executor } from './executor.js';
import type { Task } from './task.js';

/** Computes in this thread, one range at a time. */
export function inlineExecutor(): Executor {
  const prepared = new WeakMap<object, (index: number) => unknown>();
  function prepare<Job, Result>(task: Task<Job, Result>): (index: number) => Result {
    const compute = prepared.get(task) ?? task.kind.prepare(task.job);
    prepared.set(task, compute);
    return compute as (index: number) => Result;
  }
  return {
    workers: 1,
    run: async (task, range) => {
      // Signals and timers have their turn between ranges.
      await setImmediate();
      return executed(
        task,
        range,
        computeRange(() => prepare(task), range),
        0,
      );
    },
    close: async () => {},
  };
}
