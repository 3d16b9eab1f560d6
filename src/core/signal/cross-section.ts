/**
 * Emission of an A' by an electron or positron in the field of a nucleus: what the three levels of its cross
 * section have in common.
 */
import { exp, log } from '../math.js';
import { gaussLegendre } from '../quadrature.js';
import { ELECTRON_MASS, NUCLEON_MASS } from './constants.js';
import type { Target } from './target.js';

/** An electron or positron of `energy` radiates an A' of `mass` (GeV), with eps = 1. */
export interface Process {
  readonly mass: number;
  readonly energy: number;
  readonly target: Target;
  /** Whether also off single protons, which leaves the nucleus changed; true unless given. */
  readonly incoherent?: boolean;
  /** Factor to the number of nodes of every integral; 1 unless given. */
  readonly refinement?: number;
}

/** The cross section of a process by the share of the energy that the A' takes, x = E_A'/E. */
export interface CrossSection {
  /** The range of x that the formulas give: from `xMin` to 1 - `leastLeft`. */
  readonly xMin: number;
  readonly leastLeft: number;
  /** ds/dx in pb, at 1 - x: near x = 1 that keeps its digits. */
  at(left: number): number;
  readonly refinement: number;
}

/** Largest share of the energy that an A' can have, as its difference to 1. GeV. */
export function leastLeft(m: number, e: number, { A }: Target): number {
  const recoil = (m * m * m * m) / (8 * e * e * e * A * NUCLEON_MASS);
  return recoil + ELECTRON_MASS / e;
}

/** ln(x/(1 - x)) of 1 - x. In it cross sections are smooth: the peak at x = 1 has many decades of 1 - x. */
export const logit = (left: number) => log((1 - left) / left);
export const leftOf = (y: number) => 1 / (1 + exp(y));

const NODES = 52;

/** Integral of the cross section over its whole range of x, in pb. Twice the nodes move it by less than 3e-4. */
export function total({ xMin, leastLeft, at, refinement }: CrossSection): number {
  const low = logit(1 - xMin);
  const range = logit(leastLeft) - low;
  const { at: nodes, weight } = gaussLegendre(NODES * refinement);
  let sum = 0;
  for (let i = 0; i < nodes.length; i++) {
    const u = nodes[i];
    // Quadratic at both ends, where the cross section begins and ends as a root.
    const left = leftOf(low + range * u * u * (3 - 2 * u));
    sum += weight[i] * 6 * u * (1 - u) * at(left) * left * (1 - left);
  }
  return sum * range;
}
