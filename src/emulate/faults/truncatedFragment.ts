import { below } from '../../core/random/index.js';
import type { FaultKind } from './fault.js';

export const truncatedFragment: FaultKind<'truncatedFragment'> = {
  kind: 'truncatedFragment',
  describes: 'the end of a fragment is missing',
  strike: (_, sent, stream) => [
    { ...sent, bytes: sent.bytes.subarray(0, below(sent.bytes.length, stream)) },
  ],
};
