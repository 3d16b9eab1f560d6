/**
 * One spill, from the protons to the raw events: a fold over its time slices. The truth lives here and
 * in what this calls, and leaves only through `truth`.
 */
import type { Card } from '../core/card/schema.js';
import type { Fidelity } from '../core/fidelity.js';
import type { Id } from '../core/id.js';
import { formatId } from '../core/id.js';
import { namedFaults } from '../core/card/faults.js';
import type { Mode } from '../core/mode.js';
import type { Asked } from '../core/primitives.js';
import { type Key, Stream } from '../core/random/index.js';
import { SLICE_TICKS, ticks } from '../core/ticks.js';
import { type Ledger, PHYSICS } from '../core/wire/ledger.js';
import type { Answers, Bodies } from '../core/wire/event.js';
import type { Memory } from '../core/wire/memory.js';
import type { spillway } from '../core/wire/messages.js';
import type { Primitives } from '../core/wire/primitives.js';
import { type Profile, profileOf, wayThrough } from './beam/profile.js';
import { Timeline } from './beam/timeline.js';
import { Bookkeeping, type EmulatedEvent } from './bookkeeping.js';
import { kindsOf } from './candidates/kinds.js';
import { OthersOfSpill } from './candidates/others.js';
import { Digitiser } from './digitiser/index.js';
import { type Kept, Keeper } from './keeper.js';
import { PayloadBuilder } from './pileup.js';
import type { Label } from './faults/index.js';
import { Readout } from './readout/index.js';
import { Module, type SpillKey, seek } from './streams.js';
import { CLASSES } from './target/index.js';
import { type ClockTrigger, Clocks } from './trigger/clocks/index.js';
import { ALL_S, ANY_V } from './trigger/discriminators.js';
import { Trigger } from './trigger/index.js';

export type { EmulatedEvent };

export interface EmulatedSpill {
  ledger: Ledger;
  /** Every trigger, recorded or not, in order of time. */
  triggers: Primitives[];
  /** Those recorded whose bodies were made; how many were not. */
  events: EmulatedEvent[];
  setAside: number;
  /** Coincidences in each slice, and those that came while the readout was busy. */
  profile: { coincidences: number[]; busy: number[] };
  truth: spillway.Truth.$Properties[];
  /** Where it was asked for. */
  kept: Kept | null;
  /** What is wrong with beam and front ends. */
  faults: readonly Label[];
}

/** Looks at a spill while it goes by, and leaves no trace in it. */
export interface Visitor {
  /** When it wants to look next, 0.1 ns since the start of the spill; never decreasing. */
  readonly next: number;
  /** All that comes before that time has happened, nothing from there on; `next` moves. */
  visit(spill: Passing): void;
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
  /** `lazy` unless told otherwise; the outcome is the same. */
  readonly primitives?: Asked;
  /** Also keep what a replay of the trigger needs. */
  readonly keep?: boolean;
  readonly mode?: Mode;
  /** Where the bodies stand, until it is given back; their own, for good, unless given. */
  readonly memory?: Memory;
  /** Told of a physics event what counters and SRD say, and its time: whether the rest is made. All are unless given. */
  readonly isWorth?: ((first: Answers, tick: number) => boolean) | undefined;
}

const NOBODY: Visitor = { next: Infinity, visit: () => {} };

/** The way that a spill of a run of mode `mode` is gone through. */
export const modeOfSpill = (card: Card, key: Key, spill: number, mode: Mode): Mode =>
  mode === 'every' || namedFaults(card.faults).length === 0
    ? mode
    : wayThrough(mode, profileOf(card, spillKey(card, key, spill)));

/** Emulates spill `spill` (from 1) of a run, a pure function of its arguments. */
export function emulateSpill(
  card: Card,
  key: Key,
  spill: number,
  options: SpillOptions = {},
): EmulatedSpill {
  const emulation = new Emulation(card, spillKey(card, key, spill), options);
  for (let s = 0; s < emulation.slices; s++) emulation.slice(s);
  return emulation.finish();
}

/** A spill in the making. */
class Emulation {
  readonly slices: number;
  private readonly electrons: Float64Array;
  private readonly mode: Mode;
  private readonly timeline: Timeline;
  private readonly trigger: Trigger;
  private readonly readout: Readout;
  private readonly clocks: Clocks;
  private readonly payloads: PayloadBuilder;
  private readonly passing: Passing;
  private readonly visitor: Visitor;
  private readonly books: Bookkeeping;
  private readonly keeper: Keeper | null;
  private readonly truth: spillway.Truth.$Properties[] = [];
  private readonly faults: readonly Label[];
  private readonly byClass = CLASSES.map(() => 0);
  /** How often the discriminators took each set of pulses. */
  private readonly pulses = new Float64Array(64);
  /** Where not every particle is drawn: the others. */
  private readonly others: OthersOfSpill | null;
  /** Gaps of the current slice that are behind, their length, and how much of it the readout was busy. */
  private nextGap = 0;
  private gapTicks = 0;
  private gapBusy = 0;

  constructor(
    private readonly card: Card,
    private readonly at: SpillKey,
    private readonly options: SpillOptions,
  ) {
    const profile = profileOf(card, at);
    this.mode = wayThrough(options.mode ?? 'every', profile);
    this.electrons = profile.electrons;
    this.faults = profile.faults?.labels ?? [];
    this.slices = profile.electrons.length;
    this.timeline = new Timeline(card, at, profile, this.mode);
    this.others = this.mode === 'candidates' ? othersOf(card, at) : null;
    this.keeper = options.keep ? new Keeper(card.trigger) : null;
    const passing = { ahead: this.others !== null, keeps: this.keeper !== null };
    this.trigger = new Trigger(card.trigger, undefined, passing);
    this.readout = new Readout(card.readout);
    this.clocks = new Clocks(card.trigger);
    this.payloads = payloadsOf(card, at, profile, options.fidelity ?? 'energy', options.memory);
    this.visitor = options.visitor ?? NOBODY;
    const { timeline, trigger, readout } = this;
    this.passing = { at, timeline, trigger, readout };
    const make = (p: Primitives, time: number) => this.bodiesOf(p, time);
    this.books = new Bookkeeping(at, trigger.menu, readout, make, this.slices);
  }

  /** What becomes of a plain coincidence that no prescale keeps. */
  private get passable(): 'noTerm' | 'prescaled' {
    return this.trigger.menu.plain?.met === 0 ? 'noTerm' : 'prescaled';
  }

  /** Goes through slice s: particles and clock triggers in order of time. */
  slice(s: number): void {
    const { timeline, trigger, readout, visitor, byClass, pulses, books } = this;
    const { outcomes, scalers } = books.ledger;
    const slice = timeline.moveTo(s);
    const { size, tick, kind } = slice;
    const start = s * SLICE_TICKS;
    const byClock = this.clocks.in({ at: this.at, slice: s, slices: this.slices });
    const lazy = this.options.primitives !== 'all';
    const bounds = { start, until: 0, busy: 0 };
    let nextClock = 0;
    let nextKept = slice.nextKept(0);
    let coincidences = 0;
    let busy = 0;
    for (let i = 0; i < size; i++) byClass[kind[i]]++;
    this.nextGap = this.gapTicks = this.gapBusy = 0;
    for (let i = 0; i < size; i++) {
      if (lazy) {
        const clock = byClock[nextClock]?.tick ?? Infinity;
        bounds.until = Math.min(clock, visitor.next - start);
        bounds.busy = readout.busyUntil - start;
        const first = i;
        if (nextKept < i) nextKept = slice.nextKept(i);
        i = trigger.pass(slice, i, nextKept, bounds);
        coincidences += i - first;
        pulses[ALL_S] += i - first;
        outcomes[this.passable] += i - first;
        busy += trigger.passedBusy;
        if (i === size) break;
      }
      nextClock = this.clocksBefore(tick[i], s, byClock, nextClock);
      const time = start + tick[i];
      if (!lazy) slice.askAll(i);
      const opened = trigger.opens(time, slice.fired[i]);
      pulses[trigger.pulses]++;
      if (!opened) {
        if ((slice.fired[i] & ALL_S) !== ALL_S) outcomes.missedCounters++;
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
      if (!lazy) trigger.askAll();
      const fired = decision.fired | (slice.keptBy(i) & decision.met);
      if (fired !== 0) this.present(this.primitivesOf(s, i, tick[i], fired));
      else this.refuse(s, i, tick[i], decision.met);
    }
    this.clocksBefore(SLICE_TICKS, s, byClock, nextClock);
    if (this.others !== null) {
      this.gapsBefore(SLICE_TICKS, start);
      const alone = this.gapTicks + slice.taken;
      const busyShare = alone > 0 ? Math.min(1, this.gapBusy / alone) : 0;
      const more = this.others.slice(this.electrons[s], alone / SLICE_TICKS, busyShare);
      trigger.passOthers(more.all);
      coincidences += more.all;
      busy += more.busy;
    }
    books.closeSlice(s, coincidences, busy);
  }

  /** Goes over the gaps before a tick of the current slice: what the readout is busy with came before them. */
  private gapsBefore(tick: number, start: number): void {
    const { gaps } = this.timeline.current;
    const busyUntil = this.readout.busyUntil - start;
    for (; this.nextGap < gaps.length && gaps[this.nextGap] <= tick; this.nextGap += 2) {
      const from = gaps[this.nextGap];
      const to = gaps[this.nextGap + 1];
      this.gapTicks += to - from;
      this.gapBusy += Math.max(0, Math.min(to, busyUntil) - from);
    }
  }

  /** All that happens by the clock before a tick of slice s, visits too. @returns the next clock trigger */
  private clocksBefore(
    tick: number,
    s: number,
    byClock: readonly ClockTrigger[],
    next: number,
  ): number {
    let n = next;
    for (; n < byClock.length && byClock[n].tick < tick; n++) {
      this.visitsBefore(s * SLICE_TICKS + byClock[n].tick);
      this.present(this.books.clock(s, byClock[n]));
    }
    this.visitsBefore(s * SLICE_TICKS + tick);
    return n;
  }

  private visitsBefore(time: number): void {
    while (this.visitor.next < time) this.visitor.visit(this.passing);
  }

  private primitivesOf(slice: number, index: number, tick: number, triggers: number): Primitives {
    const { ordinal, high, pulses, ecalCounts, preshowerCounts, menu } = this.trigger;
    return {
      spill: this.at.spill,
      slice,
      index,
      kind: 'particle',
      tick,
      counters: high,
      risen: pulses,
      ordinal,
      event: 0,
      ecalCounts,
      preshowerCounts,
      decision: menu.typesOf(triggers),
      triggers,
    };
  }

  /** What becomes of a coincidence that fires no trigger. */
  private refuse(slice: number, index: number, tick: number, met: number): void {
    const { trigger, books, keeper } = this;
    books.refuse(met);
    if (keeper === null || !trigger.isBelowKeep) return;
    if (trigger.isAboveKeep) keeper.refused(this.primitivesOf(slice, index, tick, 0), met);
    else if (trigger.isMain) keeper.leave(trigger.ecalCounts);
  }

  /** What becomes of a trigger that is presented to the readout. */
  private present(p: Primitives): void {
    const { books, keeper, slices, timeline } = this;
    if (p.slice < slices) this.gapsBefore(p.tick, p.slice * SLICE_TICKS);
    keeper?.presented(p);
    const isMade = books.present(p);
    if (isMade && this.options.truth) this.truth.push(truthOf(this.card, timeline, p));
  }

  private bodiesOf(p: Primitives, time: number): Bodies | null {
    const { payloads, timeline } = this;
    const { isWorth } = this.options;
    if (isWorth === undefined || p.decision !== PHYSICS) return payloads.build(timeline, p.tick, p);
    return payloads.buildIf(timeline, p.tick, p, (first) => isWorth(first, time));
  }

  /** Those who were never drawn; they met what a plain coincidence meets. */
  private addOthers(others: OthersOfSpill): void {
    const { outcomes } = this.books.ledger;
    others.finish();
    others.byKind.forEach((n, kind) => {
      this.byClass[kind] += n;
    });
    others.pulses.forEach((n, taken) => {
      this.pulses[taken] += n;
    });
    const { opened, ...rest } = others.outcomes;
    outcomes.missedCounters += rest.missedCounters;
    outcomes.vetoed += rest.vetoed;
    outcomes.mergedWithPrevious += rest.mergedWithPrevious;
    outcomes[this.passable] += opened;
  }

  /** What comes after the burst, and the sums. */
  finish(): EmulatedSpill {
    const { slices, clocks, timeline, trigger, books } = this;
    const { ledger } = books;
    const { particles, scalers } = ledger;
    books.closeBurst();
    for (let s = slices; s <= clocks.lastSlice(slices); s++) {
      const byClock = clocks.in({ at: this.at, slice: s, slices });
      if (byClock.length > 0) timeline.moveTo(s);
      for (const c of byClock) this.present(books.clock(s, c));
    }
    if (this.others !== null) this.addOthers(this.others);
    CLASSES.forEach((c, i) => {
      particles[c.species] += this.byClass[i];
    });
    ledger.electronsOnTarget = particles.electron;
    this.pulses.forEach((n, taken) => {
      for (let c = 0; c < 4; c++) if (taken & (1 << c)) scalers.singles[c] += n;
      if (taken & ANY_V) scalers.veto += n;
    });
    books.countMet(trigger.prescales);
    const { triggers, events, setAside, profile } = books;
    const kept = this.keeper?.finish(ledger.outcomes) ?? null;
    return {
      ledger,
      triggers,
      events,
      setAside,
      profile,
      truth: this.truth,
      faults: this.faults,
      kept,
    };
  }
}

function othersOf(card: Card, at: SpillKey): OthersOfSpill {
  const stream = (part: number) => seek(new Stream(), at, 0, Module.candidates, part);
  const { others, keptShare } = kindsOf(card);
  return new OthersOfSpill(others, keptShare, stream(1), stream(2));
}

/**
 * The bodies of one id's event, made again alone: equal to the recorded ones byte for byte.
 * @returns null when the spill has no such particle or clock trigger
 */
export function emulatePayload(
  card: Card,
  key: Key,
  id: Id,
  fidelity: Fidelity = 'energy',
  mode: Mode = 'every',
): Bodies | null {
  const at = spillKey(card, key, id.spill);
  const profile = profileOf(card, at);
  const timeline = new Timeline(card, at, profile, mode);
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
  { electrons, faults }: Profile,
  fidelity: Fidelity,
  memory?: Memory,
): PayloadBuilder {
  const digitiser = fidelity === 'waveform' ? new Digitiser(card, at, electrons) : null;
  return new PayloadBuilder(card, at, digitiser, memory, faults);
}

/** Which particles stand in the event of a trigger, for the truth file. */
function truthOf(card: Card, timeline: Timeline, p: Primitives): spillway.Truth.$Properties {
  const particles: spillway.TruthParticle.$Properties[] = [];
  const { before, after } = card.readout;
  timeline.visit(p.tick, -ticks(before), ticks(after) + 1, (slice, index, dt) => {
    const fate = slice.fateOf(index);
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
