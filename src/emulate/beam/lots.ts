/**
 * What a beam particle can be, cut from the range of one random word: its class and, where that does not
 * depend on what becomes of it, which counters it fires.
 */
import type { Card } from '../../core/card/schema.js';
import { normalCdf } from '../../core/normal.js';
import { firingsOf } from '../target/counters.js';
import { CLASSES, classRates, ORDINARY } from '../target/index.js';
import { LOW } from '../target/ordinary.js';

const WORDS = 4294967296;

export class Lots {
  /** Particles per beam electron. */
  readonly perElectron: number;
  /** Words below it: an ordinary electron that fires all of S1..S4 and nothing else, its sum not low: nearly every one. */
  readonly plain: number;
  /**
   * By lot: index into `CLASSES`; S1..S4, V1, V2 (0 as long as they are unknown); whether the analogue sum of an
   * ordinary electron is low (1) or not (0).
   */
  readonly kind: Uint8Array;
  readonly fired: Uint8Array;
  readonly low: Uint8Array;
  /** Where the lots begin, and the end. Lots are multiples of 2^-32 wide. */
  readonly edges: Float64Array;

  /** @param of which classes; all of them unless told */
  constructor(card: Card, of = (_kind: number) => true) {
    const rates = classRates(card).map((rate, kind) => (of(kind) ? rate : 0));
    this.perElectron = rates.reduce((a, b) => a + b, 0);
    const lots = CLASSES.flatMap((of, kind) => {
      const known = kind === ORDINARY || of.misses !== undefined;
      const parts = known ? firingsOf(of, card.detector.counters) : UNKNOWN;
      const marks = kind === ORDINARY ? MARKS : ANY_MARK;
      return marks.flatMap(({ low, of: part }) =>
        parts.map(({ fired, share }) => ({ kind, fired, low, share: share * part * rates[kind] })),
      );
    });
    let sum = 0;
    const ends = lots.map(({ share }) => {
      sum += share;
      return Math.round((sum / this.perElectron) * WORDS);
    });
    this.edges = Float64Array.from([0, ...ends]);
    this.edges[lots.length] = WORDS;
    this.plain = this.edges[1];
    this.kind = Uint8Array.from(lots, ({ kind }) => kind);
    this.fired = Uint8Array.from(lots, ({ fired }) => fired);
    this.low = Uint8Array.from(lots, ({ low }) => low);
  }

  /** The lot of a word. */
  of(word: number): number {
    if (word < this.plain) return 0;
    const { edges } = this;
    let low = 0;
    let high = edges.length - 1;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (word < edges[middle]) high = middle;
      else low = middle;
    }
    return low;
  }

  /** Where in its lot a word lies, in (0, 1): what is left of its randomness. */
  rest(word: number): number {
    const { edges } = this;
    const lot = this.of(word);
    return (word + 0.5 - edges[lot]) / (edges[lot + 1] - edges[lot]);
  }
}

/** It depends on the particle's fate. */
const UNKNOWN = [{ fired: 0, share: 1 }];

const ANY_MARK = [{ low: 0, of: 1 }];
const MARKS = [
  { low: 0, of: normalCdf(LOW) },
  { low: 1, of: normalCdf(-LOW) },
];
