/** (iv) Hadrons made in the dump of which only neutral ones leave it, and these pass through the whole HCAL: from region A. */
import { limitOf, type Source, upperLimit } from './source.js';

/** Events in region A that a limit takes. */
const ENOUGH = 20;

/**
 * Of the events of region A those that HCAL1 and HCAL2 do not see are bounded, and so is the share that one module does not see, by HCAL1,
 * the thickest that a neutral meets first: their product bounds those that none sees. Both limits are of 90 %.
 */
export const dump: Source = {
  name: 'hadrons made in the dump',
  estimate({ seen: { depth } }) {
    const all = depth.reduce((a, b) => a + b, 0);
    if (all < ENOUGH) return null;
    const pastTwo = depth[2] + depth[3];
    const pastOne = depth[1] + pastTwo;
    const share = Math.min(1, upperLimit(pastOne) / all);
    return limitOf(upperLimit(pastTwo) * share, pastTwo === 0, {
      method:
        'events of region A past two modules, times the share of region A past the first, upper limits of 90 %',
      used: { 'region A': all, 'past HCAL1': pastOne, 'past HCAL1 and HCAL2': pastTwo },
      warnings: [],
    });
  },
};
