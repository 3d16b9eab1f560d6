import { log } from '../../../core/math.js';
import type { Toys, ToyPValues } from './toys.js';

/** To what part of itself a root of a staircase is found: 1e5 toys leave a statistical error that is larger. */
const RESOLUTION = 1e-3;

/** Where a search goes on: the p-value is 1 at `low`. */
export interface Within {
  readonly low: number;
  readonly step: number;
  readonly high: number;
}

/**
 * Where a p-value of toys, a falling staircase of mu, passes alpha: between what is known, else doubling from `low`,
 * then false position in ln p with halving where that lags. NaN where nothing up to `high` brackets it, or p is none.
 */
export async function crossing(
  toys: Toys,
  p: (values: ToyPValues) => number,
  alpha: number,
  { low, step, high }: Within,
): Promise<number> {
  // What p = 0 stands for.
  const least = 0.5 / toys.number;
  const f = async (mu: number): Promise<number> => {
    const values = await toys.at(mu);
    return values === null ? Number.NaN : log(Math.max(p(values), least)) - log(alpha);
  };
  let a = low;
  let fa = -log(alpha);
  let b = a;
  let fb = fa;
  const next = async (mu: number): Promise<void> => {
    a = b;
    fa = fb;
    b = mu;
    fb = await f(mu);
  };
  for (const mu of toys.evaluated.filter((known) => known > low)) {
    if (fb > 0) await next(mu);
  }
  for (let width = Math.max(step, b - low); fb > 0; width *= 2) {
    if (b >= high) return Number.NaN;
    await next(Math.min(high, low + width));
  }
  if (!(fa > 0 && fb <= 0)) return Number.NaN;
  for (let i = 0; b - a > RESOLUTION * b; i++) {
    const secant = a + ((b - a) * fa) / (fa - fb);
    const inside = secant > a && secant < b && i % 3 !== 2;
    const middle = inside ? secant : 0.5 * (a + b);
    const value = await f(middle);
    if (Number.isNaN(value)) return Number.NaN;
    if (value > 0) {
      a = middle;
      fa = value;
    } else {
      b = middle;
      fb = value;
    }
  }
  return 0.5 * (a + b);
}

/** How far from mu a slope is taken, as parts of mu: from what is known in this range, else from its middle. */
const NEAR = 0.05;
const FAR = 0.2;

/** |dp/dmu| about mu. */
export async function slopeAt(
  mu: number,
  toys: Toys,
  p: (values: ToyPValues) => number,
): Promise<number> {
  const beside = (sign: number): number => {
    const known = toys.evaluated.find((other) => {
      const off = sign * (other - mu);
      return off >= NEAR * mu && off <= FAR * mu;
    });
    return known ?? mu * (1 + 0.5 * sign * (NEAR + FAR));
  };
  const [low, high] = [beside(-1), beside(1)];
  const [a, b] = [await toys.at(low), await toys.at(high)];
  return a === null || b === null ? Number.NaN : Math.abs(p(a) - p(b)) / (high - low);
}
