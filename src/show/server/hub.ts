/**
 * What all screens are sent: made and written as JSON once, however many look. Each message is whole, so that one who comes back
 * has lost nothing. For one who is too slow a single message waits; once it is taken, the latest follows.
 */
import type { Live } from '../../run/live/shape.js';
import type { LiveSource } from '../../run/live/source.js';

/** Two messages are at least so far from each other, ms. */
const PERIOD_MS = 500;
/** Says that it is alive where there is nothing to say, ms. */
const HEARTBEAT_MS = 15_000;
/** After which a browser connects again, ms. */
const RETRY_MS = 2000;

const encoder = new TextEncoder();

/** One that looks. */
interface Screen {
  readonly controller: ReadableStreamDefaultController<Uint8Array>;
  /** Whether there is a later message than the one that waits for it. */
  isBehind: boolean;
}

export class Hub {
  private readonly screens = new Set<Screen>();
  /** What there is to see, and its message; null until somebody asks. */
  private seen: Live | null = null;
  private json: string | null = null;
  private message: Uint8Array | null = null;
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
    this.heartbeat = setInterval(() => this.beat(), HEARTBEAT_MS);
    this.heartbeat.unref();
  }

  /** Screens that look. */
  get size(): number {
    return this.screens.size;
  }

  /** What there is to see now, made once between two changes. */
  live(): Live {
    this.seen ??= this.source.live();
    return this.seen;
  }

  /** The same as JSON. */
  text(): string {
    this.json ??= JSON.stringify(this.live());
    return this.json;
  }

  /** A stream for one more screen; null where there are too many. */
  open(): ReadableStream<Uint8Array> | null {
    if (this.screens.size >= this.most) return null;
    let own: Screen;
    return new ReadableStream<Uint8Array>({
      start: (controller) => {
        own = { controller, isBehind: false };
        this.screens.add(own);
        controller.enqueue(encoder.encode(`retry: ${RETRY_MS}\n\n`));
        controller.enqueue(this.latest());
      },
      pull: () => {
        if (!own.isBehind) return;
        own.isBehind = false;
        own.controller.enqueue(this.latest());
      },
      cancel: () => {
        this.screens.delete(own);
      },
    });
  }

  /** Says the last word, if it was not said, and ends all streams. */
  close(): void {
    this.end();
    clearInterval(this.heartbeat);
    if (this.timer) {
      clearTimeout(this.timer);
      this.send(this.latest());
    }
    for (const { controller } of this.screens) controller.close();
    this.screens.clear();
  }

  private latest(): Uint8Array {
    this.message ??= encoder.encode(`id: ${++this.number}\nevent: live\ndata: ${this.text()}\n\n`);
    return this.message;
  }

  /** At once where the last message is long ago, else when it is; the latest wins. */
  private changed(): void {
    [this.seen, this.json, this.message] = [null, null, null];
    if (this.timer || this.screens.size === 0) return;
    const wait = Math.max(0, this.sentAt + PERIOD_MS - this.now());
    this.timer = setTimeout(() => {
      this.timer = null;
      this.sentAt = this.now();
      this.send(this.latest());
    }, wait);
  }

  private send(message: Uint8Array): void {
    for (const screen of this.screens) {
      screen.isBehind = !isFree(screen);
      if (isFree(screen)) screen.controller.enqueue(message);
    }
  }

  private beat(): void {
    const beat = encoder.encode(': alive\n\n');
    for (const screen of this.screens) if (isFree(screen)) screen.controller.enqueue(beat);
  }
}

const isFree = ({ controller: { desiredSize } }: Screen) => desiredSize !== null && desiredSize > 0;
