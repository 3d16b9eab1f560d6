/** Where what takes its time is computed: in threads of this process, or on the workers of a cluster. */
import { InvalidArgumentError, Option } from 'commander';
import { UsageError } from '../../core/errors.js';
import { commandLine } from '../../run/command.js';
import type { Computing } from '../../run/computing.js';
import type { ClusterExecutor } from '../../run/executor/cluster/coordinator.js';
import type { Executor } from '../../run/executor/executor.js';
import { threadExecutor } from '../../run/executor/threads.js';
import { counted } from '../plural.js';
import { note, progress } from './io.js';
import { wholeNumber } from './options.js';

/** Options of who computes; `--workers` beside them. */
export interface Where {
  readonly workers: number;
  readonly cluster?: string;
  readonly outstanding?: number;
  readonly share?: string;
}

export const clusterOption = () =>
  new Option(
    '--cluster <URL>',
    'compute on the workers of a NATS server (spillway work) instead, as nats://HOST:4222 (docs/cluster.md)',
  ).conflicts('workers');

export const outstandingOption = () =>
  new Option('--outstanding <N>', 'of --cluster: work under way at a time, at most').argParser(
    wholeNumber(1, 65_536),
  );

export const shareOption = () =>
  new Option(
    '--share <DIR>',
    'of --cluster: the directory into which the workers write large results',
  ).argParser((text) => {
    if (text !== '') return text;
    throw new InvalidArgumentError('got "", expected a directory.');
  });

/** What a run or a scan is given. */
export interface Executors {
  /** Absent for threads of its own. */
  readonly executor?: (warn: (message: string) => void) => Executor;
  /** Who works, for a line of progress; empty for threads. */
  readonly seen: () => string;
}

/** Opens the connection to a cluster where one is asked for, and closes it behind what uses it. */
export async function withExecutors<T>(
  { cluster: url, outstanding, share }: Where,
  use: (executors: Executors) => Promise<T>,
): Promise<T> {
  if (url === undefined) {
    for (const [what, given] of Object.entries({ outstanding, share })) {
      if (given !== undefined) {
        throw new UsageError({ what: `--${what}`, fault: 'belongs to --cluster URL' });
      }
    }
    return use({ seen: () => '' });
  }
  // Who computes here loads nothing of it.
  const [{ connectCluster }, { clusterExecutor }, { ownCode }] = await Promise.all([
    import('../../run/executor/cluster/connect.js'),
    import('../../run/executor/cluster/coordinator.js'),
    import('../../run/executor/cluster/code.js'),
  ]);
  const code = ownCode();
  const cluster = await connectCluster({
    ...{ url, env: process.env, note, name: `spillway ${process.pid}` },
  });
  let last: ClusterExecutor | null = null;
  try {
    return await use({
      executor: (warn) => {
        const more = { ...(outstanding && { outstanding }), ...(share && { share }) };
        last = clusterExecutor(cluster, { code, warn, ...more });
        return last;
      },
      seen: () => {
        if (!last) return '';
        const { workers, threads } = last.seen();
        return `${counted(workers, 'worker')} with ${counted(threads, 'thread')}: `;
      },
    });
  } finally {
    await cluster.close();
  }
}

/** Gives workers to a command that needs them once, and takes them back. */
export const withComputing = <T>(
  where: Where,
  compute: (computing: Computing) => Promise<T>,
): Promise<T> =>
  withExecutors(where, async ({ executor: made, seen }) => {
    const executor = made?.(note) ?? threadExecutor(where.workers, { warn: note });
    const repeat = commandLine(...process.argv.slice(2));
    try {
      const report = (what: string) => progress(`${seen()}${what}`);
      return await compute({ executor, repeat, report });
    } finally {
      await executor.close();
    }
  });
