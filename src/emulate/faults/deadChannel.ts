import type { FaultKind } from './fault.js';

/** Behind the point where the trigger's sum is taken. */
export const deadChannel: FaultKind<'deadChannel'> = {
  kind: 'deadChannel',
  describes: 'a channel sees no pulses',
  gain: ({ channel }) => ({ channel, sums: false, at: () => 0 }),
};
