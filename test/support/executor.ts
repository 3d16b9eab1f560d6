import type { Executor } from '../../src/run/executor/executor.js';
import type { AnyKind } from '../../src/run/executor/task.js';

/** The executor with another kind in place of the one that it is asked for. */
export const withKind = (executor: Executor, kind: AnyKind): Executor => ({
  ...executor,
  run: (task, range) => executor.run({ ...task, kind }, range),
});
