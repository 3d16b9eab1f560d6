import { exp, log } from '../../core/math.js';
import { gaussLegendre, integralAbove, legendreSeries } from '../../core/quadrature.js';
import { freeNuisances } from './counts.js';
import type { Fit, Fitter } from './fit.js';
import type { Data } from './likelihood.js';
import { submatrix } from './minimise.js';
import { brent } from './root.js';

/*
 * The posterior of mu for a prior that is flat in mu >= 0, the nuisances averaged with their constraints:
 *
 *   p(mu) = M(mu)/integral M,   M(mu) = integral L(mu, theta) dtheta within the bounds of theta
 *
 * where L is main and auxiliary measurements (a normal constraint is then a normal prior, a Poisson one a gamma prior).
 */

/** More nuisances are not averaged over: the points are a product over them. */
export const MOST_NUISANCES = 3;
/** Points for each of so many nuisances. */
const POINTS = [1, 32, 32, 16];
/** Integrals over theta go to where L is exp(-18) of its maximum along each axis, over mu to M of exp(-20). */
const REACH = 36;
const LN_LEAST = -20;
const PANELS = 6;
const NODES = 16;

/**
 * The mu below which the posterior has the share `cl`. NaN where a fit fails or ends on a bound at a mu that counts.
 *
 * With Gauss and Legendre's points. Relative errors that were found by brute force: 1e-6 for smooth likelihoods, 3e-4
 * with a kink (code1 with lo = 0.8, hi = 1.5), 1.4e-3 where two factors known to 100 % end at their bound 0.
 */
export function credibleLimit(cl: number, data: Data, fitter: Fitter): number {
  const { step, poi, bounds } = fitter.model;
  const lnM = (mu: number) => lnMarginal(mu, data, fitter);
  const free = fitter.free(data);
  const least = Math.max(0, bounds.lower[poi]);
  const peak = lnM(free.mu);
  const end = (sign: number) => {
    let width = step;
    let at = free.mu;
    for (let i = 0; i < DOUBLINGS; i++, width *= 2) {
      at = free.mu + sign * width;
      if (at <= least) return least;
      const value = lnM(at);
      if (Number.isNaN(value)) return between(free.mu + (sign * width) / 2, at);
      if (value - peak < LN_LEAST) return at;
    }
    return Number.NaN;
  };
  /** Where M is as small before a fit ends on a bound: NaN where it is not. */
  const between = (fitted: number, bound: number): number => {
    let [inside, outside] = [fitted, bound];
    for (let i = 0; i < HALVINGS; i++) {
      const middle = (inside + outside) / 2;
      const value = lnM(middle);
      if (value - peak < LN_LEAST) return middle;
      if (Number.isNaN(value)) outside = middle;
      else inside = middle;
    }
    return Number.NaN;
  };
  const [low, high] = [end(-1), end(1)];
  if (!(low >= 0 && high > low)) return Number.NaN;
  const size = (high - low) / PANELS;
  const panels = Array.from({ length: PANELS }, (_, k) =>
    legendreSeries(gaussLegendre(NODES).at.map((u) => exp(lnM(low + (k + u) * size) - peak))),
  );
  const whole = panels.reduce((sum, panel) => sum + integralAbove(panel, 0), 0);
  let rest = (1 - cl) * whole;
  for (let k = PANELS - 1; k >= 0; k--) {
    const all = integralAbove(panels[k], 0);
    if (all >= rest) {
      const wanted = rest;
      const u = brent((at) => integralAbove(panels[k], at) - wanted, 0, 1);
      return low + (k + u) * size;
    }
    rest -= all;
  }
  return Number.NaN;
}

const DOUBLINGS = 60;
const HALVINGS = 20;

/** ln M(mu), but for a constant of the data. */
function lnMarginal(mu: number, data: Data, fitter: Fitter): number {
  const { model } = fitter;
  const fit = fitter.conditional(mu, data);
  const free = freeNuisances(model);
  const { lower, upper } = model.bounds;
  if (!fit.converged || free.some((p) => fit.x[p] <= lower[p] || fit.x[p] >= upper[p])) {
    return Number.NaN;
  }
  const axes = axesOf(fit, free);
  if (axes === null) return Number.NaN;
  const at = (z: readonly number[]): Float64Array => {
    const x = fit.x.slice();
    axes.vectors.forEach((v, k) => {
      for (const [i, p] of free.entries()) x[p] += z[k] * v[i];
    });
    return x;
  };
  const rise = (z: readonly number[]): number => model.deviance(at(z), data).value - fit.deviance;
  const within = (x: Float64Array) => free.every((p) => x[p] >= lower[p] && x[p] <= upper[p]);
  const { at: nodes, weight } = gaussLegendre(POINTS[free.length]);
  /** Along an axis, to the bounds or to where L has become nothing. */
  const reach = (k: number, sign: number): number => {
    const bound = Math.min(
      ...free.map((p, i) => {
        const v = sign * axes.vectors[k][i];
        return v === 0 ? Infinity : ((v > 0 ? upper[p] : lower[p]) - fit.x[p]) / v;
      }),
    );
    let t = 1;
    while (t < bound && rise(free.map((_, i) => (i === k ? sign * t : 0))) < REACH) t *= 1.25;
    return sign * Math.min(t, bound);
  };
  const reaches = free.map((_, k) => [reach(k, -1), reach(k, 1)]);
  const sum = (z: readonly number[]): number => {
    const k = z.length;
    if (k === free.length) return within(at(z)) ? exp(-0.5 * rise(z)) : 0;
    const [from, to] = reaches[k];
    return nodes.reduce(
      (total, u, i) => total + weight[i] * (to - from) * sum([...z, from + u * (to - from)]),
      0,
    );
  };
  return log(sum([])) - 0.5 * fit.deviance + axes.lnVolume;
}

/**
 * Axes in which the deviance at a minimum rises as the sum of z^2: conjugate by H/2 (Gram and Schmidt), and the
 * logarithm of the volume of their unit cell. Null where H is not positive definite.
 */
function axesOf(
  { x, at }: Fit,
  free: readonly number[],
): { readonly vectors: readonly (readonly number[])[]; readonly lnVolume: number } | null {
  const J = free.length;
  const half = submatrix(at.hessian, x.length, free);
  const product = (v: readonly number[], w: readonly number[]) => {
    let sum = 0;
    for (let i = 0; i < J; i++) {
      for (let k = 0; k < J; k++) sum += 0.5 * half[i >= k ? i * J + k : k * J + i] * v[i] * w[k];
    }
    return sum;
  };
  const vectors: number[][] = [];
  let lnVolume = 0;
  for (let k = 0; k < J; k++) {
    const unit = free.map((_, i): number => (i === k ? 1 : 0));
    let v = unit;
    for (const w of vectors) {
      const overlap = product(w, unit);
      v = v.map((value, i) => value - overlap * w[i]);
    }
    const square = product(v, v);
    if (!(square > 0)) return null;
    lnVolume -= 0.5 * log(square);
    vectors.push(v.map((value) => value / Math.sqrt(square)));
  }
  return { vectors, lnVolume };
}
