/**
 * Which nature a run has: the card that the emulator is given. Analysis, plans and hashes go by the card as it is, and
 * nothing but the emulator is given another.
 */
import type { Card } from '../core/card/index.js';
import type { Nature } from '../core/nature.js';
import { seedKey } from '../core/random/index.js';
import { type DrawnNature, type DrawnValue, drawNature } from '../emulate/nature/draw.js';

export type { DrawnValue };

export interface OfNature {
  readonly card: Card;
  readonly seed: string;
  /** `nominal` unless told otherwise. */
  readonly nature?: Nature;
}

/** By card and seed: what the emulator makes of a card once it need not make again for every spill. */
const known = new WeakMap<Card, Map<string, DrawnNature>>();

/** The drawn nature of a card and a seed. */
export function drawnNature({ card, seed }: OfNature): DrawnNature {
  const ofCard = known.get(card) ?? new Map<string, DrawnNature>();
  known.set(card, ofCard);
  const nature = ofCard.get(seed) ?? drawNature(card, seedKey(seed));
  ofCard.set(seed, nature);
  return nature;
}

/** The card that the emulator is given. */
export const trueCard = (of: OfNature): Card =>
  of.nature === 'drawn' ? drawnNature(of).card : of.card;

/** Whether the true parameters of a run are to be kept from whoever analyses it. */
export const isHidden = (of: { readonly nature: Nature; readonly unblinded: boolean }): boolean =>
  of.nature === 'drawn' && !of.unblinded;
