/**
 * Synchrotron-radiation detector: modules that share the photons radiated in the magnets.
 */
import { srdModules } from '../../core/channels.js';
import { exp } from '../../core/math.js';
import type { Stream } from '../../core/random/index.js';
import { Module } from '../streams.js';
import { ALL_COUNTERS } from '../target/fate.js';
import type { SubDetector } from './subdetector.js';

/** Integral of K_5/3 from x to infinity (V. O. Kostroun, Nucl. Instrum. Meth. 172 (1980) 371, eq. 12). */
export function integratedK53(x: number): number {
  const h = 0.5;
  let sum = 0.5 * exp(-x);
  for (let r = 1; r < 60; r++) {
    const cosh = (exp(r * h) + exp(-r * h)) / 2;
    if (x * cosh > 700) break;
    sum += exp(-x * cosh) * ((exp((5 * r * h) / 3) + exp((-5 * r * h) / 3)) / 2 / cosh);
  }
  return h * sum;
}

/** Steps of the table below per unit of t, and its end: 1e-7 of the photons are beyond. */
const STEPS = 128;
const LAST = 16;

/**
 * Photon energies x over the critical energy, of the photon spectrum n(x) ~ Integral_x K_5/3, at equal
 * steps of t = -ln(share of photons above x): the tail goes as exp(-x), where x is nearly linear in t.
 * The mean is 8/(15 sqrt 3) = 0.308, the mean square 11/27.
 */
const PHOTONS = (() => {
  const points = 4000;
  const lowest = 1e-7;
  const step = 18.8 / points; // up to 14.6 critical energies
  const x = new Float64Array(points + 1);
  const n = new Float64Array(points + 1);
  for (let i = 0; i <= points; i++) {
    x[i] = lowest * exp(i * step);
    n[i] = integratedK53(x[i]);
  }
  // Number of photons above x, from the top, where n(x) ~ exp(-x): the integral beyond is n(x).
  const above = new Float64Array(points + 1);
  above[points] = n[points];
  for (let i = points - 1; i >= 0; i--) {
    above[i] = above[i + 1] + ((x[i + 1] - x[i]) * (n[i] + n[i + 1])) / 2;
  }
  // n(x) ~ x^(-2/3) below the lowest point: its integral there is 3 x n(x).
  const all = above[0] + 3 * lowest * n[0];
  const table = new Float64Array(LAST * STEPS + 1);
  let j = 1;
  for (let i = 1; i < table.length; i++) {
    const target = all * exp(-i / STEPS);
    while (j < points && above[j] > target) j++;
    const part = Math.min(1, Math.max(0, (above[j - 1] - target) / (above[j - 1] - above[j])));
    table[i] = x[j - 1] + part * (x[j] - x[j - 1]);
  }
  return table;
})();

/** Energy of a synchrotron photon over the critical energy. */
export function synchrotronPhoton(stream: Stream): number {
  const at = Math.min(stream.exponential(), LAST) * STEPS;
  const i = Math.min(Math.floor(at), PHOTONS.length - 2);
  const low = PHOTONS[i];
  return low + (at - i) * (PHOTONS[i + 1] - low);
}

export const srd: SubDetector = {
  name: 'srd',
  channels: ({ srd }) => srdModules(srd),
  label: (channel) => `SRD ${channel}`,
  module: Module.srd,
  respond(card, fate, stream, add) {
    // Electrons bent past S4, 0.055 of all, radiate too; as neighbours they leave no light here. At 7e6 per spill
    // 1.6e-3 of all events have one within 10 ns, and 6e-4 one that would make a hadron look like an electron and
    // has less than 60 GeV in the ECAL: fewer than srdFake's 1e-3, and at most 2 % of the loose sample.
    if (fate.counters !== ALL_COUNTERS) return;
    const { srd } = card.detector;
    // At constant field the number of photons goes as the bend times the energy (constant) and the
    // critical energy as its square. A hadron sometimes looks like an electron (knock-ons, showers).
    const fake = fate.radiates === 0 && stream.uniform() < card.nature.hadron.srdFake;
    const momentum = fake ? fate.momentum : fate.radiates;
    if (momentum === 0) return;
    const scale = momentum / card.beam.momentum;
    const modules = srdModules(srd);
    for (let module = 0; module < modules; module++) {
      let energy = 0;
      const photons = stream.poisson((srd.photons * srd.acceptance) / modules);
      for (let i = 0; i < photons; i++) {
        energy += srd.criticalEnergy * scale * scale * synchrotronPhoton(stream);
      }
      energy *= 1 + srd.resolution * stream.normal();
      if (energy > 0) add(module, energy, srd.timeResolution * stream.normal());
    }
  },
};
