import { Worker } from 'node:worker_threads';
import { RunError } from '../../core/errors.js';
import type { SpillJob, SpillResult } from '../spill.js';
import type { Executor } from './executor.js';

/** What a worker thread answers. */
export type Answer<Result = SpillResult> =
  | { readonly spill: number; readonly result: Result }
  | { readonly spill: number; readonly error: Error };

interface Task<Result> {
  readonly spill: number;
  resolve(executed: { result: Result; worker: number }): void;
  reject(error: unknown): void;
}

/** Computes spills in worker threads; buffers are transferred, a thread has one spill at a time. */
export const threadExecutor = (job: SpillJob, workers: number): Executor =>
  threadPool<SpillResult>(new URL('./worker.js', import.meta.url), job, workers);

export interface ThreadPool<Result> {
  readonly workers: number;
  run(spill: number): Promise<{ readonly result: Result; readonly worker: number }>;
  close(): Promise<void>;
}

/** Threads of a script that gets `job` as its data, then numbers, and answers each with an `Answer`. */
export function threadPool<Result>(script: URL, job: unknown, workers: number): ThreadPool<Result> {
  const queue: Task<Result>[] = [];
  const busy = new Map<number, Task<Result>>();
  let closing = false;

  const threads = Array.from({ length: workers }, (_, index) => {
    const thread = new Worker(script, { workerData: job });
    const settle = (settleTask: (task: Task<Result>) => void) => {
      const task = busy.get(index);
      busy.delete(index);
      if (task) settleTask(task);
      next();
    };
    thread.on('message', (answer: Answer<Result>) =>
      settle((task) => {
        if ('error' in answer) task.reject(answer.error);
        else task.resolve({ result: answer.result, worker: index });
      }),
    );
    thread.on('error', (error) => settle((task) => task.reject(error)));
    thread.on('exit', (code) => {
      if (closing) return;
      settle((task) =>
        task.reject(
          new RunError({
            where: `worker ${index}`,
            what: `spill ${task.spill}`,
            fault: `the worker thread ended with code ${code}`,
            next: 'start the run again with --resume',
          }),
        ),
      );
    });
    return thread;
  });

  function next(): void {
    for (const [index, thread] of threads.entries()) {
      if (busy.has(index)) continue;
      const task = queue.shift();
      if (!task) return;
      busy.set(index, task);
      thread.postMessage(task.spill);
    }
  }

  return {
    workers,
    run: (spill) =>
      new Promise((resolve, reject) => {
        queue.push({ spill, resolve, reject });
        next();
      }),
    close: async () => {
      closing = true;
      await Promise.all(threads.map((thread) => thread.terminate()));
    },
  };
}
