/**
 * A raw event on the wire: one fragment from every source, that is from the trigger and from every front
 * end. A fragment is an encoded `Fragment` with its CRC-32 (uint32, little-endian) behind it, made by the
 * source itself: whatever happens to it on its way to the event builder is seen.
 */
import { FieldWriter } from './fields.js';
import type { Crc32 } from './framing.js';
import { decodeMessage } from './decode.js';
import { spillway } from './messages.js';

/** What each front end says of an event, by its name: encoded `Body` messages. */
export type Bodies = Readonly<Record<string, Uint8Array>>;

/** The same before they are encoded. */
export type Answers = Readonly<Record<string, spillway.Body.$Properties>>;

/** The source whose body is the event's header. */
export const TRIGGER_SOURCE = 'trigger';

export interface Fragment {
  /** Index into the sources of the segment header. */
  source: number;
  spill: number;
  /** In the spill, from 1. */
  event: number;
  /** Time stamp of the trigger, 0.1 ns since the start of the spill. */
  tick: number;
  body: Uint8Array;
}

const CRC_BYTES = 4;

/** Of fragments and of headers, which nobody keeps, and of bodies. */
const wire = new FieldWriter();
const headers = new FieldWriter();
const kept = new FieldWriter();

/** A fragment with its CRC-32; valid until the next one is encoded. */
export function encodeFragment(
  { source, spill, event, tick, body }: Fragment,
  crc32: Crc32,
): Uint8Array {
  wire.clear();
  wire.number(1, source);
  wire.number(2, spill);
  wire.number(3, event);
  wire.number(4, tick);
  wire.bytes(5, body);
  wire.fixed(crc32(wire.written()));
  return wire.written();
}

/** An encoded `EventHeader`; valid until the next one is encoded. */
export function encodeHeader(header: spillway.EventHeader.$Properties): Uint8Array {
  headers.clear();
  headers.number(1, header.run);
  headers.number(2, header.spill);
  headers.number(3, header.event);
  headers.number(4, header.type);
  headers.number(5, header.tick);
  headers.number(6, header.presented);
  headers.number(7, header.triggers);
  return headers.written();
}

/** An encoded `Body`, taken from a writer: for good unless that has been given. */
export function encodeBody(
  { energies, waveforms, hits }: spillway.Body.$Properties,
  writer = kept,
): Uint8Array {
  if (energies) {
    const from = writer.begin(1);
    writer.numbers(1, energies.channel);
    writer.signed(2, energies.energyKev);
    writer.signed(3, energies.timePs);
    writer.end(from);
  }
  if (waveforms) {
    const from = writer.begin(2);
    writer.numbers(1, waveforms.channel);
    writer.bytes(2, waveforms.samples);
    writer.number(3, waveforms.phasePs);
    writer.end(from);
  }
  if (hits) {
    const from = writer.begin(3);
    writer.numbers(1, hits.strip);
    writer.numbers(2, hits.amplitude);
    writer.signed(3, hits.timeTicks);
    writer.numbers(4, hits.tube);
    writer.numbers(5, hits.tdc);
    writer.numbers(6, hits.sample);
    writer.end(from);
  }
  return writer.take();
}

/** What front ends answer, encoded. */
export function encodeBodies(answers: Answers, writer = kept): Bodies {
  const bodies: Record<string, Uint8Array> = {};
  for (const name in answers) bodies[name] = encodeBody(answers[name], writer);
  return bodies;
}

/** @returns null when the fragment is damaged, or is none in spite of its CRC-32 */
export function decodeFragment(bytes: Uint8Array, crc32: Crc32): Fragment | null {
  const size = bytes.length - CRC_BYTES;
  if (size < 0) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const message = bytes.subarray(0, size);
  if (view.getUint32(size, true) !== crc32(message)) return null;
  try {
    return decodeMessage(spillway.Fragment, message);
  } catch {
    return null;
  }
}

/** The bodies of an event as one string of bytes, to compare and to hash. */
export function encodePayload(bodies: Bodies): Uint8Array {
  const named = Object.entries(bodies).map(([source, body]) => ({ source, body }));
  return spillway.Payload.encode({ bodies: named }).finish();
}
