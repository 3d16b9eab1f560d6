/** Whether the spills of a card can be gone through by candidates. */
import type { Card } from '../../core/card/schema.js';
import { kindsOf } from './kinds.js';

/** Share of the beam particles above which drawing each is cheaper. */
const MOST = 0.2;

/**
 * Why the spills of a card cannot be gone through by candidates.
 * @returns null where they can
 */
export function refusal(card: Card): string | null {
  const { trigger } = card;
  const { menu, proposals, keptShare: kept } = kindsOf(card);
  const { plain } = menu;
  if (plain === null) {
    return 'the menu asks more of an electron with all its energy in the ECAL than which counters it fires and that its ECAL sum is above a threshold: each such electron has to be drawn';
  }
  const { count, keep } = trigger.ecal;
  const highest = (plain.counts + 1) * count;
  if (highest > keep) {
    return `a threshold on the ECAL sum, ${highest - count} GeV, is not below the ceiling, trigger.ecal.keep = ${keep} GeV, up to which electrons are candidates`;
  }
  const share = proposals + kept;
  if (share > MOST) {
    return `${(100 * share).toFixed(0)} % of the electrons would be candidates, more than ${100 * MOST} %: ${kept > proposals ? 'prescale what every electron triggers' : 'tighten trigger.ecal.keep'}`;
  }
  return null;
}
