/**
 * What comes of a range, on its way: in one message where it is small, else in parts or in a file of a shared directory that the
 * message names. It is there as a whole or not at all: the message comes last, and only the first one for a range is taken.
 */
import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as v8 from 'node:v8';
import { JetStreamApiError } from '@nats-io/jetstream';
import { headers, type MsgHdrs } from '@nats-io/transport-node';
import { InternalError, RunError } from '../../../core/errors.js';
import { sha256 } from '../../hash.js';
import type { Answer } from '../task.js';
import type { Cluster } from './connect.js';
import { PARTS, partSubject, type RESULTS, resultSubject } from './names.js';

/** There is a message on the subject already. A full disk or stream has the same code: only the words tell. */
export const isThere = (error: unknown): boolean =>
  error instanceof JetStreamApiError &&
  error.code === 10077 &&
  error.message.includes('messages per subject');

/** A replica, or a file system of many machines, may know of something a little later. */
const LATER_MS = [0, 50, 200, 1000, 3000, 5000];

const HOW = 'Spillway-Parcel';
const WORKER = 'Spillway-Worker';
const NAME = 'Spillway-Name';
const PIECES = 'Spillway-Parts';
const HASH = 'Spillway-Sha256';

/** Where it is from and where it goes. */
export interface Address {
  readonly task: string;
  readonly range: string;
  /** Who has done it, for people. */
  readonly worker: string;
  /** A directory that this machine and the coordinator's share; null: all goes over the server. */
  readonly share: string | null;
}

/** What a result takes beside its message. */
export interface Parcel {
  readonly how: 'inline' | 'parts' | 'file';
  readonly name: string;
  readonly parts: number;
  readonly hash: string;
  readonly worker: string;
}

/**
 * Publishes the answer to a range, and waits until it is stored.
 * @returns false where there was one already
 */
export async function sendAnswer(
  cluster: Cluster,
  address: Address,
  answer: Answer<unknown>,
): Promise<boolean> {
  const { task, range } = address;
  const { parcel, body } = await put(cluster, address, encoded(answer));
  const subject = resultSubject(task, range);
  const options = { headers: headersOf(parcel), msgID: `${subject}.${parcel.name}` };
  const publish = async () => {
    try {
      await cluster.js.publish(subject, body, options);
      return true;
    } catch (error) {
      if (isThere(error)) return false;
      throw error;
    }
  };
  const isFirst = await cluster.link.insist(publish, cluster.ensure);
  if (!isFirst) await removeParcel(cluster, address, parcel);
  return isFirst;
}

function encoded(answer: Answer<unknown>): Buffer {
  try {
    return v8.serialize(answer);
  } catch (error) {
    throw new InternalError(`a result that is no plain data: ${(error as Error).message}`);
  }
}

async function put(cluster: Cluster, address: Address, bytes: Buffer) {
  const { task, range, share, worker } = address;
  const name = randomBytes(8).toString('hex');
  const parcel: Parcel = { how: 'inline', name, parts: 0, hash: sha256(bytes), worker };
  if (bytes.length <= cluster.piece) return { parcel, body: bytes };
  if (share !== null) {
    const file = path.join(task, `${range}-${name}`);
    await writeShared(path.join(share, file), bytes);
    return { parcel: { ...parcel, how: 'file', name: file } as const, body: undefined };
  }
  const parts = Math.ceil(bytes.length / cluster.piece);
  for (let i = 0; i < parts; i++) {
    const piece = bytes.subarray(i * cluster.piece, (i + 1) * cluster.piece);
    const subject = partSubject(task, name, i);
    await cluster.link.insist(async () => {
      await cluster.js.publish(subject, piece).catch((error) => {
        // An attempt that was taken, though nothing said so.
        if (!isThere(error)) throw error;
      });
    }, cluster.ensure);
  }
  return { parcel: { ...parcel, how: 'parts', parts } as const, body: undefined };
}

async function writeShared(file: string, bytes: Uint8Array): Promise<void> {
  try {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    const handle = await fs.promises.open(`${file}.tmp`, 'w');
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    fs.renameSync(`${file}.tmp`, file);
  } catch (error) {
    const fault = (error as Error).message;
    throw new RunError({ where: '--share', what: file, fault, next: 'see to that directory' });
  }
}

function headersOf({ how, name, parts, hash, worker }: Parcel): MsgHdrs {
  const all = headers();
  all.set(HOW, how);
  all.set(NAME, name);
  all.set(PIECES, `${parts}`);
  all.set(HASH, hash);
  all.set(WORKER, worker);
  return all;
}

/** @returns null for a message that is no result */
export function parcelOf(all: MsgHdrs | undefined): Parcel | null {
  const how = all?.get(HOW);
  if (!all || (how !== 'inline' && how !== 'parts' && how !== 'file')) return null;
  const [name, hash, worker] = [NAME, HASH, WORKER].map((header) => all.get(header));
  return { how, name, parts: Number(all.get(PIECES)), hash, worker };
}

/** Where a result is looked for. */
export interface Place extends Pick<Address, 'task' | 'share'> {
  /** It is from before this coordinator began: whoever clears a shared directory may have taken it. */
  readonly isOld: boolean;
}

/**
 * The answer in a message.
 * @returns null where its parts, or its file from before, are gone: the range is done again
 * @throws RunError where a shared directory does not have it
 */
export async function openAnswer(
  cluster: Cluster,
  place: Place,
  parcel: Parcel,
  body: Uint8Array,
): Promise<Answer<unknown> | null> {
  const bytes = await bytesOf(cluster, place, parcel, body);
  if (bytes === null || sha256(bytes) !== parcel.hash) return null;
  return v8.deserialize(bytes) as Answer<unknown>;
}

async function bytesOf(
  cluster: Cluster,
  { task, share, isOld }: Place,
  { how, name, parts, worker }: Parcel,
  body: Uint8Array,
): Promise<Uint8Array | null> {
  if (how === 'inline') return body;
  if (how === 'file') {
    const file = share === null ? null : path.join(share, path.normalize(`/${name}`));
    if (file !== null && isOld) return readIfThere(file);
    const bytes = file === null ? null : await sooner(() => readIfThere(file));
    if (bytes) return bytes;
    throw new RunError({
      ...{ where: file ?? '--share', fault: `has no result of worker ${worker}` },
      expected: 'the directory that the workers write into',
      next: 'give --share DIR here and there, or neither',
    });
  }
  const pieces: Uint8Array[] = [];
  for (let i = 0; i < parts; i++) {
    const subject = partSubject(task, name, i);
    const piece = await sooner(() => lastOn(cluster, PARTS, subject));
    if (piece === null) return null;
    pieces.push(piece.data);
  }
  return Buffer.concat(pieces);
}

/** Asks for something that may be there a little later. */
async function sooner<T>(ask: () => Promise<T | null>): Promise<T | null> {
  for (const wait of LATER_MS) {
    await sleep(wait);
    const found = await ask();
    if (found !== null) return found;
  }
  return null;
}

async function readIfThere(file: string): Promise<Uint8Array | null> {
  try {
    return await fs.promises.readFile(file);
  } catch {
    return null;
  }
}

/** The message on a subject, or null. */
export const lastOn = (cluster: Cluster, stream: typeof PARTS | typeof RESULTS, subject: string) =>
  cluster.link.insist(
    () => cluster.manager.direct.getMessage(stream, { last_by_subj: subject }),
    cluster.ensure,
  );

/** Removes what a result takes beside its message. */
export async function removeParcel(
  cluster: Cluster,
  { task, share }: Pick<Address, 'task' | 'share'>,
  { how, name }: Parcel,
): Promise<void> {
  if (how === 'file' && share !== null) {
    await fs.promises.rm(path.join(share, path.normalize(`/${name}`)), { force: true });
  } else if (how === 'parts') {
    await cluster.manager.streams.purge(PARTS, { filter: partSubject(task, name, '>') });
  }
}
