/**
 * Worker threads between two who compute in this process, one run of a campaign and the next for instance: what is
 * warm stays warm. They do not keep the process alive.
 */
import type { Worker } from 'node:worker_threads';

/** How long they wait for work, ms. */
const PATIENCE = 10_000;

const EVENTS = ['message', 'messageerror', 'error', 'exit'] as const;

interface Resting {
  readonly thread: Worker;
  readonly end: NodeJS.Timeout;
}

/** By what they run. */
const all = new Map<string, Resting[]>();

/** Takes a thread that has answered all it was asked, and makes it forget what it knows of tasks. */
export function rest(script: URL, thread: Worker): void {
  const waiting = all.get(script.href) ?? [];
  all.set(script.href, waiting);
  for (const event of EVENTS) thread.removeAllListeners(event);
  const leave = () => {
    clearTimeout(resting.end);
    const at = waiting.indexOf(resting);
    if (at >= 0) waiting.splice(at, 1);
  };
  const end = setTimeout(() => {
    leave();
    void thread.terminate();
  }, PATIENCE);
  const resting: Resting = { thread, end };
  // The end follows.
  thread.on('error', () => {});
  thread.on('exit', leave);
  thread.postMessage(null);
  thread.unref();
  end.unref();
  waiting.push(resting);
}

/** A thread that waits for work of this script, the one that came last; undefined if there is none. */
export function wake(script: URL): Worker | undefined {
  const resting = all.get(script.href)?.pop();
  if (!resting) return undefined;
  const { thread, end } = resting;
  clearTimeout(end);
  for (const event of EVENTS) thread.removeAllListeners(event);
  thread.ref();
  return thread;
}
