/** (v) What punches through the ECAL and meets a crack or a hole of the HCAL: from region A and muon pairs. */
import { limitOf, type Source, upperLimit } from './source.js';

/** Muon pairs that a limit takes. */
const ENOUGH = 100;

/**
 * As many as region A has come out of the ECAL without a trace in the VETO. Pairs of muons, seen in the other two modules, tell how
 * often the first module and the second have a hole where one passes. Both limits are of 90 %.
 */
export const holes: Source = {
  name: 'punch-through, cracks and holes',
  estimate({ seen }) {
    const [first, second] = seen.holes;
    if (first.of < ENOUGH || second.of < ENOUGH) return null;
    const regionA = seen.depth.reduce((a, b) => a + b, 0);
    const shares = [first, second].map(({ silent, of }) => Math.min(1, upperLimit(silent) / of));
    const empty = first.silent === 0 || second.silent === 0;
    return limitOf(upperLimit(regionA) * shares[0] * shares[1], empty, {
      method:
        'events of region A, times the shares of muon pairs that HCAL1 and HCAL2 do not see, upper limits of 90 %',
      used: {
        'region A': regionA,
        'pairs at HCAL1': first.of,
        'not seen there': first.silent,
        'pairs at HCAL2': second.of,
        'not seen by it': second.silent,
      },
      warnings: [],
    });
  },
};
