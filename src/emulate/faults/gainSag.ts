import { following } from '../beam/following.js';
import type { FaultKind } from './fault.js';

/** The trigger's sums are those of the same photomultipliers: they see it too. */
export const gainSag: FaultKind<'gainSag'> = {
  kind: 'gainSag',
  describes: 'the photomultipliers of a front end lose gain under beam',
  gain({ loss, intensity, time }, { beam }, electrons) {
    const fill = following(electrons, { intensity, time, spill: beam.spill });
    return { channel: null, sums: true, at: (slice) => Math.max(0, 1 - loss * fill(slice)) };
  },
};
