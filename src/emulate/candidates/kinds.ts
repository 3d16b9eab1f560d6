/**
 * What of a card decides who is a candidate: the same for all spills.
 */
import type { Card } from '../../core/card/schema.js';
import { Lots } from '../beam/lots.js';
import { BREMSSTRAHLUNG, CLASSES, classRates, ORDINARY } from '../target/index.js';
import { Clocks } from '../trigger/clocks/index.js';
import { Menu } from '../trigger/menu.js';
import type { Ratio } from '../trigger/prescale.js';
import { Others } from './others.js';
import { isCommon, LowBremsstrahlung, LowOrdinary, type Tail } from './tail.js';

/** What of a card does not depend on the spill. */
export class Kinds {
  /** By kind: the tail that is drawn in place of the whole class. */
  readonly tails: readonly (Tail | null)[];
  /** Proposals per beam electron, summed over the kinds up to each; all of them. */
  readonly sums: Float64Array;
  readonly proposals: number;
  /** Those of which a coincidence may be kept, summed. */
  readonly through: Float64Array;
  /** Neighbours that are no candidates, and those that fire S4 but not all of S1..S3. */
  readonly common: Lots;
  readonly others: Others;
  readonly menu: Menu;
  /** Share of the coincidences that prescales keep. */
  readonly keptShare: number;
  readonly clocks: Clocks;

  constructor(card: Card) {
    const rates = classRates(card);
    this.tails = CLASSES.map((_, kind) => {
      if (kind === ORDINARY) return new LowOrdinary(card);
      return kind === BREMSSTRAHLUNG ? new LowBremsstrahlung(card) : null;
    });
    let sum = 0;
    this.sums = rates.map((rate, kind) => {
      // The tail of bremsstrahlung counts its own class.
      if (kind === ORDINARY) sum += rate * (this.tails[kind] as Tail).proposals;
      else if (kind === BREMSSTRAHLUNG) sum += (this.tails[kind] as Tail).proposals;
      else if (!isCommon(kind)) sum += rate;
      return sum;
    });
    this.proposals = sum;
    sum = 0;
    this.through = rates.map((rate, kind) => (sum += CLASSES[kind].misses ? 0 : rate));
    this.common = new Lots(card, isCommon);
    this.others = new Others(
      card,
      this.tails.map((tail, kind) => (tail?.share ?? 0) * (kind === ORDINARY ? rates[kind] : 1)),
    );
    this.menu = new Menu(card.trigger);
    this.keptShare = plainPrescales(this.menu).reduce(
      (s, { ratio }) => s + ratio.keep / ratio.of,
      0,
    );
    this.clocks = new Clocks(card.trigger);
  }
}

const known = new WeakMap<Card, Kinds>();

export function kindsOf(card: Card): Kinds {
  let kinds = known.get(card);
  if (kinds === undefined) {
    kinds = new Kinds(card);
    known.set(card, kinds);
  }
  return kinds;
}

interface PlainPrescale {
  readonly bit: number;
  readonly ratio: Ratio;
}

/** Triggers whose condition every plain coincidence meets. */
export function plainPrescales(menu: Menu): PlainPrescale[] {
  const met = menu.plain?.met ?? 0;
  return menu.entries.flatMap(({ ratio }, bit) => (met & (1 << bit) ? [{ bit, ratio }] : []));
}
