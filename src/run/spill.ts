/**
 * One spill through the whole chain: emulation, the wire, analysis. A pure function of the task but for
 * the hashes of the platform; what executors run.
 */
import type { Calibration } from '../analyse/calibration/constants.js';
import { conditionsOf } from '../analyse/calibration/conditions.js';
import { noDrift } from '../analyse/calibration/drift.js';
import { encodeCounts } from '../analyse/counts.js';
import { mayBeElectron } from '../analyse/firstLook.js';
import type { SpillProfile } from '../analyse/building/index.js';
import type { Alarm, Occupancy } from '../analyse/monitors/index.js';
import {
  analyseSpill,
  type ReconstructEvent,
  type Seal,
  type SpillRecord,
} from '../analyse/spill.js';
import { CALIBRATION_RUN_SCHEMA } from '../core/calibrationPlan.js';
import { beliefOf, type Card, menuHash } from '../core/card/index.js';
import { type Evaluation, isStaged } from '../core/evaluation.js';
import type { Fidelity } from '../core/fidelity.js';
import type { Mode } from '../core/mode.js';
import type { Nature } from '../core/nature.js';
import type { Asked, StoredPrimitives } from '../core/primitives.js';
import { seedKey } from '../core/random/index.js';
import { encodeFragment, encodeHeader, TRIGGER_SOURCE } from '../core/wire/event.js';
import { RECORD, SegmentWriter } from '../core/wire/framing.js';
import { emptyLedger, type Ledger, ledgerGap } from '../core/wire/ledger.js';
import { Memory } from '../core/wire/memory.js';
import { spillway } from '../core/wire/messages.js';
import { encodePrimitives, type Primitives } from '../core/wire/primitives.js';
import { InternalError } from '../core/errors.js';
import { calibrationEvents, WHOLE } from '../emulate/calibrationRun/index.js';
import { type Label, onTheWay, type Sent } from '../emulate/faults/index.js';
import type { Kept } from '../emulate/keeper.js';
import { frontEndSources } from '../emulate/pileup.js';
import {
  type EmulatedEvent,
  type EmulatedSpill,
  emulateSpill,
  modeOfSpill,
  type SpillOptions,
  spillKey,
} from '../emulate/spill.js';
import { spillHash } from './digest.js';
import { crc32, sha256 } from './hash.js';
import { trueCard } from './nature.js';

/** Who sends fragments of an event, in the order of their numbers. */
const sourcesOf = (card: Card) => [{ name: TRIGGER_SOURCE, channels: 0 }, ...frontEndSources(card)];

/** What is the same for all spills of a run. */
export interface SpillJob {
  readonly card: Card;
  readonly cardHash: string;
  readonly seed: string;
  readonly mode: Mode;
  readonly fidelity: Fidelity;
  readonly truth: boolean;
  /** `all` unless told otherwise. */
  readonly evaluation?: Evaluation;
  /** `nominal` unless told otherwise. */
  readonly nature?: Nature;
  /** No part of what the spill is: the outcome is the same. */
  readonly primitives?: Asked;
  /** Of what is stored; `accepted` unless told otherwise. */
  readonly storePrimitives?: StoredPrimitives;
  /** In fidelity `waveform`. */
  readonly calibration?: Calibration | null;
}

export interface SpillResult {
  readonly spill: number;
  readonly spillHash: string;
  readonly rawHash: string;
  readonly ledger: Ledger;
  /** Encoded `Counts`. */
  readonly counts: Uint8Array;
  /** What the monitors say, and what they cannot judge. */
  readonly alarms: readonly Alarm[];
  readonly unwatched: readonly Alarm[];
  readonly occupancy: Occupancy;
  /** What its scalers say, ms by ms. */
  readonly profile: SpillProfile;
  /** Segments, as they are written. */
  readonly raw: Uint8Array;
  readonly primitives: Uint8Array;
  readonly truth: Uint8Array | null;
}

/** Where the bodies of a spill stand until they are in its segment: of one spill after the other. */
const memory = new Memory();

/** Emulates and analyses one spill. @throws InternalError when its ledger does not close */
export function processSpill(
  job: SpillJob,
  spill: number,
  seal: Seal = 'closed',
  reconstruct?: ReconstructEvent,
): SpillResult {
  const isWorth = isStaged(job.evaluation ?? 'all', spill) ? firstLook(job) : undefined;
  memory.giveBack();
  const emulated = emulateSpill(trueCard(job), seedKey(job.seed), spill, {
    ...job,
    isWorth,
    memory,
    keep: job.storePrimitives === 'kept',
  });
  const gap = ledgerGap(emulated.ledger);
  if (gap) throw new InternalError(`spill ${spill}: the ledger does not close: ${gap}`);
  const { ledger, triggers } = emulated;
  const { outcomes, clockTriggers } = ledger;
  const recorded = outcomes.recorded + clockTriggers.recorded;
  const made = emulated.events.length + emulated.setAside;
  if (recorded !== made) {
    throw new InternalError(`spill ${spill}: ${recorded} recorded in the ledger, ${made} events`);
  }
  const { raw, faults } = sendSpill(job, spill, emulated);
  const found = analyseSent(job, emulated, raw, seal, reconstruct);
  const { counts, reconstructedCrc, alarms, unwatched, occupancy, profile } = found;
  const primitives = triggers.map((p) => encodePrimitives(p, crc32));
  const hash = spillHash(ledger, counts, triggers, primitives, reconstructedCrc);
  return {
    spill,
    spillHash: hash,
    rawHash: sha256(raw),
    ledger,
    counts: encodeCounts(counts),
    alarms,
    unwatched,
    occupancy,
    profile,
    raw,
    primitives: primitivesSegment(job, spill, emulated, primitives),
    truth: job.truth ? truthSegment(job, spill, emulated, faults) : null,
  };
}

/** The conditions of a spill are known at its end: until then those of the calibration run hold. */
export function firstLook({ card, calibration }: SpillJob): SpillOptions['isWorth'] {
  const belief = beliefOf(card);
  const conditions = calibration
    ? conditionsOf(belief, calibration, noDrift(belief.detector))
    : null;
  return (first, tick) => mayBeElectron(belief, first, conditions, tick);
}

type Booked = Pick<EmulatedSpill, 'ledger' | 'events'>;

/** Raw data through the analysis; what could not be built moves to its column of the ledger. */
export function analyseSent(
  { card, calibration }: SpillJob,
  emulated: Booked,
  raw: Uint8Array,
  seal: Seal,
  reconstruct?: ReconstructEvent,
): SpillRecord {
  const found = analyseSpill(beliefOf(card), raw, crc32, seal, calibration ?? null, reconstruct);
  for (const { event } of found.incomplete) loseInBuilding(emulated, event);
  for (const [first, last] of found.missing) {
    for (let event = first; event <= last; event++) loseInBuilding(emulated, event);
  }
  return found;
}

/** Moves an event that could not be built to its column of the ledger. */
function loseInBuilding({ ledger, events }: Booked, event: number): void {
  const { kind } = events[event - 1].primitives;
  const column = kind === 'particle' ? ledger.outcomes : ledger.clockTriggers;
  column.recorded--;
  column.lostInBuilding++;
}

export type SegmentKind = 'raw' | 'primitives' | 'truth';

const SCHEMAS: { readonly [Kind in SegmentKind]: string } = {
  raw: 'spillway.raw/1',
  primitives: 'spillway.primitives/2',
  truth: 'spillway.truth/1',
};

function segment(
  kind: SegmentKind,
  job: SpillJob,
  spill: number,
  sources: readonly spillway.Source.$Properties[] = [],
): SegmentWriter {
  return open({ ...segmentHeader(job, spill, sources), schema: SCHEMAS[kind] });
}

const segmentHeader = (
  job: SpillJob,
  spill: number,
  sources: readonly spillway.Source.$Properties[],
) => ({
  cardHash: job.cardHash,
  seed: job.seed,
  run: job.card.run.number,
  spill,
  fidelity: job.fidelity,
  mode: modeOfSpill(job.card, seedKey(job.seed), spill, job.mode),
  sources: [...sources],
});

/** Where a segment stands until it is finished: one is begun when the one before it is. */
const pieces = new Memory();

function open(header: spillway.SegmentHeader.$Properties): SegmentWriter {
  pieces.giveBack();
  const writer = new SegmentWriter(crc32, pieces);
  writer.record(RECORD.header, spillway.SegmentHeader.encode(header).finish());
  return writer;
}

type Recorded = Pick<EmulatedSpill, 'ledger' | 'events' | 'setAside' | 'profile'>;

/** The raw data of a spill, as they are written. */
export const rawSpill = (job: SpillJob, spill: number, emulated: Recorded): Uint8Array =>
  sendSpill(job, spill, emulated).raw;

/** The same, and what its fragments met on their way. */
function sendSpill(
  job: SpillJob,
  spill: number,
  { ledger, events, setAside, profile }: Recorded,
): { raw: Uint8Array; faults: readonly Label[] } {
  const counted = {
    scalers: ledger.scalers,
    setAside,
    coincidences: profile.coincidences,
    busyCoincidences: profile.busy,
  };
  const writer = segment('raw', job, spill, sourcesOf(job.card));
  const at = spillKey(job.card, seedKey(job.seed), spill);
  const names = sourcesOf(job.card).map(({ name }) => name);
  const way = onTheWay(job.card, at, names, crc32);
  if (way === null) return { raw: encodeRaw(writer, job, spill, events, counted), faults: [] };
  const sent: Sent[] = [];
  eachFragment(job, spill, events, (source, { event, tick }, bytes) => {
    sent.push({ source, event, bytes: bytes.slice(), at: tick });
  });
  const arrived = way(sent);
  const receive = () => {
    for (const { bytes } of arrived.sent) writer.record(RECORD.fragment, bytes);
  };
  const raw = encodeBurst(writer, job, spill, receive, { events: events.length, ...counted });
  return { raw, faults: arrived.labels };
}

/** The same of any events. @param counted what the end-of-burst record says beside their number */
export function rawSegment(
  job: SpillJob,
  spill: number,
  events: readonly Sendable[],
  counted: spillway.EndOfBurst.$Properties,
): Uint8Array {
  return encodeRaw(segment('raw', job, spill, sourcesOf(job.card)), job, spill, events, counted);
}

/**
 * What a step of a calibration run leaves: a segment as that of a spill, the step in its place.
 * @param step from 1
 */
export function calibrationSegment(job: SpillJob, step: number, part = WHOLE): Uint8Array {
  const all = calibrationEvents(trueCard(job), seedKey(job.seed), step - 1, part);
  // Those of a part are numbered as they are sent.
  const events = all.map(({ header, bodies }, i) => ({
    header: { ...header, event: i + 1 },
    bodies,
  }));
  // It is the same whatever way the spills are gone through.
  const header = {
    ...segmentHeader(job, step, sourcesOf(job.card)),
    schema: CALIBRATION_RUN_SCHEMA,
    mode: '',
  };
  return encodeRaw(open(header), job, step, events, { scalers: emptyLedger().scalers });
}

type Sendable = Pick<EmulatedEvent, 'header' | 'bodies'>;

/** Burst records and the fragments of all events. */
function encodeRaw(
  writer: SegmentWriter,
  job: SpillJob,
  spill: number,
  events: readonly Sendable[],
  counted: spillway.EndOfBurst.$Properties,
): Uint8Array {
  const receive = () =>
    eachFragment(job, spill, events, (_, __, bytes) => writer.record(RECORD.fragment, bytes));
  return encodeBurst(writer, job, spill, receive, { events: events.length, ...counted });
}

/** @param receive writes the fragments */
function encodeBurst(
  writer: SegmentWriter,
  { card, evaluation = 'all' }: SpillJob,
  spill: number,
  receive: () => void,
  counted: spillway.EndOfBurst.$Properties,
): Uint8Array {
  const run = card.run.number;
  writer.record(
    RECORD.beginOfBurst,
    spillway.BeginOfBurst.encode({ run, spill, staged: isStaged(evaluation, spill) }).finish(),
  );
  receive();
  writer.record(RECORD.endOfBurst, spillway.EndOfBurst.encode({ run, spill, ...counted }).finish());
  return writer.finish();
}

/** Encodes the fragments of events, source after source. @param each gets bytes that are valid until the next */
function eachFragment(
  { card }: SpillJob,
  spill: number,
  events: readonly Sendable[],
  each: (source: number, stamp: { event: number; tick: number }, bytes: Uint8Array) => void,
): void {
  const sources = sourcesOf(card);
  events.forEach(({ header, bodies }, i) => {
    const stamp = { spill, event: i + 1, tick: header.tick as number };
    sources.forEach(({ name }, source) => {
      const body = source === 0 ? encodeHeader(header) : bodies[name];
      each(source, stamp, encodeFragment({ source, ...stamp, body }, crc32));
    });
  });
}

/** Those of recorded triggers, or all that is kept. @param primitives encoded, of each trigger */
function primitivesSegment(
  job: SpillJob,
  spill: number,
  emulated: EmulatedSpill,
  primitives: readonly Uint8Array[],
): Uint8Array {
  const { triggers, kept } = emulated;
  const encoded = new Map<Primitives, Uint8Array>(triggers.map((p, i) => [p, primitives[i]]));
  const writer = open({
    ...segmentHeader(job, spill, []),
    schema: SCHEMAS.primitives,
    menuHash: menuHash(job.card, sha256),
    burst: kept && burstOf(emulated, kept),
  });
  for (const p of kept?.records ?? triggers.filter(({ event }) => event > 0)) {
    writer.fixed(encoded.get(p) ?? encodePrimitives(p, crc32));
  }
  return writer.finish();
}

const burstOf = (
  { ledger, profile }: EmulatedSpill,
  { noTerm, prescaled, ecal }: Kept,
): spillway.Burst.$Properties => ({
  scalers: ledger.scalers,
  coincidences: profile.coincidences,
  busyCoincidences: profile.busy,
  ...{ noTerm, prescaled, ecal: [...ecal] },
});

/** @param sent what fragments met on their way */
function truthSegment(
  job: SpillJob,
  spill: number,
  { truth, faults }: EmulatedSpill,
  sent: readonly Label[],
): Uint8Array {
  const writer = segment('truth', job, spill);
  for (const t of truth) writer.record(RECORD.truth, spillway.Truth.encode(t).finish());
  for (const fault of [...faults, ...sent]) {
    writer.record(RECORD.fault, spillway.Fault.encode(fault).finish());
  }
  return writer.finish();
}
