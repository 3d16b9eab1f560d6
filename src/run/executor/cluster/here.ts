/** Who is there: workers and coordinators say so every few seconds, and are told of each other. */
import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import type { NatsConnection } from '@nats-io/transport-node';
import type { Code } from './code.js';
import { HERE } from './names.js';

const BEAT_MS = 3000;
/** Whoever said nothing for so long is gone. */
const GONE_MS = 3.5 * BEAT_MS;

export interface Here {
  readonly id: string;
  /** As `host:1234`, for people. */
  readonly name: string;
  readonly code: Code;
  /** Of a worker. */
  readonly threads: number;
}

type Role = keyof typeof HERE;

export const ownId = () => `${process.pid}-${randomBytes(6).toString('hex')}`;

export const nameHere = () => `${hostname()}:${process.pid}`;

/** Says every few seconds that this one is there. */
export class Announcer {
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly connection: NatsConnection,
    private readonly role: Role,
    private readonly here: Here,
  ) {
    this.timer = setInterval(() => this.say(), BEAT_MS);
    this.timer.unref();
    this.say();
  }

  say(gone = false): void {
    if (this.connection.isClosed()) return;
    const subject = `${HERE[this.role]}.${this.here.id}`;
    this.connection.publish(subject, JSON.stringify({ ...this.here, ...(gone && { gone }) }));
  }

  end(): void {
    clearInterval(this.timer);
    this.say(true);
  }
}

/** Those of a role that are there. */
export class Roll {
  private readonly seen = new Map<string, { readonly here: Here; at: number }>();
  private readonly end: () => void;

  /** @param met is told of each once */
  constructor(connection: NatsConnection, role: Role, met: (here: Here) => void) {
    const subscription = connection.subscribe(`${HERE[role]}.*`, {
      callback: (error, message) => {
        if (error) return;
        const said = readHere(message.data);
        if (!said) return;
        if (said.gone) {
          this.seen.delete(said.here.id);
          return;
        }
        const isNew = !this.seen.has(said.here.id);
        this.seen.set(said.here.id, { here: said.here, at: performance.now() });
        if (isNew) met(said.here);
      },
    });
    this.end = () => subscription.unsubscribe();
  }

  present(): readonly Here[] {
    const since = performance.now() - GONE_MS;
    for (const [id, { at }] of this.seen) if (at < since) this.seen.delete(id);
    return [...this.seen.values()].map(({ here }) => here);
  }

  close(): void {
    this.end();
  }
}

function readHere(data: Uint8Array): { readonly here: Here; readonly gone: boolean } | null {
  try {
    const { id, name, code, threads, gone } = JSON.parse(new TextDecoder().decode(data));
    if (typeof id !== 'string' || typeof name !== 'string' || typeof code?.id !== 'string')
      return null;
    const own = { id: code.id, version: `${code.version}`, node: `${code.node}` };
    return { here: { id, name, code: own, threads: Number(threads) || 0 }, gone: gone === true };
  } catch {
    return null;
  }
}
