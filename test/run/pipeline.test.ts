/** The reactive stream: order and a bounded number in flight, the limit's clock, and its counts. */
import { from, type Observable, of, queueScheduler, Subject, toArray, lastValueFrom } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  addCounts,
  type Counts,
  decodeCounts,
  emptyCounts,
  mergeCounts,
} from '../../src/analyse/counts.js';
import { estimateLimit } from '../../src/analyse/limit.js';
import { beliefOf } from '../../src/core/card/index.js';
import { Stream, seedKey } from '../../src/core/random/index.js';
import { RunControl } from '../../src/run/control/index.js';
import { inlineExecutor } from '../../src/run/executor/inline.js';
import { spill } from '../../src/run/executor/kinds/spill.js';
import {
  drain,
  pullOrdered,
  results,
  runningCounts,
  runningLimit,
} from '../../src/run/pipeline.js';
import { processSpill, type SpillJob } from '../../src/run/spill.js';
import { cardOf } from '../support/card.js';
import { SEED } from '../support/statistics.js';

/** Items whose tasks are ended by hand; watches how many were started and not yet emitted. */
function bench<R = number>(n: number, width: number, running = width) {
  const ends = new Map<number, { resolve: (value: R) => void; reject: (error: unknown) => void }>();
  const started: number[] = [];
  const emitted: R[] = [];
  let returned = 0;
  let most = 0;
  let error: unknown;
  let completed = false;
  const items: Iterable<number> = {
    [Symbol.iterator]() {
      let i = 0;
      return {
        next: () => (i < n ? { value: i++, done: false } : { value: undefined, done: true }),
        return: () => {
          returned++;
          return { value: undefined, done: true };
        },
      };
    },
  };
  const task = (item: number) => {
    started.push(item);
    most = Math.max(most, started.length - emitted.length);
    return new Promise<R>((resolve, reject) => ends.set(item, { resolve, reject }));
  };
  const subscription = pullOrdered(items, task, running, width).subscribe({
    next: (value) => emitted.push(value),
    error: (e) => {
      error = e;
    },
    complete: () => {
      completed = true;
    },
  });
  return {
    subscription,
    started,
    emitted,
    end: (item: number, value: R) => ends.get(item)?.resolve(value),
    fail: (item: number, e: unknown) => ends.get(item)?.reject(e),
    get most() {
      return most;
    },
    get returned() {
      return returned;
    },
    get error() {
      return error;
    },
    get completed() {
      return completed;
    },
  };
}
const settled = () => new Promise((resolve) => setImmediate(resolve));

test('no items: complete at once, nothing started', async () => {
  const b = bench(0, 3);
  await settled();
  assert.equal([b.started, b.emitted, b.completed, b.error], [[], [], true, undefined]);
});

test('one item', async () => {
  const b = bench(1, 3);
  await settled();
  assert.equal([b.started, b.emitted, b.completed], [[0], [], false]);
  b.end(0, 7);
  await settled();
  assert.equal([b.emitted, b.completed], [[7], true]);
});

test('a task that never ends: no more than the width is started, nothing comes out', async () => {
  const b = bench(100, 4);
  await settled();
  for (const item of [1, 2, 3]) b.end(item, item);
  await settled();
  assert.equal([b.started, b.emitted, b.completed], [[0, 1, 2, 3], [], false]);
  b.subscription.unsubscribe();
});

test('no more than so many run at a time, though more may wait for their turn', async () => {
  const b = bench(100, 4, 2);
  await settled();
  assert.equal(b.started, [0, 1]);
  b.end(1, 1); // waits for 0
  await settled();
  assert.equal([b.started, b.emitted], [[0, 1, 2], []]);
  b.end(2, 2);
  await settled();
  b.end(3, 3);
  await settled();
  assert.equal(b.started, [0, 1, 2, 3], 'four started and none emitted: the window is full');
  b.end(0, 0);
  await settled();
  assert.equal(
    [b.started, b.emitted],
    [
      [0, 1, 2, 3, 4, 5],
      [0, 1, 2, 3],
    ],
  );
  b.subscription.unsubscribe();
});

test('tasks that end in random order come out in order, never more than the width in flight', async () => {
  const stream = new Stream().seek(seedKey(SEED), 1, 2, 3, 4);
  for (const width of [1, 2, 3, 7, 50]) {
    const n = 40;
    const b = bench(n, width);
    const open = new Set<number>();
    let seen = 0;
    while (b.emitted.length < n) {
      await settled();
      for (; seen < b.started.length; seen++) open.add(b.started[seen]);
      assert.ok(b.started.length - b.emitted.length <= width);
      const list = [...open];
      const item = list[Math.floor(stream.uniform() * list.length)];
      if (item === undefined) continue;
      open.delete(item);
      b.end(item, 10 * item);
    }
    await settled();
    assert.equal(
      b.emitted,
      Array.from({ length: n }, (_, i) => 10 * i),
    );
    assert.ok(b.completed);
    assert.ok(b.most <= width && b.most >= Math.min(width, n), `${b.most} of ${width} in flight`);
  }
});

test('a task that fails ends the stream in its turn, after those before it', async () => {
  const b = bench(10, 3);
  await settled();
  b.fail(1, new Error('spill 1'));
  b.end(2, 2);
  await settled();
  assert.equal([b.emitted, b.error], [[], undefined], 'not before item 0');
  b.end(0, 0);
  await settled();
  assert.equal(b.emitted, [0]);
  assert.match((b.error as Error).message, /spill 1/);
  assert.equal([b.completed, b.returned], [false, 1]);
  const { length } = b.started;
  await settled();
  assert.is(b.started.length, length, 'nothing is started after the error');
});

test('a task that throws at once, and items that throw, are errors as well', async () => {
  const failing = async (observable: Observable<unknown>) => {
    const seen: unknown[] = [];
    try {
      await drain(observable, (v) => seen.push(v));
    } catch (error) {
      return { seen, error: error as Error };
    }
    return { seen, error: null };
  };
  const thrown = await failing(
    pullOrdered(
      [1, 2, 3],
      (i) => {
        if (i === 2) throw new Error('at once');
        return Promise.resolve(i);
      },
      1,
    ),
  );
  assert.match(thrown.error?.message ?? '', /at once/);
  assert.equal(thrown.seen, [1]);
  function* broken() {
    yield 1;
    throw new Error('no more items');
  }
  assert.match(
    (await failing(pullOrdered(broken(), (i) => Promise.resolve(i), 1))).error?.message ?? '',
    /no more items/,
  );
});

test('who leaves early stops the pulling and closes the items', async () => {
  const b = bench(100, 2);
  await settled();
  b.end(0, 0);
  await settled();
  assert.equal([b.started, b.emitted], [[0, 1, 2], [0]]);
  b.subscription.unsubscribe();
  b.end(1, 1);
  b.end(2, 2);
  await settled();
  assert.equal([b.started, b.emitted, b.completed, b.returned], [[0, 1, 2], [0], false, 1]);
});

test('a run that is told to stop finishes what it has begun', async () => {
  const control = new RunControl();
  control.command('arm');
  control.command('start');
  const emitted: number[] = [];
  await drain(
    pullOrdered(control.spills(1, 50), (s) => Promise.resolve(s), 2),
    (s) => {
      emitted.push(s);
      if (s === 5) control.stop('SIGINT');
      control.tell('spill ended');
    },
  );
  assert.ok(emitted.length >= 5 && emitted.length <= 7);
  assert.equal(
    emitted,
    emitted.map((_, i) => i + 1),
  );
  assert.equal([control.stopped, control.state], ['SIGINT', 'stopped']);
  control.stop('again');
  assert.is(control.stopped, 'SIGINT', 'the first reason stands');
});

// ---- the running limit, in virtual time

const scheduler = () => new TestScheduler((got, expected) => assert.equal(got, expected));
const countsOf = (spills: number): Counts => ({ ...emptyCounts(), spills });
const marbles = Object.fromEntries(
  [...'abcdefgh'].map((name, i) => [name, countsOf(i + 1)] as const),
);
const spillsOf = (c: Counts) => c.spills;

/** What comes out of `input`, limits at most every 10 frames. */
function timed(input: string, expected: string, values: { [marble: string]: number }): void {
  const test = scheduler();
  test.run(({ hot, expectObservable }) => {
    const limit$ = runningLimit(hot(input, marbles), spillsOf, 10, test);
    expectObservable(limit$).toBe(expected, values);
  });
}

test('limit$: the first at once, then at most one a period, the last always', () => {
  //     0         1         2         3
  //     0123456789012345678901234567890
  // g, 12 frames after a, is let through at once; being the last it is not said twice.
  timed('a-b-c-d-e-f-g-|', 'a-----------g-|', { a: 1, g: 7 });
  timed('abc|', 'a--(c|)', { a: 1, c: 3 });
  // f comes 11 frames after a, g is the last: at the end, whatever the clock says.
  timed('a----b-----f----g|', 'a----------f-----(g|)', { a: 1, f: 6, g: 7 });
  timed('a--------------------b------------|', 'a--------------------b------------|', {
    a: 1,
    b: 2,
  });
});

test('limit$: nothing in, nothing out; one in, one out; errors pass', () => {
  timed('|', '|', {});
  timed('-----|', '-----|', {});
  timed('--a|', '--a|', { a: 1 });
  timed('a-b-#', 'a---#', { a: 1 });
});

test('limit$: each value is of the counts it carries, computed no more often than shown', () => {
  const test = scheduler();
  test.run(({ hot, flush, expectObservable }) => {
    let computed = 0;
    const limit$ = runningLimit(
      hot('abcdefgh|', marbles),
      (c) => {
        computed++;
        return { spills: c.spills, twice: 2 * c.spills };
      },
      4,
      test,
    );
    expectObservable(limit$).toBe('a----f--(h|)', {
      a: { spills: 1, twice: 2 },
      f: { spills: 6, twice: 12 },
      h: { spills: 8, twice: 16 },
    });
    flush();
    assert.is(computed, 3);
  });
});

// ---- with real counts

const card = cardOf('beam.intensity=20000', 'beam.spill=50 ms', 'nature.admixture.pion=0.02');
const job: SpillJob = {
  card,
  cardHash: 'x',
  seed: SEED,
  mode: 'every',
  fidelity: 'energy',
  truth: false,
};
const task = { kind: spill, job: { ...job, raw: 'keep' } as const, repeat: '' };
const belief = beliefOf(card);
const limitOf = (counts: Counts) => estimateLimit([{ name: 'r', belief, counts }]).limit;
const SPILLS = 5;

test('the live limit after n spills is the batch limit of the same n', async () => {
  const seen: number[] = [];
  const stored = emptyCounts();
  const counts$ = runningCounts(results(inlineExecutor(), task, [1, 2, 3, 4, 5]), ({ result }) => {
    addCounts(stored, result.counts);
    seen.push(result.spill * 1000 + stored.spills);
    return stored;
  });
  // A clock that stands still between two spills: none is left out.
  const limit$ = runningLimit(counts$, limitOf, 0, queueScheduler);
  const live = await lastValueFrom(limit$.pipe(toArray()));
  assert.equal(seen, [1001, 2002, 3003, 4004, 5005], 'each record once, in order');
  let sum = emptyCounts();
  const batch = Array.from({ length: SPILLS }, (_, i) => {
    sum = mergeCounts(sum, decodeCounts(processSpill(job, i + 1).counts));
    return limitOf(sum);
  });
  assert.equal(
    live.map((limit) => limit.spills),
    [1, 2, 3, 4, 5],
  );
  // To the bit: every digit of every number.
  for (const limit of live) {
    assert.is(JSON.stringify(limit), JSON.stringify(batch[limit.spills - 1]));
  }
});

test('running counts go on from where a run was resumed, and are computed once for all', async () => {
  const sum = decodeCounts(processSpill(job, 1).counts);
  let stored = 0;
  const counts$ = runningCounts(results(inlineExecutor(), task, [2, 3]), ({ result }) => {
    stored++;
    addCounts(sum, result.counts);
    return sum;
  });
  const sums: number[] = [];
  counts$.subscribe((c) => sums.push(c.spills));
  await drain(counts$, () => {});
  assert.equal([sums, stored], [[2, 3], 2]);
});

test('drain resolves with the end and rejects with the error', async () => {
  const values: number[] = [];
  await drain(of(1, 2), (v) => values.push(v));
  assert.equal(values, [1, 2]);
  const subject = new Subject<number>();
  const failing = drain(subject, () => {});
  subject.error(new Error('disk'));
  try {
    await failing;
    assert.unreachable();
  } catch (error) {
    assert.is((error as Error).message, 'disk');
  }
  const throwing = drain(of(1, 2), (v) => {
    throw new Error(`of ${v}`);
  });
  await throwing.then(
    () => assert.unreachable(),
    (error: Error) => assert.is(error.message, 'of 1'),
  );
  await drain(from([]), () => assert.unreachable());
});

test.run();
