import { ALL_S, ANY_V, countersNear } from './pulses.js';
import { RANDOM } from '../../core/wire/ledger.js';
import { lonelyElectrons } from './electrons.js';
import type { Measurement } from './measurement.js';

/** Clear of the ends of the reach, ns. */
const MARGIN = 45;
/** A counter answers within this of the calorimeter, ns. */
const NEAR = 8;

/** S1..S4 and not V of electrons that the ECAL has found, where nothing in the trigger asked for them. */
export const counters: Measurement = {
  name: 'S and V',
  method: 'electrons in the gates of random triggers',
  probe({ type, calibrated, reach }, belief) {
    if (!(type & RANDOM)) return { passed: 0, of: 0 };
    const { threshold } = belief.detector.counters;
    const at = lonelyElectrons(calibrated.ecal, belief, reach.from + MARGIN, reach.to - MARGIN);
    const passed = at.filter((time) => {
      const fired = countersNear(calibrated.counters, threshold, time - NEAR, time + NEAR);
      return (fired & ALL_S) === ALL_S && (fired & ANY_V) === 0;
    });
    return { passed: passed.length, of: at.length };
  },
};
