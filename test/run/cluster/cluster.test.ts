/**
 * Work over a real nats-server: each result once and in order, whatever is killed; what throws, what kills its workers, what is too
 * large for a message; versions; servers that refuse or are not there.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { DEFECT, exitCodeOf, type SpillwayError } from '../../../dist/core/errors.js';
import { clusterExecutor } from '../../../dist/run/executor/cluster/coordinator.js';
import type { Cluster } from '../../../dist/run/executor/cluster/connect.js';
import { PARTS, RESULTS, WORK } from '../../../dist/run/executor/cluster/names.js';
import { startWorker, type WorkOptions } from '../../../dist/run/executor/cluster/worker.js';
import type { Code } from '../../../dist/run/executor/cluster/code.js';
import type { Executor } from '../../../dist/run/executor/executor.js';
import type { Task } from '../../../dist/run/executor/task.js';
import { drain, results } from '../../../dist/run/pipeline.js';
import { startServer } from '../../../dist/run/validate/cluster/server.js';
import {
  clusterTest,
  CODE,
  connected,
  fresh,
  isThere,
  type MarkedJob,
  marked,
  OTHER,
  until,
  workerProcess,
  workOptions,
} from './ground.js';

const folder = fresh();
const server = isThere ? await startServer(folder) : null;
const url = server?.url ?? '';
test.after(() => server?.kill());

const taskOf = (job: Partial<MarkedJob> = {}): Task<MarkedJob, Uint8Array> => ({
  kind: marked,
  job: { size: 10, ms: 20, fault: null, ...job },
  repeat: 'spillway mark --workers 1',
});

const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

/** What came of 1..n, in order: index, and the first and last byte of its result. */
async function marksOf(executor: Executor, task: Task<MarkedJob, Uint8Array>, n: number, size = 1) {
  const marks: (readonly number[])[] = [];
  await drain(results(executor, task, upTo(n), size), ({ index, result }) => {
    marks.push([index, result.length, result[0], result[result.length - 1]]);
  });
  return marks;
}
const expected = (n: number, size = 10) => upTo(n).map((i) => [i, size, i, i]);

/** A coordinator and what it warns of. */
async function coordinator(
  more: { code?: Code; share?: string | null; outstanding?: number } = {},
) {
  const { cluster, notes } = await connected(url);
  const warn = (message: string) => notes.push(message);
  const executor = clusterExecutor(cluster, { code: CODE, warn, tendMs: 500, ...more });
  const close = async () => {
    await executor.close();
    await cluster.close();
  };
  return { cluster, executor, notes, close };
}

async function worker(more: Partial<WorkOptions> = {}) {
  const { cluster, notes } = await connected(url);
  const note = (message: string) => notes.push(message);
  const own = startWorker(cluster, { ...workOptions, code: CODE, note, ...more });
  const end = async () => {
    own.drain();
    const worked = await own.ended;
    await cluster.close();
    return worked;
  };
  return { own, cluster, notes, end };
}

const messagesOf = async ({ manager }: Cluster) =>
  Promise.all(
    [WORK, RESULTS, PARTS].map(async (name) => (await manager.streams.info(name)).state.messages),
  );

clusterTest('ranges of any size come back once and in order, and nothing is left', async () => {
  const { cluster, executor, close } = await coordinator();
  const workers = [await worker(), await worker({ threads: 2 })];
  await until('workers are seen', () => executor.workers === 6);
  assert.equal(executor.seen(), { workers: 2, threads: 3 });
  assert.equal(await marksOf(executor, taskOf(), 12), expected(12));
  assert.equal(await marksOf(executor, taskOf({ size: 11 }), 12, 5), expected(12, 11));
  const done = await Promise.all(workers.map(({ end }) => end()));
  assert.is(
    done.reduce((n, { ranges }) => n + ranges, 0),
    12 + 3,
  );
  await executor.close();
  assert.equal(await messagesOf(cluster), [0, 0, 0]);
  await close();
});

clusterTest(
  'large results go in parts, or by a shared directory; no message is larger than half a MiB',
  async () => {
    const size = 1_700_000;
    const share = path.join(folder, 'share');
    for (const own of [null, share]) {
      const { cluster, executor, close } = await coordinator({ share: own });
      const sizes: number[] = [];
      const listening = cluster.connection.subscribe('spillway.>', {
        callback: (_, { data }) => void sizes.push(data.length),
      });
      const { end } = await worker({ share: own });
      assert.equal(await marksOf(executor, taskOf({ size }), 3), expected(3, size));
      await end();
      listening.unsubscribe();
      assert.ok(Math.max(...sizes) <= 512 * 1024, `a message of ${Math.max(...sizes)} bytes`);
      const large = sizes.filter((bytes) => bytes > 100_000).length;
      assert.is(large, own === null ? 3 * 4 : 0);
      await executor.close();
      assert.equal(await messagesOf(cluster), [0, 0, 0]);
      await close();
    }
    const left = fs.readdirSync(share, { recursive: true, withFileTypes: true });
    assert.equal(
      left.filter((entry) => entry.isFile()),
      [],
    );
  },
);

clusterTest(
  'without the shared directory of its workers a coordinator says what it misses',
  async () => {
    const { executor, close } = await coordinator();
    const { end } = await worker({ share: path.join(folder, 'share') });
    const error = await failureOf(marksOf(executor, taskOf({ size: 600_000 }), 1));
    assert.match(
      error.message,
      /--share: has no result of worker .*; give --share DIR here and there/,
    );
    assert.is(exitCodeOf(error), 1);
    await end();
    await close();
  },
);

clusterTest('what throws does so once, as in a thread of its own', async () => {
  const { executor, close } = await coordinator();
  const { end } = await worker();
  const error = await failureOf(marksOf(executor, taskOf({ fault: { at: 3, how: 'throw' } }), 5));
  assert.match(
    error.message,
    /^mark 3, card none, seed "none": as it was told; again with spillway mark/,
  );
  assert.is(exitCodeOf(error), DEFECT);
  const { failed, redelivered } = await end();
  assert.equal([failed, redelivered], [1, 0]);
  await close();
});

clusterTest('what ends two threads is named, and its worker goes on', async () => {
  const { executor, close } = await coordinator();
  const { end } = await worker();
  const error = await failureOf(marksOf(executor, taskOf({ fault: { at: 2, how: 'exit' } }), 3));
  assert.match(
    error.message,
    /^mark 2, .*a thread of worker .* died over it: it ended with code 9/,
  );
  assert.is(exitCodeOf(error), 1);
  assert.equal(await marksOf(executor, taskOf({ size: 12 }), 3), expected(3, 12));
  await end();
  await close();
});

clusterTest('what kills three workers is set aside and named; the others are done', async () => {
  const { executor, close } = await coordinator();
  const done: number[] = [];
  const task = taskOf({ ms: 5, fault: { at: 4, how: 'kill' } });
  const working = failureOf(
    drain(results(executor, task, upTo(5)), ({ index }) => done.push(index)),
  );
  let dead = 0;
  for (; dead < 3; dead++) assert.is((await (await workerProcess(url)).ended).exit, 'SIGKILL');
  const { end } = await worker();
  const error = await working;
  assert.match(
    error.message,
    /^mark 4, card none, seed "none": 3 workers had it, and each was gone/,
  );
  assert.match(error.message, /again with spillway mark --workers 1$/);
  assert.is(exitCodeOf(error), 1);
  assert.equal(done, [1, 2, 3]);
  assert.is((await end()).setAside, 1);
  await close();
});

clusterTest('workers killed in mid-range: each result once', async () => {
  const { executor, close } = await coordinator();
  const { end } = await worker({ attempts: 100 });
  const working = marksOf(executor, taskOf({ ms: 100 }), 40);
  for (let kills = 0; kills < 3; kills++) {
    const { child, ended } = await workerProcess(url);
    await new Promise((resolve) => setTimeout(resolve, 50 + 60 * kills));
    child.kill('SIGKILL');
    assert.is((await ended).exit, 'SIGKILL');
  }
  assert.equal(await working, expected(40));
  const { redelivered } = await end();
  assert.ok(redelivered > 0, 'no worker had anything in hand when it was killed');
  await close();
});

clusterTest(
  'SIGTERM: a worker finishes what is in hand and ends with 0; twice: it gives it back',
  async () => {
    const { executor, close } = await coordinator();
    const long = { deadlineMs: 60_000, threads: 2 };
    const first = await workerProcess(url, long);
    const working = marksOf(executor, taskOf({ ms: 700 }), 4);
    await new Promise((resolve) => setTimeout(resolve, 300));
    first.child.kill('SIGTERM');
    const { exit, stdout } = await first.ended;
    assert.is(exit, 0);
    assert.is(JSON.parse(stdout).ranges, 2);
    const second = await workerProcess(url, long);
    await new Promise((resolve) => setTimeout(resolve, 300));
    second.child.kill('SIGTERM');
    await new Promise((resolve) => setTimeout(resolve, 50));
    second.child.kill('SIGTERM');
    assert.is((await second.ended).exit, 143);
    // Well before the deadline.
    const { end } = await worker(long);
    assert.equal(await working, expected(4));
    assert.is((await end()).redelivered, 2);
    await close();
  },
);

clusterTest('work that takes longer than the deadline stays in its hand', async () => {
  const { executor, close } = await coordinator();
  const workers = [await worker({ deadlineMs: 600 }), await worker({ deadlineMs: 600 })];
  assert.equal(await marksOf(executor, taskOf({ ms: 1500, size: 19 }), 2), expected(2, 19));
  const done = await Promise.all(workers.map(({ end }) => end()));
  assert.equal(
    done.map(({ redelivered, twice }) => redelivered + twice),
    [0, 0],
  );
  await close();
});

clusterTest('a worker of another version gets no work, and both are told', async () => {
  const { executor, notes, close } = await coordinator();
  const stranger = await worker({ code: OTHER });
  const working = marksOf(executor, taskOf({ size: 13 }), 3);
  await until('the coordinator is told', () => notes.some((note) => note.includes('gets no work')));
  await until('the worker is told', () => stranger.notes.length > 0);
  assert.match(
    notes.find((note) => note.includes('gets no work')) ?? '',
    /^worker .* gets no work: it has spillway 0\.0\.9, code 01d, Node 20, this run needs spillway 0\.1\.0, code c0de, Node 20; start it with that$/,
  );
  assert.match(stranger.notes[0], /is not for this worker: it needs spillway 0\.1\.0, code c0de/);
  const { end } = await worker();
  assert.equal(await working, expected(3, 13));
  await end();
  assert.is((await stranger.end()).ranges, 0);
  await close();
});

clusterTest(
  'a coordinator that begins again takes what came meanwhile, and asks for the rest',
  async () => {
    const task = taskOf({ size: 14 });
    // Gone without a word: its connection alone is closed.
    const first = await coordinator({ outstanding: 4 });
    const dying = failureOf(marksOf(first.executor, task, 8));
    await until('work waits', async () => (await messagesOf(first.cluster))[0] === 4);
    await first.cluster.close();
    const { end } = await worker();
    const second = await coordinator();
    await until('it is done', async () => (await messagesOf(second.cluster))[1] === 4);
    assert.equal(await marksOf(second.executor, task, 8), expected(8, 14));
    // Four before, four behind: none of them twice.
    assert.is((await end()).ranges, 8);
    await second.executor.close();
    assert.equal(await messagesOf(second.cluster), [0, 0, 0]);
    await second.close();
    void dying;
  },
);

clusterTest('work that another coordinator takes back is asked for again', async () => {
  const { cluster, executor, close } = await coordinator();
  const working = marksOf(executor, taskOf({ size: 15 }), 3);
  await until('work waits', async () => (await messagesOf(cluster))[0] === 3);
  await cluster.manager.streams.purge(WORK);
  const { end } = await worker();
  assert.equal(await working, expected(3, 15));
  await end();
  await close();
});

clusterTest('what was kept of a task goes when it is done, not with its coordinator', async () => {
  const { cluster, executor, close } = await coordinator();
  const { end } = await worker();
  for (const size of [17, 600_000]) {
    assert.equal(await marksOf(executor, taskOf({ size }), 3), expected(3, size));
    await until('all is gone', async () => (await messagesOf(cluster)).every((n) => n === 0));
  }
  // Asked for once more it is done once more.
  assert.equal(await marksOf(executor, taskOf({ size: 17 }), 3), expected(3, 17));
  assert.is((await end()).ranges, 9);
  await close();
});

clusterTest('work whose definition another coordinator has removed finds it again', async () => {
  const { cluster, executor, close } = await coordinator();
  const working = marksOf(executor, taskOf({ size: 18 }), 3);
  await until('work waits', async () => (await messagesOf(cluster))[0] === 3);
  const [id] = (await cluster.tasks.list()).map(({ name }) => name).slice(-1);
  await cluster.tasks.delete(id);
  const { end } = await worker();
  assert.equal(await working, expected(3, 18));
  await end();
  await close();
});

clusterTest('results of before whose files are gone are done again', async () => {
  const share = path.join(folder, 'cleared');
  const task = taskOf({ size: 600_001 });
  const first = await coordinator({ share });
  const dying = failureOf(marksOf(first.executor, task, 4));
  await until('work waits', async () => (await messagesOf(first.cluster))[0] === 4);
  await first.cluster.close();
  const { end } = await worker({ share });
  const second = await coordinator({ share });
  await until('it is done', async () => (await messagesOf(second.cluster))[1] === 4);
  fs.rmSync(share, { recursive: true });
  assert.equal(await marksOf(second.executor, task, 4), expected(4, 600_001));
  assert.is(second.notes.filter((note) => note.includes('is done again')).length, 4);
  assert.is((await end()).ranges, 8);
  await second.close();
  void dying;
});

clusterTest('a server without room is said, and its work goes on when there is some', async () => {
  const store = fresh();
  const file = path.join(store, 'server.conf');
  const room = (bytes: string) =>
    fs.writeFileSync(file, `jetstream { store_dir: "${store}/js", max_file_store: ${bytes} }\n`);
  room('1MB');
  const full = await startServer(store, { jetstream: false, args: ['-c', file] });
  const asking = await connected(full.url);
  const doing = await connected(full.url);
  const warn = (message: string) => asking.notes.push(message);
  const executor = clusterExecutor(asking.cluster, { code: CODE, warn, tendMs: 500 });
  const note = (message: string) => doing.notes.push(message);
  const working = startWorker(doing.cluster, { ...workOptions, code: CODE, note });
  const size = 1_500_000;
  const marks = marksOf(executor, taskOf({ size }), 2);
  await until('it is said', () =>
    doing.notes.some((said) => said.includes('give the store of the server more room')),
  );
  await full.kill();
  room('100MB');
  await full.start();
  assert.equal(await marks, expected(2, size));
  working.drain();
  assert.is((await working.ended).ranges, 2);
  await executor.close();
  await Promise.all([asking.cluster.close(), doing.cluster.close()]);
  await full.kill();
});

clusterTest('the server killed and started again, with its store and without', async () => {
  const own = await startServer(fresh());
  const other = { ...(await connected(own.url)) };
  const warn = (message: string) => other.notes.push(message);
  const executor = clusterExecutor(other.cluster, { code: CODE, warn, tendMs: 500 });
  const { cluster } = await connected(own.url);
  const working = startWorker(cluster, { ...workOptions, code: CODE, threads: 2 });
  const marks: number[] = [];
  let kills = 0;
  const going = drain(results(executor, taskOf({ ms: 50, size: 16 }), upTo(40)), ({ index }) => {
    marks.push(index);
  });
  for (const at of [5, 20]) {
    await until('some are done', () => marks.length >= at);
    await own.kill();
    if (kills++ === 1) {
      for (const name of fs.readdirSync(own.folder)) {
        if (name.startsWith('store-')) fs.rmSync(path.join(own.folder, name), { recursive: true });
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
    await own.start();
  }
  await going;
  assert.equal(marks, upTo(40));
  assert.ok(other.notes.some((note) => /is gone: waiting for it/.test(note)));
  assert.ok(other.notes.some((note) => /is there again/.test(note)));
  working.drain();
  await working.ended;
  await executor.close();
  await Promise.all([cluster.close(), other.cluster.close()]);
  await own.kill();
});

clusterTest('a worker with empty hands drains while the server is away', async () => {
  const own = await startServer(fresh());
  const { cluster, notes } = await connected(own.url);
  const working = startWorker(cluster, { ...workOptions, code: CODE });
  await until('it asks for work', async () => (await working.queue()) !== null);
  await own.kill();
  await until('it knows', () => notes.some((note) => note.includes('is gone')));
  working.drain();
  assert.is((await working.ended).ranges, 0);
  await cluster.close();
});

clusterTest('a worker that has nothing to do ends when it is told so', async () => {
  const { own, cluster } = await worker({ idleMs: 10 });
  assert.is((await own.ended).ranges, 0);
  await cluster.close();
});

clusterTest('no server, a wrong token, no JetStream: said, with what to do', async () => {
  const nobody = await failureOf(connected('nats://127.0.0.1:9'));
  assert.match(
    nobody.message,
    /^NATS at nats:\/\/127\.0\.0\.1:9: no server answers: .*nats-server -js/,
  );
  assert.is(exitCodeOf(nobody), 1);

  const closed = await startServer(folder, { args: ['--auth', 'secret'] });
  for (const env of [{}, { SPILLWAY_NATS_TOKEN: 'wrong' }] as Record<string, string>[]) {
    const refused = await failureOf(connected(closed.url, env));
    assert.match(refused.message, /refuses the credentials; set SPILLWAY_NATS_TOKEN/);
    assert.is(exitCodeOf(refused), 1);
  }
  const { cluster } = await connected(closed.url, { SPILLWAY_NATS_TOKEN: 'secret' });
  await cluster.close();
  await closed.kill();

  const plain = await startServer(folder, { jetstream: false });
  const off = await failureOf(connected(plain.url));
  assert.match(off.message, /has no JetStream, .*start the server with nats-server -js -sd DIR/);
  assert.is(exitCodeOf(off), 1);
  await plain.kill();
});

test('addresses that are none, or that hold a secret, are refused', async () => {
  for (const [address, fault] of [
    ['http://host:1', /is no address of NATS/],
    ['nats://', /is no address/],
    ['nats://user:secret@host:4222', /holds a secret.*SPILLWAY_NATS_TOKEN/],
  ] as const) {
    const error = await failureOf(connected(address));
    assert.match(error.message, fault);
    assert.not.match(error.message, /user:secret/);
    assert.is(exitCodeOf(error), 2);
  }
});

async function failureOf(going: Promise<unknown>): Promise<SpillwayError> {
  try {
    await going;
  } catch (error) {
    return error as SpillwayError;
  }
  throw new Error('it did not fail');
}

test.run();
