import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { InternalError, RunError } from '../../core/errors.js';
import { PACKAGE } from '../package.js';
import { again, executed } from './compute.js';
import type { Executor } from './executor.js';
import { rest, wake } from './resting.js';
import type { Order } from './serve.js';
import type { Answer, Range, Task } from './task.js';

/** A range is done again so often when its worker has died. */
const AGAIN = 1;

const SCRIPT = pathToFileURL(path.join(PACKAGE, 'dist/run/executor/worker.js'));

type AnyTask = Task<unknown, unknown>;

/** Tasks that a thread keeps what it has prepared of; those of scans and toys follow each other without end. */
const KNOWN = 32;

/** A range that waits for a worker, or has one. */
interface Waiting {
  readonly task: AnyTask;
  readonly range: Range;
  /** Workers that have died of it. */
  died: number;
  resolve(done: readonly [answer: Answer<unknown>, worker: number]): void;
  reject(error: unknown): void;
}

/** Where a thread has its place; the next one takes it when it dies. */
interface Place {
  readonly index: number;
  thread: Worker | null;
  /** Tasks that the thread knows, the one asked for last at the end. */
  told: Set<AnyTask>;
  doing: Waiting | null;
}

export interface ThreadOptions {
  /** Told of a worker that has died while the work goes on. */
  readonly warn: (message: string) => void;
  /** What the threads run: `serve` with the kinds it knows. */
  readonly script?: URL;
}

/** Worker threads that answer ranges. */
export interface Threads {
  /**
   * What comes of a range, and which worker did it.
   * @throws RunError when its worker dies and the next one, too
   */
  answer(task: AnyTask, range: Range): Promise<readonly [answer: Answer<unknown>, worker: number]>;
  /** Ends threads that are at work; the others rest for whoever computes next. */
  close(): Promise<void>;
}

/** Computes in worker threads. */
export function threadExecutor(workers: number, options: ThreadOptions): Executor {
  const threads = startThreads(workers, options);
  return {
    workers,
    run: async <Job, Result>(task: Task<Job, Result>, range: Range) => {
      const [answer, worker] = await threads.answer(task as AnyTask, range);
      return executed(task, range, answer as Answer<Result>, worker);
    },
    close: threads.close,
  };
}

/**
 * Threads, each woken or started when there is work for it. A thread has one range at a time; results come back with
 * their buffers, nothing of them is copied. A thread that dies is replaced, and its range done again once.
 */
export function startThreads(workers: number, { warn, script = SCRIPT }: ThreadOptions): Threads {
  const queue: Waiting[] = [];
  const numbers = new WeakMap<object, number>();
  let tasks = 0;
  const places = Array.from(
    { length: workers },
    (_, index): Place => ({ index, thread: null, told: new Set(), doing: null }),
  );
  let closing = false;

  function next(): void {
    for (const place of places) {
      if (place.doing) continue;
      const waiting = queue.shift();
      if (!waiting) return;
      place.doing = waiting;
      place.thread ??= start(place);
      place.thread.postMessage(orderOf(place, waiting));
    }
  }

  function orderOf({ told }: Place, { task, range }: Waiting): Order {
    const number = numbers.get(task) ?? tasks++;
    numbers.set(task, number);
    const isKnown = told.delete(task);
    told.add(task);
    if (isKnown) return { task: number, range };
    const { kind, job } = task;
    const order = { task: number, range, definition: { kind: kind.name, job } };
    if (told.size <= KNOWN) return order;
    const [oldest] = told;
    told.delete(oldest);
    return { ...order, forget: numbers.get(oldest) as number };
  }

  function start(place: Place): Worker {
    // Loaders of whoever computes are for their own files; what a thread runs is compiled.
    const thread = wake(script) ?? new Worker(script, { execArgv: [] });
    let fault = '';
    const settle = (settleIt: (waiting: Waiting) => void) => {
      const { doing } = place;
      place.doing = null;
      if (doing) settleIt(doing);
      next();
    };
    thread.on('message', (answer: Answer<unknown>) =>
      settle((waiting) => waiting.resolve([answer, place.index])),
    );
    thread.on('messageerror', (error) =>
      settle((waiting) => waiting.reject(new InternalError(error.message, { cause: error }))),
    );
    // The end of the thread follows.
    thread.on('error', (error: unknown) => {
      fault = error instanceof Error ? error.message : String(error);
    });
    thread.on('exit', (code) => {
      if (closing) return;
      place.thread = null;
      place.told = new Set();
      fault ||= `it ended with code ${code}`;
      if (!place.doing) warn(`worker ${place.index} died without work: ${fault}`);
      settle((waiting) => mourn(place, waiting, fault));
    });
    return thread;
  }

  function mourn({ index }: Place, waiting: Waiting, fault: string): void {
    const { task, range } = waiting;
    const where = `worker ${index}`;
    const what = `died over ${describeRange(task, range)}`;
    waiting.died++;
    if (waiting.died > AGAIN) {
      const next = again(task.repeat);
      waiting.reject(new RunError({ where, what, fault: `${fault}, as the one before it`, next }));
      return;
    }
    warn(`${where} ${what}: ${fault}; another one does it again`);
    queue.unshift(waiting);
  }

  return {
    answer: (task, range) =>
      new Promise((resolve, reject) => {
        queue.push({ task, range, died: 0, resolve, reject });
        next();
      }),
    close: async () => {
      closing = true;
      queue.length = 0;
      const ends = places.map(({ thread, doing }) => {
        if (thread && !doing) rest(script, thread);
        return doing && thread?.terminate();
      });
      for (const place of places) place.thread = null;
      await Promise.all(ends);
    },
  };
}

export function describeRange({ kind, job }: AnyTask, { first, last }: Range): string {
  const from = kind.describe(job, first);
  return last > first ? `${from}, and up to index ${last}` : from;
}
