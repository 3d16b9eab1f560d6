/**
 * One spill, from the protons to the raw events: a fold over its time slices. The truth lives here and
 * in what this calls, and leaves only through `truth`.
 */
import type { Card } from '../core/card/schema.js';
import type { Fidelity } from '../core/fidelity.js';
import type { Id } from '../core/id.js';
import { formatId } from '../core/id.js';
import type { Key } from '../core/random/index.js';
import { emptyLedger, type Ledger, type Outcomes, PHYSICS } from '../core/wire/ledger.js';
import type { Bodies } from '../core/wire/event.js';
import type { spillway } from '../core/wire/messages.js';
import { NOT_EVALUATED, type Primitives } from '../core/wire/primitives.js';
import { type Profile, SLICE_TICKS, spillProfile } from './beam/profile.js';
import { Timeline } from './beam/timeline.js';
import { Digitiser } from './digitiser/index.js';
import { PayloadBuilder } from './pileup.js';
import { Readout } from './readout/index.js';
import type { SpillKey } from './streams.js';
import { CLASSES } from './target/index.js';
import { emptyFate } from './target/fate.js';
import { ticks } from './ticks.js';
import { type ClockTrigger, Clocks } from './trigger/clocks/index.js';
import { ALL_S, ANY_V } from './trigger/discriminators.js';
import { Trigger } from './trigger/index.js';

export interface EmulatedEvent {
  header: spillway.EventHeader.$Properties;
  bodies: Bodies;
  primitives: Primitives;
}

export interface EmulatedSpill {
  ledger: Ledger;
  /** Every trigger, recorded or not, in order of time. */
  triggers: Primitives[];
  events: EmulatedEvent[];
  /** Coincidences in each slice, and those that came while the readout was busy. */
  profile: { coincidences: number[]; busy: number[] };
  truth: spillway.Truth.$Properties[];
}

/** Looks at a spill while it goes by, and leaves no trace in it. */
export interface Visitor {
  /** All that comes before `tick` of the slice has happened, nothing from there on. */
  visit(slice: number, tick: number, spill: Passing): void;
}

/** A spill at one moment; to be asked, not to be changed. */
export interface Passing {
  readonly at: SpillKey;
  /** The current slice is the one of the moment. */
  readonly timeline: Timeline;
  readonly trigger: Pick<Trigger, 'menu' | 'evaluate' | 'evaluateAlone'>;
  readonly readout: Pick<Readout, 'wouldBe'>;
}

/** Identifies one spill of a run: all its random numbers are functions of this. */
export function spillKey(card: Card, key: Key, spill: number): SpillKey {
  return { key, run: card.run.number, spill };
}

export interface SpillOptions {
  /** Also say which particles stand in each event. */
  readonly truth?: boolean;
  readonly fidelity?: Fidelity;
  readonly visitor?: Visitor;
}

/** Emulates spill `spill` (from 1) of a run, a pure function of its arguments. */
export function emulateSpill(
  card: Card,
  key: Key,
  spill: number,
  { truth: withTruth = false, fidelity = 'energy', visitor }: SpillOptions = {},
): EmulatedSpill {
  const at = spillKey(card, key, spill);
  const profile = spillProfile(card.beam, at);
  const slices = profile.electrons.length;
  const timeline = new Timeline(card, at, profile);
  const trigger = new Trigger(card.trigger);
  const readout = new Readout(card.readout);
  const payloads = payloadsOf(card, at, profile, fidelity);
  const ledger = emptyLedger();
  const { particles, outcomes, clockTriggers, scalers } = ledger;
  const clocks = new Clocks(card.trigger);
  const { menu } = trigger;
  const triggers: Primitives[] = [];
  const events: EmulatedEvent[] = [];
  const truth: spillway.Truth.$Properties[] = [];
  const byClass = CLASSES.map(() => 0);
  const along = { coincidences: new Array<number>(slices), busy: new Array<number>(slices) };
  const passing: Passing = { at, timeline, trigger, readout };
  /** How often the discriminators took each set of pulses. */
  const pulses = new Float64Array(64);
  let presented = 0;

  /** What becomes of a trigger that was presented to the readout. */
  const present = (p: Primitives, column: Outcomes): void => {
    const time = p.slice * SLICE_TICKS + p.tick;
    const outcome = readout.offer(time);
    presented++;
    column[outcome]++;
    count(scalers.presented, p.decision);
    count(scalers.fired, p.triggers);
    if (outcome === 'recorded') {
      count(scalers.accepted, p.decision);
      count(scalers.kept, p.triggers);
    }
    if (p.decision & PHYSICS) {
      ledger.triggers++;
      if (outcome === 'recorded') ledger.triggersLive++;
    }
    triggers.push(p);
    if (outcome !== 'recorded') return;
    p.event = events.length + 1;
    const header = {
      run: at.run,
      spill,
      event: p.event,
      type: p.decision,
      tick: time,
      presented,
      triggers: p.triggers,
    };
    const bodies = payloads.build(timeline, p.tick, p);
    readout.store(sizeOf(bodies));
    events.push({ header, bodies, primitives: p });
    if (withTruth) truth.push(truthOf(card, timeline, p));
  };

  const presentClock = (slice: number, { kind, index, tick, bit }: ClockTrigger): void => {
    const triggered = 1 << bit;
    scalers.met[bit]++;
    present(
      {
        ...{ spill, slice, index, kind, tick, counters: 0, ordinal: 0, event: 0 },
        ecalCounts: NOT_EVALUATED,
        preshowerCounts: NOT_EVALUATED,
        decision: menu.typesOf(triggered),
        triggers: triggered,
      },
      clockTriggers,
    );
  };

  for (let s = 0; s < slices; s++) {
    const slice = timeline.moveTo(s);
    const byClock = clocks.in({ at, slice: s, slices });
    let nextClock = 0;
    let coincidences = 0;
    let busy = 0;
    for (let i = 0; i < slice.size; i++) {
      const tick = slice.tick[i];
      while (nextClock < byClock.length && byClock[nextClock].tick < tick) {
        visitor?.visit(s, byClock[nextClock].tick, passing);
        presentClock(s, byClock[nextClock++]);
      }
      visitor?.visit(s, tick, passing);
      byClass[slice.kind[i]]++;
      const fired = slice.fired[i];
      const time = s * SLICE_TICKS + tick;
      const opened = trigger.opens(time, fired);
      pulses[trigger.pulses]++;
      if (!opened) {
        if ((fired & ALL_S) !== ALL_S) outcomes.missedCounters++;
        else if (trigger.high & ANY_V) outcomes.vetoed++;
        else outcomes.mergedWithPrevious++;
        continue;
      }
      const { isMain } = trigger;
      const decision = trigger.decide(timeline, slice, i);
      if (isMain) {
        coincidences++;
        if (readout.isBusy(time)) busy++;
        if (decision.ecalTerm) scalers.ecalTerm++;
      }
      if (decision.fired === 0) {
        if (decision.met === 0) outcomes.noTerm++;
        else outcomes.prescaled++;
        continue;
      }
      const { ordinal, high, ecalCounts, preshowerCounts } = trigger;
      present(
        {
          ...{ spill, slice: s, index: i, kind: 'particle', tick, counters: high, ordinal },
          ...{ event: 0, ecalCounts, preshowerCounts },
          decision: menu.typesOf(decision.fired),
          triggers: decision.fired,
        },
        outcomes,
      );
    }
    while (nextClock < byClock.length) {
      visitor?.visit(s, byClock[nextClock].tick, passing);
      presentClock(s, byClock[nextClock++]);
    }
    visitor?.visit(s, SLICE_TICKS, passing);
    along.coincidences[s] = coincidences;
    along.busy[s] = busy;
    scalers.busyCoincidences += busy;
    scalers.coincidences += coincidences;
    scalers.coincidencePairs += coincidences * Math.max(0, coincidences - 1);
  }
  scalers.clockTicks = slices * SLICE_TICKS;
  scalers.busyTicks = readout.busyTicks(scalers.clockTicks);
  for (let s = slices; s <= clocks.lastSlice(slices); s++) {
    const byClock = clocks.in({ at, slice: s, slices });
    if (byClock.length > 0) timeline.moveTo(s);
    for (const c of byClock) presentClock(s, c);
  }
  CLASSES.forEach((c, i) => {
    particles[c.species] += byClass[i];
  });
  ledger.electronsOnTarget = particles.electron;
  pulses.forEach((n, taken) => {
    for (let c = 0; c < 4; c++) if (taken & (1 << c)) scalers.singles[c] += n;
    if (taken & ANY_V) scalers.veto += n;
  });
  trigger.prescales.forEach(({ n }, bit) => {
    if (menu.entries[bit].when !== null) scalers.met[bit] = n;
  });
  return { ledger, triggers, events, profile: along, truth };
}

/** One more in the column of each bit. */
function count(columns: number[], bits: number): void {
  for (let bit = 0; bits >> bit !== 0; bit++) if (bits & (1 << bit)) columns[bit]++;
}

/** Bytes that the front ends have to store. */
const sizeOf = (bodies: Bodies) =>
  Object.values(bodies).reduce((sum, body) => sum + body.length, 0);

/**
 * The bodies of one id's event, made again alone: equal to the recorded ones byte for byte.
 * @returns null when the spill has no such particle or clock trigger
 */
export function emulatePayload(
  card: Card,
  key: Key,
  id: Id,
  fidelity: Fidelity = 'energy',
): Bodies | null {
  const at = spillKey(card, key, id.spill);
  const profile = spillProfile(card.beam, at);
  const timeline = new Timeline(card, at, profile);
  const slice = timeline.moveTo(id.slice);
  const slices = profile.electrons.length;
  const tick =
    id.kind === 'particle'
      ? slice.tick.subarray(0, slice.size)[id.index]
      : new Clocks(card.trigger)
          .in({ at, slice: id.slice, slices })
          .find(({ kind, index }) => kind === id.kind && index === id.index)?.tick;
  if (tick === undefined) return null;
  return payloadsOf(card, at, profile, fidelity).build(timeline, tick, id);
}

/** Makes the payloads of a spill. */
export function payloadsOf(
  card: Card,
  at: SpillKey,
  { electrons }: Profile,
  fidelity: Fidelity,
): PayloadBuilder {
  const digitiser = fidelity === 'waveform' ? new Digitiser(card, at, electrons) : null;
  return new PayloadBuilder(card, at, digitiser);
}

/** Which particles stand in the event of a trigger, for the truth file. */
function truthOf(card: Card, timeline: Timeline, p: Primitives): spillway.Truth.$Properties {
  const particles: spillway.TruthParticle.$Properties[] = [];
  const fate = emptyFate();
  const { before, after } = card.readout;
  timeline.visit(p.tick, -ticks(before), ticks(after) + 1, (slice, index, dt) => {
    slice.fateOf(index, fate);
    particles.push({
      id: formatId({ spill: p.spill, slice: slice.index, kind: 'particle', index }),
      kind: (CLASSES[slice.kind[index]] as { name: string }).name,
      timeTicks: dt,
      momentumGev: fate.momentum,
      ecalGev: fate.em + fate.hadron,
    });
  });
  return { event: p.event, id: formatId(p), particles, type: p.decision };
}
