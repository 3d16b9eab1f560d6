import { activity } from '../detector/noise.js';
import type { FaultKind } from './fault.js';

export const noisyChannel: FaultKind<'noisyChannel'> = {
  kind: 'noisyChannel',
  describes: 'a channel has pulses that no particle made',
  pulses({ channel, rate, energy }, { readout }, pulses, stream) {
    activity({ rate, energy }, 1, readout, stream, (_, e, time) => pulses.add(channel, e, time));
  },
};
