import { processSpill, type SpillJob } from '../spill.js';
import type { Executor } from './executor.js';

/** Computes spills in this thread, one at a time. */
export function inlineExecutor(job: SpillJob, process = processSpill): Executor {
  return {
    workers: 1,
    run: async (spill) => ({ result: process(job, spill), worker: 0 }),
    close: async () => {},
  };
}
