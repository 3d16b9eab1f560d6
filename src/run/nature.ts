/**
 * Which nature a run has: the card that the emulator is given. Analysis, plans and hashes go by the card as it is, and
 * nothing but the emulator is given another.
 */
import { type Card, cardHash } from '../core/card/index.js';
import type { Nature } from '../core/nature.js';
import { seedKey } from '../core/random/index.js';
import { type DrawnNature, type DrawnValue, drawNature } from '../emulate/nature/draw.js';
import { sha256 } from './hash.js';

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

/** nature.json: the true parameters of a run beside those of its card. */
export interface OpenedNature {
  readonly schema: 'spillway.nature/1';
  readonly cardHash: string;
  readonly seed: string;
  readonly run: number;
  readonly values: readonly DrawnValue[];
}

/** What runs of a card and a seed with `--nature drawn` have hidden: whoever asks for it opens it. */
export function openedNature({ card, seed }: OfNature): OpenedNature {
  const { values } = drawnNature({ card, seed });
  const hash = cardHash(card, sha256);
  return { schema: 'spillway.nature/1', cardHash: hash, seed, run: card.run.number, values };
}

/** The card that the emulator is given. */
export const trueCard = (of: OfNature): Card =>
  of.nature === 'drawn' ? drawnNature(of).card : of.card;

/** Whether the true parameters of a run are to be kept from whoever analyses it. */
export const isHidden = (of: { readonly nature: Nature; readonly unblinded: boolean }): boolean =>
  of.nature === 'drawn' && !of.unblinded;
