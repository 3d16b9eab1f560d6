import type { Cut } from './cut.js';

/** Cut (iv), first part: no multiple hits in the straws. */
export const straws: Cut = {
  name: '(iv) straws',
  passes: (e, { analysis }) =>
    e.straws.every((n) => n >= analysis.cuts.straws.min && n <= analysis.cuts.straws.max),
};

/** Cut (iv), second part: no activity in any slab of the VETO. */
export const veto: Cut = {
  name: '(iv) VETO',
  passes: (e, { analysis }) => e.veto.every((slab) => slab < analysis.cuts.veto.slab),
};

/** Cut (iv), third part, where there is an HCAL0: nothing at zero degrees. */
export const zeroDegree: Cut = {
  name: '(iv) HCAL0',
  passes: (e, { analysis }) =>
    analysis.cuts.zeroDegree === undefined || e.hcal0 < analysis.cuts.zeroDegree.energy,
};
