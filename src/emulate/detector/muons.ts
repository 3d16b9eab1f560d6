/**
 * A muon on its way through matter: multiple scattering by Highland's formula, and its range in iron.
 *
 *   theta0 = 13.6 MeV / (p v) sqrt(t) (1 + 0.038 ln t), t in radiation lengths,
 *
 * of the angle in a plane; the displacement in a thickness s is that of two normal numbers, z1 s theta0 / sqrt 12 +
 * z2 s theta0 / 2, and the angle z2 theta0 (Particle Data Group, Prog. Theor. Exp. Phys. 2022, 083C01, section 34.3;
 * 11 % from 1e-3 to 100 X0). A muon has met 41 X0 behind the ECAL, but 111 behind HCAL1, 181 behind HCAL2 and 251
 * behind HCAL3: there the formula is used beyond its range, where (1 + 0.038 ln t) goes on from 1.18 to 1.21. The
 * formula holds for all of the matter that was met, not for its parts: the variance of a part is that of all matter
 * behind it less that of all before it.
 */
import { exp, log } from '../../core/math.js';
import type { Stream } from '../../core/random/index.js';
import { MUON_MASS } from '../../core/signal/constants.js';
import type { Fate, Muon } from '../target/fate.js';

/** Radiation length of iron, g/cm2 (Particle Data Group, 2022). */
const IRON = 13.84;

/**
 * Mean range in iron, g/cm2, by kinetic energy, GeV, without fluctuations: the losses of D. E. Groom, N. V. Mokhov,
 * S. I. Striganov, At. Data Nucl. Data Tables 78 (2001) 183, as tabulated by PUMAS (V. Niess et al., Comput. Phys.
 * Commun. 229 (2018) 54). Between the points logarithm against logarithm, off by less than 1 %; so it goes on beyond.
 */
const RANGES: readonly (readonly [energy: number, range: number])[] = [
  [0.05, 15.54],
  [0.07, 26.04],
  [0.1, 43.77],
  [0.14, 69.42],
  [0.2, 109.8],
  [0.3, 178.5],
  [0.5, 314.8],
  [1, 640.1],
  [2, 1248],
  [5, 2929],
  [10, 5535],
  [20, 10420],
  [50, 23730],
  [100, 43120],
  [200, 74950],
];
const LOG_ENERGY = RANGES.map(([energy]) => log(energy));
const LOG_RANGE = RANGES.map(([, range]) => log(range / IRON));

/** Of a rising function at some points. */
function interpolated(xs: readonly number[], ys: readonly number[], x: number): number {
  let i = 1;
  while (i < xs.length - 1 && xs[i] < x) i++;
  return ys[i - 1] + ((x - xs[i - 1]) * (ys[i] - ys[i - 1])) / (xs[i] - xs[i - 1]);
}

/** Range in iron, X0, of a muon of some kinetic energy, GeV. */
export const rangeInIron = (energy: number): number =>
  energy > 0 ? exp(interpolated(LOG_ENERGY, LOG_RANGE, log(energy))) : 0;

/** Its inverse: kinetic energy, GeV, of a muon that goes as far as so many X0 of iron. */
export const energyOfRange = (lengths: number): number =>
  lengths > 0 ? exp(interpolated(LOG_RANGE, LOG_ENERGY, log(lengths))) : 0;

/** Momentum times velocity, GeV, at a kinetic energy. */
const momentumVelocity = (energy: number) =>
  (energy * (energy + 2 * MUON_MASS)) / (energy + MUON_MASS);

/** Square of theta0 p v, GeV2, behind so many X0. */
function highland(lengths: number): number {
  if (lengths <= 0) return 0;
  const scale = 0.0136 * (1 + 0.038 * log(lengths));
  return scale * scale * lengths;
}

/** Where a muon is and where it goes. */
export interface MuonTrack {
  /** mm, along the axis of the beam and beside it. */
  z: number;
  x: number;
  y: number;
  slopeX: number;
  slopeY: number;
  /** Kinetic, GeV; 0: it has stopped. */
  energy: number;
  /** Matter that it met, X0. */
  met: number;
}

/** The way of a muon of a particle that meets the plane at z, mm. */
export const trackOf = (
  { x, y, angleX, angleY }: Pick<Fate, 'x' | 'y' | 'angleX' | 'angleY'>,
  muon: Muon,
  z: number,
): MuonTrack => ({
  z,
  x,
  y,
  slopeX: angleX + muon.angleX,
  slopeY: angleY + muon.angleY,
  energy: Math.max(0, muon.energy - MUON_MASS),
  met: 0,
});

/** On to z where nothing is in its way. */
export function drift(track: MuonTrack, z: number): void {
  track.x += (z - track.z) * track.slopeX;
  track.y += (z - track.z) * track.slopeY;
  track.z = z;
}

/**
 * Through `thickness` mm of matter of so many X0, behind which the muon has the kinetic energy `after`: 1 / (p v)^2 is
 * meant over the way, for a steady loss that of the geometric mean of before and after.
 */
export function scatter(
  track: MuonTrack,
  thickness: number,
  lengths: number,
  after: number,
  stream: Stream,
): void {
  drift(track, track.z + thickness);
  const before = track.energy;
  track.energy = Math.max(0, after);
  if (lengths <= 0 || track.energy === 0) return;
  const variance = highland(track.met + lengths) - highland(track.met);
  const theta = Math.sqrt(variance / (momentumVelocity(before) * momentumVelocity(after)));
  track.met += lengths;
  const turnX = theta * stream.normal();
  const turnY = theta * stream.normal();
  track.x += thickness * (turnX / 2 + theta * ASIDE * stream.normal());
  track.y += thickness * (turnY / 2 + theta * ASIDE * stream.normal());
  track.slopeX += turnX;
  track.slopeY += turnY;
}
const ASIDE = 1 / Math.sqrt(12);
