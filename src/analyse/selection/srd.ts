import type { Cut } from './cut.js';

/** Cut (ii): two modules in the range of synchrotron radiation and the third above the threshold. */
export const srd: Cut = {
  name: '(ii) SRD',
  passes(e, { analysis }) {
    const { threshold, ceiling } = analysis.cuts.srd;
    const above = e.srd.filter((x) => x > threshold);
    return above.length === 3 && above.filter((x) => x < ceiling).length >= 2;
  },
};
