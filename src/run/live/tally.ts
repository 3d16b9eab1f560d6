/** What is summed up of a run for a screen, spill by spill. */
import type { SpillProfile } from '../../analyse/building/index.js';
import { type Counts, emptyCounts } from '../../analyse/counts.js';
import { type Alarm, isBad, MONITORS, type Occupancy } from '../../analyse/monitors/index.js';
import { scalerElectrons } from '../../analyse/efficiency.js';
import { beliefOf, type Card } from '../../core/card/index.js';
import { FRONT_ENDS, ofFrontEnds } from '../../core/channels.js';
import { emptyLedger, type Ledger } from '../../core/wire/ledger.js';
import { mergeTally } from '../../core/wire/tally.js';
import type { RunRecord } from '../store/layout.js';
import { ledgerOf, shownElectrons } from '../summary.js';
import type { AlarmShown, SpillAlarms, SpillLine, SpillShown } from './shape.js';

/** Of one spill, emulated or read. */
export interface LiveSpill {
  readonly spill: number;
  readonly ledger: Ledger;
  readonly alarms: readonly Alarm[];
  readonly unwatched: readonly Alarm[];
  readonly occupancy: Occupancy;
  readonly profile: SpillProfile;
}

/** Lines of the strips. */
const HISTORY = 240;
/** Spills whose alarms are told, and ranges of events that are named of each. */
const ALARMED = 40;
const NAMED = 4;
/** Of the scalers, that are shown as one: the ripple of 100 Hz is seen in five. */
const BIN_MS = 2;

export class LiveTally {
  /** Of all spills that it was told of. */
  counts: Counts = emptyCounts();
  /** Of all, and of those that count. */
  ledger: Ledger = emptyLedger();
  good: Ledger = emptyLedger();
  spill: SpillShown | null = null;
  occupancy: Record<keyof Occupancy, number[]> = ofFrontEnds(() => []);
  readonly history: SpillLine[] = [];
  readonly alarmed: SpillAlarms[] = [];
  /** That it was told of. */
  spills = 0;
  private readonly byMonitor = new Map<string, number>();

  constructor(
    readonly record: RunRecord,
    readonly card: Card,
  ) {}

  /** Spills with an alarm, by monitor, in the order of the monitors. */
  get alarms(): Record<string, number> {
    const counted = MONITORS.map(({ name }) => [name, this.byMonitor.get(name) ?? 0] as const);
    return Object.fromEntries(counted.filter(([, spills]) => spills !== 0));
  }

  /**
   * @param counts of all spills so far, this one with them
   * @param at when it came, ms since 1970
   */
  add(done: LiveSpill, counts: Counts, at: number): void {
    const { ledger, alarms, occupancy } = done;
    const bad = isBad(alarms);
    this.spills++;
    this.counts = counts;
    this.ledger = mergeTally(this.ledger, ledger);
    if (!bad) this.good = mergeTally(this.good, ledger);
    for (const name of new Set(alarms.map(({ monitor }) => monitor))) {
      this.byMonitor.set(name, (this.byMonitor.get(name) ?? 0) + 1);
    }
    for (const name of FRONT_ENDS) {
      const before = this.occupancy[name];
      this.occupancy[name] = occupancy[name].map((n, channel) => n + (before[channel] ?? 0));
    }
    this.history.push(this.lineOf(done, bad));
    if (this.history.length > HISTORY) this.history.shift();
    if (alarms.length > 0) this.alarmed.push({ spill: done.spill, alarms: alarms.map(alarmShown) });
    if (this.alarmed.length > ALARMED) this.alarmed.shift();
    this.spill = shownOf(done, at);
  }

  private lineOf({ spill, ledger, alarms }: LiveSpill, bad: boolean): SpillLine {
    const { outcomes, clockTriggers, triggers, triggersLive } = ledger;
    const electronsOnTargetScaler = Math.round(
      scalerElectrons(beliefOf(this.card), ledger.scalers),
    );
    return {
      spill,
      electrons: shownElectrons({ ...ledgerOf(this.record, ledger), electronsOnTargetScaler }),
      triggers,
      liveFraction: triggers > 0 ? triggersLive / triggers : null,
      recorded: outcomes.recorded + clockTriggers.recorded,
      lostInBuilding: outcomes.lostInBuilding + clockTriggers.lostInBuilding,
      throttled: outcomes.throttled + clockTriggers.throttled,
      bufferFull: outcomes.bufferFull + clockTriggers.bufferFull,
      alarms: alarms.length,
      bad,
    };
  }
}

const alarmShown = ({ events = [], ...alarm }: Alarm): AlarmShown => ({
  ...alarm,
  events: events.slice(0, NAMED),
  more: Math.max(0, events.length - NAMED),
});

function shownOf({ spill, profile, unwatched }: LiveSpill, at: number): SpillShown {
  const coincidences = inBins(profile.coincidences);
  const busy = inBins(profile.busy);
  const lastsMs = profile.coincidences.length;
  return {
    ...{ spill, at, lastsMs, binMs: BIN_MS, coincidences, busy },
    unwatched: unwatched.map(alarmShown),
  };
}

function inBins(perMs: readonly number[]): number[] {
  const bins = new Array<number>(Math.ceil(perMs.length / BIN_MS)).fill(0);
  perMs.forEach((n, ms) => {
    bins[Math.floor(ms / BIN_MS)] += n;
  });
  return bins;
}
