/**
 * One spill of a run with another menu: its trigger replayed, and what is recorded then through the chain of the data.
 */
import { buildSpill } from '../../analyse/building/index.js';
import { encodeCounts } from '../../analyse/counts.js';
import type { ReconstructEvent } from '../../analyse/spill.js';
import { canonicalJson, type Card } from '../../core/card/index.js';
import { InternalError, RunError, UsageError } from '../../core/errors.js';
import { isStaged } from '../../core/evaluation.js';
import { formatId } from '../../core/id.js';
import { seedKey } from '../../core/random/index.js';
import type { Bodies } from '../../core/wire/event.js';
import { type Ledger, ledgerGap, PHYSICS, TRIGGER_TYPES } from '../../core/wire/ledger.js';
import { encodePrimitives, type Primitives } from '../../core/wire/primitives.js';
import { total } from '../../core/wire/tally.js';
import { BodiesByKey } from '../../emulate/retrigger/bodies.js';
import {
  type RecordedSpill,
  type ReplayedSpill,
  replaySpill,
} from '../../emulate/retrigger/index.js';
import { metAt, type ReplayPlan } from '../../emulate/retrigger/plan.js';
import { modeOfSpill, spillKey } from '../../emulate/spill.js';
import { Menu } from '../../emulate/trigger/menu.js';
import { spillHash } from '../digest.js';
import { crc32, sha256 } from '../hash.js';
import { trueCard } from '../nature.js';
import { type PrimitivesOfSpill, readPrimitivesSegment, timeOf } from '../recorded.js';
import { jobOf, type OpenRun, readingFile } from '../replay.js';
import { analyseSent, firstLook, rawSpill, type SpillJob } from '../spill.js';
import { readSegmentOf } from '../store/directory.js';
import { hasRaw, segmentFile } from '../store/layout.js';

export interface RetriggerJob {
  readonly run: OpenRun;
  /** With which the trigger is replayed. */
  readonly card: Card;
  readonly cardHash: string;
  readonly plan: ReplayPlan;
}

/**
 * What a trigger is that has no event: its condition is not met, a prescale lets it go, the readout refuses it, or there
 * is no such trigger by the clock.
 */
export type Without = 'noTerm' | 'prescaled' | 'refused' | 'absent';

/** An event that only one of the two menus has; its number there. */
export interface Change {
  readonly id: string;
  readonly event: number;
  /** Types of its triggers. */
  readonly type: readonly string[];
  /** What it is with the other menu. */
  readonly otherwise: Without;
}

/** With the new menu; it was not recorded, and is made again by key. */
export interface GainedEvent extends Change {
  readonly made: 'by key';
}

export interface RetriggeredSpill {
  readonly spill: number;
  readonly spillHash: string;
  readonly ledger: Ledger;
  /** Encoded `Counts`. */
  readonly counts: Uint8Array;
  readonly gained: readonly GainedEvent[];
  readonly lost: readonly Change[];
}

/**
 * The spill up to its events.
 * @throws UsageError when the segment is not of the run; RunError when it is damaged
 */
export function replayOf(
  { run, card, cardHash, plan }: RetriggerJob,
  spill: number,
  recorded: RecordedSpill = readRecorded(run, spill),
): { readonly recorded: RecordedSpill; readonly replayed: ReplayedSpill } {
  const own: SpillJob = { ...jobOf(run), card, cardHash };
  const old = trueCard(jobOf(run));
  const world = { ...old, trigger: card.trigger, readout: card.readout };
  const at = spillKey(old, seedKey(own.seed), spill);
  const make = eventsOf(run, own, old, spill, recorded.records);
  return { recorded, replayed: replaySpill(old, world, at, recorded, plan, make) };
}

/** Through the whole chain. @throws as `replayOf` */
export function retriggerSpill(
  job: RetriggerJob,
  spill: number,
  reconstruct?: ReconstructEvent,
): RetriggeredSpill {
  const { run, card, cardHash } = job;
  const own: SpillJob = { ...jobOf(run), card, cardHash };
  const { recorded, replayed } = replayOf(job, spill);
  const { ledger, triggers } = replayed;
  const gap = ledgerGap(ledger);
  if (gap) throw new InternalError(`spill ${spill}, replayed: the ledger does not close: ${gap}`);
  const raw = rawSpill(own, spill, replayed);
  const { counts, reconstructedCrc } = analyseSent(own, replayed, raw, 'closed', reconstruct);
  const encoded = triggers.map((p) => encodePrimitives(p, crc32));
  return {
    spill,
    spillHash: spillHash(ledger, counts, triggers, encoded, reconstructedCrc),
    ledger,
    counts: encodeCounts(counts),
    ...changes(run.card, card, recorded.records, triggers),
  };
}

const readRecorded = (run: OpenRun, spill: number): RecordedSpill =>
  recordedOf(run, spill, readPrimitivesSegment(run, spill));

/**
 * What is on record of a spill, checked against what the run says of itself.
 * @throws UsageError when the segment is not of the run; RunError when it does not fit the journal
 */
export function recordedOf(
  run: OpenRun,
  spill: number,
  { header, records }: PrimitivesOfSpill,
): RecordedSpill {
  const { record, journal, directory } = run;
  const where = `${directory}/${segmentFile('primitives', spill)}`;
  const said = { ...header, run: Number(header.run), spill: Number(header.spill) };
  const expected = {
    schema: 'spillway.primitives/2',
    cardHash: record.cardHash,
    menuHash: record.menuHash,
    seed: record.seed,
    run: record.run,
    spill,
    fidelity: record.fidelity,
    mode: modeOfSpill(run.card, seedKey(record.seed), spill, record.mode),
  };
  for (const [key, value] of Object.entries(expected)) {
    const got = said[key as keyof typeof expected];
    if (got === value) continue;
    throw new UsageError({
      where,
      what: `${key} of the segment of spill ${spill}`,
      got: `${got}`,
      expected: `${value}, as in run.json`,
      next: 'the file is of another run; see spillway verify',
    });
  }
  const { ledger } = journal[spill - 1];
  const { burst } = header;
  if (!burst || canonicalJson(burst.scalers) !== canonicalJson(ledger.scalers)) {
    throw new RunError({
      where,
      what: `spill ${spill}`,
      fault: 'has other scalers than the journal',
      next: 'see spillway verify',
    });
  }
  const recorded = {
    records,
    ledger,
    coincidences: burst.coincidences ?? [],
    busy: burst.busyCoincidences ?? [],
    noTerm: Number(burst.noTerm),
    prescaled: Number(burst.prescaled),
    ecal: burst.ecal ?? [],
  };
  const fault = misfit(recorded, spill);
  if (fault === null) return recorded;
  throw new RunError({ where, what: `spill ${spill}`, fault, next: 'see spillway verify' });
}

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

/** What does not fit in what is on record, whatever its CRCs say; null when all does. */
function misfit(
  { records, ledger, coincidences, busy, noTerm, prescaled }: RecordedSpill,
  spill: number,
): string | null {
  const particles = records.filter(({ kind }) => kind === 'particle');
  const isOwn = (p: Primitives, i: number) =>
    p.spill === spill &&
    p.slice < coincidences.length &&
    (i === 0 || timeOf(particles[i - 1]) <= timeOf(p));
  if (!particles.every(isOwn)) return 'has records that are not its own, or not in order';
  const { missedCounters, vetoed, mergedWithPrevious, ...further } = ledger.outcomes;
  if (particles.length + noTerm + prescaled !== total({ ...further })) {
    return 'has not as many records as the journal has particles for them';
  }
  const { scalers } = ledger;
  const isWhole =
    busy.length === coincidences.length &&
    sum(coincidences) === scalers.coincidences &&
    sum(busy) === scalers.busyCoincidences;
  return isWhole ? null : 'has other coincidences than the journal';
}

/** Bodies from raw data where they were kept, else made by key. */
function eventsOf(
  run: OpenRun,
  job: SpillJob,
  world: Card,
  spill: number,
  records: readonly Primitives[],
): (p: Primitives, time: number) => Bodies | null {
  const was = new Map(records.filter((p) => p.event > 0).map((p) => [nameOf(p), p]));
  const raw = rawEvents(run, spill);
  const isWorth = isStaged(job.evaluation ?? 'all', spill) ? firstLook(job) : undefined;
  let byKey: BodiesByKey | null = null;
  return (p, time) => {
    const before = was.get(nameOf(p));
    const bodies = before && raw?.get(before.event);
    const mayBeAside = isWorth !== undefined && p.decision === PHYSICS;
    // Of an event with another trigger beside it was not asked whether it is worth it.
    if (bodies && !(mayBeAside && before?.decision !== PHYSICS)) return bodies;
    byKey ??= new BodiesByKey(world, seedKey(job.seed), spill, job.fidelity, job.mode);
    return mayBeAside ? byKey.makeIf(p, (first) => isWorth(first, time)) : byKey.make(p);
  };
}

/** The bodies in the raw data of a spill by event; null where they were not kept. */
function rawEvents(run: OpenRun, spill: number): ReadonlyMap<number, Bodies> | null {
  const line = run.journal[spill - 1];
  if (!hasRaw(line)) return null;
  const where = `${run.directory}/${segmentFile('raw', spill)}`;
  const raw = readSegmentOf(run, 'raw', spill);
  const next = 'see spillway verify';
  if (!raw) throw new RunError({ where, fault: 'is not there', next });
  const { events } = readingFile(where, () => buildSpill(raw, crc32, run.card.readout.building));
  if (sha256(raw) !== line.rawHash) {
    const expected = `${line.rawHash}, as the journal says`;
    throw new RunError({ where, what: 'rawHash', got: sha256(raw), expected, next });
  }
  return new Map(events.map(({ header, bodies }) => [header.event ?? 0, bodies]));
}

/** Of a trigger; one by the clock with the same id at another time is another one. */
const nameOf = (p: Primitives) => `${formatId(p)}@${p.tick}`;

function changes(
  old: Card,
  card: Card,
  records: readonly Primitives[],
  triggers: readonly Primitives[],
): Pick<RetriggeredSpill, 'gained' | 'lost'> {
  const was = new Map(records.map((p) => [nameOf(p), p]));
  const is = new Map(triggers.map((p) => [nameOf(p), p]));
  const menus = { old: new Menu(old.trigger), new: new Menu(card.trigger) };
  const without = (menu: Menu, p: Primitives, trigger: Primitives | undefined): Without => {
    if (trigger !== undefined && trigger.triggers !== 0) return 'refused';
    if (p.kind !== 'particle') return 'absent';
    return metAt(menu, p) === 0 ? 'noTerm' : 'prescaled';
  };
  const change = (p: Primitives, otherwise: Without): Change => ({
    id: formatId(p),
    event: p.event,
    type: TRIGGER_TYPES.filter((_, bit) => (p.decision & (1 << bit)) !== 0),
    otherwise,
  });
  const hasEvent = (p: Primitives | undefined) => p !== undefined && p.event > 0;
  return {
    gained: triggers
      .filter((p) => p.event > 0 && !hasEvent(was.get(nameOf(p))))
      .map((p) => ({ ...change(p, without(menus.old, p, was.get(nameOf(p)))), made: 'by key' })),
    lost: records
      .filter((p) => p.event > 0 && !hasEvent(is.get(nameOf(p))))
      .map((p) => change(p, without(menus.new, p, is.get(nameOf(p))))),
  };
}
