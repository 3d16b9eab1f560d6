import { BEAM, PHYSICS } from '../../core/wire/ledger.js';
import { beamCell } from '../selection/ecal.js';
import { isSealed } from '../selection/regions.js';
import { isAlone } from './electrons.js';
import { type Measurement, NO_TRIAL, trial } from './measurement.js';

/**
 * The sums: beam events that lack energy and pass the preshower's cut fire the physics trigger, if no
 * neighbour comes where the sums still see it and the cuts no longer do.
 * What would be sealed if it did is left out whether it did or not.
 */
export const terms: Measurement = {
  name: 'ECAL and preshower sums',
  method: 'beam events with missing energy',
  probe({ type, calibrated, reconstructed: e }, belief) {
    const { cuts } = belief.analysis;
    if (!(type & BEAM) || e.ecal > cuts.ecal.loose || isSealed(e, belief)) return NO_TRIAL;
    if (e.preshower < cuts.shape.preshower || !beamCell.passes(e, belief)) return NO_TRIAL;
    if (!isAlone(calibrated, e.ecal, belief)) return NO_TRIAL;
    return trial((type & PHYSICS) !== 0);
  },
};
