/** The card's own rates per electron on target: what holds where too little was counted. */
import type { Belief } from '../../core/card/schema.js';
import type { Estimate } from './source.js';

export const CARD_RATE = "the card's rate per electron on target";

type Row = Belief['analysis']['background']['sources'][number];

/** One of the card's sources for an exposure. */
export function typedIn(
  { name, events, error }: Row,
  { analysis }: Belief,
  electrons: number,
): Estimate {
  const scale = electrons / analysis.background.electrons;
  return {
    ...{ name, kind: 'estimate', events: events * scale, error: error * scale },
    interval: [Math.max(0, events - error) * scale, (events + error) * scale],
    ...{ statistical: null, systematic: null, slope: null },
    ...{ method: CARD_RATE, used: {}, warnings: [] },
  };
}
