/** Gains by the flashes of the spill, in fidelity `waveform`: the mean of a front end over that of the calibration run. */
import { FRONT_ENDS } from '../../core/channels.js';
import { inQuadrature } from '../../core/in-quadrature.js';
import type { Monitor } from './monitor.js';

/** From spill to spill, of a front end as a whole and of each of its channels: estimates, as what drifts is not known here. */
const DRIFT = { frontEnd: 0.005, channel: 0.01 };
const SIGMAS = 6;

export const gains: Monitor = {
  name: 'gains',
  describes: 'mean gain of each front end as its flashes show it',
  watch: (_, conditions) => ({
    finish: () =>
      FRONT_ENDS.flatMap((name) => {
        const gain = conditions?.frontEnds[name].drift.channel ?? Float64Array.of(1);
        const mean = gain.reduce((sum, g) => sum + g, 0) / gain.length;
        const value = Math.abs(mean - 1);
        const limit = SIGMAS * inQuadrature(DRIFT.frontEnd, DRIFT.channel / Math.sqrt(gain.length));
        if (value <= limit) return [];
        return [{ severity: 'bad', what: `mean gain of ${name} off by`, value, limit }];
      }),
  }),
};
