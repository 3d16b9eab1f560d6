/**
 * The reactive stream: spills$ → records$ → counts$ → limit$. It carries spill records, never single
 * hits; the consumer pulls, a bounded number of spills is in flight.
 */
import {
  asyncScheduler,
  distinctUntilChanged,
  map,
  merge,
  type Observable,
  Observable as Rx,
  type SchedulerLike,
  scan,
  share,
  takeLast,
  throttleTime,
} from 'rxjs';
import { type Counts, decodeCounts, emptyCounts, mergeCounts } from '../analyse/counts.js';
import type { Executed, Executor } from './executor/executor.js';

/**
 * Runs `task` on every item and emits the results in the order of the items. Never more than `width`
 * items are started and not yet emitted, so memory stays bounded however the tasks finish.
 */
export function pullOrdered<T, R>(
  items: Iterable<T>,
  task: (item: T) => Promise<R>,
  width: number,
): Observable<R> {
  return new Rx<R>((subscriber) => {
    const iterator = items[Symbol.iterator]();
    const started: Promise<R>[] = [];
    const pull = async () => {
      let exhausted = false;
      for (;;) {
        while (!exhausted && started.length < width && !subscriber.closed) {
          const item = iterator.next();
          exhausted = item.done === true;
          if (item.done) break;
          const result = task(item.value);
          result.catch(() => {}); // seen below, in its turn
          started.push(result);
        }
        const head = started.shift();
        if (!head || subscriber.closed) break;
        subscriber.next(await head);
      }
      subscriber.complete();
    };
    pull().catch((error) => subscriber.error(error));
    return () => iterator.return?.();
  });
}

/** Spill records in the order of the spills. */
export function records(spills: Iterable<number>, executor: Executor): Observable<Executed> {
  return pullOrdered(spills, (spill) => executor.run(spill), 2 * executor.workers);
}

/**
 * The running sum of the counts, after each spill.
 * @param each what is done with every record and its own counts before the sum goes on: storing it
 */
export function runningCounts(
  records$: Observable<Executed>,
  each: (record: Executed, counts: Counts) => void = () => {},
  initial: Counts = emptyCounts(),
): Observable<Counts> {
  return records$.pipe(
    scan((sum, record) => {
      const counts = decodeCounts(record.result.counts);
      each(record, counts);
      return mergeCounts(sum, counts);
    }, initial),
    share(),
  );
}

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
    distinctUntilChanged(),
    map(limitOf),
  );
}

/** Runs a stream to its end. @throws what the stream fails with */
export function drain<T>(stream$: Observable<T>, each: (value: T) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    stream$.subscribe({ next: each, error: reject, complete: resolve });
  });
}
