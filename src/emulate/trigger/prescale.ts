/**
 * Keeps `keep` of every `of`, exactly: an accumulator starts a burst at `phase`, grows by `keep` each
 * time and fires when it reaches `of`, which is taken off. The first of 1/N fires at the N-th time.
 */
export interface Ratio {
  readonly keep: number;
  readonly of: number;
  readonly phase: number;
}

/** As a card writes it: N for one of N. */
export const ratioOf = (prescale: number | Ratio): Ratio =>
  typeof prescale === 'number' ? { keep: 1, of: prescale, phase: 0 } : prescale;

export class Prescale {
  private state: number;

  /** @param n how often it was asked before, in this burst */
  constructor(
    readonly ratio: Ratio,
    public n = 0,
  ) {
    this.state = (ratio.phase + (n % ratio.of) * ratio.keep) % ratio.of;
  }

  /** Between 0 and `of` - 1. */
  get accumulator(): number {
    return this.state;
  }

  /** How often it can be asked before it keeps one. */
  get quiet(): number {
    const { keep, of } = this.ratio;
    return keep > 0 ? Math.ceil((of - this.state) / keep) - 1 : Infinity;
  }

  /** As often as that or less: nothing is kept. */
  pass(times: number): void {
    this.n += times;
    this.state += times * this.ratio.keep;
  }

  /** Once more; whether this one is kept. */
  step(): boolean {
    const { keep, of } = this.ratio;
    this.n++;
    this.state += keep;
    if (this.state < of) return false;
    this.state -= of;
    return true;
  }
}
