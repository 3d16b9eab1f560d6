/** (iv) Hadrons made in the dump of which only neutral ones leave it, and these pass through the whole HCAL: from region A. */
import { modulesOnBeam } from '../../core/geometry.js';
import { limitOf, type Source, upperLimit } from './source.js';

/** Events in region A that a limit takes. */
const ENOUGH = 20;

/**
 * Region A has those that HCAL1, HCAL2 or HCAL3 sees first. Those that HCAL3 sees first are bounded, and so is the share p of neutrals that
 * it does not see: as none of them is open, it is taken to be as large as the limits on HCAL1 and HCAL2 allow, the larger one. They are
 * p/(1 - p) of those that it sees. HCAL2 is met by those alone that HCAL1 lets pass: by few, so that little is known of it. All limits are
 * of 90 %. Of an HCAL of fewer modules the card's rate holds.
 */
export const dump: Source = {
  name: 'hadrons made in the dump',
  estimate({ seen: { depth }, belief }) {
    if (modulesOnBeam(belief.detector) !== depth.length - 1) return null;
    const all = depth.reduce((a, b) => a + b, 0);
    if (all < ENOUGH) return null;
    const pastTwo = depth[2] + depth[3];
    const pastOne = depth[1] + pastTwo;
    // Of those past a module over those that it sees: a little more than p, as p of the former are missing as well.
    const share = Math.max(upperLimit(pastOne) / all, upperLimit(pastTwo) / depth[1]);
    if (!(share < 1)) return null;
    return limitOf((upperLimit(pastTwo) * share) / (1 - share), pastTwo === 0, {
      method:
        'events of region A past two modules, times the share past HCAL1 or HCAL2, the larger one, upper limits of 90 %',
      used: {
        'region A': all,
        'past HCAL1': pastOne,
        'past HCAL1 and HCAL2': pastTwo,
        'share past a module': share,
      },
      warnings: [],
    });
  },
};
