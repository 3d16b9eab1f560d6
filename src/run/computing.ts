import type { Executor } from './executor/executor.js';

/** How what takes its time is computed. */
export interface Computing {
  readonly executor: Executor;
  /** The command line that does it again. */
  readonly repeat: string;
  readonly report: (what: string) => void;
}
