/**
 * Interval of the mean of a Poisson count, 84.13 % on either side: N. Gehrels, Astrophys. J. 303 (1986) 336, eqs. 9
 * and 14 with S = 1.
 */
export function poisson68(n: number): readonly [low: number, high: number] {
  const high = n + 1;
  const upper = high * cube(1 - 1 / (9 * high) + 1 / (3 * Math.sqrt(high)));
  const lower = n > 0 ? n * cube(1 - 1 / (9 * n) - 1 / (3 * Math.sqrt(n))) : 0;
  return [Math.max(0, lower), upper];
}

const cube = (x: number) => x * x * x;
