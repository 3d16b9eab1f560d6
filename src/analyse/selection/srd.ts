import type { Cut } from './cut.js';

/** Cut (ii): two modules in the range of synchrotron radiation and the third above the threshold. */
export const srd: Cut = {
  name: '(ii) SRD',
  passes: (e, { analysis }) => passesSrd(e.srd, analysis.cuts.srd),
};

/** Whether the modules (GeV) all see something, and two of them no more than synchrotron radiation. */
export const passesSrd = (
  modules: readonly number[],
  { threshold, ceiling }: { readonly threshold: number; readonly ceiling: number },
): boolean => modules.every((x) => x > threshold) && modules.filter((x) => x < ceiling).length >= 2;
