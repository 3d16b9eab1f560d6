import { COUNTERS, type Counter } from '../../../core/card/trigger.js';
import { highOf, pulsesOf } from '../discriminators.js';
import type { TermKind } from './term.js';

const bitsOf = (counters: readonly Counter[]) =>
  counters.reduce((bits, counter) => bits | (1 << COUNTERS.indexOf(counter)), 0);

/** Names of counters by their bits. */
export const countersOf = (bits: number): Counter[] =>
  COUNTERS.filter((_, c) => (bits & (1 << c)) !== 0);

/**
 * All required counters high, no vetoed one, and a required one has just risen: true once for each
 * overlap of the pulses, at the moment at which the last of them begins.
 */
export const coincidence: TermKind<'coincidence'> = {
  kind: 'coincidence',
  compile(term) {
    const require = bitsOf(term.require);
    const veto = bitsOf(term.veto);
    return ({ code }) => {
      const high = highOf(code);
      return (
        (high & require) === require && (high & veto) === 0 && (pulsesOf(code) & require) !== 0
      );
    };
  },
  explain(term, _section, { code }) {
    const names = (bits: number) => countersOf(bits).join(' ') || 'none';
    const asked = [...term.require, ...term.veto.map((counter) => `!${counter}`)].join(' ');
    return `${asked}: high ${names(highOf(code))}, just risen ${names(pulsesOf(code))}`;
  },
};
