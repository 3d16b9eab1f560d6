import { SLICE_NS } from '../../core/ticks.js';
import type { FaultKind } from './fault.js';

export const spike: FaultKind<'spike'> = {
  kind: 'spike',
  describes: 'the intensity is a multiple for some time',
  beam({ start, duration, factor }, electrons) {
    const isIn = (slice: number) => {
      const time = slice * SLICE_NS;
      return time >= start && time < start + duration;
    };
    return electrons.map((n, slice) => (isIn(slice) ? factor * n : n));
  },
};
