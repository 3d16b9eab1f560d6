/** Coincidences in each ms, against the median of those with beam. What came is counted: no spill is bad for it. */
import { median } from '../../core/median.js';
import type { Found, Monitor } from './monitor.js';

/** A regular spill has three times its median at most: a ripple of 0.48, twice the rate at its start (config/beam/h4.yaml). */
const SPIKE = 4;
/** Above that: with one coincidence per ms 20, where 3 are due, by luck 2e-8 in all ms of a spill; with more, less. */
const SIGMAS = 8;
/** Coincidences that would have come, where none did: by luck exp(-40) = 4e-18. */
const MISSED = 40;
/** A period of the ripple at 100 Hz, over which the rate is what it is in the mean. */
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
