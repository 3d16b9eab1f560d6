/** Coincidences in each ms, against the median of those with beam. What came is counted: no spill is bad for it. */
import { median } from '../../core/median.js';
import type { Found, Monitor } from './monitor.js';

/** Above a regular spill: ripple of a half, twice the rate in a spike at its start. */
const SPIKE = 4;
const SIGMAS = 8;
/** Coincidences that would have come, where none did. */
const MISSED = 40;
const LEAST_MS = 10;

export const beam: Monitor = {
  name: 'beam',
  describes: 'spikes of the intensity, and spills that end early',
  watch: () => ({
    finish({ profile: { coincidences } }) {
      const middle = median(coincidences.filter((n) => n > 0));
      const found: Found[] = [];
      const highest = coincidences.reduce((a, b) => Math.max(a, b), 0);
      const limit = SPIKE * middle + SIGMAS * Math.sqrt(SPIKE * middle);
      if (highest > limit) {
        found.push({ severity: 'note', what: 'coincidences in a ms', value: highest, limit });
      }
      const last = coincidences.findLastIndex((n) => n > 0);
      const silent = coincidences.length - 1 - last;
      if (last >= 0 && silent > LEAST_MS && silent * middle > MISSED) {
        const what = 'ms without beam at the end';
        found.push({ severity: 'note', what, value: silent, limit: LEAST_MS });
      }
      return found;
    },
  }),
};
