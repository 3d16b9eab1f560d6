/** Of the change of f over the whole bracket: what is left at a root is less, at a jump more. */
const JUMP = 1e-5;

/**
 * Root of a continuous f between a and b, where it has opposite signs: Brent's method
 * (R. P. Brent, Algorithms for Minimization without Derivatives, 1973, ch. 4, `zero`).
 * NaN if the signs are equal, f is not a number there, or jumps over 0.
 */
export function brent(f: (x: number) => number, a: number, b: number, relative = 1e-10): number {
  let fa = f(a);
  let fb = f(b);
  if (!(fa * fb <= 0)) return Number.NaN;
  const jump = JUMP * Math.abs(fb - fa);
  let c = a;
  let fc = fa;
  let d = b - a;
  let e = d;
  for (let i = 0; i < 200; i++) {
    if (Math.abs(fc) < Math.abs(fb)) {
      [a, b, c] = [b, c, b];
      [fa, fb, fc] = [fb, fc, fb];
    }
    const tolerance = relative * Math.abs(b);
    const m = 0.5 * (c - b);
    if (Math.abs(m) <= tolerance || fb === 0) return Math.abs(fb) <= jump ? b : Number.NaN;
    if (Math.abs(e) >= tolerance && Math.abs(fa) > Math.abs(fb)) {
      const s = fb / fa;
      let p: number;
      let q: number;
      if (a === c) {
        p = 2 * m * s;
        q = 1 - s;
      } else {
        const r = fb / fc;
        const t = fa / fc;
        p = s * (2 * m * t * (t - r) - (b - a) * (r - 1));
        q = (t - 1) * (r - 1) * (s - 1);
      }
      if (p > 0) q = -q;
      p = Math.abs(p);
      if (2 * p < Math.min(3 * m * q - Math.abs(tolerance * q), Math.abs(e * q))) {
        e = d;
        d = p / q;
      } else {
        d = m;
        e = m;
      }
    } else {
      d = m;
      e = m;
    }
    a = b;
    fa = fb;
    b += Math.abs(d) > tolerance ? d : m > 0 ? tolerance : -tolerance;
    fb = f(b);
    if (Number.isNaN(fb)) return Number.NaN;
    if (fb > 0 === fc > 0) {
      c = a;
      fc = fa;
      d = b - a;
      e = d;
    }
  }
  return Number.NaN;
}

/**
 * Where f, positive at `low` and falling, passes zero: doubles the distance from `low`, starting
 * with `step`, until f is negative, then Brent. NaN if 60 doublings do not bracket it, or nothing up
 * to `high` does.
 */
export function fallingRoot(
  f: (x: number) => number,
  low: number,
  step: number,
  high = Infinity,
): number {
  let a = low;
  for (let i = 0, width = step; i < 60 && a < high; i++, width *= 2) {
    const b = Math.min(high, low + width);
    const fb = f(b);
    if (Number.isNaN(fb)) return Number.NaN;
    if (fb <= 0) return brent(f, a, b);
    a = b;
  }
  return Number.NaN;
}
