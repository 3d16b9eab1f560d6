import { type Condition, isTrue } from '../../../core/card/trigger.js';
import type { TermKind } from './term.js';

/** A condition over other terms under a name of its own. */
export const logic: TermKind<'logic'> = {
  kind: 'logic',
  compile(term, _section, testOf) {
    return (sight) => isTrue(term.when, (name) => testOf(name)(sight));
  },
  explain: (term) => formatCondition(term.when),
};

/** A condition as one reads it: `coincidence AND (ecal OR NOT preshower)`. */
export function formatCondition(condition: Condition, inner = false): string {
  if (typeof condition === 'string') return condition;
  const { all, any, not } = condition;
  if (not !== undefined) return `NOT ${formatCondition(not, true)}`;
  const parts = (all ?? any ?? []).map((part) => formatCondition(part, true));
  const text = parts.join(all ? ' AND ' : ' OR ');
  return inner && parts.length > 1 ? `(${text})` : text;
}
