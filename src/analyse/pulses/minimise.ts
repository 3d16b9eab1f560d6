/**
 * Least squares of a pulse model by Gauss and Newton's steps, damped (Levenberg, Marquardt) when one does not
 * lead down.
 */
import { solvePositive } from '../../core/linear.js';
import { parameters, type PulseModel } from './model.js';

/** Largest step in time of an iteration, ns; converged below the second. */
const LARGEST_STEP = 12;
const SMALL_STEP = 0.02;
/** or when the chi2 falls by less. */
const SMALL_CHI2 = 1e-3;
const ITERATIONS = 100;
/** Pulses that leave less than this share of a curvature cannot be told apart. */
const SINGULAR = 1e-12;
/** Pulses nearer than this may be taken for each other, ns. */
export const NEAR = 60;

const old = parameters();

/**
 * Moves the pulses to where the samples want them; the model is evaluated there.
 * @param evaluated the sum of squares of the present parameters, which the model has
 * @param moving so many of them in time; the last one stays where it is when it is one less than there are
 * @returns the chi2
 */
export function minimise(model: PulseModel, evaluated: number, moving = model.size): number {
  const { height, time, matrix, vector, samples, size, first, period, noise } = model;
  const earliest = first - model.template.end;
  const latest = first + samples * period;
  const small = smallStep(model);
  let squares = evaluated;
  let damping = small > SMALL_STEP ? 0 : 1e-3;
  for (let i = 0; i < ITERATIONS; i++) {
    model.normalEquations(damping);
    if (moving < size) model.holdLast();
    if (!solvePositive(matrix, vector, 2 * size, SINGULAR)) break;
    let step = 0;
    model.keep(old);
    for (let p = 0; p < size; p++) {
      const dt = Math.max(-LARGEST_STEP, Math.min(LARGEST_STEP, vector[2 * p + 1]));
      height[p] += vector[2 * p];
      time[p] = Math.max(earliest, Math.min(latest, time[p] + dt));
      step = Math.max(step, Math.abs(dt));
    }
    const next = model.evaluate();
    if (next > squares * (1 + 1e-9)) {
      model.restore(old, size);
      model.evaluate();
      damping = damping === 0 ? 0.01 : 10 * damping;
      if (damping > 1e3) break;
      continue;
    }
    const less = squares - next;
    squares = next;
    damping = damping < 1e-6 ? 0 : 0.1 * damping;
    if (step < small || less < SMALL_CHI2 * noise * noise) break;
  }
  return squares / (noise * noise);
}

/** Steps below do not matter: those of pulses clear of each other, which fall as their squares. */
function smallStep({ size, time, height, noise, template }: PulseModel): number {
  let least = Number.POSITIVE_INFINITY;
  for (let p = 0; p < size; p++) {
    for (let q = 0; q < p; q++) if (Math.abs(time[p] - time[q]) < NEAR) return SMALL_STEP;
    least = Math.min(least, height[p] > 0 ? noise / height[p] : 0);
  }
  return Math.max(10 * SMALL_STEP, least * template.peaking * 0.05);
}
