/**
 * Why a particle was accepted or not: the decision of the trigger made again alone, as data.
 */
import type { Card } from '../../core/card/schema.js';
import { SUMS, type Sum } from '../../core/card/trigger.js';
import type { Id } from '../../core/id.js';
import type { Mode } from '../../core/mode.js';
import type { Key } from '../../core/random/index.js';
import { SLICE_TICKS } from '../../core/ticks.js';
import { TRIGGER_TYPES, type TriggerType } from '../../core/wire/ledger.js';
import { profileOf, wayThrough } from '../beam/profile.js';
import type { Slice } from '../beam/slice.js';
import { Timeline } from '../beam/timeline.js';
import type { SpillKey } from '../streams.js';
import { Clocks } from './clocks/index.js';
import { type Code, highOf, pulsesOf } from './discriminators.js';
import { type Standing, Trigger } from './index.js';
import { Look } from './look.js';
import type { Ratio } from './prescale.js';
import { countersOf } from './terms/coincidence.js';
import { explainTerm } from './terms/index.js';
import { formatCondition } from './terms/logic.js';

export interface DecisionRecord {
  /** 0.1 ns since the start of the spill. */
  readonly tick: number;
  /** Over their thresholds in this particle; high at its time; of these, just risen. */
  readonly counters: Readonly<Record<'fired' | 'high' | 'risen', readonly string[]>>;
  /** Whether a coincidence of the menu became true here, and which of the spill it is. */
  readonly strobe: boolean;
  readonly ordinal: number | null;
  /** Counts of the particle alone and with its neighbours, and the energy of one, GeV. */
  readonly sums: Readonly<Record<Sum, { own: number; total: number; countGeV: number }>> | null;
  readonly terms: readonly {
    readonly name: string;
    readonly kind: string;
    readonly isTrue: boolean;
    readonly why: string;
  }[];
  readonly triggers: readonly {
    readonly name: string;
    readonly type: TriggerType;
    /** Null: by the clock. */
    readonly condition: string | null;
    readonly met: boolean;
    readonly prescale: Ratio;
    /**
     * How often the condition was met in the spill, this time included; the accumulator after it. Null also where
     * it was drawn ahead what the prescale keeps.
     */
    readonly n: number | null;
    readonly accumulator: number | null;
    readonly fired: boolean;
  }[];
}

/**
 * The decision on an id.
 * @param ordinal of its coincidence where that is on record; else it is found by going through the spill
 * @returns null when the spill has no such id
 */
export function decisionOf(
  card: Card,
  key: Key,
  id: Id,
  ordinal: number | null,
  mode: Mode = 'every',
): DecisionRecord | null {
  const at: SpillKey = { key, run: card.run.number, spill: id.spill };
  const profile = profileOf(card, at);
  const timeline = new Timeline(card, at, profile, mode);
  const slice = timeline.moveTo(id.slice);
  if (id.kind !== 'particle') return clockDecision(card, at, id, profile.electrons.length);
  if (id.index >= slice.size) return null;
  const ahead = wayThrough(mode, profile) === 'candidates';
  const standing = standingOf(card, timeline, id, ordinal, ahead);
  const trigger = new Trigger(card.trigger, standing, { ahead });
  timeline.moveTo(id.slice);
  return particleDecision(card, timeline, trigger, id);
}

function particleDecision(
  card: Card,
  timeline: Timeline,
  trigger: Trigger,
  id: Id,
): DecisionRecord {
  const { current: slice } = timeline;
  const tick = slice.tick[id.index];
  const start = id.slice * SLICE_TICKS;
  // Pulses of earlier particles: after the first gap without any the discriminators are as they were.
  let strobe = false;
  timeline.visit(tick, -SLICE_TICKS, 1, (other, j, dt) => {
    if (other === slice && j > id.index) return;
    strobe = trigger.opens(start + tick + dt, other.fired[j]);
  });
  const { code, menu } = trigger;
  const decision = strobe ? trigger.decide(timeline, slice, id.index) : { met: 0, fired: 0 };
  const kept = slice.keptBy(id.index);
  const look = new Look(card.trigger);
  look.at(timeline, slice, id.index);
  const sight = { code, own: (of: Sum) => look.own(of), total: (of: Sum) => look.total(of) };
  const sums = Object.fromEntries(
    SUMS.map((of) => {
      const countGeV = card.trigger[of].count;
      return [of, { own: look.own(of), total: look.total(of), countGeV }];
    }),
  ) as Record<Sum, { own: number; total: number; countGeV: number }>;
  return {
    tick: start + tick,
    counters: countersAt(slice.fired[id.index], code),
    strobe,
    ordinal: strobe ? trigger.ordinal : null,
    sums,
    terms: Object.entries(menu.terms).map(([name, term]) => ({
      name,
      kind: term.kind,
      isTrue: menu.tests.get(name)?.(sight) ?? false,
      why: explainTerm(term, card.trigger, sight),
    })),
    triggers: menu.entries.flatMap(({ name, line, when, ratio }, bit) => {
      if (when === null) return [];
      const prescale = trigger.prescales[bit];
      const drawnAhead = prescale.ratio !== ratio;
      const met = (decision.met & (1 << bit)) !== 0;
      const fired = ((decision.fired | (kept & decision.met)) & (1 << bit)) !== 0;
      const condition = formatCondition(when);
      const isKnown = met && ratio.of > 1 && !drawnAhead;
      const n = isKnown ? prescale.n : null;
      const accumulator = isKnown ? prescale.accumulator : null;
      return [{ name, type: line.type, condition, met, prescale: ratio, n, accumulator, fired }];
    }),
  };
}

const countersAt = (fired: number, code: Code): DecisionRecord['counters'] => ({
  fired: countersOf(fired),
  high: countersOf(highOf(code)),
  risen: countersOf(pulsesOf(code)),
});

/** Where the burst stood before a particle, as far as its prescales ask for it. */
function standingOf(
  card: Card,
  timeline: Timeline,
  id: Id,
  ordinal: number | null,
  ahead: boolean,
): Standing {
  const { menu } = new Trigger(card.trigger);
  const coincidences = Object.values(menu.terms).filter(({ kind }) => kind === 'coincidence');
  const follows = (when: unknown) => coincidences.length === 1 && when === 'coincidence';
  const certain = menu.entries.every(({ when, ratio }) => ratio.of === 1 || follows(when));
  if (ordinal !== null && ordinal > 0 && certain) {
    const met = menu.entries.map(({ when }) => (follows(when) ? ordinal - 1 : 0));
    return { ordinal: ordinal - 1, met };
  }
  const trigger = new Trigger(card.trigger, undefined, { ahead });
  for (let s = 0; s <= id.slice; s++) {
    const slice: Slice = timeline.moveTo(s);
    for (let i = 0; i < slice.size && (s < id.slice || i < id.index); i++) {
      if (!trigger.opens(s * SLICE_TICKS + slice.tick[i], slice.fired[i])) continue;
      trigger.decide(timeline, slice, i);
    }
  }
  return { ordinal: trigger.ordinal, met: trigger.prescales.map(({ n }) => n) };
}

function clockDecision(card: Card, at: SpillKey, id: Id, slices: number): DecisionRecord | null {
  const { menu } = new Trigger(card.trigger);
  const own = new Clocks(card.trigger)
    .in({ at, slice: id.slice, slices })
    .find(({ kind, index }) => kind === id.kind && index === id.index);
  if (own === undefined) return null;
  const { name, type, ratio } = menu.entries[own.bit];
  const typeName = TRIGGER_TYPES.find((_, bit) => type === 1 << bit) as TriggerType;
  const known = { n: null, accumulator: null, fired: true, met: true };
  return {
    tick: id.slice * SLICE_TICKS + own.tick,
    counters: countersAt(0, 0),
    strobe: false,
    ordinal: null,
    sums: null,
    terms: [],
    triggers: [{ name, type: typeName, condition: null, prescale: ratio, ...known }],
  };
}
