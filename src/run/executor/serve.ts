/** The other end of a worker thread: gets orders, answers each. */
import { parentPort } from 'node:worker_threads';
import { computeRange } from './compute.js';
import type { Answer, AnyKind, Range } from './task.js';

/** What a worker thread is told: a range of a task that it knows by number, or comes to know. */
export interface Order {
  readonly task: number;
  readonly range: Range;
  /** With the first order of a task. */
  readonly definition?: { readonly kind: string; readonly job: unknown };
  /** A task that is told of anew before it is asked for again. */
  readonly forget?: number;
}

interface Known {
  readonly kind: AnyKind;
  readonly job: unknown;
  /** Null until it is prepared. */
  compute: ((index: number) => unknown) | null;
}

/** Answers orders for tasks of these kinds until the thread is ended; told null, it forgets all tasks. */
export function serve(kinds: readonly AnyKind[]): void {
  const port = parentPort;
  if (!port) throw new Error('serve: this is no worker thread');
  const known = new Map<number, Known>();

  port.on('message', (order: Order | null) => {
    if (order === null) {
      known.clear();
      return;
    }
    const { task, range, definition, forget } = order;
    if (forget !== undefined) known.delete(forget);
    if (definition) {
      const kind = kinds.find(({ name }) => name === definition.kind);
      if (!kind) throw new Error(`no task kind "${definition.kind}" in the registry`);
      known.set(task, { kind, job: definition.job, compute: null });
    }
    const own = known.get(task) as Known;
    const answer = computeRange(() => {
      own.compute ??= own.kind.prepare(own.job);
      return own.compute;
    }, range);
    port.postMessage(answer, 'error' in answer ? [] : buffersOf(own.kind, answer));
  });
}

function buffersOf(kind: AnyKind, { results }: Extract<Answer<unknown>, { results: unknown }>) {
  return (
    results
      .flatMap((result) => kind.transfer(result))
      // Only a buffer that belongs to the array alone may be given away.
      .filter((bytes) => bytes.byteLength === bytes.buffer.byteLength)
      .map((bytes) => bytes.buffer as ArrayBuffer)
  );
}
