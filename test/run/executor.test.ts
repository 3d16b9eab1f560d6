/**
 * Executors: the same results in the same order for any number of workers and any size of a range, buffers
 * given away, a bounded number in flight; and what becomes of a worker that throws or dies.
 */
import { pathToFileURL } from 'node:url';
import * as path from 'node:path';
import * as v8 from 'node:v8';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Executor } from '../../dist/run/executor/executor.js';
import { inlineExecutor } from '../../dist/run/executor/inline.js';
import { KINDS } from '../../dist/run/executor/kinds/index.js';
import { spill, type StoredJob } from '../../dist/run/executor/kinds/spill.js';
import { rangesOf, type Task, type TaskKind } from '../../dist/run/executor/task.js';
import { threadExecutor } from '../../dist/run/executor/threads.js';
import { drain, results } from '../../dist/run/pipeline.js';
import { DEFECT, exitCodeOf } from '../../dist/core/errors.js';
import { cardOf } from '../support/card.js';

// What one thread may have; this process has its own already.
v8.setFlagsFromString('--max-old-space-size=64');

const script = pathToFileURL(path.resolve(import.meta.dirname, '../support/faulty-worker.js'));

interface Job {
  /** Computed; of these given away with their buffer, but for the last of each thread; the thread of the last. */
  readonly seen: Int32Array;
  /** Numbers in a result. */
  readonly size: number;
  readonly fault: { readonly at: number; readonly how: string; readonly left: Int32Array };
}
const { squares } = (await import(String(script))) as { squares: TaskKind<Job, Uint8Array> };

const shared = (...values: number[]) => {
  const array = new Int32Array(new SharedArrayBuffer(4 * values.length));
  array.set(values);
  return array;
};

const taskOf = (how = 'throw', at = 0, times = 0, size = 10): Task<Job, Uint8Array> => ({
  kind: squares,
  job: { seen: shared(0, 0, 0), size, fault: { at, how, left: shared(times) } },
  repeat: 'spillway square',
});

const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

/** Runs the task on 1..n; what came out, who did it, what was warned of and what it failed with. */
async function squaresOf(
  executor: Executor | number,
  task: Task<Job, Uint8Array>,
  n: number,
  size = 1,
) {
  const warnings: string[] = [];
  const warn = (message: string) => warnings.push(message);
  const own = typeof executor === 'number' ? threadExecutor(executor, { warn, script }) : executor;
  const indices: number[] = [];
  const values: number[] = [];
  const workers = new Set<number>();
  let error: Error | null = null;
  try {
    await drain(results(own, task, upTo(n), size), ({ index, result, worker }) => {
      indices.push(index);
      values.push(new Float64Array(result.buffer)[0]);
      workers.add(worker);
    });
  } catch (thrown) {
    error = thrown as Error;
  }
  await own.close();
  return { indices, values, workers, warnings, error };
}

const square = (n: number) => n * n;

test('ranges: of so many at most, without gaps, pulled one at a time', () => {
  const ranges = (of: Iterable<number>, size: number) =>
    [...rangesOf(of, size)].map(({ first, last }) => [first, last]);
  assert.equal(ranges([], 3), []);
  assert.equal(ranges([5], 3), [[5, 5]]);
  assert.equal(ranges(upTo(3), 1), [
    [1, 1],
    [2, 2],
    [3, 3],
  ]);
  assert.equal(ranges(upTo(7), 3), [
    [1, 3],
    [4, 6],
    [7, 7],
  ]);
  assert.equal(ranges([1, 2, 4, 5, 6, 9], 2), [
    [1, 2],
    [4, 5],
    [6, 6],
    [9, 9],
  ]);
  let pulled = 0;
  const endless = (function* () {
    for (;;) yield ++pulled;
  })();
  const first = rangesOf(endless, 4).next();
  assert.equal([first.value, pulled], [{ first: 1, last: 4 }, 4]);
});

test('the kinds have different names', () => {
  assert.is(new Set(KINDS.map(({ name }) => name)).size, KINDS.length);
});

for (const workers of [0, 1, 2, 3]) {
  test(`${workers || 'no'} threads, ranges of 1, 4, 100: every index once, in order`, async () => {
    for (const size of [1, 4, 100]) {
      const task = taskOf();
      const executor = workers === 0 ? inlineExecutor() : workers;
      const ran = await squaresOf(executor, task, 25, size);
      assert.is(ran.error, null);
      assert.equal(ran.indices, upTo(25));
      assert.equal(ran.values, upTo(25).map(square));
      assert.is(task.job.seen[0], 25);
      assert.equal(ran.warnings, []);
      if (size === 1) assert.is(ran.workers.size, workers || 1, 'all of them have worked');
    }
  });
}

test('a thread without work waits for who computes next, and knows no task; one at work is ended', async () => {
  const threads: number[] = [];
  for (const how of ['', '', 'left at work', '']) {
    const task = taskOf('throw', 0, 0, how === '' ? 10 : 1e7);
    const executor = threadExecutor(1, { warn: assert.unreachable, script });
    const [{ index, result }] = await executor.run(task, { first: 3, last: 3 });
    assert.equal([index, new Float64Array(result.buffer)[0]], [3, 9]);
    threads.push(task.job.seen[2]);
    if (how !== '') void executor.run(task, { first: 4, last: 4000 });
    await executor.close();
    // A second time nothing is left to end.
    await executor.close();
  }
  assert.is(new Set(threads.slice(0, 3)).size, 1, `${threads}`);
  assert.is.not(threads[3], threads[0]);
});

test('several tasks at a time in the same threads', async () => {
  const executor = threadExecutor(2, { warn: assert.unreachable, script });
  const tasks = [taskOf(), taskOf('throw', 0, 0, 20), taskOf('throw', 0, 0, 30)];
  const all = await Promise.all(
    [1, 2, 3, 4].flatMap((n) => tasks.map((task) => executor.run(task, { first: n, last: n }))),
  );
  await executor.close();
  assert.equal(
    all.map(([{ index, result }]) => [index, result.length / 8]),
    [1, 2, 3, 4].flatMap((n) => [10, 20, 30].map((size) => [n, size])),
  );
});

test('buffers are given away, those of a spill too', async () => {
  const task = taskOf();
  await squaresOf(1, task, 9);
  assert.equal([...task.job.seen.subarray(0, 2)], [9, 8]);
  const card = cardOf('beam.intensity=20000', 'beam.spill=50 ms');
  const job: StoredJob = {
    card,
    cardHash: 'x',
    seed: 'demo',
    mode: 'every',
    fidelity: 'energy',
    truth: true,
    raw: 'keep',
  };
  const transferred = (raw: StoredJob['raw']) => {
    const result = spill.prepare({ ...job, raw })(1);
    const bytes = Object.values(result).filter((value) => value instanceof Uint8Array);
    assert.equal(new Set(spill.transfer(result)), new Set(bytes), 'no array is forgotten');
    return { result, arrays: bytes.length };
  };
  const { result, arrays } = transferred('keep');
  assert.is(arrays, 4);
  assert.is(transferred('drop').arrays, 3, 'what is not kept stays in the thread');
  for (const array of [result.raw, result.primitives, result.truth]) {
    assert.is(array?.byteLength, array?.buffer.byteLength, 'a buffer of its own');
  }
});

test('a slow sink: no more results than the window wait for it', async () => {
  for (const [workers, size] of [
    [1, 1],
    [2, 1],
    [2, 3],
  ]) {
    const task = taskOf();
    const executor = threadExecutor(workers, { warn: assert.unreachable, script });
    const asleep = shared(0);
    let emitted = 0;
    let most = 0;
    await drain(results(executor, task, upTo(30), size), () => {
      // The workers have all the time they could want to run ahead.
      Atomics.wait(asleep, 0, 0, 15);
      most = Math.max(most, task.job.seen[0] - emitted);
      emitted++;
    });
    await executor.close();
    assert.is(emitted, 30);
    const window = 2 * workers * size;
    assert.ok(most > 0 && most <= window, `${most} results, a window of ${window}`);
  }
});

test('a task that throws: what, where, and how to see it again; the same in a thread and here', async () => {
  const said: string[] = [];
  for (const executor of [inlineExecutor(), 1, 3]) {
    const { indices, error, warnings } = await squaresOf(executor, taskOf('throw', 6, 99), 20, 2);
    assert.equal(indices, [1, 2, 3, 4], 'what comes before it is kept');
    assert.equal(warnings, []);
    assert.is(exitCodeOf(error), DEFECT);
    assert.match(`${(error?.cause as Error | undefined)?.stack}`, 'faulty-worker.js');
    said.push(error?.message ?? '');
  }
  const expected =
    'the square of 6, card none, seed "none": as it was told; again with spillway square';
  assert.equal(said, [expected, expected, expected]);
});

for (const [how, why] of [
  ['exit', 'it ended with code 9'],
  ['memory', 'Worker terminated due to reaching memory limit: JS heap out of memory'],
]) {
  test(`a worker that dies (${how}) is replaced and its range done again`, async () => {
    for (const workers of [1, 2]) {
      const ran = await squaresOf(workers, taskOf(how, 5, 1), 12, 3);
      assert.is(ran.error, null);
      assert.equal(ran.indices, upTo(12));
      assert.equal(ran.values, upTo(12).map(square));
      assert.is(ran.warnings.length, 1);
      assert.match(
        ran.warnings[0].replace(/^worker \d /, ''),
        `died over the square of 4, card none, seed "none", and up to index 6: ${why}; another one does it again`,
      );
    }
  });

  test(`one that dies again over the same range (${how}) ends the work`, async () => {
    const { indices, warnings, error } = await squaresOf(2, taskOf(how, 5, 2), 12);
    assert.equal(indices, [1, 2, 3, 4]);
    assert.is(warnings.length, 1);
    assert.is(exitCodeOf(error), 1);
    assert.match(
      error?.message ?? '',
      /^worker \d died over the square of 5, card none, seed "none": .*, as the one before it; again with spillway square$/,
    );
    assert.match(error?.message ?? '', why);
  });
}

test('a worker that dies without work is told of, and the next range finds another', async () => {
  const task = taskOf('afterwards', 5, 1);
  let executor: Executor | undefined;
  const died = new Promise<string>((warn) => {
    executor = threadExecutor(1, { warn, script });
  });
  const [five] = (await executor?.run(task, { first: 5, last: 5 })) ?? [];
  assert.is(five.index, 5);
  assert.is(await died, 'worker 0 died without work: when nobody asked');
  const [six] = (await executor?.run(task, { first: 6, last: 6 })) ?? [];
  assert.is(six.index, 6);
  await executor?.close();
});

test('a script that cannot be loaded is no endless loop', async () => {
  const broken = new URL('data:text/javascript,throw new Error("broken")');
  const warnings: string[] = [];
  const executor = threadExecutor(1, { warn: (m) => warnings.push(m), script: broken });
  const { error } = await squaresOf(executor, taskOf(), 3);
  assert.match(error?.message ?? '', 'broken, as the one before it');
  assert.is(warnings.length, 1);
});

test.run();
