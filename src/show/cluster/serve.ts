/** /metrics of a worker, and nothing else. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { UsageError } from '../../core/errors.js';
import type { ClusterWorker } from '../../run/executor/cluster/worker.js';
import { processMetrics } from '../server/metrics.js';
import { scrapeWork } from './metrics.js';

export interface WorkMetrics {
  readonly url: string;
  close(): Promise<void>;
}

const REQUEST_MS = 10_000;

/** @throws UsageError where the port cannot be listened on */
export async function startWorkMetrics(
  worker: ClusterWorker,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<WorkMetrics> {
  const own = processMetrics();
  const server = createServer(
    { headersTimeout: REQUEST_MS, requestTimeout: REQUEST_MS },
    async ({ method, url }, response) => {
      response.setHeader('X-Content-Type-Options', 'nosniff');
      if (url?.split('?')[0] !== '/metrics' || (method !== 'GET' && method !== 'HEAD')) {
        response.writeHead(404).end('only GET /metrics is here\n');
        return;
      }
      try {
        const { threads } = worker;
        const queue = await worker.queue();
        const scraped = { worked: worker.worked(), inHand: worker.inHand(), threads, queue };
        const text = await scrapeWork(scraped, own);
        response.writeHead(200, { 'Content-Type': own.contentType }).end(text);
      } catch (error) {
        response.writeHead(500).end(`${(error as Error).message}\n`);
      }
    },
  );
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve);
    server.once('error', (error) =>
      reject(new UsageError({ what: '--metrics', got: `${host}:${port}`, fault: error.message })),
    );
    server.listen(port, host);
  });
  const bound = (server.address() as AddressInfo).port;
  const shown = host.includes(':') ? `[${host}]` : host;
  return {
    url: `http://${shown}:${bound}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
