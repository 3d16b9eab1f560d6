import { log } from '../../../core/math.js';
import { LN_2PI, poissonDeviance, poissonSaturated } from '../likelihood.js';

/**
 * What an auxiliary measurement says about one parameter: siblings with -2 ln L split into deviance
 * and the rest, as for the bins (likelihood.ts). `scale` is sigma of a normal, tau of a Poisson one.
 */
export interface Constraint {
  deviance(theta: number, auxiliary: number, scale: number): number;
  slope(theta: number, auxiliary: number, scale: number): number;
  curvature(theta: number, auxiliary: number, scale: number): number;
  saturated(auxiliary: number, scale: number): number;
  /** What is expected of the auxiliary measurement. */
  expected(theta: number, scale: number): number;
}

export const CONSTRAINTS = {
  /** ((theta - a)/sigma)^2 + ln(2 pi sigma^2) */
  normal: {
    deviance: (theta, a, sigma) => ((theta - a) / sigma) * ((theta - a) / sigma),
    slope: (theta, a, sigma) => (2 * (theta - a)) / (sigma * sigma),
    curvature: (_theta, _a, sigma) => 2 / (sigma * sigma),
    saturated: (_a, sigma) => LN_2PI + 2 * log(sigma),
    expected: (theta) => theta,
  },
  /** 2 [gamma tau - a ln(gamma tau) + ln Gamma(a + 1)] */
  poisson: {
    deviance: (theta, a, tau) => poissonDeviance(a, theta * tau),
    slope: (theta, a, tau) => 2 * (tau - (a > 0 ? a / theta : 0)),
    curvature: (theta, a) => (a > 0 ? (2 * a) / (theta * theta) : 0),
    saturated: poissonSaturated,
    expected: (theta, tau) => theta * tau,
  },
} as const satisfies Record<string, Constraint>;

export type ConstraintKind = keyof typeof CONSTRAINTS;
