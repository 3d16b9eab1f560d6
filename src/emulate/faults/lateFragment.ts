import { ticks } from '../../core/ticks.js';
import type { FaultKind } from './fault.js';

export const lateFragment: FaultKind<'lateFragment'> = {
  kind: 'lateFragment',
  describes: 'a fragment comes late',
  strike: ({ delay: { min, max } }, sent, stream) => [
    { ...sent, at: sent.at + ticks(min) + ticks(max - min) * stream.uniform() },
  ],
};
