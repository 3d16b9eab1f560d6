/**
 * From the raw segment of one spill to its events, in order. Reads the wire alone.
 */
import type { Belief } from '../../core/card/schema.js';
import { type Bodies, TRIGGER_SOURCE } from '../../core/wire/event.js';
import { type Crc32, RECORD, readSegment } from '../../core/wire/framing.js';
import { MAX_TRIGGERS, type Scalers, TRIGGER_TYPES } from '../../core/wire/ledger.js';
import { spillway } from '../../core/wire/messages.js';
import { EventBuilder, type OpenEvent } from './builder.js';
import { type Building, emptyBuilding } from './report.js';

export interface BuiltEvent {
  header: spillway.EventHeader.$Properties;
  /** Of all front ends. */
  bodies: Bodies;
}

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

/**
 * @throws SegmentError when the segment is damaged
 * @throws RangeError when it lacks its burst records or its sources
 */
export function buildSpill(
  raw: Uint8Array,
  crc32: Crc32,
  settings: Belief['readout']['building'],
): BuiltSpill {
  const building = emptyBuilding();
  const events: BuiltEvent[] = [];
  const incomplete: IncompleteEvent[] = [];
  let header: spillway.SegmentHeader | null = null;
  let end: spillway.EndOfBurst | null = null;
  let builder: EventBuilder | null = null;
  let sources: string[] = [];
  let staged = false;

  const take = (finished: readonly OpenEvent[]): void => {
    for (const event of finished) {
      if (event.complete) events.push(builtEvent(sources, event));
      else {
        const missing = sources.filter((_, i) => event.bodies[i] === null);
        incomplete.push({ event: event.event, missing });
      }
    }
  };

  for (const { type, body } of readSegment(raw, crc32)) {
    if (type === RECORD.header) {
      header = spillway.SegmentHeader.decode(body);
      sources = header.sources.map((s) => s.name ?? '');
      if (sources[0] !== TRIGGER_SOURCE) {
        throw new RangeError(
          `raw segment: the sources are ${sources.join(', ') || 'none'}, expected ${TRIGGER_SOURCE} first`,
        );
      }
    } else if (type === RECORD.beginOfBurst) {
      staged = spillway.BeginOfBurst.decode(body).staged;
      builder = new EventBuilder(sources.length, header?.spill ?? 0, settings, building);
    } else if (type === RECORD.endOfBurst) end = spillway.EndOfBurst.decode(body);
    else if (type === RECORD.fragment) {
      if (!builder || end) throw new RangeError('raw segment: a fragment stands outside the burst');
      take(builder.receive(body, crc32));
    } else throw new RangeError(`raw segment: unknown record type ${type}`);
  }
  if (!builder) throw new RangeError('raw segment: no begin-of-burst record');
  if (!header || !end) throw new RangeError('raw segment: no end-of-burst record');
  take(builder.flush(end.events));
  return {
    header,
    events,
    incomplete,
    recorded: end.events,
    staged,
    setAside: end.setAside,
    scalers: scalersOf(end.scalers),
    profile: { coincidences: end.coincidences, busy: end.busyCoincidences },
    building,
  };
}

function builtEvent(sources: readonly string[], { bodies }: OpenEvent): BuiltEvent {
  const named: Record<string, Uint8Array> = {};
  for (let i = 1; i < sources.length; i++) named[sources[i]] = bodies[i] as Uint8Array;
  return { header: spillway.EventHeader.decode(bodies[0] as Uint8Array), bodies: named };
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
