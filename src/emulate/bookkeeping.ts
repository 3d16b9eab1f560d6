/**
 * The books of a spill: what becomes of each decision of the trigger, in the ledger, in the list of triggers and in
 * the numbers of events. They are the same whether the spill is emulated or its trigger replayed.
 */
import { SLICE_TICKS } from '../core/ticks.js';
import type { Bodies } from '../core/wire/event.js';
import { emptyLedger, PHYSICS } from '../core/wire/ledger.js';
import type { spillway } from '../core/wire/messages.js';
import { NOT_EVALUATED, type Primitives } from '../core/wire/primitives.js';
import type { Readout } from './readout/index.js';
import type { SpillKey } from './streams.js';
import type { ClockTrigger } from './trigger/clocks/index.js';
import type { Menu } from './trigger/menu.js';
import type { Prescale } from './trigger/prescale.js';

export interface EmulatedEvent {
  header: spillway.EventHeader.$Properties;
  bodies: Bodies;
  primitives: Primitives;
}

/**
 * Makes the bodies of a trigger that is recorded, at its time in the spill (0.1 ns); null: its event is set aside.
 */
export type MakeBodies = (p: Primitives, time: number) => Bodies | null;

export class Bookkeeping {
  readonly ledger = emptyLedger();
  /** Every trigger, recorded or not, in order of time. */
  readonly triggers: Primitives[] = [];
  /** Those recorded whose bodies were made; how many were not. */
  readonly events: EmulatedEvent[] = [];
  setAside = 0;
  /** Coincidences in each slice, and those that came while the readout was busy. */
  readonly profile: { coincidences: number[]; busy: number[] };
  private presented = 0;

  constructor(
    private readonly at: SpillKey,
    private readonly menu: Menu,
    private readonly readout: Readout,
    private readonly make: MakeBodies,
    slices: number,
  ) {
    this.profile = { coincidences: new Array(slices), busy: new Array(slices) };
  }

  /** A coincidence that fires no trigger. @param met triggers whose conditions are met, as bits */
  refuse(met: number): void {
    if (met === 0) this.ledger.outcomes.noTerm++;
    else this.ledger.outcomes.prescaled++;
  }

  /** A trigger by the clock, as it is presented. */
  clock(slice: number, { kind, index, tick, bit }: ClockTrigger): Primitives {
    const triggers = 1 << bit;
    this.ledger.scalers.met[bit]++;
    return {
      spill: this.at.spill,
      slice,
      index,
      kind,
      tick,
      counters: 0,
      risen: 0,
      ordinal: 0,
      event: 0,
      ecalCounts: NOT_EVALUATED,
      preshowerCounts: NOT_EVALUATED,
      decision: this.menu.typesOf(triggers),
      triggers,
    };
  }

  /** Presents a trigger to the readout. @returns whether it has an event whose bodies were made */
  present(p: Primitives): boolean {
    const { readout, ledger, events } = this;
    const { scalers } = ledger;
    const time = p.slice * SLICE_TICKS + p.tick;
    const outcome = readout.offer(time);
    const recorded = outcome === 'recorded';
    this.presented++;
    (p.kind === 'particle' ? ledger.outcomes : ledger.clockTriggers)[outcome]++;
    count(scalers.presented, p.decision);
    count(scalers.fired, p.triggers);
    if (recorded) {
      count(scalers.accepted, p.decision);
      count(scalers.kept, p.triggers);
    }
    if (p.decision & PHYSICS) {
      ledger.triggers++;
      if (recorded) ledger.triggersLive++;
    }
    this.triggers.push(p);
    if (!recorded) return false;
    p.event = events.length + this.setAside + 1;
    const header = {
      run: this.at.run,
      spill: this.at.spill,
      event: p.event,
      type: p.decision,
      tick: time,
      presented: this.presented,
      triggers: p.triggers,
    };
    const bodies = this.make(p, time);
    if (bodies === null) {
      this.setAside++;
      return false;
    }
    readout.store(sizeOf(bodies));
    events.push({ header, bodies, primitives: p });
    return true;
  }

  /** The end of slice s. @param busy coincidences while the readout was busy */
  closeSlice(s: number, coincidences: number, busy: number): void {
    const { profile, ledger } = this;
    const { scalers } = ledger;
    profile.coincidences[s] = coincidences;
    profile.busy[s] = busy;
    scalers.busyCoincidences += busy;
    scalers.coincidences += coincidences;
    scalers.coincidencePairs += coincidences * Math.max(0, coincidences - 1);
  }

  /** The end of the burst; what comes by the clock may come behind it. */
  closeBurst(): void {
    const { scalers } = this.ledger;
    scalers.clockTicks = this.profile.coincidences.length * SLICE_TICKS;
    scalers.busyTicks = this.readout.busyTicks(scalers.clockTicks);
  }

  /** How often each condition was met. */
  countMet(prescales: readonly Pick<Prescale, 'n'>[]): void {
    prescales.forEach(({ n }, bit) => {
      if (this.menu.entries[bit].when !== null) this.ledger.scalers.met[bit] = n;
    });
  }
}

/** One more in the column of each bit. */
function count(columns: number[], bits: number): void {
  for (let bit = 0; bits >> bit !== 0; bit++) if (bits & (1 << bit)) columns[bit]++;
}

/** Bytes that the front ends have to store. */
const sizeOf = (bodies: Bodies) =>
  Object.values(bodies).reduce((sum, body) => sum + body.length, 0);
