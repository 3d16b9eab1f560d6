/** What Prometheus is told of a worker, and of the queue that it works on: one line of this shape for each. */
import { Counter, Gauge, Registry } from 'prom-client';
import type { Queue, Worked } from '../../run/executor/cluster/worker.js';

export interface Scraped {
  readonly worked: Worked;
  readonly inHand: number;
  readonly threads: number;
  /** Null where the server does not answer. */
  readonly queue: Queue | null;
}

interface Metric {
  readonly name: string;
  readonly help: string;
  readonly kind: 'counter' | 'gauge';
  /** Null where it is not known. */
  of(scraped: Scraped): number | null;
}

const METRICS: readonly Metric[] = [
  counter('ranges', 'Ranges done and published.', ({ worked }) => worked.ranges),
  counter('failed_ranges', 'Ranges that ended with an error.', ({ worked }) => worked.failed),
  counter(
    'redelivered_ranges',
    'Ranges that another worker had before.',
    ({ worked }) => worked.redelivered,
  ),
  counter(
    'set_aside_ranges',
    'Ranges given up since they had cost too many workers.',
    ({ worked }) => worked.setAside,
  ),
  counter(
    'repeated_ranges',
    'Ranges whose result was there already.',
    ({ worked }) => worked.twice,
  ),
  counter(
    'range_seconds',
    'From taken to acknowledged, of all ranges.',
    ({ worked }) => worked.seconds,
  ),
  gauge('in_hand', 'Ranges that this worker has in hand.', ({ inHand }) => inHand),
  gauge('threads', 'Threads that compute.', ({ threads }) => threads),
  gauge(
    'queue_waiting',
    'Ranges of this code that no worker has yet.',
    ({ queue }) => queue?.waiting ?? null,
  ),
  gauge(
    'queue_in_hand',
    'Ranges of this code that some worker has.',
    ({ queue }) => queue?.inHand ?? null,
  ),
  gauge(
    'queue_redelivered',
    'Ranges of this code that were given out more than once and are not done.',
    ({ queue }) => queue?.redelivered ?? null,
  ),
  ...(['results', 'parts'] as const).flatMap((stream) => [
    gauge(
      `${stream}_messages`,
      `Messages of ${stream} that no coordinator has taken yet.`,
      ({ queue }) => queue?.kept[stream].messages ?? null,
    ),
    gauge(`${stream}_bytes`, 'What they take.', ({ queue }) => queue?.kept[stream].bytes ?? null),
  ]),
  gauge('server_up', 'Whether the NATS server answers.', ({ queue }) => (queue ? 1 : 0)),
];

function counter(name: string, help: string, of: Metric['of']): Metric {
  return { name: `spillway_work_${name}_total`, help, kind: 'counter', of };
}

function gauge(name: string, help: string, of: Metric['of']): Metric {
  return { name: `spillway_work_${name}`, help, kind: 'gauge', of };
}

/** The text of a scrape. */
export async function scrapeWork(scraped: Scraped, process: Registry): Promise<string> {
  const register = new Registry();
  const registers = [register];
  for (const { name, help, kind, of } of METRICS) {
    const value = of(scraped);
    if (value === null) continue;
    if (kind === 'counter') new Counter({ name, help, registers }).inc(value);
    else new Gauge({ name, help, registers }).set(value);
  }
  return `${await register.metrics()}\n${await process.metrics()}`;
}
