import { ticks } from '../../core/ticks.js';
import type { FaultKind } from './fault.js';
import { slip } from './slip.js';

export const clockSlip: FaultKind<'clockSlip'> = {
  kind: 'clockSlip',
  describes: 'the clock of a source is off from an event on',
  source: ({ by }, sent, source) => slip(sent, source, (f) => ({ ...f, tick: f.tick + ticks(by) })),
};
