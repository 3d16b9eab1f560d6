import type { Cut } from './cut.js';

/** Cut (ii): all modules above the threshold, and all but one of them in the range of synchrotron radiation. */
export const srd: Cut = {
  name: '(ii) SRD',
  passes: (e, { analysis }) => passesSrd(e.srd, analysis.cuts.srd),
};

/** Whether the modules (GeV) all see something, and all but one, or the only one, no more than synchrotron radiation. */
export const passesSrd = (
  modules: readonly number[],
  { threshold, ceiling }: { readonly threshold: number; readonly ceiling: number },
): boolean =>
  modules.every((x) => x > threshold) &&
  modules.filter((x) => x < ceiling).length >= Math.max(1, modules.length - 1);
