/**
 * Exact tree level, amplitude: electron p and nucleus P_i at rest, of spin 0 and mass M, become electron p', A' k and
 * nucleus P_f by one photon q (Y.-S. Liu, D. McKeen, G. A. Miller, arXiv:1609.06781; Y.-S. Liu, G. A. Miller,
 * arXiv:1705.01633). P = P_i + P_f, t = -q^2, s = (p' + k)^2 - m_e^2, u = (p - k)^2 - m_e^2. All in GeV.
 *
 * Near x = 1 and at small angles everything is a small difference of large numbers; written as sums here.
 */
import { ELECTRON_MASS, NUCLEON_MASS } from './constants.js';
import type { Process } from './cross-section.js';

const ELECTRON2 = ELECTRON_MASS * ELECTRON_MASS;

/** An A' of one energy. */
export interface Shared {
  /** Energy and momentum of the electron before. */
  readonly energy: number;
  readonly p: number;
  /** Mass squared, energy and momentum of the A'. */
  readonly mass2: number;
  readonly own: number;
  readonly k: number;
  /** Energy that it leaves. */
  readonly rest: number;
  /** Of the nucleus. */
  readonly M: number;
  /** -u along the beam. */
  readonly leastU: number;
}

/** And of one angle to the beam. */
export interface Emitted extends Shared {
  readonly U: number;
  /** 1 - cos of the angle. */
  readonly versine: number;
  /** |p - k|, and the components of k along and across it, over k. */
  readonly V: number;
  readonly along: number;
  readonly across: number;
}

/** @returns null below the mass */
export function shared({ mass, energy, target }: Process, left: number): Shared | null {
  const mass2 = mass * mass;
  const own = (1 - left) * energy;
  const k = Math.sqrt(own * own - mass2);
  if (!(k > 0)) return null;
  const p = Math.sqrt(energy * energy - ELECTRON2);
  const product =
    (energy * energy * mass2 + own * own * ELECTRON2 - ELECTRON2 * mass2) / (energy * own + p * k);
  return {
    energy,
    p,
    mass2,
    own,
    k,
    rest: left * energy,
    M: target.A * NUCLEON_MASS,
    leastU: 2 * product - mass2,
  };
}

/** @param U -u, from `leastU` to 4 p k above it */
export function emitted(from: Shared, U: number): Emitted {
  const { energy, p, mass2, own, k, rest, leastU } = from;
  const versine = (U - leastU) / (2 * p * k);
  const less = (rest * (energy + own) + mass2 - ELECTRON2) / (p + k);
  const V = Math.sqrt(less * less + 2 * p * k * versine);
  const along = (less - p * versine) / V;
  const across = (p * Math.sqrt(Math.max(0, versine * (2 - versine)))) / V;
  return { energy, p, mass2, own, k, rest, M: from.M, leastU, U, versine, V, along, across };
}

/** Smallest and largest t, null where there is none: q may not be longer than its part along p - k. */
export function transfers({ U, V, M, rest }: Emitted): [least: number, most: number] | null {
  const e = rest / M;
  const a = (1 + e) * (1 + e) - (V * V) / (M * M);
  const b = 4 * V * V - 2 * U * (1 + e);
  const root = b * b - 4 * a * U * U;
  if (!(root >= 0 && b > 0)) return null;
  const sum = b + Math.sqrt(root);
  const least = (2 * U * U) / sum;
  // The equation holds for an electron of negative energy, too.
  return rest - least / (2 * M) > 0 ? [least, sum / (2 * a)] : null;
}

/**
 * Squared amplitude, summed over spins and averaged over the azimuth phi of q about p - k, without couplings and the
 * photon's 1/t^2. With s = B - b cos(phi) the means are those of the problem of Kepler: <s> = B, <1/s> = 1/S,
 * <1/s^2> = B/S^3, S^2 = B^2 - b^2.
 * @returns 8 M^2 times a number without dimension
 */
export function meanAmplitude(at: Emitted, t: number): number {
  const { energy, mass2, own, k, rest, M, U, V, along, across } = at;
  const q0 = -t / (2 * M);
  const qAlong = -(U + t * (1 + rest / M)) / (2 * V);
  const qAcross = Math.sqrt(Math.max(0, t + q0 * q0 - qAlong * qAlong));
  const after = rest + q0;
  const pAfter = Math.sqrt(Math.max(0, after * after - ELECTRON2));
  // Of the angle between p' and k where it is smallest.
  const sine = (qAcross * along - (V + qAlong) * across) / pAfter;
  const cosine = ((V + qAlong) * along + qAcross * across) / pAfter;
  const apart = cosine > 0 ? (sine * sine) / (1 + cosine) : 1 - cosine;
  const product =
    (pAfter * pAfter * mass2 + ELECTRON2 * k * k + ELECTRON2 * mass2) / (after * own + pAfter * k) +
    pAfter * k * apart;
  const least = mass2 + 2 * product;
  const b = 2 * qAcross * across * k;
  const B = least + b;
  const S = Math.sqrt(least * (least + 2 * b));
  /** <1/s^2> - <1/s>^2 */
  const variance = (b * b) / ((B + S) * S * S * S);

  // P.p is `before` - s/2
  const before = 2 * M * energy - t / 2;
  const later = 2 * M * rest - (q0 * rest - qAlong * V);
  const sum = 1 / S + 1 / U;
  const difference = 1 / S - 1 / U;
  const current = before / S - 0.5 - later / U;
  const photon =
    -2 * (B / U + U / S) -
    (4 * t * (1 + (t - U) / S)) / U +
    2 * t * (mass2 * (sum * sum + variance) + 2 * ELECTRON2 * (difference * difference + variance));
  return (
    (4 * M * M + t) * photon +
    (8 * t * ((before * before + later * later) / S - before + B / 4)) / U -
    8 * (mass2 + 2 * ELECTRON2) * (before * before * variance + current * current)
  );
}
