import { exp, log, sin } from '../math.js';
import { gaussLegendre } from '../quadrature.js';
import { ALPHA, ELECTRON_MASS, PICOBARN } from './constants.js';
import type { CrossSection, Process } from './cross-section.js';
import { photonFluxOf } from './photon-flux.js';

/** rad. The A' goes ahead within that. */
const WIDEST = 0.3;
const NODES = 12;
/** Of U over its smallest value: where the first panel of the angle ends. */
const NEAR = 50;

/**
 * Weizsaecker-Williams with the flux of photons at each x and angle (J. D. Bjorken et al., Phys. Rev. D 80, 075018
 * (2009), appendix A), integrated over the angle th < 0.3 rad; x from m_A'/E to 1 - m_e/E:
 * ds/dx dth = 2 alpha^3 E k (1 - x) sin(th) chi/U^2 {2 (2 - 2x + x^2)/(1 - x) + 4 (m_A'^2 + 2 m_e^2)/U^2
 * [-U x + m_A'^2 (1 - x) + m_e^2 x^2]}, U = x E^2 th^2 + m_A'^2 (1 - x)/x + m_e^2 x, chi from
 * tmin = (U/(2E (1 - x)))^2 to E^2.
 */
export function ww(process: Process): CrossSection {
  const { mass, energy, refinement = 1 } = process;
  const mass2 = mass * mass;
  const electron2 = ELECTRON_MASS * ELECTRON_MASS;
  const energy2 = energy * energy;
  const flux = photonFluxOf(process);
  const { at: nodes, weight } = gaussLegendre(NODES * refinement);
  const front = 2 * PICOBARN * ALPHA * ALPHA * ALPHA * energy;
  return {
    xMin: mass / energy,
    leastLeft: ELECTRON_MASS / energy,
    refinement,
    at(left) {
      const x = 1 - left;
      const k = Math.sqrt(Math.max(0, x * x * energy2 - mass2));
      const least = (mass2 * left) / x + electron2 * x;
      const most = least + x * energy2 * WIDEST * WIDEST;
      const near = Math.min(NEAR * least, most);
      let sum = 0;
      for (const [from, to] of [
        [least, near],
        [near, most],
      ]) {
        const range = log(to / from);
        for (let i = 0; i < nodes.length; i++) {
          const U = from * exp(range * nodes[i]);
          const angle = Math.sqrt((U - least) / (x * energy2));
          // U d(ln U) = 2 x E^2 th d(th)
          const solid = (sin(angle) / angle) * (U / (2 * x * energy2));
          const transfer = U / (2 * energy * left);
          const shape =
            (2 * (1 + left * left)) / left +
            ((4 * (mass2 + 2 * electron2)) / (U * U)) * (-U * x + mass2 * left + electron2 * x * x);
          sum += (weight[i] * range * solid * shape * flux(transfer * transfer, energy2)) / (U * U);
        }
      }
      return front * k * left * sum;
    },
  };
}
