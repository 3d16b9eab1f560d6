/**
 * Background expected in the signal box, source by source as Table I of the paper, from the counts of open events;
 * where these do not suffice, or bound nothing because nothing was seen, the card's rate per electron on target, named so. A new source is one file of the shape `Source` and one line here.
 */
import type { Belief } from '../../core/card/schema.js';
import type { Counts } from '../counts.js';
import { beamLine } from './beamLine.js';
import { decays } from './decays.js';
import { dimuons } from './dimuons.js';
import { dump } from './dump.js';
import { holes } from './holes.js';
import { type Seen, seenOf } from './seen.js';
import type { Estimate, Source } from './source.js';
import { turnOnOf } from './turnOn.js';

export type { Estimate, Seen };

export const SOURCES: readonly Source[] = [dimuons, decays, beamLine, dump, holes];

export const CARD_RATE = "the card's rate per electron on target";

export interface Background {
  /** Whether any source was estimated from the counts. */
  readonly method: string;
  /** Limits are counted as what they allow, as the paper does: conservative. */
  readonly events: number;
  readonly error: number;
  readonly sources: readonly Estimate[];
}

/** What the counts of an exposure hold for the estimates. */
export interface Exposed {
  readonly belief: Belief;
  readonly counts: Counts;
  /** The experimenter's electrons on target. */
  readonly electrons: number;
}

/** Background in the box for the exposure of the counts. */
export const estimateBackground = ({ belief, counts, electrons }: Exposed): Background =>
  backgroundOf(seenOf(counts, electrons, belief.analysis.regionI.module), belief);

/** The same from what is seen of them. */
export function backgroundOf(seen: Seen, belief: Belief): Background {
  const turnOn = turnOnOf(seen, belief);
  const scale = seen.electrons / belief.analysis.background.electrons;
  const sources = belief.analysis.background.sources.map((row): Estimate => {
    const found = SOURCES.find(({ name }) => name === row.name)?.estimate({
      ...{ seen, belief, turnOn },
    });
    const typed = typedIn(row, scale);
    if (!found) return typed;
    const { empty = false, ...estimate } = found;
    if (!empty || estimate.events <= typed.events) return { name: row.name, ...estimate };
    const bound = `nothing was seen: the counts bound it to ${estimate.events.toPrecision(2)}, less tightly`;
    return { ...typed, used: estimate.used, warnings: [bound, ...estimate.warnings] };
  });
  const typed = sources.filter(({ method }) => method === CARD_RATE).length;
  return {
    method:
      typed === sources.length
        ? CARD_RATE
        : typed === 0
          ? 'from the counts'
          : `from the counts, ${typed} of ${sources.length} by ${CARD_RATE}`,
    ...totalOf(sources),
    sources,
  };
}

type Row = Belief['analysis']['background']['sources'][number];

const typedIn = ({ name, events, error }: Row, scale: number): Estimate => ({
  ...{ name, kind: 'estimate', events: events * scale, error: error * scale },
  interval: [Math.max(0, events - error) * scale, (events + error) * scale],
  ...{ statistical: null, systematic: null, method: CARD_RATE, used: {}, warnings: [] },
});

const totalOf = (sources: readonly { readonly events: number; readonly error: number }[]) => ({
  events: sources.reduce((sum, s) => sum + s.events, 0),
  error: Math.sqrt(sources.reduce((sum, s) => sum + s.error * s.error, 0)),
});

/** The card's rates for an exposure. */
export function expectedBackground(
  belief: Belief,
  electrons: number,
): { events: number; error: number } {
  const { electrons: reference, sources } = belief.analysis.background;
  const { events, error } = totalOf(sources);
  const scale = electrons / reference;
  return { events: events * scale, error: error * scale };
}
