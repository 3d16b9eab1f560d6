/** (v) What punches through the ECAL and meets a crack or a hole of the HCAL: from region A and muon pairs. */
import { limitOf, type Source, upperLimit } from './source.js';

/** Muon pairs that a limit takes. */
const ENOUGH = 100;

/**
 * As many as region A has come out of the ECAL without a trace in the VETO, and one particle of them meets a hole of HCAL1 and one of
 * HCAL2. Pairs of muons, seen in the other two modules, tell how often a module has a hole where one muon passes: it does not see a pair
 * where both muons meet one, which is f^2 of the pairs where the muons go apart and more where they go together, so that the root of
 * the share of pairs is f or more. Limits are of 90 %.
 */
export const holes: Source = {
  name: 'punch-through, cracks and holes',
  estimate({ seen }) {
    const [first, second] = seen.holes;
    if (first.of < ENOUGH || second.of < ENOUGH) return null;
    const regionA = seen.depth.reduce((a, b) => a + b, 0);
    const [one, two] = [first, second].map(({ silent, of }) =>
      Math.sqrt(Math.min(1, upperLimit(silent) / of)),
    );
    const empty = first.silent === 0 || second.silent === 0;
    return limitOf(upperLimit(regionA) * one * two, empty, {
      method:
        'events of region A, times the shares of single muons that HCAL1 and HCAL2 do not see, roots of those of muon pairs, upper limits of 90 %',
      used: {
        'region A': regionA,
        'pairs at HCAL1': first.of,
        'not seen there': first.silent,
        'pairs at HCAL2': second.of,
        'not seen by it': second.silent,
        'share of muons not seen by HCAL1': one,
        'share of muons not seen by HCAL2': two,
      },
      warnings: [],
    });
  },
};
