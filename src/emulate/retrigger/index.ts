/**
 * The trigger of a spill replayed with another menu and readout: the coincidences on record and the clocks, in order of
 * time, through the menu, its prescales and the readout, into the same books as those of an emulated spill.
 */
import { canonicalJson } from '../../core/card/hash.js';
import type { Card } from '../../core/card/schema.js';
import { SLICE_TICKS } from '../../core/ticks.js';
import type { Ledger } from '../../core/wire/ledger.js';
import type { Primitives } from '../../core/wire/primitives.js';
import { Bookkeeping, type MakeBodies } from '../bookkeeping.js';
import { Readout } from '../readout/index.js';
import type { EmulatedSpill } from '../spill.js';
import type { SpillKey } from '../streams.js';
import { type ClockTrigger, Clocks } from '../trigger/clocks/index.js';
import { thresholdCounts } from '../trigger/counts.js';
import { codeOf } from '../trigger/discriminators.js';
import { Menu } from '../trigger/menu.js';
import { Prescale } from '../trigger/prescale.js';
import { type ReplayPlan, sightOf } from './plan.js';

/** What of a spill is on record. */
export interface RecordedSpill {
  /** All triggers, and all coincidences within the keep values, in order of time. */
  readonly records: readonly Primitives[];
  readonly ledger: Ledger;
  /** S1 S2 S3 S4 !V in each ms, and those under busy. */
  readonly coincidences: readonly number[];
  readonly busy: readonly number[];
  /** Of the coincidences without a record: how many met no condition, how many fell to a prescale, ECAL sums by counts. */
  readonly noTerm: number;
  readonly prescaled: number;
  readonly ecal: readonly number[];
}

export interface ReplayedSpill
  extends Pick<EmulatedSpill, 'ledger' | 'triggers' | 'events' | 'setAside' | 'profile'> {
  /** The readout met the same triggers as recorded, and is the same. */
  readonly unchanged: boolean;
}

/**
 * @param old as the spill was recorded
 * @param card with which it is replayed
 */
export function replaySpill(
  old: Card,
  card: Card,
  at: SpillKey,
  recorded: RecordedSpill,
  plan: ReplayPlan,
  make: MakeBodies,
): ReplayedSpill {
  const replay = new Replay(card, at, recorded, plan, make);
  for (let s = 0; s < recorded.coincidences.length; s++) replay.slice(s);
  const sameReadout = canonicalJson(old.readout) === canonicalJson(card.readout);
  return replay.finish(sameReadout);
}

class Replay {
  private readonly menu: Menu;
  private readonly readout: Readout;
  private readonly clocks: Clocks;
  private readonly books: Bookkeeping;
  private readonly prescales: readonly Prescale[];
  private readonly slices: number;
  /** Those of particles; the next of them. */
  private readonly records: readonly Primitives[];
  private next = 0;
  /** Of each slice: coincidences S1 S2 S3 S4 !V on record, those that found the readout busy, the share that it was busy. */
  private readonly known: {
    readonly all: number;
    readonly busy: number;
    readonly share: number;
  }[] = [];
  private busyTicks = 0;

  constructor(
    private readonly card: Card,
    private readonly at: SpillKey,
    private readonly recorded: RecordedSpill,
    private readonly plan: ReplayPlan,
    make: MakeBodies,
  ) {
    this.menu = new Menu(card.trigger);
    this.readout = new Readout(card.readout);
    this.clocks = new Clocks(card.trigger);
    this.slices = recorded.coincidences.length;
    this.books = new Bookkeeping(at, this.menu, this.readout, make, this.slices);
    this.prescales = this.menu.entries.map(({ ratio }) => new Prescale(ratio));
    this.records = recorded.records.filter(({ kind }) => kind === 'particle');
  }

  slice(s: number): void {
    const { records, readout, menu } = this;
    const byClock = this.clocks.in({ at: this.at, slice: s, slices: this.slices });
    let [clock, all, busy] = [0, 0, 0];
    for (; this.next < records.length && records[this.next].slice === s; this.next++) {
      const p = records[this.next];
      clock = this.clocksBefore(p.tick, s, byClock, clock);
      if (menu.strobe[codeAt(p)] === 3) {
        all++;
        if (readout.isBusy(s * SLICE_TICKS + p.tick)) busy++;
      }
      this.decide(p);
    }
    this.clocksBefore(SLICE_TICKS, s, byClock, clock);
    const until = readout.busyTicks((s + 1) * SLICE_TICKS);
    this.known.push({ all, busy, share: (until - this.busyTicks) / SLICE_TICKS });
    this.busyTicks = until;
  }

  private clocksBefore(
    tick: number,
    s: number,
    byClock: readonly ClockTrigger[],
    from: number,
  ): number {
    let n = from;
    for (; n < byClock.length && byClock[n].tick < tick; n++) {
      this.books.present(this.books.clock(s, byClock[n]));
    }
    return n;
  }

  private decide(p: Primitives): void {
    const { menu, books, plan, prescales } = this;
    const sight = sightOf({ code: codeAt(p), ecal: p.ecalCounts, preshower: p.preshowerCounts });
    const ecalTerm = menu.ecal(sight);
    if (menu.strobe[codeAt(p)] === 3 && ecalTerm) books.ledger.scalers.ecalTerm++;
    const met = menu.met(sight, ecalTerm);
    let fired = 0;
    for (let left = met; left !== 0; left &= left - 1) {
      const bit = 31 - Math.clz32(left & -left);
      const from = plan.taken[bit];
      const fires = from === null ? prescales[bit].step() : (p.triggers & (1 << from)) !== 0;
      if (fires) fired |= 1 << bit;
    }
    if (fired === 0) books.refuse(met);
    else books.present({ ...p, event: 0, decision: menu.typesOf(fired), triggers: fired });
  }

  finish(sameReadout: boolean): ReplayedSpill {
    const { books, clocks, slices, recorded } = this;
    books.closeBurst();
    for (let s = slices; s <= clocks.lastSlice(slices); s++) {
      for (const c of clocks.in({ at: this.at, slice: s, slices })) {
        books.present(books.clock(s, c));
      }
    }
    const unchanged = sameReadout && this.sameTriggers();
    const busy = unchanged ? recorded.busy : this.expectedBusy();
    for (const [s, n] of recorded.coincidences.entries()) books.closeSlice(s, n, busy[s]);
    this.addUnrecorded();
    const { ledger, triggers, events, setAside, profile } = books;
    return { ledger, triggers, events, setAside, profile, unchanged };
  }

  /** Whether the readout met what it met when the spill was recorded, and gave it the same numbers. */
  private sameTriggers(): boolean {
    const [was, is] = [this.recorded.records.filter((p) => p.triggers !== 0), this.books.triggers];
    return (
      was.length === is.length &&
      was.every((p, i) => {
        const q = is[i];
        return p.slice === q.slice && p.tick === q.tick && p.event === q.event;
      })
    );
  }

  /**
   * Coincidences under busy in each slice: those on record as they came, of the others as many as the busy share of
   * the slice lets expect, rounded so that the sum is right.
   */
  private expectedBusy(): number[] {
    let sum = 0;
    return this.known.map(({ all, busy, share }, s) => {
      const before = Math.round(sum);
      sum += (this.recorded.coincidences[s] - all) * share;
      return busy + Math.round(sum) - before;
    });
  }

  /** What does not depend on the menu, and what is known of coincidences without a record. */
  private addUnrecorded(): void {
    const { books, recorded, card, plan, prescales } = this;
    const { ledger } = books;
    const { outcomes, scalers } = ledger;
    const { particles, electronsOnTarget, outcomes: were, scalers: counted } = recorded.ledger;
    ledger.particles = { ...particles };
    ledger.electronsOnTarget = electronsOnTarget;
    outcomes.missedCounters = were.missedCounters;
    outcomes.vetoed = were.vetoed;
    outcomes.mergedWithPrevious = were.mergedWithPrevious;
    const { noTerm, prescaled } = recorded;
    outcomes.noTerm += plan.beyond === 'noTerm' ? noTerm + prescaled : noTerm;
    outcomes.prescaled += plan.beyond === 'noTerm' ? 0 : prescaled;
    scalers.singles = [...counted.singles];
    scalers.veto = counted.veto;
    const { threshold, count } = card.trigger.ecal;
    const below = recorded.ecal.slice(0, thresholdCounts(threshold, count));
    scalers.ecalTerm += below.reduce((sum, n) => sum + n, 0);
    books.countMet(
      prescales.map(({ n }, bit) => {
        const from = plan.taken[bit];
        return { n: from === null ? n : counted.met[from] };
      }),
    );
  }
}

const codeAt = ({ risen, counters }: Primitives) => codeOf(risen, counters);
