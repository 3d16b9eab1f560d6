/** (iii) Hadrons that electrons make in the beam line and that fly past every calorimeter: from sideband C. */
import type { Belief } from '../../core/card/schema.js';
import { type Seen, within } from './seen.js';
import { carriedInDump, extrapolate, upperEnd } from './sideband.js';
import { estimateOf, type Source } from './source.js';

/** Events in the sideband that a fit takes. */
const ENOUGH = 20;
/** Below this chance a fit is bad, above this many errors a closure. */
const BAD = 0.01;
const FAR = 3;

/** GeV. Frozen with the seal: what lies below its edge is never asked for. */
export const lowEnd = ({ analysis: { box, seal } }: Belief) => Math.max(box.ecal, seal.ecal);

const inSidebandC = ({ sidebandC }: Seen, belief: Belief) =>
  within(sidebandC, lowEnd(belief), upperEnd(sidebandC, belief));

export const beamLine: Source = {
  name: 'hadrons made in the beam line',
  // The material of the beam line is known of no run: as many per electron in all of them.
  counts: inSidebandC,
  estimate({ seen, belief, turnOn }) {
    const from = lowEnd(belief);
    const to = upperEnd(seen.sidebandC, belief);
    const events = inSidebandC(seen, belief);
    if (events < ENOUGH) return null;
    const { functions, statistical, systematic, slope } = extrapolate(seen, belief, turnOn, from);
    const [first] = functions;
    if (!first.converged || !(statistical < Infinity)) return null;
    const warnings = functions.flatMap(({ shape, p, converged }) => {
      if (!converged) return [`${shape}: the fit does not converge`];
      return p !== null && p < BAD
        ? [`${shape}: a fit as bad has a chance of ${p.toPrecision(2)}`]
        : [];
    });
    const spurious = carriedInDump(seen, belief, from);
    for (const { shape, pull, excess } of spurious) {
      if (Math.abs(pull) < FAR) continue;
      const share = `${(100 * excess).toFixed(0)} % of what is there below the box edge`;
      warnings.push(
        `${shape}: of hadrons made in the dump it fakes ${share}, ${pull.toFixed(1)} sigma`,
      );
    }
    return estimateOf(first.events, statistical, systematic, {
      method: `${first.shape} fitted to sideband C from ${from} to ${to} GeV, turn-on from ${turnOn.from}; other functions for the systematic error, their shape from hadrons made in the dump`,
      used: {
        'events in sideband C': events,
        'hadrons made in the dump': within(seen.madeInDump, 0, to),
        'slope, GeV': slope,
        'error of the norm alone': first.events / Math.sqrt(events),
        ...Object.fromEntries(functions.map((f) => [f.shape, f.events])),
        ...Object.fromEntries(functions.map((f) => [`p of ${f.shape}`, f.p ?? Number.NaN])),
      },
      warnings,
      slope,
    });
  },
};
