/**
 * One slice of 1 ms: beam particles as columns, and what may be asked of each. Whatever is asked of a particle
 * beyond its columns is made then, from the streams of its id.
 */
import type { Card } from '../../core/card/schema.js';
import { Stream } from '../../core/random/index.js';
import type { SpillKey } from '../streams.js';
import type { Fate } from '../target/fate.js';
import { drawShower } from '../target/index.js';
import { analogue } from '../trigger/counts.js';

export abstract class Slice {
  /** Index in the spill, from 0. */
  index = 0;
  size = 0;
  /** 0.1 ns since the start of the slice, ascending. */
  tick = new Uint32Array(0);
  /** Index into `CLASSES`. */
  kind = new Uint8Array(0);
  /** Counters over their thresholds: S1..S4 (bits 0 to 3), V1, V2 (bits 4 and 5). */
  fired = new Uint8Array(0);
  /** What it brings at least to the analogue ECAL sum, GeV; NaN where that is not known yet: ask `ecal`. */
  least = new Float64Array(0);
  /** Stretches in which no particle was drawn, [from, to) in ticks, one after the other. */
  readonly gaps: number[] = [];
  /** What a fault leaves of the gain of the trigger's sums. */
  sumGain = 1;
  /** Time, ticks, of which as many particles were taken out of the slice as it has on average, or put in (< 0). */
  taken = 0;
  protected readonly stream = new Stream();
  protected readonly own = new Stream();

  constructor(
    protected readonly card: Card,
    protected readonly at: SpillKey,
  ) {}

  /** Draws the slice anew, for `electrons` expected beam electrons. */
  abstract draw(index: number, electrons: number): this;

  /** What particle i brings to the analogue ECAL sum, GeV. */
  abstract ecal(i: number): number;

  /**
   * Final state of particle i without its shower, which tells its impact point, its angles and its share in the
   * preshower; to be read, and valid until another is asked for.
   */
  abstract fateBeforeShower(i: number): Fate;

  /** The same with its shower. */
  fateOf(i: number): Fate {
    const fate = this.fateBeforeShower(i);
    this.drawShower(i, fate);
    return fate;
  }

  /** What particle i brings to the analogue preshower sum, GeV. */
  preshower(i: number): number {
    const fate = this.fateBeforeShower(i);
    const mark = this.drawShower(i, fate);
    return this.sumGain * analogue(fate.preshower, mark, this.card.trigger.preshower.smear);
  }

  /** Completes a fate. @returns how far its preshower sum is off, standard normal, bounded at 4 */
  protected drawShower(i: number, fate: Fate): number {
    const { card, own, at, index } = this;
    drawShower(card, at, index, i, own, fate);
    return Math.max(-4, Math.min(4, own.normal()));
  }

  /** Triggers that keep particle i by a prescale that was drawn ahead, as bits; the next such particle. */
  keptBy(_i: number): number {
    return 0;
  }
  nextKept(_from: number): number {
    return this.size;
  }

  /** Makes all primitives of particle i, needed or not. */
  askAll(i: number): void {
    this.ecal(i);
    this.preshower(i);
  }

  protected grow(n: number): number {
    let length = 4096;
    while (length < n) length *= 2;
    this.tick = new Uint32Array(length);
    this.kind = new Uint8Array(length);
    this.fired = new Uint8Array(length);
    this.least = new Float64Array(length);
    return length;
  }
}
