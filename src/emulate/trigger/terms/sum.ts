import type { TriggerSection } from '../../../core/card/trigger.js';
import { thresholdCounts } from '../counts.js';
import type { TermKind, TermOf } from './term.js';

/** The in-time cluster: counts of the particle and its weighted neighbours below or above a threshold. */
export const sum: TermKind<'sum'> = {
  kind: 'sum',
  compile(term, section) {
    const { of } = term;
    const threshold = countsOf(term, section);
    // Neighbours only add: what is above alone stays above.
    return term.below !== undefined
      ? (sight) => sight.own(of) < threshold && sight.total(of) < threshold
      : (sight) => sight.own(of) > threshold || sight.total(of) > threshold;
  },
  explain(term, section, sight) {
    const relation = term.below === undefined ? '>' : '<';
    return `${term.of} ${sight.total(term.of)} (alone ${sight.own(term.of)}) ${relation} ${countsOf(term, section)} counts`;
  },
};

const countsOf = (term: TermOf<'sum'>, section: TriggerSection): number =>
  thresholdCounts(term.below ?? term.above ?? 0, section[term.of].count);
