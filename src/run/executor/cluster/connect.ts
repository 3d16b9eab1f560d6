/** The connection to a NATS server, or to one of several, and what has to be there on it. */
import * as fs from 'node:fs';
import {
  DiscardPolicy,
  type JetStreamClient,
  type JetStreamManager,
  JetStreamApiError,
  jetstream,
  jetstreamManager,
  RetentionPolicy,
  StorageType,
} from '@nats-io/jetstream';
import { Objm, type ObjectStore } from '@nats-io/obj';
import {
  connect as connectNats,
  credsAuthenticator,
  errors,
  nanos,
  type NatsConnection,
  type NodeConnectionOptions,
} from '@nats-io/transport-node';
import { RunError, UsageError } from '../../../core/errors.js';
import { PARTS, PIECE, RESULTS, SUBJECTS, TASKS, WORK } from './names.js';
import { isWithoutJetStream, Link } from './link.js';

/** Results and definitions that nobody has asked for go after so long. */
const KEPT_MS = 7 * 24 * 3600_000;
const DEFINITIONS_MS = 30 * 24 * 3600_000;
/** Copies of all there is, where servers stand together. */
const REPLICAS = 3;

export interface Cluster {
  /** As asked for. */
  readonly url: string;
  readonly connection: NatsConnection;
  readonly link: Link;
  readonly js: JetStreamClient;
  readonly manager: JetStreamManager;
  readonly tasks: ObjectStore;
  /** Bytes of a result in one message, at most. */
  readonly piece: number;
  /** Makes what is missing on the server, as behind the loss of its store. */
  ensure(): Promise<void>;
  close(): Promise<void>;
}

export interface ConnectOptions {
  /** One server or several, divided by commas; `tls://` asks for TLS. */
  readonly url: string;
  /** Of the environment: what is in a command line is seen by all users. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Told when the connection is lost, and when it is there again. */
  readonly note: (message: string) => void;
  /** In the list of connections of the server. */
  readonly name: string;
}

/** @throws UsageError for an address that is none; RunError where nothing answers, or not as it should */
export async function connectCluster(asked: ConnectOptions): Promise<Cluster> {
  const { url, note } = asked;
  const connection = await connected(url, connectionOptions(asked));
  const link = new Link(connection, note);
  try {
    const js = jetstream(connection);
    const manager = await jetstreamManager(connection);
    const replicas = await makeStreams(manager, connection.info?.cluster === undefined, note);
    const piece = Math.min(PIECE, Math.floor((connection.info?.max_payload ?? 2 * PIECE) / 2));
    const open = () => tasksOf(connection, replicas);
    const tasks = await open();
    return {
      ...{ url, connection, link, js, manager, tasks, piece },
      ensure: async () => {
        await makeStreams(manager, replicas === 1, () => {});
        await open();
      },
      close: async () => {
        link.close();
        await connection.close();
      },
    };
  } catch (error) {
    link.close();
    await connection.close();
    throw problemOf(url, error);
  }
}

/** @throws UsageError for an address that is none, or that holds a secret, or a file that is not there */
export function connectionOptions({ url, env, name }: ConnectOptions): NodeConnectionOptions {
  const servers = url.split(',').map((one) => serverOf(url, one.trim()));
  const { SPILLWAY_NATS_TOKEN: token, SPILLWAY_NATS_CREDS, SPILLWAY_NATS_CA } = env;
  const creds = readNamed('SPILLWAY_NATS_CREDS', SPILLWAY_NATS_CREDS);
  readNamed('SPILLWAY_NATS_CA', SPILLWAY_NATS_CA);
  // Who names an authority means TLS: without, a token would go in the clear.
  const isTls = Boolean(SPILLWAY_NATS_CA) || servers.some((one) => one.protocol === 'tls:');
  return {
    servers: servers.map(({ host }) => host),
    ...(token && { token }),
    ...(creds && { authenticator: credsAuthenticator(creds) }),
    ...(isTls && { tls: SPILLWAY_NATS_CA ? { caFile: SPILLWAY_NATS_CA } : {} }),
    name,
    timeout: 10_000,
    maxReconnectAttempts: -1,
    reconnectTimeWait: 500,
    // A machine that has gone says nothing: two pings without an answer.
    pingInterval: 10_000,
  };
}

function serverOf(all: string, one: string): URL {
  const wrong = (fault: string) =>
    new UsageError({
      ...{ what: '--nats, --cluster', got: JSON.stringify(hidden(all)), fault },
      expected: 'the address of a NATS server such as nats://127.0.0.1:4222 or tls://host:4222',
    });
  let server: URL;
  try {
    server = new URL(one.includes('://') ? one : `nats://${one}`);
  } catch {
    throw wrong('is no address');
  }
  if (!['nats:', 'tls:'].includes(server.protocol) || server.hostname === '') {
    throw wrong('is no address of NATS');
  }
  if (server.username !== '' || server.password !== '') {
    throw wrong(
      'holds a secret, which all users of this machine can see: set SPILLWAY_NATS_TOKEN or SPILLWAY_NATS_CREDS',
    );
  }
  return server;
}

const hidden = (url: string) => url.replaceAll(/\/\/[^@/,]*@/g, '//...@');

function readNamed(variable: string, file: string | undefined): Uint8Array | null {
  if (!file) return null;
  try {
    return fs.readFileSync(file);
  } catch (error) {
    throw new UsageError({ where: variable, what: file, fault: (error as Error).message });
  }
}

async function connected(url: string, options: NodeConnectionOptions): Promise<NatsConnection> {
  try {
    return await connectNats(options);
  } catch (error) {
    throw problemOf(url, error);
  }
}

/** What is wrong with a server, and what to do about it. */
function problemOf(url: string, error: unknown): unknown {
  const where = `NATS at ${hidden(url)}`;
  const cause = { cause: error };
  if (error instanceof errors.AuthorizationError || isRefusal(error)) {
    return new RunError(
      {
        ...{ where, fault: 'refuses the credentials' },
        next: 'set SPILLWAY_NATS_TOKEN, or SPILLWAY_NATS_CREDS to a file of credentials, to what the server wants',
      },
      cause,
    );
  }
  if (isWithoutJetStream(error) || errorCode(error) === 10039) {
    return new RunError(
      {
        ...{ where, fault: 'has no JetStream, which keeps what is under way' },
        next: 'start the server with nats-server -js -sd DIR',
      },
      cause,
    );
  }
  if (error instanceof errors.ConnectionError || error instanceof errors.TimeoutError) {
    return new RunError(
      {
        ...{ where, fault: `no server answers: ${reason(error)}` },
        next: 'start one with nats-server -js -a 127.0.0.1 -p 4222 -sd DIR, or see to the address',
      },
      cause,
    );
  }
  // Of TLS, or of the system.
  if (
    (error as NodeJS.ErrnoException).code !== undefined &&
    !(error instanceof JetStreamApiError)
  ) {
    return new RunError(
      {
        ...{ where, fault: (error as Error).message },
        next: 'of TLS: SPILLWAY_NATS_CA names the certificate of an authority of your own',
      },
      cause,
    );
  }
  if (error instanceof JetStreamApiError) {
    return new RunError({ where, fault: error.message, next: 'see the log of the server' }, cause);
  }
  return error;
}

const reason = (error: Error): string =>
  error.cause instanceof Error ? reason(error.cause) : error.message;

const isRefusal = (error: unknown): boolean =>
  error instanceof errors.UserAuthenticationExpiredError ||
  error instanceof errors.PermissionViolationError;

const errorCode = (error: unknown) => (error instanceof JetStreamApiError ? error.code : null);

/** No suitable peers, insufficient resources. */
const TOO_FEW = [10005, 10023, 10047, 10074];

/**
 * Makes the streams that are not there.
 * @returns the copies that there are of each
 */
async function makeStreams(
  manager: JetStreamManager,
  isAlone: boolean,
  note: (message: string) => void,
): Promise<number> {
  const make = async (replicas: number) => {
    for (const name of [WORK, RESULTS, PARTS] as const) await makeStream(manager, name, replicas);
    const { config } = await manager.streams.info(RESULTS);
    return config.num_replicas;
  };
  if (isAlone) return make(1);
  try {
    return await make(REPLICAS);
  } catch (error) {
    if (!TOO_FEW.includes(errorCode(error) ?? 0)) throw error;
    note(`fewer than ${REPLICAS} servers keep streams here: what is under way has one copy`);
    return make(1);
  }
}

async function makeStream(
  manager: JetStreamManager,
  name: keyof typeof SUBJECTS,
  replicas: number,
): Promise<void> {
  const isQueue = name === WORK;
  try {
    await manager.streams.info(name);
    return;
  } catch (error) {
    if (errorCode(error) !== 10059) throw error;
  }
  await manager.streams.add({
    name,
    subjects: [SUBJECTS[name]],
    retention: isQueue ? RetentionPolicy.Workqueue : RetentionPolicy.Limits,
    // A range stands there once, whoever puts it there again.
    max_msgs_per_subject: 1,
    discard: DiscardPolicy.New,
    discard_new_per_subject: true,
    storage: StorageType.File,
    num_replicas: replicas,
    max_age: isQueue ? 0 : nanos(KEPT_MS),
    allow_direct: !isQueue,
  });
}

const tasksOf = (connection: NatsConnection, replicas: number) =>
  new Objm(connection).create(TASKS, {
    ...{ replicas, ttl: nanos(DEFINITIONS_MS), storage: StorageType.File },
    description: 'Definitions of tasks of spillway',
  });
