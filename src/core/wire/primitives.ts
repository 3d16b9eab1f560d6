/**
 * One primitives record: 32 bytes, little-endian, what the trigger saw and decided.
 *
 * | byte | content |
 * |---|---|
 * | 0 | spill, uint24, from 1 |
 * | 3 | of the counters that are high, those that have just risen, uint8; 0 before version 2 |
 * | 4 | index of the particle or clock trigger in its slice, uint24 |
 * | 7 | kind, uint8: 0 particle, 1 random, 2 pulser, 3 led, 4 pedestal |
 * | 8 | tick in the slice, uint24, 0.1 ns |
 * | 11 | counters that are high, uint8: S1..S4, V1, V2 |
 * | 12 | ordinal among the coincidences of the spill, modulo 2^32, uint32; 0 for a clock trigger |
 * | 16 | event number in the spill, uint24; 0 when not recorded |
 * | 19 | trigger types, uint8: 1 physics, 2 beam, 4 random, 8 pulser, 16 calibration |
 * | 20 | slice, uint16, 1 ms |
 * | 22 | ECAL sum, uint16, counts of the trigger; 65535 for a clock trigger |
 * | 24 | preshower sum, the same |
 * | 26 | triggers that fired, uint16: bits in the order of their names; 0: a coincidence that fired none |
 * | 28 | CRC-32 of bytes 0 to 27, uint32 |
 */
import { CLOCKS, type Id } from '../id.js';
import type { Crc32 } from './framing.js';

export const PRIMITIVES_BYTES = 32;
export const NOT_EVALUATED = 65535;

export interface Primitives extends Id {
  tick: number;
  counters: number;
  /** Of them, those that have just risen. */
  risen: number;
  ordinal: number;
  event: number;
  ecalCounts: number;
  preshowerCounts: number;
  /** Trigger types. */
  decision: number;
  /** Triggers of the menu. */
  triggers: number;
}

/** Code of a kind on the wire. */
export const kindCode = (kind: Id['kind']): number =>
  kind === 'particle' ? 0 : CLOCKS.indexOf(kind) + 1;

export function encodePrimitives(p: Primitives, crc32: Crc32): Uint8Array {
  const bytes = new Uint8Array(PRIMITIVES_BYTES);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, two(p.spill, p.risen), true);
  view.setUint32(4, two(p.index, kindCode(p.kind)), true);
  view.setUint32(8, two(p.tick, p.counters), true);
  view.setUint32(12, p.ordinal, true);
  view.setUint32(16, two(p.event, p.decision), true);
  view.setUint16(20, p.slice, true);
  view.setUint16(22, p.ecalCounts, true);
  view.setUint16(24, p.preshowerCounts, true);
  view.setUint16(26, p.triggers, true);
  view.setUint32(28, crc32(bytes.subarray(0, 28)), true);
  return bytes;
}

export function decodePrimitives(bytes: Uint8Array): Primitives {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const kind = bytes[7];
  return {
    spill: view.getUint32(0, true) & LOW,
    risen: bytes[3],
    slice: view.getUint16(20, true),
    index: view.getUint32(4, true) & LOW,
    kind: kind > 0 && kind <= CLOCKS.length ? CLOCKS[kind - 1] : 'particle',
    tick: view.getUint32(8, true) & LOW,
    counters: bytes[11],
    ordinal: view.getUint32(12, true),
    event: view.getUint32(16, true) & LOW,
    ecalCounts: view.getUint16(22, true),
    preshowerCounts: view.getUint16(24, true),
    decision: bytes[19],
    triggers: view.getUint16(26, true),
  };
}

const LOW = 0xffffff;

/** 24 bits and 8 bits. @throws RangeError when they do not fit */
function two(low: number, high: number): number {
  if (low > LOW || high > 255) throw new RangeError(`primitives: ${low} and ${high} are too large`);
  return low + 0x1000000 * high;
}

/** CRC-32 that ends a primitives record. */
export function primitivesCrc(bytes: Uint8Array): number {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(28, true);
}
