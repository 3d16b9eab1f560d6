import { SLICE_NS } from '../../core/ticks.js';
import type { FaultKind } from './fault.js';

export const cutShort: FaultKind<'cutShort'> = {
  kind: 'cutShort',
  describes: 'the beam is gone from a time on',
  beam: ({ at }, electrons) => electrons.map((n, slice) => (slice * SLICE_NS < at ? n : 0)),
};
