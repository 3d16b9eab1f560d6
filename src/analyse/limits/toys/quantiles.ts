import { normalCdf } from '../../../core/normal.js';
import { SIGMAS } from '../bands.js';

/** Standard deviation of a share p of N toys. */
export const binomialError = (p: number, N: number): number => Math.sqrt((p * (1 - p)) / N);

/** Values at the quantiles Phi(-2), ..., Phi(2), linear between order statistics as numpy's percentile. */
export function quantiles(values: readonly number[]): number[] {
  const sorted = Float64Array.from(values).sort();
  return SIGMAS.map((N) => quantileOf(sorted, normalCdf(N)));
}

/**
 * Standard deviations of `quantiles`: half of the distance between the values at p -+ sqrt(p (1 - p)/N), which hold the
 * true quantile in 68 % of the cases whatever the distribution (H. A. David, Order Statistics, 1981, section 2.5).
 */
export function quantileErrors(values: readonly number[]): number[] {
  const sorted = Float64Array.from(values).sort();
  return SIGMAS.map((N) => {
    const p = normalCdf(N);
    const error = binomialError(p, sorted.length);
    return 0.5 * (quantileOf(sorted, p + error) - quantileOf(sorted, p - error));
  });
}

function quantileOf(sorted: Float64Array, p: number): number {
  const at = Math.min(1, Math.max(0, p)) * (sorted.length - 1);
  const below = Math.floor(at);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
}
