/** Gains by the flashes of the spill, in fidelity `waveform`: the mean of a front end over that of the calibration run. */
import { FRONT_ENDS } from '../../core/channels.js';
import type { Monitor } from './monitor.js';

/** Six times the drift of a front end from spill to spill. */
const LIMIT = 0.03;

export const gains: Monitor = {
  name: 'gains',
  describes: 'mean gain of each front end as its flashes show it',
  watch: (_, conditions) => ({
    finish: () =>
      FRONT_ENDS.flatMap((name) => {
        const gain = conditions?.frontEnds[name].drift.channel ?? Float64Array.of(1);
        const mean = gain.reduce((sum, g) => sum + g, 0) / gain.length;
        const value = Math.abs(mean - 1);
        if (value <= LIMIT) return [];
        return [{ severity: 'bad', what: `mean gain of ${name} off by`, value, limit: LIMIT }];
      }),
  }),
};
