/**
 * Candidates: the beam particles of a spill that could trigger, as a thinned Poisson process, and where
 * prescales keep a coincidence. docs/candidates.md says why it is exact.
 */
import type { Card } from '../../core/card/schema.js';
import { Stream } from '../../core/random/index.js';
import { SLICE_TICKS } from '../../core/ticks.js';
import type { Profile } from '../beam/profile.js';
import { Module, type SpillKey, seek } from '../streams.js';
import { throughCounters } from '../target/counters.js';
import { ALL_COUNTERS, type Fate, VETO } from '../target/fate.js';
import { CLASSES, encounter, measure, PAST_S4 } from '../target/index.js';
import { Prescale } from '../trigger/prescale.js';
import { type Kinds, kindsOf, plainPrescales } from './kinds.js';

/** A coincidence that prescales keep: when in its slice, and the triggers that keep it, as bits. */
export interface Kept {
  readonly tick: number;
  readonly bits: number;
}

const NONE: readonly Kept[] = [];

export class Candidates {
  readonly kinds: Kinds;
  readonly slices: number;
  private readonly keptIn: ReadonlyMap<number, readonly Kept[]>;

  constructor(
    private readonly card: Card,
    readonly at: SpillKey,
    profile: Profile,
  ) {
    this.kinds = kindsOf(card);
    this.slices = profile.electrons.length;
    this.keptIn = this.keptCoincidences(profile);
  }

  /** Those of a slice, in order of time. */
  kept(slice: number): readonly Kept[] {
    return this.keptIn.get(slice) ?? NONE;
  }

  /** Ticks of the clock triggers of a slice. */
  clockTicks(slice: number): number[] {
    const { at, slices } = this;
    return this.kinds.clocks.in({ at, slice, slices }).map(({ tick }) => tick);
  }

  /**
   * Draws the kind of a candidate and what becomes of it.
   * @param stream of it
   * @returns its kind; -1: there is none after all
   */
  propose(stream: Stream, fate: Fate): number {
    const { card, kinds } = this;
    const { counters } = card.detector;
    const kind = pick(kinds.sums, stream);
    const tail = kinds.tails[kind];
    if (tail === null) {
      encounter(card, CLASSES[kind], stream, fate);
      measure(card, stream, fate);
      this.mark = stream.normal();
    } else {
      if (!tail.draw(stream, fate)) return -1;
      this.mark = tail.mark;
      fate.fired = throughCounters(counters, stream) & (fate.counters | VETO);
    }
    // Those that prescales keep are drawn apart.
    if (fate.fired === ALL_COUNTERS && stream.uniform() < kinds.keptShare) return -1;
    return kind;
  }

  /** Deviation of the last one's analogue sum, standard normal. */
  mark = 0;

  /** Draws a particle that fires S1..S4 alone. @returns its kind */
  drawKept(stream: Stream, fate: Fate): number {
    const { card, kinds } = this;
    for (;;) {
      const kind = pick(kinds.through, stream);
      encounter(card, CLASSES[kind], stream, fate);
      if (fate.fired !== ALL_COUNTERS) continue;
      measure(card, stream, fate);
      this.mark = stream.normal();
      return kind;
    }
  }

  /** Draws an electron that misses S4 by bremsstrahlung. */
  drawPast(stream: Stream, fate: Fate): void {
    const { card } = this;
    encounter(card, CLASSES[PAST_S4], stream, fate);
    measure(card, stream, fate);
    this.mark = stream.normal();
  }

  /**
   * Every so many coincidences one is kept: the expected number of coincidences between two of them is
   * gamma-distributed.
   */
  private keptCoincidences({ electrons }: Profile): Map<number, Kept[]> {
    const { others, menu } = this.kinds;
    const stream = new Stream();
    const all = new Map<number, Kept[]>();
    for (const { bit, ratio } of plainPrescales(menu)) {
      seek(stream, this.at, 0, Module.kept, bit);
      const prescale = new Prescale(ratio);
      const next = () => {
        const { quiet } = prescale;
        if (quiet === Infinity) return Infinity;
        prescale.pass(quiet);
        prescale.step();
        return stream.gamma(quiet + 1);
      };
      let left = next();
      for (let slice = 0; slice < electrons.length; slice++) {
        const expected = others.coincidences(electrons[slice]);
        let used = 0;
        while (left <= expected - used) {
          used += left;
          const tick = Math.min(SLICE_TICKS - 1, Math.floor((used / expected) * SLICE_TICKS));
          const kept = all.get(slice) ?? [];
          kept.push({ tick, bits: 1 << bit });
          all.set(slice, kept);
          left = next();
        }
        left -= expected - used;
      }
    }
    for (const kept of all.values()) kept.sort((a, b) => a.tick - b.tick);
    return all;
  }
}

function pick(sums: Float64Array, stream: Stream): number {
  const u = stream.uniform() * sums[sums.length - 1];
  let i = 0;
  while (sums[i] <= u) i++;
  return i;
}
