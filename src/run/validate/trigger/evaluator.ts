/**
 * A second trigger, written from docs/trigger.md and sharing nothing with the first but the card: truth
 * tables over the states of all terms, prescales in closed form, all neighbours by brute force.
 */
import type { Card } from '../../../core/card/index.js';

type Section = Card['trigger'];
type Condition = Extract<Section['menu'][string], { when: unknown }>['when'];

/** Arriving particles of a segment of a burst, in order. */
export interface Vectors {
  /** Ticks since the start of the spill. */
  readonly time: ArrayLike<number>;
  /** S1..S4, V1, V2 by bit. */
  readonly fired: ArrayLike<number>;
  /** Counts, before they are limited to those of a sum. */
  readonly ecal: ArrayLike<number>;
  readonly preshower: ArrayLike<number>;
}

/** What became of one particle; of one that is no strobe only the ordinal before it counts. */
export interface Verdict {
  readonly strobe: boolean;
  readonly ordinal: number;
  readonly high: number;
  readonly pulses: number;
  readonly ecal: number;
  readonly preshower: number;
  readonly met: number;
  readonly fired: number;
}

const LARGEST = 65534;
const COUNTER_BITS: Readonly<Record<string, number>> = {
  S1: 1,
  S2: 2,
  S3: 4,
  S4: 8,
  V1: 16,
  V2: 32,
};

interface SumTerm {
  readonly bit: number;
  readonly preshower: boolean;
  /** Smallest and largest sum for which it is true. */
  readonly from: number;
  readonly to: number;
}

interface CoincidenceTerm {
  readonly bit: number;
  readonly require: number;
  readonly veto: number;
}

interface PrescaledTrigger {
  readonly keep: number;
  readonly of: number;
  readonly phase: number;
}

export class TableTrigger {
  private readonly gate: number;
  /** Weight by distance + reach. */
  private readonly weight: readonly number[];
  private readonly reach: number;
  private readonly sums: SumTerm[] = [];
  private readonly coincidences: CoincidenceTerm[] = [];
  /** By the states of all sums and coincidences, as bits: the triggers met. */
  private readonly table: Uint16Array;
  private readonly prescales: (PrescaledTrigger | null)[];

  constructor(section: Section) {
    const ticksOf = (ns: number) => Math.floor(ns * 10 + 0.5);
    this.gate = ticksOf(section.coincidence.gate);
    const full = ticksOf(section.overlap.full);
    const zero = ticksOf(section.overlap.zero);
    this.reach = Math.max(full, zero);
    this.weight = Array.from({ length: 2 * this.reach + 1 }, (_, k) => {
      const distance = Math.abs(k - this.reach);
      if (distance <= full) return 256;
      // Of 256 steps from `full` to `zero`, those that lie at or beyond this distance.
      let steps = 0;
      while (steps < 256 && (steps + 1) * (zero - full) <= 256 * (zero - distance)) steps++;
      return steps;
    });

    const bits = new Map<string, number>();
    const logic = new Map<string, Condition>();
    const count = { ecal: section.ecal.count, preshower: section.preshower.count };
    const addSum = (
      name: string,
      of: 'ecal' | 'preshower',
      side: 'below' | 'above',
      at: number,
    ) => {
      const threshold = Math.floor(at / count[of] + 0.5);
      const range = side === 'below' ? [0, threshold - 1] : [threshold + 1, LARGEST];
      this.sums.push({
        bit: bits.size,
        preshower: of === 'preshower',
        from: range[0],
        to: range[1],
      });
      bits.set(name, bits.size);
    };
    const addCoincidence = (name: string, require: readonly string[], veto: readonly string[]) => {
      const bitsOf = (names: readonly string[]) => names.reduce((b, n) => b + COUNTER_BITS[n], 0);
      this.coincidences.push({ bit: bits.size, require: bitsOf(require), veto: bitsOf(veto) });
      bits.set(name, bits.size);
    };
    addCoincidence('coincidence', ['S1', 'S2', 'S3', 'S4'], ['V1', 'V2']);
    addSum('ecal', 'ecal', 'below', section.ecal.threshold);
    addSum('preshower', 'preshower', 'above', section.preshower.threshold);
    for (const [name, term] of Object.entries(section.terms)) {
      if (term.kind === 'coincidence') addCoincidence(name, term.require, term.veto);
      else if (term.kind === 'logic') logic.set(name, term.when);
      else if (term.below !== undefined) addSum(name, term.of, 'below', term.below);
      else addSum(name, term.of, 'above', term.above as number);
    }

    // One column of the truth table after the other: which states make a condition true.
    const states = 1 << bits.size;
    const column = (condition: Condition): Uint8Array => {
      if (typeof condition === 'string') {
        const named = logic.get(condition);
        if (named !== undefined) return column(named);
        const bit = bits.get(condition) as number;
        return Uint8Array.from({ length: states }, (_, state) => (state >> bit) & 1);
      }
      if (condition.not !== undefined) return column(condition.not).map((x) => 1 - x);
      const parts = (condition.all ?? condition.any ?? []).map(column);
      return Uint8Array.from({ length: states }, (_, state) => {
        const trues = parts.reduce((n, part) => n + part[state], 0);
        return condition.all ? Number(trues === parts.length) : Number(trues > 0);
      });
    };
    this.table = new Uint16Array(states);
    const names = Object.keys(section.menu).sort();
    this.prescales = names.map((name, trigger) => {
      const line = section.menu[name];
      if (line.type !== 'physics' && line.type !== 'beam') return null;
      column(line.when).forEach((isTrue, state) => {
        if (isTrue) this.table[state] |= 1 << trigger;
      });
      const { prescale } = line;
      return typeof prescale === 'number' ? { keep: 1, of: prescale, phase: 0 } : prescale;
    });
  }

  /**
   * Decides on every particle of a segment whose discriminators are all low at its start.
   * @param before strobes, and how often each condition was met, earlier in the burst
   */
  decide(vectors: Vectors, before: { ordinal: number; met: readonly number[] }): Verdict[] {
    const { time, fired } = vectors;
    /** Times at which each counter's last pulse began. */
    const began = new Array<number>(6).fill(-Infinity);
    const met = [...before.met];
    let { ordinal } = before;
    return Array.from(time, (t, i) => {
      let high = 0;
      let pulses = 0;
      for (let c = 0; c < 6; c++) {
        if (t - began[c] < this.gate) high += 1 << c;
        else if ((fired[i] >> c) & 1) {
          began[c] = t;
          high += 1 << c;
          pulses += 1 << c;
        }
      }
      let state = 0;
      for (const { bit, require, veto } of this.coincidences) {
        const complete = (high & (require | veto)) === require;
        if (complete && (pulses & require) > 0) state += 1 << bit;
      }
      if (state === 0) {
        return { strobe: false, ordinal, high, pulses, ecal: 0, preshower: 0, met: 0, fired: 0 };
      }
      ordinal = (ordinal + 1) % 4294967296;
      const ecal = this.sumAbout(vectors, vectors.ecal, i);
      const preshower = this.sumAbout(vectors, vectors.preshower, i);
      for (const term of this.sums) {
        const sum = term.preshower ? preshower : ecal;
        if (sum >= term.from && sum <= term.to) state += 1 << term.bit;
      }
      const triggers = this.table[state];
      let kept = 0;
      this.prescales.forEach((prescale, trigger) => {
        if (prescale === null || ((triggers >> trigger) & 1) === 0) return;
        met[trigger]++;
        const { keep, of, phase } = prescale;
        if ((phase + (met[trigger] % of) * keep) % of < keep) kept += 1 << trigger;
      });
      return { strobe: true, ordinal, high, pulses, ecal, preshower, met: triggers, fired: kept };
    });
  }

  private sumAbout({ time }: Vectors, counts: ArrayLike<number>, i: number): number {
    const limited = (j: number) => Math.min(LARGEST, counts[j]);
    let sum = limited(i);
    for (let j = i - 1; j >= 0 && time[i] - time[j] <= this.reach; j--) {
      sum += Math.floor((limited(j) * this.weight[this.reach - time[i] + time[j]]) / 256);
    }
    for (let j = i + 1; j < time.length && time[j] - time[i] <= this.reach; j++) {
      sum += Math.floor((limited(j) * this.weight[this.reach + time[j] - time[i]]) / 256);
    }
    return Math.min(LARGEST, sum);
  }
}
