/**
 * Computes on workers that a NATS server knows: ranges go into a work queue, results come back by its subjects. What was
 * asked for stays with the server: a coordinator that begins again finds what came of it.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import * as v8 from 'node:v8';
import type { Msg, Subscription } from '@nats-io/transport-node';
import { RunError } from '../../../core/errors.js';
import { executed } from '../compute.js';
import type { Executor } from '../executor.js';
import type { Answer, Range, Task } from '../task.js';
import { type Code, codeText } from './code.js';
import type { Cluster } from './connect.js';
import { digestOf } from './digest.js';
import { Announcer, nameHere, ownId, Roll } from './here.js';
import {
  partSubject,
  PARTS,
  rangeName,
  rangeOf,
  RESULTS,
  resultSubject,
  WORK,
  workSubject,
} from './names.js';
import { isThere, lastOn, openAnswer, type Parcel, parcelOf, removeParcel } from './parcel.js';

/** Ranges of a worker's thread that are under way or wait for it. */
const AHEAD = 2;
/** Even before any worker is seen. */
const FEWEST = 4;
/** Unless told otherwise: results wait here for the one whose turn it is. */
export const OUTSTANDING = 256;
/** So often what is under way is compared with what the server knows, ms. */
const TEND_MS = 15_000;
/** Without a worker it is said so after this, ms. */
const ALONE_MS = 5000;
/** A range whose result has gone lost is done again so often. */
const AGAIN = 3;
/** What is left on the server at the end may take so long, ms. */
const TIDY_MS = 20_000;
/** And the work of a result may take so long to go. */
const STORED_MS = 2000;

export interface ClusterOptions {
  readonly code: Code;
  /** Ranges under way at a time, at most. */
  readonly outstanding?: number;
  /** Where workers leave large results; null: with the server. */
  readonly share?: string | null;
  readonly warn: (message: string) => void;
  readonly tendMs?: number;
}

/** A range that was asked for. */
interface Asked {
  readonly range: Range;
  /** Since when. */
  at: number;
  lost: number;
  readonly done: Promise<Came>;
  readonly resolve: (came: Came) => void;
  readonly reject: (error: unknown) => void;
}

interface Came {
  readonly answer: Answer<unknown>;
  readonly worker: string;
}

/** A task on the server. */
interface Posted {
  readonly id: string;
  readonly task: Task<unknown, unknown>;
  /** What was published of it before this one began. */
  readonly before: Set<string>;
  readonly asked: Map<string, Asked>;
  /** What came, and is still with the server. */
  readonly kept: Map<string, { readonly range: Range; readonly parcel: Parcel }>;
  /** While something is asked for. */
  subscription: Subscription | null;
}

export interface ClusterExecutor extends Executor {
  /** Workers that do this code's work, and their threads. */
  seen(): { readonly workers: number; readonly threads: number };
}

/** Computes tasks on workers of a cluster. The connection is not closed with it. */
export function clusterExecutor(cluster: Cluster, options: ClusterOptions): ClusterExecutor {
  const { code, outstanding = OUTSTANDING, share = null, warn, tendMs = TEND_MS } = options;
  const { js, manager, link, connection } = cluster;
  const posted = new Map<string, Promise<Posted>>();
  /** Tasks that are done, while what was kept of them goes. */
  const ending = new Map<string, Promise<void>>();
  const ids = new WeakMap<object, string>();
  /** By when they first gave a result. */
  const workers = new Map<string, number>();
  let closing = false;

  const here = { id: ownId(), name: nameHere(), code, threads: 0 };
  const announcer = new Announcer(connection, 'coordinator', here);
  const strangers = new Set<string>();
  const roll = new Roll(connection, 'worker', (worker) => {
    if (worker.code.id === code.id) {
      warn(
        `worker ${worker.name} is there, ${worker.threads === 1 ? '1 thread' : `${worker.threads} threads`}`,
      );
    } else if (!strangers.has(worker.name)) {
      strangers.add(worker.name);
      warn(
        `worker ${worker.name} gets no work: it has ${codeText(worker.code)}, this run needs ${codeText(code)}; start it with that`,
      );
    }
  });
  const seen = () => {
    const own = roll.present().filter((worker) => worker.code.id === code.id);
    return { workers: own.length, threads: own.reduce((sum, { threads }) => sum + threads, 0) };
  };
  const alone = setTimeout(() => {
    if (seen().workers > 0) return;
    warn(`no worker is there yet: start some with spillway work --nats ${cluster.url}`);
  }, ALONE_MS);
  alone.unref();
  const tending = setInterval(() => void tend(tendMs), tendMs);
  tending.unref();
  link.onReturn(() => void tend(0));

  const persist = <T>(attempt: () => Promise<T>) =>
    link.insist(attempt, cluster.ensure, () => closing);

  function idOf(task: Task<unknown, unknown>): string {
    const id = ids.get(task) ?? digestOf([code.id, task.kind.name, task.job]).slice(0, 32);
    ids.set(task, id);
    return id;
  }

  function postedOf(task: Task<unknown, unknown>): Promise<Posted> {
    const id = idOf(task);
    const there = posted.get(id) ?? post(id, task);
    posted.set(id, there);
    return there;
  }

  async function post(id: string, task: Task<unknown, unknown>): Promise<Posted> {
    await ending.get(id)?.catch(() => {});
    await define(id, task);
    const before = await persist(() => subjectsOf(RESULTS, resultSubject(id, '*')));
    return { id, task, before, asked: new Map(), kept: new Map(), subscription: null };
  }

  async function define(id: string, { kind, job }: Task<unknown, unknown>): Promise<void> {
    await persist(async () => {
      const info = await cluster.tasks.info(id);
      if (info && !info.deleted) return;
      await cluster.tasks.putBlob(
        { name: id, options: { max_chunk_size: cluster.piece } },
        v8.serialize({ kind: kind.name, job }),
      );
    });
  }

  /** Ranges that a stream has messages of. */
  async function subjectsOf(stream: string, filter: string): Promise<Set<string>> {
    const { state } = await manager.streams.info(stream, { subjects_filter: filter });
    return new Set(Object.keys(state.subjects ?? {}).map(rangeOf));
  }

  async function ask(own: Posted, range: Range): Promise<Came> {
    const name = rangeName(range);
    const there = own.asked.get(name);
    if (there) return there.done;
    const asked = asking(range);
    own.asked.set(name, asked);
    own.subscription ??= connection.subscribe(resultSubject(own.id, '*'), {
      callback: (error, message) => {
        if (!error) void receive(own, message);
      },
    });
    try {
      if (!own.before.has(name) || !(await fetch(own, name))) await publish(own, range);
      return await asked.done;
    } finally {
      own.asked.delete(name);
      if (own.asked.size === 0) {
        own.subscription?.unsubscribe();
        own.subscription = null;
      }
    }
  }

  async function publish({ id }: Posted, range: Range): Promise<void> {
    const subject = workSubject(code.id, id, rangeName(range));
    const work = JSON.stringify({ task: id, ...range });
    await persist(() =>
      js.publish(subject, work).catch((error) => {
        // It waits there from a coordinator before this one, or from an attempt that seemed to fail.
        if (!isThere(error)) throw error;
      }),
    );
  }

  /** @returns whether the server had a result of the range */
  async function fetch(own: Posted, name: string): Promise<boolean> {
    const message = await lastOn(cluster, RESULTS, resultSubject(own.id, name));
    if (!message) return false;
    const { subject, header, data } = message;
    await receive(own, { subject, headers: header, data }, own.before.has(name));
    return true;
  }

  async function receive(
    own: Posted,
    { subject, headers, data }: Pick<Msg, 'subject' | 'headers' | 'data'>,
    isOld = false,
  ): Promise<void> {
    const name = rangeOf(subject);
    const parcel = parcelOf(headers);
    const asked = own.asked.get(name);
    if (!parcel || !asked) return;
    try {
      const answer = await openAnswer(cluster, { task: own.id, share, isOld }, parcel, data);
      if (own.asked.get(name) !== asked) return;
      if (answer === null) return await again(own, asked, parcel);
      own.kept.set(name, { range: asked.range, parcel });
      // Whoever goes on gets another chance.
      if ('error' in answer) await drop(own, name);
      asked.resolve({ answer, worker: parcel.worker });
    } catch (error) {
      asked.reject(error);
    }
  }

  async function again(own: Posted, asked: Asked, parcel: Parcel): Promise<void> {
    const what = `the result of ${own.task.kind.describe(own.task.job, asked.range.first)}`;
    if (++asked.lost > AGAIN) {
      const fault = `was not whole ${asked.lost} times, the last from worker ${parcel.worker}`;
      throw new RunError({ where: what, fault, next: 'see to the store of the NATS server' });
    }
    warn(`${what} from worker ${parcel.worker} is not whole: it is done again`);
    const name = rangeName(asked.range);
    own.before.delete(name);
    await persist(() => manager.streams.purge(RESULTS, { filter: resultSubject(own.id, name) }));
    asked.at = performance.now();
    await publish(own, asked.range);
  }

  /** Removes a result that is safe elsewhere. What does not go now goes with its age. */
  async function drop(own: Posted, name: string): Promise<void> {
    const kept = own.kept.get(name);
    if (!kept || !own.kept.delete(name)) return;
    const { id } = own;
    await Promise.allSettled([
      manager.streams.purge(RESULTS, { filter: resultSubject(id, name) }),
      removeParcel(cluster, { task: id, share }, kept.parcel),
    ]);
  }

  /**
   * Finds what was asked for and is under way no more: a result that came while the connection was away, work that
   * went with the store of a server, or that another coordinator has taken back.
   * @param after leaves out what was asked for later, ms ago
   */
  async function tend(after: number): Promise<void> {
    for (const own of await Promise.all(posted.values())) {
      const old = [...own.asked.values()].filter(({ at }) => at <= performance.now() - after);
      if (old.length === 0 || closing) continue;
      try {
        await tendTask(own, old);
      } catch (error) {
        // The next time, or when the connection is there again.
        if (!closing && !connection.isClosed()) warn(`NATS: ${(error as Error).message}`);
      }
    }
  }

  async function tendTask(own: Posted, old: readonly Asked[]): Promise<void> {
    // In this order: what is in neither was never in both, since work goes when its result is there.
    const waiting = await subjectsOf(WORK, workSubject(code.id, own.id, '*'));
    const there = await subjectsOf(RESULTS, resultSubject(own.id, '*'));
    const missing: Asked[] = [];
    for (const asked of old) {
      const name = rangeName(asked.range);
      if (own.asked.get(name) !== asked) continue;
      if (there.has(name)) await fetch(own, name);
      else if (!waiting.has(name)) missing.push(asked);
    }
    // Another coordinator of the same task, or the loss of a store, may have taken it.
    await define(own.id, own.task);
    for (const asked of missing) {
      if (own.asked.get(rangeName(asked.range)) === asked) await publish(own, asked.range);
    }
  }

  function indexOf(worker: string): number {
    const index = workers.get(worker) ?? workers.size;
    workers.set(worker, index);
    return index;
  }

  /** Takes back what nobody waits for any more, and removes what came and was taken. */
  async function tidy(own: Posted): Promise<void> {
    const { id, asked, kept } = own;
    const work = workSubject(code.id, id, '*');
    const purge = (stream: string, filter: string) => manager.streams.purge(stream, { filter });
    if (asked.size > 0) {
      await purge(WORK, work);
      await Promise.allSettled([...kept.keys()].map((name) => drop(own, name)));
      return;
    }
    // A result comes here a moment before it is stored; its work goes behind that.
    const late = performance.now() + STORED_MS;
    while ((await subjectsOf(WORK, work)).size > 0 && performance.now() < late) await sleep(20);
    await Promise.allSettled([
      ...[...kept.values()].map(({ parcel }) => removeParcel(cluster, { task: id, share }, parcel)),
      purge(RESULTS, resultSubject(id, '*')),
      purge(PARTS, partSubject(id, '*', '>')),
      cluster.tasks.delete(id),
    ]);
  }

  async function release(task: Task<unknown, unknown>, last: number): Promise<void> {
    const own = await postedOf(task);
    for (const [name, { range }] of own.kept) if (range.last <= last) void drop(own, name);
  }

  /** What is asked for of the same task afterwards waits for the end of this one. */
  async function end(task: Task<unknown, unknown>): Promise<void> {
    const id = idOf(task);
    const there = posted.get(id);
    if (!there) return;
    const own = await there;
    if (own.asked.size > 0 || posted.get(id) !== there) return;
    posted.delete(id);
    const tidied = tidy(own).finally(() => ending.delete(id));
    ending.set(id, tidied);
    await tidied;
  }

  const tidyAll = async () =>
    Promise.allSettled([
      ...ending.values(),
      ...(await Promise.all(posted.values())).map((own) => tidy(own)),
    ]);

  return {
    isElastic: true,
    get workers() {
      return Math.min(outstanding, Math.max(FEWEST, AHEAD * seen().threads));
    },
    seen,
    run: async <Job, Result>(task: Task<Job, Result>, range: Range) => {
      const own = await postedOf(task as Task<unknown, unknown>);
      const { answer, worker } = await ask(own, range);
      return executed(task, range, answer as Answer<Result>, indexOf(worker));
    },
    release: (task, last) => void release(task as Task<unknown, unknown>, last).catch(() => {}),
    done: (task) => void end(task as Task<unknown, unknown>).catch(() => {}),
    close: async () => {
      closing = true;
      clearInterval(tending);
      clearTimeout(alone);
      announcer.end();
      roll.close();
      let timer: NodeJS.Timeout | undefined;
      const isLate = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, TIDY_MS);
      });
      await Promise.race([tidyAll().catch(() => {}), isLate]);
      clearTimeout(timer);
    },
  };
}

function asking(range: Range): Asked {
  let resolve: Asked['resolve'] = () => {};
  let reject: Asked['reject'] = () => {};
  const done = new Promise<Came>((one, other) => {
    resolve = one;
    reject = other;
  });
  // Who waits for it is told; nobody may, once the run has failed elsewhere.
  done.catch(() => {});
  return { range, at: performance.now(), lost: 0, done, resolve, reject };
}
