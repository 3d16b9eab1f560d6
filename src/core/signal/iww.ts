import { ALPHA, ELECTRON_MASS, PICOBARN } from './constants.js';
import type { CrossSection, Process } from './cross-section.js';
import { photonFluxOf } from './photon-flux.js';

/**
 * Improved Weizsaecker-Williams: the flux of photons is taken at the smallest momentum transfer of all, tmin =
 * (m_A'^2/2E)^2, up to m_A'^2 (J. D. Bjorken et al., Phys. Rev. D 80, 075018 (2009), appendix A):
 * ds/dx = 4 alpha^3 chi beta (1 - x + x^2/3)/(m_A'^2 (1 - x)/x + m_e^2 x), x from m_A'/E to 1 - m_e/E.
 */
export function iww(process: Process): CrossSection {
  const { mass, energy, refinement = 1 } = process;
  const mass2 = mass * mass;
  const electron2 = ELECTRON_MASS * ELECTRON_MASS;
  const least = mass2 / (2 * energy);
  const beta = Math.sqrt(1 - mass2 / (energy * energy));
  const chi = photonFluxOf(process)(least * least, mass2);
  const front = 4 * PICOBARN * ALPHA * ALPHA * ALPHA * chi * beta;
  return {
    xMin: mass / energy,
    leastLeft: ELECTRON_MASS / energy,
    refinement,
    at(left) {
      const x = 1 - left;
      return (front * (left + (x * x) / 3)) / ((mass2 * left) / x + electron2 * x);
    },
  };
}
