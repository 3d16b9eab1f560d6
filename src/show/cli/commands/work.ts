import type { Command } from 'commander';
import { codeText, ownCode } from '../../../run/executor/cluster/code.js';
import { requireShare } from '../../../run/executor/cluster/share.js';
import type { Worked } from '../../../run/executor/cluster/worker.js';
import { counted } from '../../plural.js';
import { exitWith, json, note, result } from '../io.js';
import { address, wholeNumber, workersOption } from '../options.js';

interface Options {
  nats: string;
  workers: number;
  share?: string;
  deadline: number;
  attempts: number;
  idle?: number;
  metrics?: { readonly host: string; readonly port: number };
  json?: boolean;
}

const STOPPED_AT_ONCE = 143;

export function workCommand(program: Command): void {
  program
    .command('work')
    .description('do the work of runs, scans and limits that are started elsewhere with --cluster')
    .requiredOption(
      '--nats <URL>',
      'NATS server with JetStream, as nats://HOST:4222 or tls://HOST:4222; several divided by commas',
    )
    .addOption(workersOption())
    .option(
      '--share <DIR>',
      'write large results into this directory, which the coordinator sees, too; not over the server',
    )
    .option(
      '--deadline <S>',
      'work goes to another worker when this one has said nothing for so long; the same for all workers',
      wholeNumber(1, 86_400),
      30,
    )
    .option(
      '--attempts <N>',
      'work that has cost so many workers is set aside and named',
      wholeNumber(1, 1000),
      3,
    )
    .option('--idle <S>', 'end when there was nothing to do for so long', wholeNumber(1))
    .option(
      '--metrics <[HOST:]PORT>',
      'serve /metrics there, for Prometheus; on 127.0.0.1 unless told otherwise, 0: any free port',
      address,
    )
    .option('--json', 'at the end, print what was done as one JSON document')
    .addHelpText(
      'after',
      `
SIGTERM or Ctrl-C: finishes what is in hand, takes no more and ends with 0; once more gives it back and ends at once.
Credentials: SPILLWAY_NATS_TOKEN, or SPILLWAY_NATS_CREDS=FILE; of an authority of your own for TLS: SPILLWAY_NATS_CA=FILE.

The server: nats-server -js -a 127.0.0.1 -p 4222 -sd store
Its work:   spillway run run3-2018 --cluster nats://127.0.0.1:4222

Examples:
  spillway work --nats nats://127.0.0.1:4222
  spillway work --nats tls://one:4222,tls://two:4222,tls://three:4222 --share /scratch/spillway --idle 600 --metrics 9101
docs/cluster.md tells more.`,
    )
    .action(exitWith(workAction));
}

async function workAction(options: Options): Promise<number> {
  const { nats: url, workers: threads, share = null, deadline, attempts, idle, metrics } = options;
  if (share !== null) requireShare(share);
  // No other command loads them.
  const [{ connectCluster }, { startWorker }, { startWorkMetrics }] = await Promise.all([
    import('../../../run/executor/cluster/connect.js'),
    import('../../../run/executor/cluster/worker.js'),
    import('../../cluster/serve.js'),
  ]);
  const code = ownCode();
  const cluster = await connectCluster({
    ...{ url, env: process.env, note, name: `spillway work ${process.pid}` },
  });
  const worker = startWorker(cluster, {
    ...{ code, threads, share, deadlineMs: 1000 * deadline, attempts },
    ...{ idleMs: idle === undefined ? null : 1000 * idle, note },
  });
  note(`worker ${worker.name}, ${counted(threads, 'thread')}, ${codeText(code)}`);
  const release = stopOnSignal(
    () => {
      note(`finishing ${counted(worker.inHand(), 'range')} in hand; once more gives them back`);
      worker.drain();
    },
    async () => {
      await worker.leave();
      process.exit(STOPPED_AT_ONCE);
    },
  );
  try {
    const served = metrics ? await startWorkMetrics(worker, metrics) : null;
    if (served) note(`metrics at ${served.url}/metrics`);
    const worked = await worker.ended;
    await served?.close();
    result(options.json ? json({ schema: 'spillway.work/1', ...worked }) : textOf(worked));
    return 0;
  } finally {
    release();
    await cluster.close();
  }
}

/** @returns what ends listening */
function stopOnSignal(first: () => void, second: () => void): () => void {
  let isFirst = true;
  const handler = () => {
    if (isFirst) first();
    else second();
    isFirst = false;
  };
  const signals = ['SIGINT', 'SIGTERM'] as const;
  for (const signal of signals) process.on(signal, handler);
  return () => {
    for (const signal of signals) process.off(signal, handler);
  };
}

const textOf = ({ ranges, failed, redelivered, setAside, twice, seconds }: Worked): string =>
  [
    `${counted(ranges, 'range')} done in ${seconds.toFixed(1)} s of threads`,
    ...(failed > 0 ? [`${failed} ended with an error`] : []),
    ...(redelivered > 0 ? [`${redelivered} came from workers that had gone`] : []),
    ...(setAside > 0 ? [`${setAside} set aside`] : []),
    ...(twice > 0 ? [`${twice} had been done by another worker`] : []),
  ].join(', ');
