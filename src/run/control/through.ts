/**
 * Going through what is done one after the other under run control: the spills of a run, the points of a scan.
 */
import { UsageError } from '../../core/errors.js';
import type { RunControl } from './index.js';

/** What a record says of a pause, and of its end. */
export type Pause =
  | { readonly state: 'paused'; readonly reason: string | null }
  | { readonly state: 'running'; readonly reason: null };

export interface Work {
  /** How many there are, and how many of them are in the journal. */
  readonly of: number;
  readonly done: () => number;
  /** Does those that are begun, in order; resolves when none is under way and no more are. */
  readonly some: (begun: Iterable<number>) => Promise<void>;
  /** Told when a pause begins, and when it is over. */
  readonly paused: (change: Pause) => void;
  /** Waits until the next may begin, or until it is told to pause or to stop: they begin one by one. At once unless given. */
  readonly pace?: (() => Promise<void>) | undefined;
  /** One of several under one control: who has begun that, ends it. */
  readonly isPart?: boolean;
}

/** @throws UsageError when the control is that of something which has been begun, or has ended */
export function requireConfigured(control: RunControl): void {
  // What is told to stop before it was begun does nothing.
  if (control.state === 'configured' || control.stopped !== null) return;
  throw new UsageError({ what: 'run control', got: control.state, expected: 'configured' });
}

/** Begins, goes through all of it with pauses, and ends; earlier where it is stopped. */
export async function goThrough(control: RunControl, work: Work): Promise<void> {
  const { of, done, some, paused, pace, isPart = false } = work;
  if (!isPart) control.begin();
  for (;;) {
    while (control.state === 'paused') {
      paused({ state: 'paused', reason: control.situation.reason });
      await control.unpaused();
      paused({ state: 'running', reason: null });
    }
    if (control.stopped !== null || done() === of) break;
    await pace?.();
    const next = done() + 1;
    await some(control.spills(next, pace ? next : of));
  }
  if (!isPart && control.stopped === null) control.tell('all done');
}
