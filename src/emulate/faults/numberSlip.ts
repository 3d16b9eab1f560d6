import type { FaultKind } from './fault.js';
import { slip } from './slip.js';

/** Its counter of events has counted what was none. */
export const numberSlip: FaultKind<'numberSlip'> = {
  kind: 'numberSlip',
  describes: 'a source numbers its events wrongly from one on',
  source: ({ by }, sent, source) => slip(sent, source, (f) => ({ ...f, event: f.event + by })),
};
