import type { Range, Task } from './task.js';

export interface Executed<Result> {
  readonly index: number;
  readonly result: Result;
  /** Which worker did it, from 0. */
  readonly worker: number;
}

/** Computes tasks somewhere: in this thread, in worker threads, on other machines. One file of this shape each. */
export interface Executor {
  /** Ranges that keep all of it busy. May change while it works. */
  readonly workers: number;
  /** Whether workers come and go, so that nobody knows beforehand how many take part. */
  readonly isElastic?: boolean;
  /**
   * Results of a range, in order.
   * @throws InternalError when the task throws, as it would anywhere; RunError where it does so on purpose,
   *   or when its worker dies and the next one, too
   */
  run<Job, Result>(task: Task<Job, Result>, range: Range): Promise<readonly Executed<Result>[]>;
  /** Results up to this index are safe where they belong: what is kept of them for who goes on may go. */
  release?<Job, Result>(task: Task<Job, Result>, last: number): void;
  /** No more is asked for of this task: all that is kept of it may go. */
  done?<Job, Result>(task: Task<Job, Result>): void;
  close(): Promise<void>;
}
