import type { SpillResult } from '../spill.js';

export interface Executed {
  readonly result: SpillResult;
  /** Which worker did it, from 0. */
  readonly worker: number;
}

/** Computes spills somewhere: in this thread, in worker threads. One file of this shape each. */
export interface Executor {
  readonly workers: number;
  run(spill: number): Promise<Executed>;
  close(): Promise<void>;
}
