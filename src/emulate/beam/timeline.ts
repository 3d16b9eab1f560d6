/**
 * The spill as one continuous time line: the current slice with the one before and the one after, so
 * that neighbours in time are seen across the edges of slices.
 */
import type { Card } from '../../core/card/schema.js';
import type { Mode } from '../../core/mode.js';
import { SLICE_TICKS } from '../../core/ticks.js';
import { Candidates } from '../candidates/index.js';
import { CandidateSlice } from '../candidates/slice.js';
import type { SpillKey } from '../streams.js';
import { EverySlice } from './everySlice.js';
import { type Profile, wayThrough } from './profile.js';
import type { Slice } from './slice.js';

/** By mode: makes the slices of a spill. */
const WAYS: {
  readonly [M in Mode]: (card: Card, at: SpillKey, profile: Profile) => () => Slice;
} = {
  every: (card, at) => () => new EverySlice(card, at),
  candidates: (card, at, profile) => {
    const candidates = new Candidates(card, at, profile);
    return () => new CandidateSlice(card, at, candidates);
  },
};

export class Timeline {
  private slices: [Slice, Slice, Slice];
  private drawn = -2;

  /** @param mode of the run */
  constructor(
    card: Card,
    at: SpillKey,
    private readonly profile: Profile,
    mode: Mode = 'every',
  ) {
    const make = WAYS[wayThrough(mode, profile)](card, at, profile);
    this.slices = [make(), make(), make()];
  }

  get current(): Slice {
    return this.slices[1];
  }

  /** Makes a slice the current one; the next in turn costs one draw, any other three. */
  moveTo(index: number): Slice {
    const [before, current, after] = this.slices;
    if (index === this.drawn + 1) {
      this.slices = [current, after, before];
    } else {
      this.draw(this.slices[0], index - 1);
      this.draw(this.slices[1], index);
    }
    this.draw(this.slices[2], index + 1);
    this.drawn = index;
    return this.current;
  }

  private draw(slice: Slice, index: number): void {
    const { faults } = this.profile;
    if (faults) slice.sumGain = faults.sums(index);
    slice.draw(index, this.profile.electrons[index] ?? 0);
  }

  /** Visits all particles with from <= dt < to (0.1 ns) about a tick of the current slice, in order of time. */
  visit(
    tick: number,
    from: number,
    to: number,
    each: (slice: Slice, index: number, dt: number) => void,
  ): void {
    for (let s = 0; s < 3; s++) {
      const slice = this.slices[s];
      const offset = (s - 1) * SLICE_TICKS - tick;
      if (offset >= to || offset + SLICE_TICKS <= from) continue;
      for (let i = firstAtOrAfter(slice, from - offset); i < slice.size; i++) {
        const dt = slice.tick[i] + offset;
        if (dt >= to) break;
        each(slice, i, dt);
      }
    }
  }
}

function firstAtOrAfter(slice: Slice, tick: number): number {
  let low = 0;
  let high = slice.size;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (slice.tick[middle] < tick) low = middle + 1;
    else high = middle;
  }
  return low;
}
