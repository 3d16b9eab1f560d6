import { PHYSICS } from '../../core/wire/ledger.js';
import { select } from '../selection/index.js';
import { type Measurement, NO_TRIAL } from './measurement.js';

/**
 * Modules of the HCAL that see a pair of muons. Tag: the loose sample, a signal in the VETO, and the two
 * other modules above the threshold and below any hadron; probe: the third, each in turn.
 */
export const dimuon: Measurement = {
  name: 'HCAL module, muon pair',
  method: 'dimuons seen by the two other modules',
  probe({ type, reconstructed: e }, belief) {
    const { regionI, cuts } = belief.analysis;
    if (!(type & PHYSICS) || !select(e, belief).loose) return NO_TRIAL;
    if (e.veto.every((slab) => slab < 2 * cuts.veto.slab)) return NO_TRIAL;
    const most = regionI.max / e.hcal.length;
    const inRange = (module: number) => module > regionI.module && module < most;
    let passed = 0;
    let of = 0;
    e.hcal.forEach((module, i) => {
      if (!e.hcal.every((other, k) => k === i || inRange(other))) return;
      of++;
      if (module > regionI.module) passed++;
    });
    return { passed, of };
  },
};
