/**
 * gamma -> mu+ mu- on lead: how the two share the energy, and their angles (H. Burkhardt, S. R. Kelner, R. P. Kokoulin,
 * Monte Carlo generator for muon pair production, CLIC-Note 511 (2002), as their code in Geant4 had it; Geant4 has since
 * changed how few of the pairs have a large transverse momentum).
 */
import { cos, exp, log, pow, sin } from '../../core/math.js';
import type { Stream } from '../../core/random/index.js';
import { ELECTRON_MASS, MUON_MASS } from '../../core/signal/constants.js';
import type { Muon } from './fate.js';

/** Of lead: Z^(-1/3), A^0.27, and the nuclear form factor and radiation logarithm of the note. */
export const Z_THIRD = pow(82, -1 / 3);
export const A_027 = pow(207.2, 0.27);
const B = 183;
const D_N = 1.54 * A_027;
const ROOT_E = exp(0.5);
const TWO_PI = 2 * Math.PI;

/** Least and largest share of the energy that a muon can have. */
export function shareLimits(energy: number): [least: number, most: number] {
  const half = Math.sqrt(Math.max(0, 0.25 - MUON_MASS / energy));
  return [0.5 - half, 0.5 + half];
}

/** Differential cross section in the share x of a muon, up to a factor; 0 where there is none. */
export function shareDensity(energy: number, x: number): number {
  const both = x * (1 - x);
  const delta = (MUON_MASS * MUON_MASS) / (2 * energy * both);
  const w =
    ((B * Z_THIRD * MUON_MASS) / (D_N * ELECTRON_MASS)) *
    ((1 + ((D_N * ROOT_E - 2) * delta) / MUON_MASS) /
      (1 + (B * Z_THIRD * ROOT_E * delta) / ELECTRON_MASS));
  return w > 1 ? (1 - (4 / 3) * both) * log(w) : 0;
}

function drawShare(energy: number, stream: Stream): number {
  const [least, most] = shareLimits(energy);
  // The logarithm is largest in the middle, its factor is 1 at most and 2/3 there.
  const highest = 1.5 * shareDensity(energy, 0.5);
  let x: number;
  do x = least + (most - least) * stream.uniform();
  while (stream.uniform() * highest >= shareDensity(energy, x));
  return x;
}

/** The two muons of a pair of `energy` GeV, angles about the direction of the photon. */
export function drawMuonPair(energy: number, stream: Stream): readonly [Muon, Muon] {
  const x = drawShare(energy, stream);
  const both = x * (1 - x);
  const scale = MUON_MASS / energy;

  // t = 1 / (1 + u^2), u the transverse momentum of both over the mass, but for what the nucleus takes.
  const c1 = (square(0.35 * A_027) * scale) / both;
  let t: number;
  do t = stream.uniformOpen();
  while (
    stream.uniform() * (1 - both) * (t * t + c1) >=
    (1 - 2 * both + 4 * both * t * (1 - t)) * t * t
  );
  const u = Math.sqrt(1 / t - 1);

  // The momentum that the nucleus takes, over the mass, and its direction to that plane.
  const even = 4 * both * t * (1 - t);
  const highest = 1 - 2 * both + 2 * even;
  let psi: number;
  do psi = TWO_PI * stream.uniform();
  while (stream.uniform() * highest >= 1 - 2 * both + even * (1 + cos(2 * psi)));
  const screening =
    square(scale / (2 * both * t)) + square(ELECTRON_MASS / (B * Z_THIRD * MUON_MASS));
  const c2 = (4 / Math.sqrt(both)) * square(screening);
  const most = square(square((1.9 / A_027) * (1 / t - 1)));
  const rho = Math.sqrt(Math.sqrt(c2 * (exp(stream.uniform() * log(1 + most / c2)) - 1)));

  const lean = (rho * cos(psi)) / 2;
  const turn = (rho * sin(psi)) / (2 * u);
  const plane = TWO_PI * stream.uniform();
  const muon = (share: number, angle: number, azimuth: number): Muon => ({
    energy: share * energy,
    angleX: ((scale * angle) / share) * cos(azimuth),
    angleY: ((scale * angle) / share) * sin(azimuth),
  });
  return [muon(x, u + lean, plane + turn), muon(1 - x, lean - u, plane - turn)];
}

const square = (v: number) => v * v;
