import { commandLine } from '../../../run/command.js';
import { threadExecutor } from '../../../run/executor/threads.js';
import type { Computing } from '../../../run/computing.js';
import { note, progress } from '../io.js';

/** Gives threads to what draws toys, and takes them back. */
export async function withThreads<T>(
  workers: number,
  compute: (computing: Computing) => Promise<T>,
): Promise<T> {
  const executor = threadExecutor(workers, { warn: note });
  const repeat = commandLine(...process.argv.slice(2));
  try {
    return await compute({ executor, repeat, report: progress });
  } finally {
    await executor.close();
  }
}
