import { BEAM } from '../../core/wire/ledger.js';
import { overlappingEnergy } from './electrons.js';
import { type Measurement, NO_TRIAL } from './measurement.js';
import { ALL_S, ANY_V, countersNear } from './pulses.js';

/** Moments in the gate of a beam trigger, ns, which know nothing of its own particle nor of each other. */
const MOMENTS = [-390, -310, -230, -150, 110, 190];
/** Energies of a signal are tried in turn, evenly over the box. */
const ENERGIES = 10;

/**
 * Pile-up in the trigger gate: a signal at a moment beside a beam electron, where the rate is that which
 * beam particles meet, would be lifted above the threshold, be part of the coincidence before it, or
 * be vetoed by chance.
 */
export const gate: Measurement = {
  name: 'pile-up in the trigger gate',
  method: 'moments beside beam triggers',
  probe({ number, type, calibrated, reach }, belief) {
    if (!(type & BEAM)) return NO_TRIAL;
    const { trigger, analysis, detector } = belief;
    const { gate } = trigger.coincidence;
    const signal = (analysis.box.ecal * ((number % ENERGIES) + 0.5)) / ENERGIES;
    let passed = 0;
    let of = 0;
    for (const moment of MOMENTS) {
      if (moment - gate < reach.from || moment + trigger.overlap.zero > reach.to) continue;
      of++;
      const { threshold } = detector.counters;
      const high = countersNear(calibrated.counters, threshold, moment - gate, moment);
      const sum = signal + overlappingEnergy(calibrated.ecal, belief, moment);
      const free = (high & ALL_S) !== ALL_S && (high & ANY_V) === 0;
      if (free && sum < trigger.ecal.threshold) passed++;
    }
    return { passed, of };
  },
};
