/**
 * Does the work of coordinators with the same code: a hand for each thread takes a range, has it computed, publishes what came
 * of it, and acknowledges the work when that is stored. Work that is in no hand any more, since its worker has died,
 * goes to another one.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import * as v8 from 'node:v8';
import { AckPolicy, type Consumer, type ConsumerMessages, type JsMsg } from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';
import { exitCodeOf, SpillwayError } from '../../../core/errors.js';
import { KINDS } from '../kinds/index.js';
import type { Answer, AnyKind, Failure, Task } from '../task.js';
import { startThreads } from '../threads.js';
import { type Code, codeText } from './code.js';
import type { Cluster } from './connect.js';
import { Announcer, nameHere, ownId, Roll } from './here.js';
import { consumerName, PARTS, rangeName, RESULTS, type Work, WORK, workSubject } from './names.js';
import { sendAnswer } from './parcel.js';

/** A server is asked again for work after so long, ms. */
const ASK_MS = 10_000;
/** A definition may come later than its work: of what is asked for again when the store of a server was lost. */
const DEFINITION_MS = 30_000;
/** Tasks that are kept. */
const KNOWN = 32;
/** For all hands of all workers together. */
const MOST_IN_HAND = 65_536;
const MOST_ASKING = 16_384;
/** The consumer of a code that nobody has any more goes after so long, ms. */
const FORGOTTEN_MS = 24 * 3600_000;

type AnyTask = Task<unknown, unknown>;

export interface WorkOptions {
  readonly code: Code;
  readonly threads: number;
  /** A directory for large results; null: they go over the server. */
  readonly share: string | null;
  /** Work of which nothing was heard for so long goes to another worker, ms. */
  readonly deadlineMs: number;
  /** A range that has cost so many workers is set aside. */
  readonly attempts: number;
  /** Ends when there was nothing to do for so long, ms; null: never. */
  readonly idleMs: number | null;
  readonly note: (message: string) => void;
  /** What the threads run, and the kinds it knows. */
  readonly script?: URL;
  readonly kinds?: readonly AnyKind[];
}

/** What a worker has done so far. */
export interface Worked {
  /** Ranges computed, and published. */
  readonly ranges: number;
  /** Of them: ended with an error. */
  readonly failed: number;
  /** Ranges that another worker had before. */
  readonly redelivered: number;
  /** Ranges given up since they had cost too many workers. */
  readonly setAside: number;
  /** Ranges whose result was there already, from another worker. */
  readonly twice: number;
  /** From taken to acknowledged, of all ranges. */
  readonly seconds: number;
}

/** The queue of this code, as the server has it. */
export interface Queue {
  readonly waiting: number;
  readonly inHand: number;
  readonly redelivered: number;
  /** Of all codes: results, and pieces of large ones, that coordinators have not taken yet. */
  readonly kept: Readonly<Record<'results' | 'parts', Kept>>;
}

interface Kept {
  readonly messages: number;
  readonly bytes: number;
}

export interface ClusterWorker {
  readonly name: string;
  readonly threads: number;
  worked(): Worked;
  inHand(): number;
  /** Null where the server does not answer. */
  queue(): Promise<Queue | null>;
  /** Takes no more work; `ended` follows when what is in hand is done. */
  drain(): void;
  /** Gives what is in hand back, and ends. */
  leave(): Promise<void>;
  /** @throws RunError when it cannot go on */
  readonly ended: Promise<Worked>;
}

/** Begins to work. The connection is not closed with it. */
export function startWorker(cluster: Cluster, options: WorkOptions): ClusterWorker {
  const { code, threads: hands, share, deadlineMs, attempts, idleMs, note } = options;
  const { kinds = KINDS, script } = options;
  const { connection, link, manager, js } = cluster;
  const threads = startThreads(hands, { warn: note, ...(script && { script }) });
  const tasks = new Map<string, Promise<AnyTask | null>>();
  const held = new Set<JsMsg>();
  const asking = new Set<ConsumerMessages>();
  const worked = { ranges: 0, failed: 0, redelivered: 0, setAside: 0, twice: 0, seconds: 0 };
  let consumer: Promise<Consumer> | null = null;
  let isDraining = false;
  let hasLeft = false;
  let lastWork = performance.now();

  const here = { id: ownId(), name: nameHere(), code, threads: hands };
  const announcer = new Announcer(connection, 'worker', here);
  const told = new Set<string>();
  const roll = new Roll(connection, 'coordinator', (coordinator) => {
    announcer.say();
    if (coordinator.code.id === code.id || told.has(coordinator.code.id)) return;
    told.add(coordinator.code.id);
    note(
      `the work of ${coordinator.name} is not for this worker: it needs ${codeText(coordinator.code)}, here is ${codeText(code)}; start a worker with that`,
    );
  });

  async function consumerHere(): Promise<Consumer> {
    consumer ??= link
      .insist(makeConsumer, cluster.ensure, () => hasLeft || isDraining)
      .catch((error) => {
        consumer = null;
        throw error;
      });
    return consumer;
  }

  async function makeConsumer(): Promise<Consumer> {
    await manager.consumers.add(WORK, {
      durable_name: consumerName(code.id),
      filter_subject: workSubject(code.id, '*', '*'),
      ack_policy: AckPolicy.Explicit,
      ack_wait: nanos(deadlineMs),
      ...{ max_ack_pending: MOST_IN_HAND, max_waiting: MOST_ASKING },
      inactive_threshold: nanos(FORGOTTEN_MS),
    });
    return js.consumers.get(WORK, consumerName(code.id));
  }

  /** @returns null when there was none for a while */
  async function take(): Promise<JsMsg | null> {
    let batch: ConsumerMessages;
    // Not by waiting for the server: who is to drain meanwhile has nothing to wait for.
    if (!link.isThere) {
      await sleep(200);
      return null;
    }
    try {
      batch = await (await consumerHere()).fetch({ max_messages: 1, expires: ASK_MS });
    } catch {
      // The server is away, or has lost what it had.
      consumer = null;
      await sleep(500);
      return null;
    }
    asking.add(batch);
    try {
      if (isDraining) return null;
      for await (const message of batch) {
        if (!isDraining) return message;
        message.nak();
      }
      return null;
    } catch {
      consumer = null;
      return null;
    } finally {
      asking.delete(batch);
    }
  }

  async function hand(): Promise<void> {
    while (!isDraining) {
      const message = await take();
      if (message) await doOne(message);
      else if (idleMs !== null && held.size === 0 && performance.now() - lastWork > idleMs) {
        note(`nothing to do for ${idleMs / 1000} s`);
        drain();
      }
    }
  }

  async function doOne(message: JsMsg): Promise<void> {
    const begun = performance.now();
    const alive = setInterval(() => message.working(), deadlineMs / 3);
    held.add(message);
    try {
      const work = message.json<Work>();
      const attempt = message.info.deliveryCount;
      if (attempt > 1) worked.redelivered++;
      const task = await taskOf(work.task);
      if (hasLeft) return;
      if (!task) {
        note(`work without a definition of its task, ${work.task}: given back`);
        message.nak(5000);
        return;
      }
      const answer = attempt > attempts ? setAside(attempt - 1) : await compute(task, work);
      if (hasLeft) return;
      const address = { task: work.task, range: rangeName(work), worker: here.name, share };
      if (!(await sendAnswer(cluster, address, answer))) worked.twice++;
      worked.ranges++;
      if ('error' in answer) worked.failed++;
      await acknowledge(message);

      function setAside(lost: number): Failure {
        worked.setAside++;
        const fault = `${lost} workers had it, and each was gone before it was done: it is set aside`;
        return { index: work.first, error: new Error(fault), exitCode: 1 };
      }
    } finally {
      clearInterval(alive);
      held.delete(message);
      lastWork = performance.now();
      worked.seconds += (lastWork - begun) / 1000;
    }
  }

  async function compute(task: AnyTask, range: Work): Promise<Answer<unknown>> {
    try {
      const [answer] = await threads.answer(task, range);
      return answer;
    } catch (error) {
      const [problem] = error instanceof SpillwayError ? error.problems : [];
      const fault = `a thread of worker ${here.name} died over it: ${problem?.fault ?? error}`;
      return { index: range.first, error: new Error(fault), exitCode: exitCodeOf(error) };
    }
  }

  /** Where that fails, another worker does it again, and its result is refused. */
  async function acknowledge(message: JsMsg): Promise<void> {
    for (let i = 0; i < 3; i++) {
      try {
        await link.up();
        if (await message.ackAck()) return;
      } catch {
        await sleep(200);
      }
    }
  }

  function taskOf(id: string): Promise<AnyTask | null> {
    const task = tasks.get(id) ?? define(id);
    tasks.delete(id);
    tasks.set(id, task);
    const [oldest] = tasks.keys();
    if (tasks.size > KNOWN) tasks.delete(oldest);
    return task;
  }

  async function define(id: string): Promise<AnyTask | null> {
    const until = performance.now() + DEFINITION_MS;
    do {
      const blob = await link.insist(
        () => cluster.tasks.getBlob(id),
        cluster.ensure,
        () => hasLeft,
      );
      if (blob) {
        const { kind: name, job } = v8.deserialize(blob) as { kind: string; job: unknown };
        const kind = kinds.find((one) => one.name === name);
        if (!kind) throw new Error(`no task kind "${name}" in the registry`);
        return { kind, job, repeat: '' };
      }
      await sleep(1000);
    } while (performance.now() < until && !isDraining);
    tasks.delete(id);
    return null;
  }

  function drain(): void {
    isDraining = true;
    for (const batch of asking) void batch.close();
  }

  const working = Promise.all(Array.from({ length: hands }, hand));
  const ended = working
    .catch(async (error) => {
      await leave();
      throw error;
    })
    .then(() => worked)
    .finally(async () => {
      announcer.end();
      roll.close();
      await threads.close();
    });

  async function keptIn(stream: string): Promise<Kept> {
    const { messages, bytes } = (await manager.streams.info(stream)).state;
    return { messages, bytes };
  }

  async function leave(): Promise<void> {
    hasLeft = true;
    drain();
    for (const message of held) message.nak();
    announcer.end();
    await Promise.race([connection.flush().catch(() => {}), sleep(1000)]);
  }

  return {
    name: here.name,
    threads: hands,
    worked: () => ({ ...worked }),
    inHand: () => held.size,
    queue: async () => {
      try {
        const info = await manager.consumers.info(WORK, consumerName(code.id));
        const { num_pending, num_ack_pending, num_redelivered } = info;
        const [results, parts] = await Promise.all([keptIn(RESULTS), keptIn(PARTS)]);
        return {
          ...{ waiting: num_pending, inHand: num_ack_pending, redelivered: num_redelivered },
          kept: { results, parts },
        };
      } catch {
        return null;
      }
    },
    ...{ drain, leave, ended },
  };
}
