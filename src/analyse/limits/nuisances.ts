import { solvePositive } from '../../core/linear.js';
import { orNull } from './answer.js';
import { freeNuisances } from './counts.js';
import { errorsOf } from './errors.js';
import { bounded, type Fit, Fitter } from './fit.js';
import type { Tables } from './histfactory/index.js';
import type { Data, Model } from './likelihood.js';
import { SINGULAR, submatrix } from './minimise.js';
import type { Task } from './methods/index.js';

/** A nuisance at the best fit. Null where a number does not exist: no constraint, no error, mu on a bound. */
export interface NuisanceReport {
  readonly name: string;
  readonly value: number;
  readonly error: number | null;
  /** (value - centre)/sigma of its constraint. */
  readonly pull: number | null;
  /** Error over sigma of its constraint: below 1 the data know more. */
  readonly constrained: number | null;
  /** Its correlation with the parameter of interest. */
  readonly correlation: number | null;
  /** What mu-hat moves by when it is held one of its errors above, and below, its value. */
  readonly impactUp: number | null;
  readonly impactDown: number | null;
}

/** Pulls and impacts of all nuisances that are free, in the order of the parameters. */
export function nuisancesOf(own: Fitter, { data, tables }: Task): NuisanceReport[] {
  const { model } = own;
  const fit = own.free(data);
  if (!fit.converged) return [];
  const errors = errorsOf(fit, model);
  const correlations = correlationsOf(fit, model, errors);
  const constraints = constraintsOf(tables);
  return freeNuisances(model).map((p) => {
    const value = fit.x[p];
    const error = errors[p];
    const constraint = constraints[p];
    const impact = (sign: number) =>
      Number.isNaN(error) ? Number.NaN : heldAt(value + sign * error, p, fit, model, data) - fit.mu;
    return {
      name: model.names[p],
      value,
      error: orNull(error),
      pull: constraint && orNull((value - constraint.centre) / constraint.sigma),
      constrained: constraint && orNull(error / constraint.sigma),
      correlation: orNull(correlations[p]),
      impactUp: orNull(impact(1)),
      impactDown: orNull(impact(-1)),
    };
  });
}

/** mu-hat with parameter p held at a value, or at its bound on the way there; NaN where there is no fit. */
function heldAt(value: number, p: number, { x }: Fit, model: Model, data: Data): number {
  const { lower, upper } = model.bounds;
  const held = Math.min(upper[p], Math.max(lower[p], value));
  const fitter = new Fitter({ ...model, bounds: bounded(model.bounds, p, held, held) });
  const { converged, mu } = fitter.free({ ...data, start: x });
  return converged ? mu : Number.NaN;
}

/** Centre and standard deviation of each constraint in its parameter. */
const constraintsOf = ({ sets }: Tables) =>
  sets.flatMap(({ size, constraint }) =>
    Array.from({ length: size }, (_, i) => {
      if (constraint === null) return null;
      const [a, scale] = [constraint.auxiliary[i], constraint.scale[i]];
      return constraint.kind === 'normal'
        ? { centre: a, sigma: scale }
        : { centre: a / scale, sigma: Math.sqrt(a) / scale };
    }),
  );

/** Of each parameter with mu, from the column of mu of the inverse Hessian; NaN where either has no error. */
function correlationsOf({ x, at }: Fit, { poi }: Model, errors: Float64Array): Float64Array {
  const correlations = new Float64Array(x.length).fill(Number.NaN);
  const free = Array.from(errors, (_, p) => p).filter((p) => !Number.isNaN(errors[p]));
  if (!free.includes(poi)) return correlations;
  const column = Float64Array.from(free, (p) => (p === poi ? 2 : 0));
  const hessian = submatrix(at.hessian, x.length, free);
  if (!solvePositive(hessian, column, free.length, SINGULAR)) return correlations;
  free.forEach((p, i) => {
    correlations[p] = column[i] / (errors[p] * errors[poi]);
  });
  return correlations;
}
