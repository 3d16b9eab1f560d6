/**
 * A raw event on the wire: one fragment from every source, that is from the trigger and from every front
 * end. A fragment is an encoded `Fragment` with its CRC-32 (uint32, little-endian) behind it, made by the
 * source itself: whatever happens to it on its way to the event builder is seen.
 */
import type { Crc32 } from './framing.js';
import { spillway } from './messages.js';

/** What each front end says of an event, by its name: encoded `Body` messages. */
export type Bodies = Readonly<Record<string, Uint8Array>>;

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

export function encodeFragment(fragment: Fragment, crc32: Crc32): Uint8Array {
  const message = spillway.Fragment.encode(fragment).finish();
  const bytes = new Uint8Array(message.length + CRC_BYTES);
  bytes.set(message);
  new DataView(bytes.buffer).setUint32(message.length, crc32(message), true);
  return bytes;
}

/** @returns null when the fragment is damaged */
export function decodeFragment(bytes: Uint8Array, crc32: Crc32): Fragment | null {
  const size = bytes.length - CRC_BYTES;
  if (size < 0) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const message = bytes.subarray(0, size);
  if (view.getUint32(size, true) !== crc32(message)) return null;
  return spillway.Fragment.decode(message);
}

/** The bodies of an event as one string of bytes, to compare and to hash. */
export function encodePayload(bodies: Bodies): Uint8Array {
  const named = Object.entries(bodies).map(([source, body]) => ({ source, body }));
  return spillway.Payload.encode({ bodies: named }).finish();
}
