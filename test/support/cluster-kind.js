/**
 * A kind of task that fails as it is told, its worker thread, and a worker process for it. Plain JavaScript, for threads load no
 * other. As a program: URL DEADLINE_MS THREADS [CODE], a worker until SIGTERM, which then says in JSON what it has done.
 */
import { isMainThread } from 'node:worker_threads';
import { serve } from '../../dist/run/executor/serve.js';

/** job: { size, ms, fault: { at, how } | null }. A result is the index in an array of so many bytes, after so long. */
export const marked = {
  name: 'marked',
  prepare:
    ({ size, ms, fault }) =>
    (index) => {
      if (fault?.at === index) {
        if (fault.how === 'throw') throw new RangeError('as it was told');
        // The whole process, as the kernel does it when memory is short.
        if (fault.how === 'kill') process.kill(process.pid, 'SIGKILL');
        if (fault.how === 'exit') process.exit(9);
      }
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
      return new Uint8Array(size).fill(index);
    },
  transfer: (bytes) => [bytes],
  describe: (_, index) => `mark ${index}, card none, seed "none"`,
};

const script = new URL(import.meta.url);

/** What a worker of this kind is begun with. */
export const workOptions = {
  ...{ threads: 1, share: null, deadlineMs: 1000, attempts: 3, idleMs: null, note: () => {} },
  ...{ script, kinds: [marked] },
};

if (!isMainThread) serve([marked]);
else if (process.argv[1] === script.pathname) {
  const { connectCluster } = await import('../../dist/run/executor/cluster/connect.js');
  const { startWorker } = await import('../../dist/run/executor/cluster/worker.js');
  const [url, deadline, threads, code] = process.argv.slice(2);
  const note = (message) => process.stderr.write(`${message}\n`);
  const cluster = await connectCluster({ url, env: process.env, note, name: 'test' });
  const worker = startWorker(cluster, {
    ...{ ...workOptions, deadlineMs: Number(deadline), threads: Number(threads), note },
    code: JSON.parse(code),
  });
  note('ready');
  let signals = 0;
  process.on('SIGTERM', async () => {
    if (signals++ === 0) return worker.drain();
    await worker.leave();
    process.exit(143);
  });
  const worked = await worker.ended;
  await cluster.close();
  process.stdout.write(JSON.stringify(worked));
}
