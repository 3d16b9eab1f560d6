/**
 * The event builder: puts the fragments of all sources together, by event number and time stamp.
 *
 * Fragments may be lost, doubled, late, out of order, damaged or carry a wrong number or time. Events leave
 * in the order of their numbers; one that still lacks a fragment leaves flagged when the time has moved on
 * by `timeout`, when more than `pending` events are open, or at the end of the burst. So memory is bounded
 * whatever is lost. Time is that of the stamps, where two sources agree on one: the same fragments give
 * the same events, and one wrong stamp moves nothing.
 */
import type { Belief } from '../../core/card/schema.js';
import { ticks } from '../../core/ticks.js';
import { decodeFragment, type Fragment } from '../../core/wire/event.js';
import type { Crc32 } from '../../core/wire/framing.js';
import type { Building } from './report.js';

export interface OpenEvent {
  readonly event: number;
  /** On which most of its sources agree: 0.1 ns since the start of the spill. */
  readonly tick: number;
  /** By source; null where it is missing. */
  readonly bodies: readonly (Uint8Array | null)[];
  readonly complete: boolean;
}

/** Fragments that are kept of one source for one event until it is closed. */
const KEPT = 2;

interface Gathered {
  readonly event: number;
  /** Its time when it is confirmed; until then that of its opening. */
  since: number;
  /** Two sources agree on its time: its number is no accident. */
  confirmed: boolean;
  /** Up to `KEPT` fragments of each source. */
  readonly of: Fragment[][];
}

export class EventBuilder {
  private readonly open = new Map<number, Gathered>();
  private readonly timeout: number;
  private readonly tolerance: number;
  private readonly pending: number;
  /** Number of the event that leaves next. */
  private next = 1;
  /** The last time stamp on which two sources agree. */
  private now = 0;

  /** @param report what is counted into */
  constructor(
    private readonly sources: number,
    private readonly spill: number,
    building: Belief['readout']['building'],
    private readonly report: Building,
  ) {
    this.timeout = ticks(building.timeout);
    this.tolerance = ticks(building.tolerance);
    this.pending = building.pending;
  }

  /** Events that are open: at most `pending`. */
  get size(): number {
    return this.open.size;
  }

  /** Takes one fragment as it stands on the wire; a damaged one is counted and thrown away. */
  receive(bytes: Uint8Array, crc32: Crc32): OpenEvent[] {
    const fragment = decodeFragment(bytes, crc32);
    if (fragment) return this.push(fragment);
    this.report.fragments++;
    this.report.damaged++;
    return [];
  }

  /** Takes one fragment, and gives the events that are finished with it. */
  push(fragment: Fragment): OpenEvent[] {
    const { report } = this;
    report.fragments++;
    const { source, spill, event, tick } = fragment;
    if (spill !== this.spill || event < 1 || source >= this.sources) {
      report.strays++;
      return [];
    }
    if (event < this.next) {
      report.late++;
      return [];
    }
    let gathered = this.open.get(event);
    if (!gathered) {
      const of = Array.from({ length: this.sources }, (): Fragment[] => []);
      gathered = { event, since: this.now, confirmed: false, of };
      this.open.set(event, gathered);
    }
    const own = gathered.of[source];
    if (own.length < KEPT) own.push(fragment);
    else report.duplicates++;
    if (this.agreeing(gathered, tick) > 1) {
      gathered.confirmed = true;
      gathered.since = Math.max(gathered.since, tick);
      this.now = Math.max(this.now, tick);
    }
    return this.release();
  }

  /** At the end of the burst: closes everything that belongs to its `events` events. */
  flush(events: number): OpenEvent[] {
    for (const gathered of this.open.values()) {
      if (gathered.event > events) this.dismiss(gathered);
    }
    const numbers = [...this.open.keys()].sort((a, b) => a - b);
    const closed = numbers.map((event) => this.close(event));
    this.report.missing += Math.max(0, events + 1 - this.next);
    this.next = Math.max(this.next, events + 1);
    return closed;
  }

  private release(): OpenEvent[] {
    const released: OpenEvent[] = [];
    for (;;) {
      const full = this.open.size > this.pending;
      const ready = this.open.get(this.next);
      if (ready) {
        const due = full || this.now - ready.since > this.timeout;
        if (!due && !this.isComplete(ready)) return released;
        released.push(this.close(this.next));
        continue;
      }
      // A gap is passed over for an event that is confirmed: a wrong number alone must not do it.
      const beyond = this.firstConfirmed();
      if (beyond && (full || this.now - beyond.since > this.timeout)) {
        released.push(this.close(this.least(() => true)?.event as number));
      } else if (full) this.dismiss(this.open.get(Math.max(...this.open.keys())) as Gathered);
      else return released;
    }
  }

  private firstConfirmed = () => this.least((gathered) => gathered.confirmed);

  /** The open event of the smallest number among some. */
  private least(among: (gathered: Gathered) => boolean): Gathered | undefined {
    let least: Gathered | undefined;
    for (const gathered of this.open.values()) {
      if (among(gathered) && !(least && least.event < gathered.event)) least = gathered;
    }
    return least;
  }

  /** Gives up what belongs to no event of this burst. */
  private dismiss(gathered: Gathered): void {
    this.report.strays += gathered.of.reduce((sum, kept) => sum + kept.length, 0);
    this.open.delete(gathered.event);
  }

  /** How many sources have a fragment at that time. */
  private agreeing({ of }: Gathered, tick: number): number {
    let sources = 0;
    for (let source = 0; source < of.length; source++) {
      if (this.fitting(of[source], tick)) sources++;
    }
    return sources;
  }

  /** The first of the fragments of a source that has that time. */
  private fitting(kept: readonly Fragment[], tick: number): Fragment | undefined {
    for (let i = 0; i < kept.length; i++) {
      if (Math.abs(kept[i].tick - tick) <= this.tolerance) return kept[i];
    }
    return undefined;
  }

  /** The time on which most sources agree; of several the first, and the trigger is the first source. */
  private timeOf(gathered: Gathered): number {
    let best = 0;
    let most = 0;
    for (const kept of gathered.of) {
      for (const { tick } of kept) {
        const sources = this.agreeing(gathered, tick);
        if (sources > most) {
          best = tick;
          most = sources;
        }
        if (most === this.sources) return best;
      }
    }
    return best;
  }

  private isComplete(gathered: Gathered): boolean {
    for (const kept of gathered.of) if (kept.length === 0) return false;
    return this.agreeing(gathered, this.timeOf(gathered)) === this.sources;
  }

  private close(event: number): OpenEvent {
    const { report } = this;
    const gathered = this.open.get(event) as Gathered;
    this.open.delete(event);
    report.missing += event - this.next;
    this.next = event + 1;
    const tick = this.timeOf(gathered);
    const fitting = gathered.of.map((kept) => this.fitting(kept, tick));
    gathered.of.forEach((kept, source) => {
      for (const fragment of kept) {
        if (fragment === fitting[source]) report.used++;
        else if (fitting[source]) report.duplicates++;
        else report.misplaced++;
      }
    });
    const complete = fitting.every((f) => f !== undefined);
    if (complete) report.complete++;
    else report.incomplete++;
    return { event, tick, bodies: fitting.map((f) => f?.body ?? null), complete };
  }
}
