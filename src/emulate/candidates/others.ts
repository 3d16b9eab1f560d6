/**
 * The particles that are no candidates and stand near none: only how many there are is drawn, by class, by what
 * they fire and by what becomes of them. They cannot trigger; prescales that would keep one are drawn ahead.
 *
 * A counter is high for the gate after each pulse that it makes, so that of particles at a rate r a share
 * r g/(1 + r g) meets it high. S1..S4 are taken as one, and V1, V2: what is left out, pulses that a particle makes
 * beside those of another, is of the order of the share that misses a counter times r g, and grows with the rate:
 * outcomes are right to 0.5 % at 7e6 electrons per spill and to some per cent at 7e7. No trigger depends on it.
 */
import type { Card } from '../../core/card/schema.js';
import { binomial, type Stream } from '../../core/random/index.js';
import { SLICE_TICKS, ticks } from '../../core/ticks.js';
import { firingsOf } from '../target/counters.js';
import { CLASSES, classRates, PAST_S4 } from '../target/index.js';
import { ALL_S, ANY_V } from '../trigger/discriminators.js';
import { hasTail, isCommon } from './tail.js';

/** Particles of a kind that fire the same counters, per beam electron. */
interface Pattern {
  readonly kind: number;
  readonly fired: number;
  readonly share: number;
}

const S4 = 8;

/** Some of the patterns, to draw from. */
class Patterns {
  /** Per beam electron, all together. */
  readonly share: number;

  constructor(private readonly patterns: readonly Pattern[]) {
    this.share = this.patterns.reduce((sum, { share }) => sum + share, 0);
  }

  draw(stream: Stream): Pattern {
    let left = stream.uniform() * this.share;
    let i = 0;
    while (i < this.patterns.length - 1 && left >= this.patterns[i].share) {
      left -= this.patterns[i++].share;
    }
    return this.patterns[i];
  }
}

/** What becomes of the particles of a slice that fire S1..S4 alone, as shares. */
interface Fortune {
  readonly opened: number;
  readonly merged: number;
  readonly vetoed: number;
}

/** How often what is fired, per beam electron. */
interface Rates {
  /** S1..S4 alone; all of them; a V without all of them. */
  readonly alone: number;
  readonly allS: number;
  readonly onlyV: number;
}

export class Others {
  /** By what is left out of a beam electron: patterns that are S1..S4 alone, and all the others. */
  readonly plain: readonly Pattern[];
  readonly rest: readonly Pattern[];
  readonly plainShare: number;
  /** Electrons that miss S4 by bremsstrahlung, per beam electron. */
  readonly past: number;
  /** Electrons that fire S4, not all of S1..S3, and no V; those that fire some of S1..S3, not S4. */
  readonly partners: Patterns;
  readonly withoutS4: Patterns;
  /** Gate of the discriminators, in slices. */
  readonly gate: number;
  /** Without candidates, and with them. */
  private readonly common: Rates;
  private readonly all: Rates;

  /** @param candidates of each kind per beam electron, of those that are not candidates as a whole */
  constructor(card: Card, candidates: readonly number[]) {
    const { counters } = card.detector;
    const rates = classRates(card);
    const spread = (kind: number, rate: number): Pattern[] =>
      firingsOf(CLASSES[kind], counters).map(({ fired, share }) => ({
        ...{ kind, fired, share: share * rate },
      }));
    const common: Pattern[] = [];
    const rare: Pattern[] = [];
    rates.forEach((rate, kind) => {
      if (isCommon(kind)) common.push(...spread(kind, rate - candidates[kind]));
      else rare.push(...spread(kind, rate));
      if (hasTail(kind)) rare.push(...spread(kind, candidates[kind]));
    });
    this.plain = common.filter(({ fired }) => fired === ALL_S);
    this.plainShare = this.plain.reduce((sum, { share }) => sum + share, 0);
    this.rest = common.filter(({ fired, share }) => fired !== ALL_S && share > 0);
    this.past = rates[PAST_S4];
    this.partners = new Patterns(
      common.filter(({ fired }) => fired & S4 && (fired & ALL_S) !== ALL_S && !(fired & ANY_V)),
    );
    this.withoutS4 = new Patterns(common.filter(({ fired }) => fired & ALL_S && !(fired & S4)));
    this.gate = ticks(card.trigger.coincidence.gate) / SLICE_TICKS;
    this.common = ratesOf(common);
    this.all = ratesOf([...common, ...rare]);
  }

  /** In a slice with this many expected beam electrons, where no candidate is near. */
  fortune(electrons: number): Fortune {
    return this.fortuneAmong(this.common, electrons);
  }

  /** Coincidences S1 S2 S3 S4 !V expected in it, those of candidates included. */
  coincidences(electrons: number): number {
    return electrons * this.all.alone * this.fortuneAmong(this.all, electrons).opened;
  }

  private fortuneAmong({ alone, allS, onlyV }: Rates, electrons: number): Fortune {
    const high = (perElectron: number) => {
      const x = electrons * perElectron * this.gate;
      return x / (1 + x);
    };
    const quiet = 1 - high(onlyV);
    const opened = (1 - high(allS)) * quiet;
    const merged = high(allS) * (alone / allS) * quiet;
    return { opened, merged, vetoed: 1 - opened - merged };
  }
}

function ratesOf(patterns: readonly Pattern[]): Rates {
  const sum = (is: (fired: number) => boolean) =>
    patterns.reduce((s, { fired, share }) => s + (is(fired) ? share : 0), 0);
  const isAll = (fired: number) => (fired & ALL_S) === ALL_S;
  return {
    alone: sum((fired) => fired === ALL_S),
    allS: sum(isAll),
    onlyV: sum((fired) => !isAll(fired) && (fired & ANY_V) !== 0),
  };
}

/** Coincidences in a slice, and those while the readout was busy. */
export interface Coincidences {
  all: number;
  busy: number;
}

/** How many others there are in one spill: numbers of Poisson distributions. */
export class OthersOfSpill {
  /** Particles by kind, as far as they are drawn; pulses by counters; outcomes. */
  readonly byKind = CLASSES.map(() => 0);
  readonly pulses = new Float64Array(64);
  readonly outcomes = { missedCounters: 0, vetoed: 0, mergedWithPrevious: 0, opened: 0 };
  private readonly coincidences: Coincidences = { all: 0, busy: 0 };
  /** Expected of a pattern that has one per beam electron, S1..S4 high or not; of S1..S4 alone, vetoed and merged. */
  private all = 0;
  private high = 0;
  private vetoed = 0;
  private merged = 0;
  /** Coincidences with a particle of that pattern shortly before them. */
  private shadowed = 0;

  /**
   * @param keptShare of the coincidences that is drawn ahead
   * @param busyStream for what depends on the readout: how many there are does not
   */
  constructor(
    private readonly others: Others,
    private readonly keptShare: number,
    private readonly stream: Stream,
    private readonly busyStream: Stream,
  ) {}

  /**
   * Draws the coincidences of a slice.
   * @param electrons expected in the whole slice
   * @param alone of its time, in slices, without candidates near by
   * @param busy of that the share with the readout busy
   */
  slice(electrons: number, alone: number, busy: number): Coincidences {
    const { others, stream, busyStream, coincidences } = this;
    const { opened, merged, vetoed } = others.fortune(electrons);
    const here = electrons * alone;
    const opens = electrons * opened * (1 - this.keptShare);
    coincidences.all = 0;
    for (const { kind, share } of others.plain) {
      const n = stream.poisson(opens * share * alone);
      this.byKind[kind] += n;
      coincidences.all += n;
    }
    coincidences.busy = binomial(busyStream, coincidences.all, busy);
    this.outcomes.opened += coincidences.all;
    this.pulses[ALL_S] += coincidences.all;
    this.all += here;
    this.high += here * (1 - opened);
    this.vetoed += here * vetoed;
    this.merged += here * merged;
    this.shadowed += here * others.plainShare * opened * electrons * others.gate;
    return coincidences;
  }

  /** Draws those that open no coincidence. */
  finish(): void {
    const { others, outcomes, byKind, pulses, stream } = this;
    const draw = ({ kind, share }: Pattern, expected: number, taken: number): number => {
      const n = stream.poisson(share * expected);
      byKind[kind] += n;
      pulses[taken] += n;
      return n;
    };
    for (const p of others.plain) {
      outcomes.vetoed += draw(p, this.vetoed, ALL_S);
      outcomes.mergedWithPrevious += draw(p, this.merged, 0);
    }
    for (const p of others.rest) {
      const n = draw(p, this.all - this.high, p.fired) + draw(p, this.high, p.fired & ANY_V);
      if ((p.fired & ALL_S) === ALL_S) {
        outcomes.vetoed += n;
        continue;
      }
      outcomes.missedCounters += n;
      // The pulses of such a one are not made again.
      const fewer = stream.poisson(p.share * this.shadowed);
      pulses[ALL_S] -= fewer;
      pulses[ALL_S & ~p.fired] += fewer;
    }
  }
}
