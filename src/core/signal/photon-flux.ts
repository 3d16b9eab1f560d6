import { exp, log } from '../math.js';
import type { Process } from './cross-section.js';
import { elastic, type FormFactor, inelastic } from './form-factors.js';

const STEPS = 200;

/**
 * Effective flux of photons of one form factor F: Int dt (t - tmin)/t^2 F(t)^2 from tmin to tmax (GeV^2), 0 where
 * tmax is not above tmin. Midpoints of ln t: the error goes as the square of the step, 1e-4 with 200.
 */
export function photonFlux(form: FormFactor, tmin: number, tmax: number, steps = STEPS): number {
  if (!(tmax > tmin)) return 0;
  const step = log(tmax / tmin) / steps;
  let chi = 0;
  for (let i = 0; i < steps; i++) {
    const t = tmin * exp((i + 0.5) * step);
    const amplitude = form(t);
    chi += ((t - tmin) / t) * amplitude * amplitude * step;
  }
  return chi;
}

/** chi(tmin, tmax) of a process: of all its form factors, with their Z^2 and Z. */
export function photonFluxOf(process: Process): (tmin: number, tmax: number) => number {
  const { target, refinement = 1, incoherent = true } = process;
  const { Z } = target;
  const steps = STEPS * refinement;
  const whole = elastic(target);
  const protons = inelastic(target);
  return (tmin, tmax) =>
    Z * Z * photonFlux(whole, tmin, tmax, steps) +
    (incoherent ? Z * photonFlux(protons, tmin, tmax, steps) : 0);
}
