/**
 * One spill, from the protons to the raw events: a fold over its time slices. The truth lives here and
 * in what this calls, and leaves only through `truth`.
 */
import type { Card } from '../core/card/schema.js';
import type { Id } from '../core/id.js';
import { formatId } from '../core/id.js';
import { type Key, Stream } from '../core/random/index.js';
import {
  emptyLedger,
  type Ledger,
  type Outcomes,
  PHYSICS,
  RANDOM,
  TRIGGER_TYPES,
} from '../core/wire/ledger.js';
import type { Bodies } from '../core/wire/event.js';
import type { spillway } from '../core/wire/messages.js';
import { NOT_EVALUATED, type Primitives } from '../core/wire/primitives.js';
import { SLICE_TICKS, spillProfile } from './beam/profile.js';
import { VETOED } from './beam/slice.js';
import { Timeline } from './beam/timeline.js';
import { PayloadBuilder } from './pileup.js';
import { Readout } from './readout/index.js';
import { Module, type SpillKey, seek } from './streams.js';
import { CLASSES } from './target/index.js';
import { ALL_COUNTERS, emptyFate } from './target/fate.js';
import { Trigger, ticks } from './trigger.js';

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
  truth: spillway.Truth.$Properties[];
}

/** Identifies one spill of a run: all its random numbers are functions of this. */
export function spillKey(card: Card, key: Key, spill: number): SpillKey {
  return { key, run: card.run.number, spill };
}

/**
 * Emulates spill `spill` (from 1) of a run, a pure function of its arguments.
 * @param withTruth also say which particles stand in each event
 */
export function emulateSpill(
  card: Card,
  key: Key,
  spill: number,
  withTruth = false,
): EmulatedSpill {
  const at = spillKey(card, key, spill);
  const profile = spillProfile(card.beam, at);
  const slices = profile.electrons.length;
  const timeline = new Timeline(card, at, profile);
  const trigger = new Trigger(card.trigger);
  const readout = new Readout(card.readout);
  const payloads = new PayloadBuilder(card, at);
  const ledger = emptyLedger();
  const { particles, outcomes, clockTriggers, scalers } = ledger;
  const clock = new Stream();
  const triggers: Primitives[] = [];
  const events: EmulatedEvent[] = [];
  const truth: spillway.Truth.$Properties[] = [];
  const byClass = CLASSES.map(() => 0);
  let presented = 0;
  let allFour = 0;

  /** What becomes of a trigger that was presented to the readout. */
  const present = (p: Primitives, column: Outcomes): void => {
    const time = p.slice * SLICE_TICKS + p.tick;
    const outcome = readout.offer(time);
    presented++;
    column[outcome]++;
    TRIGGER_TYPES.forEach((_, bit) => {
      if (!(p.decision & (1 << bit))) return;
      scalers.presented[bit]++;
      if (outcome === 'recorded') scalers.accepted[bit]++;
    });
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
    };
    const bodies = payloads.build(timeline, p.tick, p);
    readout.store(sizeOf(bodies));
    events.push({ header, bodies, primitives: p });
    if (withTruth) truth.push(truthOf(card, timeline, p));
  };

  const clockTrigger = (slice: number, index: number, tick: number): void => {
    const p = { spill, slice, index, kind: 'clock', tick, ordinal: 0, event: 0 } as const;
    present(
      { ...p, ecalCounts: 0, preshowerCounts: NOT_EVALUATED, decision: RANDOM },
      clockTriggers,
    );
  };

  for (let s = 0; s < slices; s++) {
    const slice = timeline.moveTo(s);
    const random = randomTriggers(card, at, s, clock);
    let nextRandom = 0;
    let coincidences = 0;
    for (let i = 0; i < slice.size; i++) {
      const tick = slice.tick[i];
      while (nextRandom < random.length && random[nextRandom] < tick) {
        clockTrigger(s, nextRandom, random[nextRandom++]);
      }
      byClass[slice.kind[i]]++;
      const fired = slice.fired[i];
      if (fired & VETOED) scalers.veto++;
      if ((fired & ALL_COUNTERS) !== ALL_COUNTERS) {
        for (let c = 0; c < 4; c++) if (fired & (1 << c)) scalers.singles[c]++;
        outcomes.missedCounters++;
        continue;
      }
      allFour++;
      const time = s * SLICE_TICKS + tick;
      const opened = trigger.opens(time);
      if (fired & VETOED) {
        outcomes.vetoed++;
        continue;
      }
      if (!opened) {
        outcomes.mergedWithPrevious++;
        continue;
      }
      coincidences++;
      if (readout.isBusy(time)) scalers.busyCoincidences++;
      const decision = trigger.decide(timeline, slice, i);
      if (decision.ecalTerm) scalers.ecalTerm++;
      if (decision.fired === 0) {
        if (decision.met === 0) outcomes.noTerm++;
        else outcomes.prescaled++;
        continue;
      }
      const { ecalCounts, preshowerCounts, fired: bits } = decision;
      const { ordinal } = trigger;
      const id = { spill, slice: s, index: i, kind: 'particle' } as const;
      present(
        { ...id, tick, ordinal, event: 0, ecalCounts, preshowerCounts, decision: bits },
        outcomes,
      );
    }
    while (nextRandom < random.length) {
      clockTrigger(s, nextRandom, random[nextRandom++]);
    }
    scalers.coincidences += coincidences;
    scalers.coincidencePairs += coincidences * Math.max(0, coincidences - 1);
  }
  CLASSES.forEach((c, i) => {
    particles[c.species] += byClass[i];
  });
  ledger.electronsOnTarget = particles.electron;
  for (let c = 0; c < 4; c++) scalers.singles[c] += allFour;
  scalers.clockTicks = slices * SLICE_TICKS;
  scalers.busyTicks = readout.busyTicks(scalers.clockTicks);
  return { ledger, triggers, events, truth };
}

/** Bytes that the front ends have to store. */
const sizeOf = (bodies: Bodies) =>
  Object.values(bodies).reduce((sum, body) => sum + body.length, 0);

/** Ticks of the random triggers of a slice: a Poisson process, ascending. */
function randomTriggers(card: Card, at: SpillKey, slice: number, stream: Stream): number[] {
  seek(stream, at, slice, Module.clock);
  const count = stream.poisson(card.trigger.random.rate * SLICE_SECONDS);
  return Array.from({ length: count }, () => Math.floor(SLICE_TICKS * stream.uniform())).sort(
    (a, b) => a - b,
  );
}
const SLICE_SECONDS = 1e-3;

/**
 * The bodies of one id's event, made again alone: equal to the recorded ones byte for byte.
 * @returns null when the spill has no such particle or clock trigger
 */
export function emulatePayload(card: Card, key: Key, id: Id): Bodies | null {
  const at = spillKey(card, key, id.spill);
  const profile = spillProfile(card.beam, at);
  if (id.slice >= profile.electrons.length) return null;
  const timeline = new Timeline(card, at, profile);
  const slice = timeline.moveTo(id.slice);
  const random = id.kind === 'clock' ? randomTriggers(card, at, id.slice, new Stream()) : [];
  const known = id.kind === 'clock' ? random.length : slice.size;
  if (id.index >= known) return null;
  const tick = (id.kind === 'clock' ? random[id.index] : slice.tick[id.index]) as number;
  return new PayloadBuilder(card, at).build(timeline, tick, id);
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
