/** The shape of a kind of term. */
import type { Sum, Term, TriggerSection } from '../../../core/card/trigger.js';
import type { Code } from '../discriminators.js';

/** What a term may look at. */
export interface Sight {
  /** The discriminators at the moment of the particle. */
  readonly code: Code;
  /** Counts of the particle alone: what a neighbour adds is never negative. */
  own(sum: Sum): number;
  /** Counts with all neighbours. */
  total(sum: Sum): number;
}

/** Whether a term is true; changes nothing. */
export type Test = (sight: Sight) => boolean;

export type TermOf<Kind extends Term['kind']> = Extract<Term, { kind: Kind }>;

/** One kind of term: one file of this shape, one registry line, one entry in the card's schema. */
export interface TermKind<Kind extends Term['kind']> {
  readonly kind: Kind;
  /**
   * The test of a term, made once for a menu.
   * @param testOf tests of the other terms, by name
   */
  compile(term: TermOf<Kind>, section: TriggerSection, testOf: (name: string) => Test): Test;
  /** In words, with the integers that are compared: what the test said, and why. */
  explain(term: TermOf<Kind>, section: TriggerSection, sight: Sight): string;
}
