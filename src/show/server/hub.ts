/**
 * What all screens are sent: made and written as JSON once, however many look. Each message is whole, so that one who is too slow
 * for some of them, or comes back, has lost nothing.
 */
import type { LiveSource } from '../../run/live/source.js';

/** Two messages are at least so far from each other, ms. */
const PERIOD_MS = 500;
/** Says that it is alive where there is nothing to say, ms. */
const HEARTBEAT_MS = 15_000;
/** After which a browser connects again, ms. */
const RETRY_MS = 2000;
/** Bytes that may wait for a screen; beyond, it is left out until they are gone. */
const MOST_WAITING = 4 << 20;

const encoder = new TextEncoder();

export class Hub {
  private readonly screens = new Set<ReadableStreamDefaultController<Uint8Array>>();
  private latest: Uint8Array | null = null;
  private number = 0;
  private timer: NodeJS.Timeout | null = null;
  private sentAt = 0;
  private readonly end: () => void;
  private readonly heartbeat: NodeJS.Timeout;

  constructor(
    private readonly source: LiveSource,
    private readonly most: number,
    private readonly now: () => number,
  ) {
    this.end = source.follow(() => this.changed());
    this.heartbeat = setInterval(() => this.send(encoder.encode(': alive\n\n')), HEARTBEAT_MS);
    this.heartbeat.unref();
  }

  /** Screens that look. */
  get size(): number {
    return this.screens.size;
  }

  /** A stream for one more screen; null where there are too many. */
  open(): ReadableStream<Uint8Array> | null {
    if (this.screens.size >= this.most) return null;
    let own: ReadableStreamDefaultController<Uint8Array>;
    return new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          own = controller;
          this.screens.add(controller);
          controller.enqueue(encoder.encode(`retry: ${RETRY_MS}\n\n`));
          controller.enqueue(this.current());
        },
        cancel: () => {
          this.screens.delete(own);
        },
      },
      new ByteLengthQueuingStrategy({ highWaterMark: MOST_WAITING }),
    );
  }

  close(): void {
    this.end();
    clearInterval(this.heartbeat);
    if (this.timer) clearTimeout(this.timer);
    for (const screen of this.screens) screen.close();
    this.screens.clear();
  }

  private current(): Uint8Array {
    this.latest ??= encoder.encode(
      `id: ${++this.number}\nevent: live\ndata: ${JSON.stringify(this.source.live())}\n\n`,
    );
    return this.latest;
  }

  /** At once where the last message is long ago, else when it is; the latest wins. */
  private changed(): void {
    this.latest = null;
    if (this.timer || this.screens.size === 0) return;
    const wait = Math.max(0, this.sentAt + PERIOD_MS - this.now());
    this.timer = setTimeout(() => {
      this.timer = null;
      this.sentAt = this.now();
      this.send(this.current());
    }, wait);
  }

  private send(message: Uint8Array): void {
    for (const screen of this.screens) {
      if ((screen.desiredSize ?? 0) > 0) screen.enqueue(message);
    }
  }
}
