/**
 * From the raw segment of one spill to its events, in order. Reads the wire alone.
 */
import { type Crc32, RECORD, readSegment } from '../core/wire/framing.js';
import type { Scalers } from '../core/wire/ledger.js';
import { spillway } from '../core/wire/messages.js';

export interface BuiltEvent {
  header: spillway.EventHeader.$Properties;
  /** As it stands on the wire. */
  payload: Uint8Array;
}

export interface BuiltSpill {
  header: spillway.SegmentHeader;
  events: BuiltEvent[];
  scalers: Scalers;
}

/**
 * @throws SegmentError when the segment is damaged
 * @throws RangeError when events or burst records are missing or out of order
 */
export function buildSpill(raw: Uint8Array, crc32: Crc32): BuiltSpill {
  const events: BuiltEvent[] = [];
  let header: spillway.SegmentHeader | null = null;
  let end: spillway.EndOfBurst | null = null;
  let begun = false;
  for (const { type, body } of readSegment(raw, crc32)) {
    if (type === RECORD.header) header = spillway.SegmentHeader.decode(body);
    else if (type === RECORD.beginOfBurst) begun = true;
    else if (type === RECORD.endOfBurst) end = spillway.EndOfBurst.decode(body);
    else if (type === RECORD.event) {
      const event = spillway.RawEvent.decode(body);
      const header = event.header ?? {};
      if (!begun || end || header.event !== events.length + 1) {
        throw new RangeError(
          `raw segment: event ${header.event} stands where ${events.length + 1} was expected`,
        );
      }
      events.push({ header, payload: event.payload });
    } else throw new RangeError(`raw segment: unknown record type ${type}`);
  }
  if (!begun) throw new RangeError('raw segment: no begin-of-burst record');
  if (!header || !end || end.events !== events.length) {
    throw new RangeError(
      `raw segment: ${events.length} events, the end-of-burst record says ${end?.events ?? 'nothing'}`,
    );
  }
  return { header, events, scalers: scalersOf(end.scalers) };
}

/** Scalers with every field present. */
export function scalersOf(s: spillway.Scalers.$Properties | null | undefined): Scalers {
  return {
    singles: padded(s?.singles, 4),
    veto: s?.veto ?? 0,
    coincidences: s?.coincidences ?? 0,
    coincidencePairs: s?.coincidencePairs ?? 0,
    ecalTerm: s?.ecalTerm ?? 0,
    presented: padded(s?.presented, 3),
    accepted: padded(s?.accepted, 3),
    busyTicks: s?.busyTicks ?? 0,
    clockTicks: s?.clockTicks ?? 0,
    busyCoincidences: s?.busyCoincidences ?? 0,
  };
}

const padded = (values: number[] | null | undefined, n: number) =>
  Array.from({ length: n }, (_, i) => values?.[i] ?? 0);
