/** `spillway serve` as a server on a port. */
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener, RequestError } from '@hono/node-server';
import { UsageError } from '../../core/errors.js';
import type { Executor } from '../../run/executor/executor.js';
import { threadExecutor } from '../../run/executor/threads.js';
import type { LiveSource } from '../../run/live/source.js';
import { type App, createApp } from './app.js';
import { readPages } from './pages.js';

export interface ServerOptions {
  readonly source: LiveSource;
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  readonly names: readonly string[];
  readonly token: string | null;
  readonly log: (line: string) => void;
  /** Where events are made again; a thread of its own unless given: the others have spills to make. */
  readonly executor?: Executor;
}

export interface Server {
  readonly url: string;
  close(): Promise<void>;
}

/** Within which a request has to be here, its head and all of it, and for which an idle connection waits for another, ms. */
const HEAD_MS = 10_000;
const REQUEST_MS = 20_000;
const IDLE_MS = 10_000;
const MOST_CONNECTIONS = 256;
/** What is under way when the server ends has so long to be sent, ms. */
const GRACE_MS = 500;

/** @throws UsageError where the port cannot be listened on */
export async function startServer(options: ServerOptions): Promise<Server> {
  const { host, port: asked, log } = options;
  const pages = readPages();
  const executor = options.executor ?? threadExecutor(1, { warn: log });
  let made: App;
  const server = createServer(
    {
      ...{ headersTimeout: HEAD_MS, requestTimeout: REQUEST_MS, keepAliveTimeout: IDLE_MS },
      connectionsCheckingInterval: 1000,
    },
    // Which port it is, and so which Host is right, is known once it listens.
    getRequestListener((...request) => made.app.fetch(...request), { errorHandler: unreadable }),
  );
  server.maxConnections = MOST_CONNECTIONS;
  const port = await listening(server, host, asked);
  made = createApp({ ...options, executor, pages, bound: host, port, now: Date.now });
  const shown = host.includes(':') ? `[${host}]` : host;
  return {
    url: `http://${shown}:${port}`,
    close: () =>
      new Promise((resolve) => {
        made.hub.close();
        const late = setTimeout(() => server.closeAllConnections(), GRACE_MS);
        server.close(() => {
          clearTimeout(late);
          resolve(executor.close());
        });
      }),
  };
}

/** What is HTTP, but with an address or a host that are none: it does not come as far as the routes. */
function unreadable(error: unknown): Response {
  const fault = error instanceof RequestError ? error.message : 'it could not be answered';
  const message = `request: ${fault}; ask for a path such as "/api/state"`;
  const headers = { 'Content-Security-Policy': "default-src 'none'" };
  const status = error instanceof RequestError ? 400 : 500;
  return Response.json(
    { error: { message } },
    { status, headers: { ...headers, 'X-Content-Type-Options': 'nosniff' } },
  );
}

/** @returns the port */
function listening(server: HttpServer, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.listen(port, host);
    server.once('listening', () => resolve((server.address() as AddressInfo).port));
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        new UsageError({
          ...{ what: '--port', got: `${host}:${port}` },
          fault: `cannot be listened on (${error.code})`,
          next: 'give another --port, or 0 for any that is free',
        }),
      );
    });
  });
}
