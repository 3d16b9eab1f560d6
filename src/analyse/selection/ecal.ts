import type { Cut } from './cut.js';

/** The beam cell is the hottest. */
export const beamCell: Cut = {
  name: 'beam cell',
  passes: (e, { detector }) =>
    e.hottest[0] === detector.ecal.beamCell[0] && e.hottest[1] === detector.ecal.beamCell[1],
};

/** Missing energy of the loose sample. */
export const missingEnergy: Cut = {
  name: 'E_ECAL loose',
  passes: (e, { analysis }) => e.ecal < analysis.cuts.ecal.loose,
};

/** Cut (iii): lateral shape, and a shower that has begun in the preshower. */
export const shape: Cut = {
  name: '(iii) shower shape',
  passes: (e, { analysis }) =>
    e.chi2 < analysis.cuts.shape.chi2 && e.preshower > analysis.cuts.shape.preshower,
};
