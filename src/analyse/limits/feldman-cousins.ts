import { exp, log } from '../../core/math.js';
import { normalQuantile } from '../../core/normal.js';
import { lnPoisson } from './poisson.js';

/*
 * Intervals of Feldman and Cousins, Phys. Rev. D 57 (1998) 3873, section IV B: one Poisson count n with a mean of
 * s + b, b known, s >= 0. Counts enter the acceptance region of s in the order of
 *
 *   R(n; s) = P(n; s + b)/P(n; max(n, b)),
 *
 * until their probabilities add up to at least the confidence level.
 */

/** ln R. */
function lnRatio(n: number, s: number, b: number): number {
  const best = Math.max(n, b);
  return n === 0 ? b - s - best : n * log((s + b) / best) - s - b + best;
}

/** Ratios that differ by less are equal. */
const TIE = 1e-12;

/** Whether n is in the acceptance region of s > 0: whether what comes before it is less than `cl`. */
export function isAccepted(cl: number, n: number, s: number, b: number): boolean {
  const own = lnRatio(n, s, b) + TIE;
  const mean = s + b;
  const last = mean + 20 + 10 * Math.sqrt(mean);
  let before = 0;
  for (let k = 0; k <= last && before < cl; k++) {
    if (lnRatio(k, s, b) > own) before += exp(lnPoisson(k, mean));
  }
  return before < cl;
}

/** Step of the search in s, in events or standard deviations: that of the paper's tables. */
const STEP = 0.005;
/** In -2 ln R, how far above Wilks' value for the confidence level the search begins. */
const MARGIN = 6;

/** Backgrounds above b that its limit is compared with: counts enter the regions at distances of about 1. */
const ABOVE = 1.5;
const SPACING = 0.01;

/**
 * Upper end of the interval of s. Where fewer events were seen than expected it would jump up at some larger
 * backgrounds; as in the paper it is the largest of those at b or more, here up to b + 1.5 in steps of 0.01, so that a
 * raised limit may be low by up to 0.01 events.
 *
 * @example fcUpperLimit(0.9, 0, 0.5) // 1.94
 */
export function fcUpperLimit(cl: number, n: number, b: number): number {
  let limit = upperEnd(cl, n, b);
  if (n >= b) return limit;
  for (let k = 1; k * SPACING <= ABOVE; k++) {
    limit = upperEnd(cl, n, b + k * SPACING, limit);
  }
  return limit;
}

/**
 * The largest s whose region holds n, found on a grid from above and then by bisection to 1e-9 of it. An isolated
 * piece of the interval narrower than the grid may be missed. No less than `least`.
 */
function upperEnd(cl: number, n: number, b: number, least = Math.max(0, n - b)): number {
  const z = normalQuantile((1 + cl) / 2);
  const best = Math.max(0, n - b);
  const unit = Math.max(1, Math.sqrt(Math.max(n, b)));
  let width = unit;
  while (-2 * lnRatio(n, best + width, b) < z * z + MARGIN) width *= 1.2;
  const step = STEP * unit;
  let low = best + width;
  while (low > least && !isAccepted(cl, n, low, b)) low -= step;
  if (low <= least) low = least;
  let high = low + step;
  while (high - low > 1e-9 * high) {
    const middle = 0.5 * (low + high);
    if (isAccepted(cl, n, middle, b)) low = middle;
    else high = middle;
  }
  return low;
}
