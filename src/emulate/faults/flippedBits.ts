import { below } from '../../core/random/index.js';
import type { FaultKind } from './fault.js';

export const flippedBits: FaultKind<'flippedBits'> = {
  kind: 'flippedBits',
  describes: 'bits of a fragment are turned over',
  strike(own, sent, stream) {
    const bytes = sent.bytes.slice();
    const bits = new Set<number>();
    for (let n = 1 + below(own.bits, stream); n > 0; n--) bits.add(below(8 * bytes.length, stream));
    for (const bit of bits) bytes[bit >> 3] ^= 1 << (bit & 7);
    return [{ ...sent, bytes }];
  },
};
