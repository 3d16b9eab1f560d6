/** Between two masses of A' what depends on the mass is taken as linear in ln m, beyond them as constant. */
import { log } from '../core/math.js';
import { HEAVY_GEV, LIGHT_GEV } from '../core/paper.js';

/** How far a mass is from `low` to `high` in ln m: 0 up to the one, 1 from the other on. */
export const inLogMass = (massGeV: number, low: number, high: number): number =>
  log(Math.min(Math.max(massGeV, low), high) / low) / log(high / low);

export const towardsHeavy = (massGeV: number): number => inLogMass(massGeV, LIGHT_GEV, HEAVY_GEV);
