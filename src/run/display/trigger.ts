/** Why an event was accepted, in a sentence. */
import type { DecisionRecord } from '../../emulate/trigger/record.js';
import type { TriggerShown } from './shape.js';

export const triggerShown = (decision: DecisionRecord): TriggerShown => ({
  ...decision,
  answer: answerOf(decision),
});

function answerOf({ triggers, strobe, counters }: DecisionRecord): string {
  const fired = triggers.filter((t) => t.fired);
  if (fired.length > 0) return `Accepted by ${fired.map(reasonOf).join(', and by ')}.`;
  const met = triggers.filter((t) => t.met);
  if (met.length > 0) {
    return `Not accepted: ${met.map(({ name }) => name).join(', ')} prescaled away.`;
  }
  if (!strobe) return `No coincidence begins here: high ${counters.high.join(' ') || 'none'}.`;
  return 'Not accepted: no trigger has its condition met.';
}

function reasonOf({ name, condition, prescale: { keep, of } }: DecisionRecord['triggers'][number]) {
  const why = condition === null ? 'by the clock' : `${condition} was true`;
  return `${name} (${why}${of > 1 ? `, and it was one of ${keep} in ${of} that are kept` : ''})`;
}
