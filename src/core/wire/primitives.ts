/**
 * One primitives record: 32 bytes, little-endian, what the trigger saw and decided.
 *
 * | byte | content |
 * |---|---|
 * | 0 | spill, uint32, from 1 |
 * | 4 | index of the particle or clock trigger in its slice, uint32 |
 * | 8 | tick in the slice, uint32, 0.1 ns |
 * | 12 | ordinal among the S coincidences of the spill, uint32; 0 for a clock trigger |
 * | 16 | event number in the spill, uint32; 0 when not recorded |
 * | 20 | slice, uint16, 1 ms |
 * | 22 | ECAL sum, uint16, counts of the trigger |
 * | 24 | preshower sum, uint16, counts; 65535 when it was not needed |
 * | 26 | decision, uint8: 1 physics, 2 beam, 4 random |
 * | 27 | kind, uint8: 0 particle, 1 clock |
 * | 28 | CRC-32 of bytes 0 to 27, uint32 |
 */
import type { Crc32 } from './framing.js';

export const PRIMITIVES_BYTES = 32;
export const NOT_EVALUATED = 65535;

export interface Primitives {
  spill: number;
  slice: number;
  index: number;
  kind: 'particle' | 'clock';
  tick: number;
  ordinal: number;
  event: number;
  ecalCounts: number;
  preshowerCounts: number;
  decision: number;
}

export function encodePrimitives(p: Primitives, crc32: Crc32): Uint8Array {
  const bytes = new Uint8Array(PRIMITIVES_BYTES);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, p.spill, true);
  view.setUint32(4, p.index, true);
  view.setUint32(8, p.tick, true);
  view.setUint32(12, p.ordinal, true);
  view.setUint32(16, p.event, true);
  view.setUint16(20, p.slice, true);
  view.setUint16(22, p.ecalCounts, true);
  view.setUint16(24, p.preshowerCounts, true);
  bytes[26] = p.decision;
  bytes[27] = p.kind === 'clock' ? 1 : 0;
  view.setUint32(28, crc32(bytes.subarray(0, 28)), true);
  return bytes;
}

export function decodePrimitives(bytes: Uint8Array): Primitives {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    spill: view.getUint32(0, true),
    slice: view.getUint16(20, true),
    index: view.getUint32(4, true),
    kind: bytes[27] === 1 ? 'clock' : 'particle',
    tick: view.getUint32(8, true),
    ordinal: view.getUint32(12, true),
    event: view.getUint32(16, true),
    ecalCounts: view.getUint16(22, true),
    preshowerCounts: view.getUint16(24, true),
    decision: bytes[26],
  };
}

/** CRC-32 that ends a primitives record. */
export function primitivesCrc(bytes: Uint8Array): number {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(28, true);
}
