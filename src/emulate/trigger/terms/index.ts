/** The kinds of terms. */
import type { Term, TriggerSection } from '../../../core/card/trigger.js';
import { coincidence } from './coincidence.js';
import { logic } from './logic.js';
import { sum } from './sum.js';
import type { TermKind, Test } from './term.js';

export const TERM_KINDS: { readonly [Kind in Term['kind']]: TermKind<Kind> } = {
  coincidence,
  sum,
  logic,
};

const kindOf = (term: Term) => TERM_KINDS[term.kind] as TermKind<Term['kind']>;

/** The tests of all terms, by name. */
export function testsOf(
  terms: Readonly<Record<string, Term>>,
  section: TriggerSection,
): Map<string, Test> {
  const tests = new Map<string, Test>();
  for (const [name, term] of Object.entries(terms)) {
    const test = kindOf(term).compile(term, section, (other) => tests.get(other) as Test);
    tests.set(name, test);
  }
  return tests;
}

export const explainTerm = (
  ...[term, section, sight]: Parameters<TermKind<Term['kind']>['explain']>
) => kindOf(term).explain(term, section, sight);
