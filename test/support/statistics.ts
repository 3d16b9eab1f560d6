/**
 * What statistical tests share: chances of a distance as large as seen, from the analytic forms (not
 * from core/math), and assertions that say how to repeat them.
 *
 * A test fails below a chance of 1e-4; with the fixed seed it fails always or never.
 */
import erfc from '@stdlib/math-base-special-erfc';
import lgamma from '@stdlib/math-base-special-gammaln';
import * as assert from 'uvu/assert';

export const SEED = process.env.TEST_SEED ?? '1';
const again = () =>
  `repeat with: TEST_SEED=${SEED} node --import tsx ${process.argv[1]?.replace(`${process.cwd()}/`, '')}`;

/** Smallest chance that a statistical test takes for luck. */
const LUCK = 1e-4;

/** Regularised upper incomplete gamma function Q(a, x), by series or continued fraction. */
export function gammaQ(a: number, x: number): number {
  if (x <= 0) return 1;
  const front = Math.exp(a * Math.log(x) - x - lgamma(a));
  if (x < a + 1) {
    let term = 1 / a;
    let sum = term;
    for (let n = 1; term > sum * 1e-16; n++) {
      term *= x / (a + n);
      sum += term;
    }
    return 1 - front * sum;
  }
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let h = d;
  for (let i = 1, step = 0; i < 100000 && Math.abs(step - 1) > 1e-15; i++) {
    b += 2;
    d = 1 / (i * (a - i) * d + b);
    c = b + (i * (a - i)) / c;
    step = c * d;
    h *= step;
  }
  return front * h;
}

export const normalCdf = (x: number) => 0.5 * erfc(-x / Math.SQRT2);

/** Chance of a chi2 this large or larger. */
export const chi2Chance = (chi2: number, degrees: number) => gammaQ(degrees / 2, chi2 / 2);

/**
 * Chance of counts this far from the expected ones; neighbouring bins are pooled to an expectation
 * of 20. `fitted` = 1 when the expected ones were scaled to the same sum.
 */
export function countsChance(
  observed: ArrayLike<number>,
  expected: ArrayLike<number>,
  fitted = 0,
): number {
  let chi2 = 0;
  let bins = 0;
  let o = 0;
  let e = 0;
  let left = 0;
  for (let i = 0; i < expected.length; i++) left += expected[i];
  for (let i = 0; i < expected.length; i++) {
    o += observed[i];
    e += expected[i];
    left -= expected[i];
    if ((e < 20 || left < 20) && i < expected.length - 1) continue;
    chi2 += (o - e) ** 2 / e;
    bins++;
    o = e = 0;
  }
  return chi2Chance(chi2, bins - fitted);
}

/** Chance of a Kolmogorov-Smirnov distance this large or larger (Kolmogorov; Stephens 1970). */
export function kolmogorovSmirnov(sample: ArrayLike<number>, cdf: (x: number) => number): number {
  const sorted = Float64Array.from(sample).sort();
  const n = sorted.length;
  let distance = 0;
  sorted.forEach((x, i) => {
    const f = cdf(x);
    distance = Math.max(distance, f - i / n, (i + 1) / n - f);
  });
  const t = distance * (Math.sqrt(n) + 0.12 + 0.11 / Math.sqrt(n));
  let p = 0;
  for (let j = 1; j < 100; j++) p += 2 * (j % 2 ? 1 : -1) * Math.exp(-2 * j * j * t * t);
  return t < 0.2 ? 1 : Math.min(Math.max(p, 0), 1);
}

/** Fails when what was seen had a chance below 1e-4. */
export function likely(what: string, chance: number): void {
  assert.ok(chance > LUCK, `${what}: p = ${chance}, expected > ${LUCK}; ${again()}`);
}

/** Fails when `got` is further from `expected` than luck makes it, its standard error being `error`. */
export function near(what: string, got: number, expected: number, error: number): void {
  const pull = Math.abs(got - expected) / error;
  const chance = got === expected ? 1 : erfc(pull / Math.SQRT2);
  assert.ok(
    chance > LUCK,
    `${what}: ${got}, expected ${expected} +- ${error} (p = ${chance}); ${again()}`,
  );
}

/** Fails when a count of `seen` among `n` does not fit a probability. */
export function share(what: string, seen: number, n: number, probability: number): void {
  near(what, seen / n, probability, Math.sqrt((probability * (1 - probability)) / n));
}

/** Fails unless `low` <= got <= `high`. */
export function within(what: string, got: number, low: number, high: number): void {
  assert.ok(got >= low && got <= high, `${what}: ${got}, expected ${low} to ${high}; ${again()}`);
}

export interface Moments {
  n: number;
  mean: number;
  rms: number;
  /** Standard error of the mean. */
  error: number;
}

export function moments(sample: ArrayLike<number>): Moments {
  const n = sample.length;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += sample[i];
  const mean = sum / n;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (sample[i] - mean) ** 2;
  const rms = Math.sqrt(squares / n);
  return { n, mean, rms, error: rms / Math.sqrt(n) };
}

/** Integral by the midpoint rule. */
export function integral(f: (x: number) => number, low: number, high: number, steps = 2000) {
  const h = (high - low) / steps;
  let sum = 0;
  for (let i = 0; i < steps; i++) sum += f(low + (i + 0.5) * h);
  return sum * h;
}
