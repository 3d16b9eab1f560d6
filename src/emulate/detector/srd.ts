/**
 * Synchrotron-radiation detector: three modules that share the photons radiated in the magnets.
 */
import { SRD } from '../../core/channels.js';
import { exp } from '../../core/math.js';
import type { Stream } from '../../core/random/index.js';
import { Module } from '../streams.js';
import { ALL_COUNTERS } from '../target/fate.js';
import type { SubDetector } from './subdetector.js';

export const SRD_MODULES = 3;

/** Integral of K_5/3 from x to infinity (V. O. Kostroun, Nucl. Instrum. Meth. 172 (1980) 371, eq. 12). */
function integratedK53(x: number): number {
  const h = 0.5;
  let sum = 0.5 * exp(-x);
  for (let r = 1; r < 60; r++) {
    const cosh = (exp(r * h) + exp(-r * h)) / 2;
    if (x * cosh > 700) break;
    sum += exp(-x * cosh) * ((exp((5 * r * h) / 3) + exp((-5 * r * h) / 3)) / 2 / cosh);
  }
  return h * sum;
}

/**
 * Photon energies over the critical energy at equal steps of the cumulative photon spectrum
 * n(x) ~ Integral_x K_5/3; the mean is 8/(15 sqrt 3) = 0.308.
 */
const PHOTONS = (() => {
  const points = 4000;
  const quantiles = 2048;
  const lowest = 1e-7;
  const step = 18.8 / points; // up to 14.6 critical energies
  const x = new Float64Array(points + 1);
  const cdf = new Float64Array(points + 1);
  for (let i = 0; i <= points; i++) x[i] = lowest * exp(i * step);
  // n(x) ~ x^(-2/3) below the lowest point: its integral there is 3 x n(x).
  cdf[0] = 3 * lowest * integratedK53(lowest);
  for (let i = 1; i <= points; i++) {
    const a = x[i - 1];
    const b = x[i];
    cdf[i] = cdf[i - 1] + ((b - a) * (integratedK53(a) + integratedK53(b))) / 2;
  }
  const table = new Float64Array(quantiles + 1);
  let j = 1;
  for (let q = 0; q <= quantiles; q++) {
    const target = (cdf[points] * q) / quantiles;
    while (j < points && cdf[j] < target) j++;
    const low = cdf[j - 1];
    const high = cdf[j];
    const part = Math.min(1, Math.max(0, (target - low) / (high - low)));
    table[q] = x[j - 1] + part * (x[j] - x[j - 1]);
  }
  return table;
})();

/** Energy of a synchrotron photon over the critical energy. */
export function synchrotronPhoton(stream: Stream): number {
  const at = stream.uniform() * (PHOTONS.length - 1);
  const i = Math.floor(at);
  const low = PHOTONS[i];
  return low + (at - i) * (PHOTONS[i + 1] - low);
}

export const srd: SubDetector = {
  name: 'srd',
  module: Module.srd,
  respond(card, fate, stream, add) {
    if (fate.counters !== ALL_COUNTERS) return;
    const { srd } = card.detector;
    const scale = fate.momentum / card.beam.momentum;
    // At constant field the number of photons goes as the bend times the energy (constant) and the
    // critical energy as its square. A hadron sometimes looks like an electron (knock-ons, showers).
    const looksLikeElectron = fate.radiates || stream.uniform() < card.nature.hadron.srdFake;
    if (!looksLikeElectron) return;
    for (let module = 0; module < SRD_MODULES; module++) {
      let energy = 0;
      const photons = stream.poisson((srd.photons * srd.acceptance) / SRD_MODULES);
      for (let i = 0; i < photons; i++) {
        energy += srd.criticalEnergy * scale * scale * synchrotronPhoton(stream);
      }
      energy *= 1 + srd.resolution * stream.normal();
      if (energy > 0) add(SRD + module, energy, srd.timeResolution * stream.normal());
    }
  },
};
