/**
 * A buffer behind the front end that empties at a constant bandwidth. It asks for busy while it holds
 * more than its capacity, so there has to be room for one event above that.
 */
import type { Card } from '../../core/card/schema.js';
import { TICKS_PER_SECOND } from '../../core/ticks.js';

export class OutputBuffer {
  private readonly capacity: number;
  private readonly bandwidth: number;
  /** When it has sent all that it holds. */
  private emptyAt = 0;

  constructor({ capacity, bandwidth }: NonNullable<Card['readout']['buffer']>) {
    this.bandwidth = bandwidth / TICKS_PER_SECOND;
    this.capacity = Math.round(capacity / this.bandwidth);
  }

  /** When it takes events again, if none is put before. */
  get until(): number {
    return this.emptyAt - this.capacity;
  }

  /** An event of that size comes in at `time`. */
  put(time: number, bytes: number): void {
    this.emptyAt = Math.max(this.emptyAt, time) + Math.round(bytes / this.bandwidth);
  }
}
