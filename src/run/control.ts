/**
 * Run control: a run can be asked to stop after the spills that are under way.
 */

/** Yields spills until it is told to stop. */
export class RunControl {
  private reason: string | null = null;

  /** Asks the run to finish what it has begun; `reason` goes into the record. */
  stop(reason: string): void {
    this.reason ??= reason;
  }

  get stopped(): string | null {
    return this.reason;
  }

  *spills(first: number, last: number): Generator<number> {
    for (let spill = first; spill <= last && this.reason === null; spill++) yield spill;
  }
}
