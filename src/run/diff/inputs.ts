/**
 * What two runs have in common before the first electron.
 */
import type { RunRecord } from '../store/layout.js';

/**
 * Every random number is a function of run number and seed: these are the same spills, whatever else differs, but in
 * another mode other particles.
 */
export const areCorrelated = (a: RunRecord, b: RunRecord): boolean =>
  a.seed === b.seed && a.run === b.run && a.mode === b.mode;

/** A run is a pure function of these: in one version they give the same bytes, spill by spill. */
export const sameInputs = (a: RunRecord, b: RunRecord): boolean =>
  areCorrelated(a, b) &&
  a.cardHash === b.cardHash &&
  a.fidelity === b.fidelity &&
  a.nature === b.nature;
