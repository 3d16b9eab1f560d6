/**
 * How the energy of the electron is shared when it radiates an A', as the generator DMG4 samples it: the improved
 * Weizsaecker-Williams form (iww.ts) with terms of the electron's mass and the momentum p_A' (J. D. Bjorken, R. Essig,
 * P. Schuster, N. Toro, Phys. Rev. D 80, 075018 (2009), eq. A12, A17):
 *
 *   ds/dx ~ chi p_A' [m_e^2 x (-2 + 2x + x^2) - 2u (3 - 3x + x^2)] / (3 x u^2),
 *   u = -m_A'^2 (1 - x)/x - m_e^2 x,  x = E_A'/E.
 *
 * Only ratios at one mass are made of it, so factors that depend on neither x nor E are left out.
 */
import { ELECTRON_MASS } from './constants.js';

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
