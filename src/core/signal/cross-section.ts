/**
 * How the energy of the electron is shared when it radiates an A' off a lead nucleus: the improved
 * Weizsaecker-Williams form in which the generator DMG4 samples it (J. D. Bjorken, R. Essig, P. Schuster,
 * N. Toro, Phys. Rev. D 80, 075018 (2009), eq. A12, A17):
 *
 *   ds/dx ~ chi p_A' [m_e^2 x (-2 + 2x + x^2) - 2u (3 - 3x + x^2)] / (3 x u^2),
 *   u = -m_A'^2 (1 - x)/x - m_e^2 x,  x = E_A'/E.
 *
 * Only ratios at one mass are made of it, so factors that depend on neither x nor E are left out.
 */
import { exp, log, pow } from '../math.js';

/** GeV. */
const ELECTRON_MASS = 0.51099895e-3;
const NUCLEON_MASS = 0.9315;
/** Of lead. */
const Z = 82;
const A = 207.2;
const SCREENING = 111 / (pow(Z, 1 / 3) * ELECTRON_MASS);
const NUCLEAR_SIZE = 0.164 / pow(A, 2 / 3);
const STEPS = 200;

/** Largest share of the energy that an A' of mass m (GeV) can have at E (GeV), as its difference to 1. */
export function leastLeft(m: number, e: number): number {
  const recoil = (m * m * m * m) / (8 * e * e * e * A * NUCLEON_MASS);
  return recoil + ELECTRON_MASS / e;
}

/**
 * ds/dx (1 - x) at E (GeV) without the flux of photons, in arbitrary units: the density in -ln(1 - x).
 * @param left 1 - x, which near x = 1 keeps its digits
 */
export function emissionDensity(m: number, e: number, left: number): number {
  const x = 1 - left;
  const m2 = m * m;
  const e2 = ELECTRON_MASS * ELECTRON_MASS;
  const u = (-m2 * left) / x - e2 * x;
  const shape = e2 * x * (-2 + 2 * x + x * x) - 2 * u * (3 - 3 * x + x * x);
  const momentum = Math.sqrt(Math.max(0, x * x - m2 / (e * e)));
  return (left * momentum * shape) / (3 * x * u * u);
}

/**
 * Effective flux of photons of a lead nucleus, elastic: chi = Int dt (t - tmin)/t^2 G2(t) from
 * tmin = m^4/4E^2 to tmax = m^2, in arbitrary units.
 */
export function photonFlux(m: number, e: number): number {
  const tmin = (m * m * m * m) / (4 * e * e);
  const tmax = m * m;
  if (!(tmax > tmin)) return 0;
  const step = log(tmax / tmin) / STEPS;
  let chi = 0;
  for (let i = 0; i < STEPS; i++) {
    const t = tmin * exp((i + 0.5) * step);
    const screened = SCREENING * SCREENING * t;
    const amplitude = screened / (1 + screened) / (1 + t / NUCLEAR_SIZE);
    chi += ((t - tmin) / t) * amplitude * amplitude * step;
  }
  return chi;
}
