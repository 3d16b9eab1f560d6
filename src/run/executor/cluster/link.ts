/** A connection that comes and goes: who needs it waits for it. */
import { JetStreamApiError } from '@nats-io/jetstream';
import { errors, type NatsConnection } from '@nats-io/transport-node';
import { setTimeout as sleep } from 'node:timers/promises';
import { RunError } from '../../../core/errors.js';

/** Between two attempts, ms: the first, and the most. */
const FIRST_MS = 100;
const MOST_MS = 5000;

export class Link {
  /** Whoever waits for the server. */
  private waiting: (() => void)[] = [];
  private isUp = true;
  private isClosed = false;
  private readonly listeners = new Set<() => void>();

  /** @param note is told when it is lost, when it is there again, and of what is tried for long */
  constructor(
    connection: NatsConnection,
    private readonly note: (message: string) => void,
  ) {
    void this.follow(connection);
  }

  private async follow(connection: NatsConnection) {
    const { note } = this;
    for await (const status of connection.status()) {
      if (this.isClosed) return;
      if (status.type === 'disconnect' && this.isUp) {
        this.isUp = false;
        note(`NATS at ${status.server} is gone: waiting for it`);
      } else if (status.type === 'reconnect') {
        this.isUp = true;
        note(`NATS at ${status.server} is there again`);
        this.wake();
        for (const listener of this.listeners) listener();
      }
    }
    this.close();
  }

  /** Whether the server is there, as far as is known. */
  get isThere(): boolean {
    return this.isUp;
  }

  /** Called each time when the connection is there again. */
  onReturn(listener: () => void): void {
    this.listeners.add(listener);
  }

  /** @throws RunError when the connection is closed for good */
  async up(): Promise<void> {
    if (!this.isUp && !this.isClosed) {
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
    if (this.isClosed) throw new RunError('the connection to NATS is closed');
  }

  /**
   * Does something on the server, again and again until it works: servers go down, move and come back.
   * @param mend is done before each further attempt
   * @param isOver ends the attempts
   * @throws what no further attempt would change; what the last one has thrown, once it is over
   */
  async insist<T>(
    attempt: () => Promise<T>,
    mend: () => Promise<void>,
    isOver: () => boolean = () => false,
  ): Promise<T> {
    let isSaid = false;
    for (let wait = FIRST_MS; ; wait = Math.min(2 * wait, MOST_MS)) {
      await this.up();
      try {
        return await attempt();
      } catch (error) {
        if (this.isClosed || isOver() || !isLost(error)) throw error;
        if (wait === MOST_MS && !isSaid) {
          this.note(
            `NATS: ${(error as Error).message}; tried again until it works${helpFor(error)}`,
          );
          isSaid = true;
        }
      }
      await sleep(wait);
      await this.up();
      await mend().catch(() => {});
    }
  }

  close(): void {
    this.isClosed = true;
    this.wake();
  }

  private wake(): void {
    for (const wake of this.waiting.splice(0)) wake();
  }
}

/** Streams, or the account, or the disk, that take no more: insufficient resources, storage exceeded, store failed. */
const FULL = [10023, 10047, 10077];

const helpFor = (error: unknown): string =>
  error instanceof JetStreamApiError && FULL.includes(error.code)
    ? ': give the store of the server more room, or large results a directory of their own (--share)'
    : '';

/** Whether a request may be answered another time. */
export const isLost = (error: unknown): boolean =>
  error instanceof errors.TimeoutError ||
  error instanceof errors.ConnectionError ||
  error instanceof errors.RequestError ||
  error instanceof errors.NoRespondersError ||
  error instanceof errors.ClosedConnectionError ||
  error instanceof errors.DrainingConnectionError ||
  isWithoutJetStream(error) ||
  // 404: a stream or a consumer that is made anew; 503: no leader yet, no room yet.
  (error instanceof JetStreamApiError && [404, 500, 503].includes(error.status));

/** The class of it is not exported. */
export const isWithoutJetStream = (error: unknown): error is Error =>
  error instanceof Error && error.name === 'JetStreamNotEnabled';
