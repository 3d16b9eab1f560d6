/**
 * The readout: one of the models, a buffer behind it where the card has one, and what both together
 * are busy. A model is one file of the shape `Model` and one line in `MODELS`, with an entry in the
 * card's schema.
 */
import type { Card } from '../../core/card/schema.js';
import { buffered } from './buffered.js';
import { fixed } from './fixed.js';
import type { FrontEnd, Model, ModelName, Refusal } from './model.js';
import { OutputBuffer } from './outputBuffer.js';
import { paralysable } from './paralysable.js';
import { throttle } from './throttle.js';

export const MODELS: { readonly [Name in ModelName]: Model<Name> } = {
  fixed,
  paralysable,
  throttle,
  buffered,
};

/** What becomes of a trigger that is presented: columns of the ledger. */
export type ReadoutOutcome = Refusal | 'bufferFull' | 'recorded';

/** Times in ticks of 0.1 ns since the start of the spill; they never decrease. */
export class Readout {
  private readonly front: FrontEnd;
  private readonly buffer: OutputBuffer | null;
  private now = 0;
  /** The last busy time, and all before it. */
  private from = 0;
  private until = 0;
  private before = 0;

  constructor(readout: Card['readout']) {
    this.front = modelOf(readout).frontEnd(readout);
    this.buffer = readout.buffer ? new OutputBuffer(readout.buffer) : null;
  }

  /** Triggers before that time would be refused, as far as is known now. */
  get busyUntil(): number {
    return this.until;
  }

  /** Whether a trigger at `time` would be refused. */
  isBusy(time: number): boolean {
    return time < this.until;
  }

  /** What would become of a trigger at `time`. Changes nothing. */
  wouldBe(time: number): ReadoutOutcome {
    const refusal = this.front.refusal(time);
    const full = this.buffer !== null && time < this.buffer.until;
    return refusal ?? (full ? 'bufferFull' : 'recorded');
  }

  /** Presents a trigger. One that is recorded has to be stored before the next is offered. */
  offer(time: number): ReadoutOutcome {
    const outcome = this.wouldBe(time);
    this.front.trigger(time, outcome === 'recorded');
    this.now = time;
    this.extend(this.front.until);
    return outcome;
  }

  /** Stores the event of the trigger just recorded: its encoded payload has that many bytes. */
  store(bytes: number): void {
    if (!this.buffer) return;
    this.buffer.put(this.now, bytes);
    this.extend(this.buffer.until);
  }

  /** Busy time up to `end`, which is not before the last trigger. */
  busyTicks(end: number): number {
    return this.before + Math.max(0, Math.min(this.until, end) - this.from);
  }

  private extend(until: number): void {
    if (until <= Math.max(this.until, this.now)) return;
    if (this.now > this.until) {
      this.before += this.until - this.from;
      this.from = this.now;
    }
    this.until = until;
  }
}

/** Closed form of the model: share recorded of Poisson triggers at a constant rate (per ns). */
export const liveAt = (readout: Card['readout'], rate: number): number =>
  modelOf(readout).live(readout, rate);

const modelOf = (readout: Card['readout']) => MODELS[readout.model] as Model<ModelName>;
