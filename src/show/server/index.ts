/** `spillway serve` as a server on a port. */
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { UsageError } from '../../core/errors.js';
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
}

export interface Server {
  readonly url: string;
  close(): Promise<void>;
}

/** @throws UsageError where the port cannot be listened on */
export async function startServer(options: ServerOptions): Promise<Server> {
  const { host, port: asked } = options;
  const pages = readPages();
  let made: App;
  // Which port it is, and so which Host is right, is known once it listens.
  const server = serve({
    fetch: (...request) => made.app.fetch(...request),
    hostname: host,
    port: asked,
  });
  const port = await listening(server, host, asked);
  made = createApp({ ...options, pages, bound: host, port, now: Date.now });
  const shown = host.includes(':') ? `[${host}]` : host;
  return {
    url: `http://${shown}:${port}`,
    close: () =>
      new Promise((resolve) => {
        made.hub.close();
        server.close(() => resolve());
        if ('closeAllConnections' in server) server.closeAllConnections();
      }),
  };
}

/** @returns the port */
function listening(server: ReturnType<typeof serve>, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
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
