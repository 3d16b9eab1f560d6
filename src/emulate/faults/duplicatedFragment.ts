import { ticks } from '../../core/ticks.js';
import type { FaultKind } from './fault.js';

export const duplicatedFragment: FaultKind<'duplicatedFragment'> = {
  kind: 'duplicatedFragment',
  describes: 'a fragment comes twice',
  strike: ({ delay }, sent, stream) => [
    sent,
    { ...sent, at: sent.at + ticks(delay) * stream.uniform() },
  ],
};
