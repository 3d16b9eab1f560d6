/**
 * From the raw segment of one spill to its events, in order. Reads the wire alone.
 */
import { CALIBRATION_RUN_SCHEMA } from '../../core/calibrationPlan.js';
import type { Belief } from '../../core/card/schema.js';
import { type Bodies, TRIGGER_SOURCE } from '../../core/wire/event.js';
import { type Crc32, RECORD, readSegment } from '../../core/wire/framing.js';
import { MAX_TRIGGERS, type Scalers, TRIGGER_TYPES } from '../../core/wire/ledger.js';
import { decodeMessage } from '../../core/wire/decode.js';
import { spillway } from '../../core/wire/messages.js';
import { ticks } from '../../core/ticks.js';
import { EventBuilder, type OpenEvent } from './builder.js';
import { type Building, emptyBuilding } from './report.js';

export interface BuiltEvent {
  header: spillway.EventHeader.$Properties;
  /** Of all front ends. */
  bodies: Bodies;
}

/** Numbers of events, both among them. */
export type EventRange = readonly [first: number, last: number];

/** An event that lacks something. */
export interface IncompleteEvent {
  event: number;
  /** Names of the sources without a fragment that fits. */
  missing: readonly string[];
}

export interface BuiltSpill {
  header: spillway.SegmentHeader;
  /** The complete ones. */
  events: BuiltEvent[];
  incomplete: IncompleteEvent[];
  /** Those of which nothing came. */
  missing: EventRange[];
  /** How many were sent, by the end-of-burst record. */
  recorded: number;
  /** Whether events were set aside as counters and SRD turned them away, and how many. */
  staged: boolean;
  setAside: number;
  scalers: Scalers;
  /** Coincidences in each ms, and those that came while the readout was busy. */
  profile: SpillProfile;
  building: Building;
}

export interface SpillProfile {
  readonly coincidences: readonly number[];
  readonly busy: readonly number[];
}

/** Schemas that it reads. */
const SCHEMAS = ['spillway.raw/1', CALIBRATION_RUN_SCHEMA];
/** Front ends with the trigger, and events of a spill, that a raw segment may name. */
const MAX_SOURCES = 64;
const MAX_EVENTS = (1 << 24) - 1;

/**
 * Memory is bounded by the bytes of the segment, whatever they say.
 * @throws SegmentError when the segment is damaged
 * @throws RangeError when it is of another kind, lacks its sources, or its burst records are not those of its spill, once
 *   each and about all fragments
 */
export function buildSpill(
  raw: Uint8Array,
  crc32: Crc32,
  settings: Belief['readout']['building'],
): BuiltSpill {
  const building = emptyBuilding();
  const events: BuiltEvent[] = [];
  const incomplete: IncompleteEvent[] = [];
  const missing: EventRange[] = [];
  let header: spillway.SegmentHeader | null = null;
  let end: spillway.EndOfBurst | null = null;
  let builder: EventBuilder | null = null;
  let sources: string[] = [];
  let staged = false;
  const tolerance = ticks(settings.tolerance);

  let next = 1;
  /** Events leave in order: nothing came of those that are passed over. */
  const passOver = (event: number): void => {
    if (next < event) missing.push([next, event - 1]);
  };
  const take = (finished: readonly OpenEvent[]): void => {
    for (const event of finished) {
      passOver(event.event);
      next = event.event + 1;
      const expected = { spill: header?.spill ?? 0, staged, tolerance };
      const built = event.complete ? builtEvent(sources, event, expected) : null;
      if (built) events.push(built);
      else incomplete.push({ event: event.event, missing: missingOf(sources, event) });
      if (event.complete && !built) {
        // The trigger's fragment does not belong to the event that it names.
        building.complete--;
        building.incomplete++;
        building.used--;
        building.misplaced++;
      }
    }
  };

  for (const { type, body } of readSegment(raw, crc32)) {
    if (type === RECORD.header) {
      if (header) throw new RangeError('raw segment: a second header');
      header = decodeMessage(spillway.SegmentHeader, body);
      sources = sourcesOf(header);
    } else if (type === RECORD.beginOfBurst) {
      if (builder) throw new RangeError('raw segment: a second begin-of-burst record');
      const begin = decodeMessage(spillway.BeginOfBurst, body);
      requireOwn(begin, header, 'begin-of-burst');
      ({ staged } = begin);
      builder = new EventBuilder(sources.length, begin.spill, settings, building);
    } else if (type === RECORD.endOfBurst) {
      if (end) throw new RangeError('raw segment: a second end-of-burst record');
      end = decodeMessage(spillway.EndOfBurst, body);
      requireOwn(end, header, 'end-of-burst');
    } else if (type === RECORD.fragment) {
      if (!builder || end) throw new RangeError('raw segment: a fragment stands outside the burst');
      take(builder.receive(body, crc32));
    } else throw new RangeError(`raw segment: unknown record type ${type}`);
  }
  if (!builder) throw new RangeError('raw segment: no begin-of-burst record');
  if (!header || !end) throw new RangeError('raw segment: no end-of-burst record');
  if (end.events + end.setAside > MAX_EVENTS) {
    throw new RangeError(`raw segment: ${end.events} events, expected up to ${MAX_EVENTS}`);
  }
  const last = end.events;
  take(builder.flush(last));
  passOver(last + 1);
  return {
    header,
    events,
    // A wrong number may have opened one that there was not.
    incomplete: incomplete.filter(({ event }) => event <= last),
    missing: missing
      .filter(([first]) => first <= last)
      .map(([first, to]) => [first, Math.min(to, last)] as const),
    recorded: end.events,
    staged,
    setAside: end.setAside,
    scalers: scalersOf(end.scalers),
    profile: { coincidences: end.coincidences, busy: end.busyCoincidences },
    building,
  };
}

/** Names of the sources. @throws RangeError when the header is of something else, or they are no sources of events */
function sourcesOf({ schema, sources }: spillway.SegmentHeader): string[] {
  if (!SCHEMAS.includes(schema)) {
    throw new RangeError(`raw segment: schema ${schema}, expected ${SCHEMAS.join(' or ')}`);
  }
  const names = sources.slice(0, MAX_SOURCES + 1).map((s) => s.name ?? '');
  if (names[0] !== TRIGGER_SOURCE) {
    throw new RangeError(
      `raw segment: the sources are ${names.join(', ') || 'none'}, expected ${TRIGGER_SOURCE} first`,
    );
  }
  const areNames = names.every((name) => /^[a-z][\w-]*$/i.test(name));
  if (!areNames || names.length > MAX_SOURCES || new Set(names).size < names.length) {
    throw new RangeError(`raw segment: expected up to ${MAX_SOURCES} sources, each with its name`);
  }
  return names;
}

function requireOwn(
  { run, spill }: { readonly run: number; readonly spill: number },
  header: spillway.SegmentHeader | null,
  what: string,
): void {
  if (run === header?.run && spill === header.spill) return;
  throw new RangeError(`raw segment: the ${what} record is that of spill ${spill} of run ${run}`);
}

/** Those of an event that seems complete: the trigger. */
function missingOf(sources: readonly string[], { complete, bodies }: OpenEvent): string[] {
  return sources.filter((_, i) => (complete ? i === 0 : bodies[i] === null));
}

/** What the headers of events have to be like. */
interface Expected {
  readonly spill: number;
  /** Events were set aside: the header of one that was sent counts them, too. */
  readonly staged: boolean;
  readonly tolerance: number;
}

/** @returns null when the trigger's body is the header of another event */
function builtEvent(
  sources: readonly string[],
  { event, tick, bodies }: OpenEvent,
  { spill, staged, tolerance }: Expected,
): BuiltEvent | null {
  const header = decodeMessage(spillway.EventHeader, bodies[0] as Uint8Array);
  const isOwn = staged ? header.event >= event : header.event === event;
  if (!isOwn || header.spill !== spill) return null;
  if (Math.abs(header.tick - tick) > tolerance) return null;
  const named: Record<string, Uint8Array> = {};
  for (let i = 1; i < sources.length; i++) named[sources[i]] = bodies[i] as Uint8Array;
  return { header, bodies: named };
}

/** Scalers with every field present. */
export function scalersOf(s: spillway.Scalers.$Properties | null | undefined): Scalers {
  return {
    singles: padded(s?.singles, 4),
    veto: s?.veto ?? 0,
    coincidences: s?.coincidences ?? 0,
    coincidencePairs: s?.coincidencePairs ?? 0,
    ecalTerm: s?.ecalTerm ?? 0,
    presented: padded(s?.presented, TRIGGER_TYPES.length),
    accepted: padded(s?.accepted, TRIGGER_TYPES.length),
    met: padded(s?.met, MAX_TRIGGERS),
    fired: padded(s?.fired, MAX_TRIGGERS),
    kept: padded(s?.kept, MAX_TRIGGERS),
    busyTicks: s?.busyTicks ?? 0,
    clockTicks: s?.clockTicks ?? 0,
    busyCoincidences: s?.busyCoincidences ?? 0,
  };
}

const padded = (values: number[] | null | undefined, n: number) =>
  Array.from({ length: n }, (_, i) => values?.[i] ?? 0);
