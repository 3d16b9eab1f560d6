import { inverseDiagonal } from '../../core/linear.js';
import type { Fit } from './fit.js';
import type { Model } from './likelihood.js';
import { freeParameters, submatrix, SINGULAR } from './minimise.js';

/**
 * One standard deviation of each parameter at a minimum of -2 ln L: sqrt(2 (H^-1)_ii), H its Hessian in
 * the parameters that are free there. NaN where there is none: fixed, on a bound, on a kink, or not
 * determined by the data.
 */
export function errorsOf({ x, at }: Fit, { bounds, kinks }: Model): Float64Array {
  const errors = new Float64Array(x.length).fill(Number.NaN);
  const free = freeParameters(x, at.gradient, bounds).filter(
    (i) => x[i] > bounds.lower[i] && x[i] < bounds.upper[i] && !(x[i] === 0 && kinks.includes(i)),
  );
  const inverse = inverseDiagonal(submatrix(at.hessian, x.length, free), free.length, SINGULAR);
  free.forEach((p, i) => {
    if (inverse !== null) errors[p] = Math.sqrt(2 * inverse[i]);
  });
  return errors;
}
