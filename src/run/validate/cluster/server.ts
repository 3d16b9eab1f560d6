/** nats-server as a child process: on this machine, with a store of its own, to be killed and started again. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import * as net from 'node:net';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export const NATS_SERVER = 'nats-server';

export const hasNatsServer = (): boolean => spawnSync(NATS_SERVER, ['--version']).status === 0;

export interface NatsServer {
  readonly url: string;
  /** Where its store lies. */
  readonly folder: string;
  pid(): number | undefined;
  /** With SIGKILL. */
  kill(): Promise<void>;
  /** With the store that it had. */
  start(): Promise<void>;
}

/** It listens within this, ms. */
const START_MS = 30_000;

export interface ServerOptions {
  /** Further arguments, as `--auth secret`. */
  readonly args?: readonly string[];
  readonly jetstream?: boolean;
}

/** Begins a server on a free port, with its store in this folder. */
export async function startServer(
  folder: string,
  { args = [], jetstream = true }: ServerOptions = {},
): Promise<NatsServer> {
  const port = await freePort();
  const store = jetstream ? ['-js', '-sd', path.join(folder, `store-${port}`)] : [];
  return started(folder, port, [...store, ...args]);
}

/** Three servers that keep copies of each other's streams. */
export async function startThree(folder: string): Promise<readonly NatsServer[]> {
  const ports = await Promise.all(Array.from({ length: 6 }, freePort));
  const routes = ports.slice(3).map((port) => `nats://127.0.0.1:${port}`);
  const servers = await Promise.all(
    ports
      .slice(0, 3)
      .map((port, i) =>
        started(folder, port, [
          ...['-js', '-sd', path.join(folder, `store-${port}`), '-n', `node-${i + 1}`],
          ...['--cluster_name', 'spillway', '--cluster', routes[i], '--routes', routes.join(',')],
        ]),
      ),
  );
  return servers;
}

async function started(folder: string, port: number, args: readonly string[]): Promise<NatsServer> {
  let child: ChildProcess | null = null;
  const orphan = () => child?.kill('SIGKILL');
  const start = async () => {
    process.once('exit', orphan);
    child = spawn(NATS_SERVER, ['-a', '127.0.0.1', '-p', `${port}`, ...args], { stdio: 'ignore' });
    await listens(port, child);
  };
  await start();
  return {
    url: `nats://127.0.0.1:${port}`,
    folder,
    pid: () => child?.pid,
    start,
    kill: async () => {
      const own = child;
      child = null;
      process.off('exit', orphan);
      if (!own || own.exitCode !== null || own.signalCode !== null) return;
      const gone = new Promise((resolve) => own.once('exit', resolve));
      own.kill('SIGKILL');
      await gone;
    },
  };
}

async function listens(port: number, { exitCode }: ChildProcess): Promise<void> {
  const until = performance.now() + START_MS;
  while (performance.now() < until && exitCode === null) {
    if (await answers(port)) return;
    await sleep(50);
  }
  throw new Error(`${NATS_SERVER} does not listen on port ${port}`);
}

const answers = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    socket.once('data', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });

const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as net.AddressInfo;
      server.close(() => resolve(port));
    });
  });
