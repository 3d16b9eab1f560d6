/**
 * The reactive stream: spills$ → records$ → counts$ → limit$. It carries spill records, never single
 * hits; the consumer pulls, a bounded number of spills is in flight.
 */
import {
  asyncScheduler,
  distinctUntilChanged,
  map,
  merge,
  mergeMap,
  type Observable,
  Observable as Rx,
  type SchedulerLike,
  share,
  takeLast,
  takeWhile,
  tap,
  throttleTime,
} from 'rxjs';
import type { Counts } from '../analyse/counts.js';
import type { Executed, Executor } from './executor/executor.js';
import type { StoredSpill } from './executor/kinds/spill.js';
import { rangesOf, type Task } from './executor/task.js';

/**
 * Runs `task` on every item and emits the results in the order of the items. At most `running` tasks run
 * at a time, and at most `window` items are started and not yet emitted: memory stays bounded however
 * the tasks finish, and no item waits in a queue after it was pulled.
 * @param running asked each time when it is a function: workers come and go
 * @param window twice as many unless given
 */
export function pullOrdered<T, R>(
  items: Iterable<T>,
  task: (item: T) => Promise<R>,
  running: number | (() => number),
  window?: number,
): Observable<R> {
  const most = typeof running === 'number' ? () => running : running;
  const ahead = () => window ?? 2 * most();
  return new Rx<R>((subscriber) => {
    const iterator = items[Symbol.iterator]();
    /** How to emit what is finished, by place; a failure waits for its turn like a result. */
    const finished = new Map<number, () => void>();
    let started = 0;
    let active = 0;
    let emitted = 0;
    let exhausted = false;

    const settle = (place: number, emit: () => void) => {
      active--;
      finished.set(place, emit);
      for (let next = finished.get(emitted); next && !subscriber.closed; ) {
        finished.delete(emitted++);
        next();
        next = finished.get(emitted);
      }
      pull();
    };
    const start = (item: T, place: number) => {
      active++;
      new Promise<R>((resolve) => resolve(task(item))).then(
        (result) => settle(place, () => subscriber.next(result)),
        (error) => settle(place, () => subscriber.error(error)),
      );
    };
    const pull = () => {
      try {
        while (!exhausted && !subscriber.closed && active < most() && started - emitted < ahead()) {
          const item = iterator.next();
          if (item.done) exhausted = true;
          else start(item.value, started++);
        }
      } catch (error) {
        subscriber.error(error);
      }
      if (exhausted && emitted === started) subscriber.complete();
    };
    pull();
    return () => iterator.return?.();
  });
}

/** 1, 2, 3, ... */
export function* naturals(): Generator<number> {
  for (let n = 1; ; n++) yield n;
}

/**
 * Results of a task in the order of the indices, however a range of them was done.
 * @param size indices that a worker gets at a time
 */
export function results<Job, Result>(
  executor: Executor,
  task: Task<Job, Result>,
  indices: Iterable<number>,
  size = 1,
): Observable<Executed<Result>> {
  const ranges = rangesOf(indices, size);
  return pullOrdered(
    ranges,
    (range) => executor.run(task, range),
    () => executor.workers,
  ).pipe(
    mergeMap((done) => done),
    tap({ complete: () => executor.done?.(task) }),
  );
}

/**
 * The running sum of the counts, after each spill.
 * @param store adds a record to what there is, and gives the sum of all counts so far, the same object or another
 */
export const runningCounts = (
  records$: Observable<Executed<StoredSpill>>,
  store: (record: Executed<StoredSpill>) => Counts,
): Observable<Counts> => records$.pipe(map(store), share());

/**
 * Latest wins: the limit is computed at most once per `periodMs`, and always for the last counts. Each
 * value carries the spills it rests on.
 */
export function runningLimit<L>(
  counts$: Observable<Counts>,
  limitOf: (counts: Counts) => L,
  periodMs = 1000,
  scheduler: SchedulerLike = asyncScheduler,
): Observable<L> {
  return merge(counts$.pipe(throttleTime(periodMs, scheduler)), counts$.pipe(takeLast(1))).pipe(
    distinctUntilChanged(Object.is, (counts) => counts.spills),
    map(limitOf),
  );
}

/**
 * Runs a stream to its end.
 * @throws what the stream fails with, or `each`
 */
export function drain<T>(stream$: Observable<T>, each: (value: T) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    stream$.pipe(tap(each)).subscribe({ error: reject, complete: resolve });
  });
}

/** The same until a value is enough; what is under way behind it is dropped. */
export function drainUntil<T>(
  stream$: Observable<T>,
  enough: (value: T) => boolean,
): Promise<void> {
  return drain(stream$.pipe(takeWhile((value) => !enough(value))), () => {});
}
