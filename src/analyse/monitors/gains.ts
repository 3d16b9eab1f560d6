/** Gains by the flashes of the spill, in fidelity `waveform`: the mean of a front end over that of the calibration run. */
import { FRONT_ENDS } from '../../core/channels.js';
import { inQuadrature } from '../../core/in-quadrature.js';
import type { Monitor } from './monitor.js';

/**
 * From spill to spill, rms, of a front end as a whole (a hall's temperature, a supply) and of each of its channels: estimates
 * as those on the card (`nature.electronics.gain.drift`), which no belief is.
 */
const DRIFT = { frontEnd: 0.005, channel: 0.01 };
/** By luck 2e-9 of the spills and front ends, were the estimates right; still 3e-3 where twice as much drifts. */
const SIGMAS = 6;

export const gains: Monitor = {
  name: 'gains',
  describes: 'mean gain of each front end as its flashes show it',
  watch: (_, conditions) => ({
    finish() {
      // In fidelity `energy` there are no gains.
      if (!conditions) return [];
      const { frontEnds } = conditions;
      if (FRONT_ENDS.every((name) => frontEnds[name].drift.channel.every((gain) => gain === 1))) {
        return [{ severity: 'unwatched', what: 'flashes of the LED', value: 0, limit: 0 }];
      }
      return FRONT_ENDS.flatMap((name) => {
        const gain = frontEnds[name].drift.channel;
        const mean = gain.reduce((sum, g) => sum + g, 0) / gain.length;
        const value = Math.abs(mean - 1);
        const limit = SIGMAS * inQuadrature(DRIFT.frontEnd, DRIFT.channel / Math.sqrt(gain.length));
        if (value <= limit) return [];
        return [{ severity: 'bad' as const, what: `mean gain of ${name} off by`, value, limit }];
      });
    },
  }),
};
