/**
 * Elementary functions that give the same bits on every machine.
 *
 * `Math.log`, `Math.exp`, `Math.sin`, ... may differ between engines and their versions; what
 * decides a byte of output uses these instead: only + - x /, comparisons and integers, so a C twin
 * (`-ffp-contract=off`) or a browser makes the same numbers. The algorithms are those of FreeBSD
 * msun, which come from fdlibm (Copyright 1993 Sun Microsystems, Inc.; "Permission to use, copy,
 * modify, and distribute this software is freely granted, provided that this notice is
 * preserved"). Each is off by less than 1 ulp. Two things are done in another way, as
 * moving bits between an integer and a double is slow in JavaScript: factors 2^k come from a
 * table, and Dekker's splitting replaces the clearing of low words.
 */

const real = new Float64Array(1);
const word = new Uint32Array(real.buffer);
/** Which 32-bit word of a double holds sign, exponent and the top of the mantissa. */
const HIGH = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? 1 : 0;

/** Index of 2^0 in `POWER`, which holds 2^-1074 ... 2^1023. */
const UNIT = 1074;
const POWER = new Float64Array(UNIT + 1024);
POWER[UNIT] = 1;
for (let k = 1; k < 1024; k++) POWER[UNIT + k] = POWER[UNIT + k - 1] * 2;
for (let k = 1; k <= UNIT; k++) POWER[UNIT - k] = POWER[UNIT - k + 1] * 0.5;

const LN2_HI = 6.9314718036912381649e-1; // low 21 bits zero: k * LN2_HI is exact for |k| < 2000
const LN2_LO = 1.90821492927058770002e-10;
const INV_LN2 = 1.442695040888963387;
const TWO_54 = 18014398509481984;
/** Adding and subtracting 1.5 * 2^52 rounds |x| < 2^51 to the nearest integer, ties to even. */
const ROUND = 6755399441055744;
/** Dekker's factor 2^27 + 1: splits a double into two halves of 26 bits. */
const SPLIT = 134217729;
/** High word of sqrt(1/2), and its distance from that of 1: centres a mantissa on 1. */
const SQRT_HALF = 0x3fe6a09e;
const TO_ONE = 0x3ff00000 - SQRT_HALF;

/** y * 2^k for y in [1/2, 2], rounded once, also where the result is subnormal. */
function scale(y: number, k: number): number {
  if (k > 1023) return y * 2 * POWER[UNIT + k - 1];
  if (k < -1021) return y * POWER[UNIT + k + 54] * (1 / TWO_54);
  return y * POWER[UNIT + k];
}

/** log((1 + s) / (1 - s)) / s - 2 as a polynomial in z = s^2, |s| < 0.1716; error < 2^-58.45. */
function logSeries(z: number): number {
  const w = z * z;
  return (
    w * (3.999999999940941908e-1 + w * (2.222219843214978396e-1 + w * 1.531383769920937332e-1)) +
    z *
      (6.66666666666673513e-1 +
        w * (2.857142874366239149e-1 + w * (1.818357216161805012e-1 + w * 1.479819860511658591e-1)))
  );
}

/**
 * Natural logarithm, error < 1 ulp. x = 2^k (1 + f) with 1 + f in [sqrt(1/2), sqrt(2)), then a
 * minimax series in s = f / (2 + f) (msun e_log.c).
 *
 * `log(0)` is -Infinity; of a negative number, or NaN, NaN.
 */
export function log(x: number): number {
  let k = 0;
  if (!(x >= 2.2250738585072014e-308 && x < Infinity)) {
    if (x === 0) return -Infinity;
    if (!(x > 0) || x === Infinity) return x > 0 ? x : NaN;
    k = -54;
    x *= TWO_54;
  }
  real[0] = x;
  const e = ((word[HIGH] + TO_ONE) >> 20) - 1023;
  k += e;
  const f = x * POWER[UNIT - e] - 1;
  const half = 0.5 * f * f;
  const s = f / (2 + f);
  return s * (half + logSeries(s * s)) + k * LN2_LO - half + f + k * LN2_HI;
}

/**
 * log(1 + x) without the loss of digits near 0, error < 1 ulp (msun s_log1p.c).
 *
 * `log1p(-1)` is -Infinity; below -1, or of NaN, NaN.
 */
export function log1p(x: number): number {
  if (!(x > -1)) return x === -1 ? -Infinity : NaN;
  if (x === Infinity || (x < 1.1102230246251565e-16 && x > -1.1102230246251565e-16)) return x;
  let k = 0;
  let c = 0;
  let f = x;
  if (x <= -0.2928955078125 || x >= 0.41421356237309503) {
    const u = 1 + x;
    real[0] = u;
    k = ((word[HIGH] + TO_ONE) >> 20) - 1023;
    // The rounding error of 1 + x, relative to u; beyond 2^54 it is below the last bit.
    if (k < 54) c = (k >= 2 ? 1 - (u - x) : x - (u - 1)) / u;
    f = u * POWER[UNIT - k] - 1;
  }
  const half = 0.5 * f * f;
  const s = f / (2 + f);
  return s * (half + logSeries(s * s)) + (k * LN2_LO + c) - half + f + k * LN2_HI;
}

/** r (e^r + 1) / (e^r - 1) = 2 + this, a polynomial in t = r^2, |r| < 0.3466; error < 2^-59. */
function expSeries(t: number): number {
  return (
    t *
    (1.66666666666666019037e-1 +
      t *
        (-2.77777777770155933842e-3 +
          t *
            (6.61375632143793436117e-5 +
              t * (-1.6533902205465251539e-6 + t * 4.13813679705723846039e-8))))
  );
}

/**
 * Exponential, error < 1 ulp. x = k ln 2 + r with |r| <= ln(2) / 2, then a rational approximation
 * of e^r (msun e_exp.c).
 *
 * Above 709.7827... Infinity, below -745.1332... 0; subnormal results are rounded once more.
 */
export function exp(x: number): number {
  const ordinary = x < 709 && x > -708;
  if (!ordinary) {
    if (x > 709.782712893383973096) return Infinity;
    if (x < -745.13321910194110842) return 0;
    if (!(x < Infinity)) return NaN;
  }
  const k = (x * INV_LN2 + ROUND - ROUND) | 0;
  const hi = x - k * LN2_HI;
  const lo = k * LN2_LO;
  const r = hi - lo;
  const c = r - expSeries(r * r);
  const y = 1 + ((r * c) / (2 - c) - lo + hi);
  return ordinary ? y * POWER[UNIT + k] : scale(y, k);
}

const INV_PIO2 = 6.36619772367581382433e-1;
// pi/2 in three parts of 33 bits, each followed by what remains
const PIO2_1 = 1.57079632673412561417;
const PIO2_2 = 6.0771005063039659766e-11;
const PIO2_2T = 2.02226624879595063154e-21;
const PIO2_3 = 2.0222662487111664558e-21;
const PIO2_3T = 8.47842766036889956997e-32;
const PIO4 = 0.7853981633974483;
/** The reduced angle: head and tail. */
const angle = new Float64Array(2);

/**
 * Cody-Waite reduction: puts x - n pi/2, |.| <= pi/4, into `angle` and returns n (msun
 * e_rem_pio2.c with its second step always taken).
 */
function reduce(x: number): number {
  if (!(x <= 1e6 && x >= -1e6)) {
    if (x - x === 0) {
      throw new RangeError(
        `sin, cos: got an angle of ${x} rad, expected |x| <= 1e6; reduce it modulo 2 pi first`,
      );
    }
    angle[0] = NaN;
    return 0;
  }
  const n = x * INV_PIO2 + ROUND - ROUND;
  const first = x - n * PIO2_1;
  let w = n * PIO2_2;
  let rest = first - w;
  w = n * PIO2_2T - (first - rest - w);
  let head = rest - w;
  if (head < 1e-6 && head > -1e-6) {
    const t = rest;
    w = n * PIO2_3;
    rest = t - w;
    w = n * PIO2_3T - (t - rest - w);
    head = rest - w;
  }
  angle[0] = head;
  angle[1] = rest - head - w;
  return n;
}

/** sin(x + y), |x| <= pi/4, y its tail (msun k_sin.c). */
function kernelSin(x: number, y: number): number {
  const z = x * x;
  const r =
    8.33333333332248946124e-3 +
    z * (-1.98412698298579493134e-4 + z * 2.75573137070700676789e-6) +
    z * (z * z) * (-2.50507602534068634195e-8 + z * 1.58969099521155010221e-10);
  const v = z * x;
  return x - (z * (0.5 * y - v * r) - y - v * -1.66666666666666324348e-1);
}

/** cos(x + y), |x| <= pi/4, y its tail (msun k_cos.c). */
function kernelCos(x: number, y: number): number {
  const z = x * x;
  const w = z * z;
  const r =
    z *
      (4.16666666666666019037e-2 +
        z * (-1.38888888888741095749e-3 + z * 2.48015872894767294178e-5)) +
    w *
      w *
      (-2.75573143513906633035e-7 +
        z * (2.0875723212981748279e-9 + z * -1.13596475577881948265e-11));
  const half = 0.5 * z;
  const head = 1 - half;
  return head + (1 - head - half + (z * r - x * y));
}

/**
 * Sine of x in rad, error < 1 ulp, |x| <= 1e6 (RangeError beyond; NaN for NaN and infinities).
 * Cody-Waite reduction to |r| <= pi/4, then minimax polynomials (msun s_sin.c).
 */
export function sin(x: number): number {
  if (x < PIO4 && x > -PIO4) return x < 1e-8 && x > -1e-8 ? x : kernelSin(x, 0);
  const n = reduce(x);
  const r = (n & 1) === 0 ? kernelSin(angle[0], angle[1]) : kernelCos(angle[0], angle[1]);
  return (n & 2) === 0 ? r : -r;
}

/** Cosine of x in rad, error < 1 ulp; range and method as `sin` (msun s_cos.c). */
export function cos(x: number): number {
  if (x < PIO4 && x > -PIO4) return kernelCos(x, 0);
  const n = reduce(x);
  const r = (n & 1) === 0 ? kernelCos(angle[0], angle[1]) : kernelSin(angle[0], angle[1]);
  return ((n + 1) & 2) === 0 ? r : -r;
}

const PIO2 = 1.5707963267948966;

/** (x - atan(x)) / x as a polynomial in z = x^2, |x| < 7/16. */
function atanSeries(z: number): number {
  const w = z * z;
  return (
    z *
      (3.33333333333329318027e-1 +
        w *
          (1.42857142725034663711e-1 +
            w *
              (9.09088713343650656196e-2 +
                w *
                  (6.66107313738753120669e-2 +
                    w * (4.97687799461593236017e-2 + w * 1.62858201153657823623e-2))))) +
    w *
      (-1.99999999998764832476e-1 +
        w *
          (-1.1111110405462355788e-1 +
            w *
              (-7.69187620504482999495e-2 +
                w * (-5.83357013379057348645e-2 + w * -3.6531572744216915527e-2))))
  );
}

/**
 * Arc tangent in rad, in [-pi/2, pi/2], error < 1 ulp: atan(x) = atan(a) + atan((x - a) / (1 + a x))
 * with a in {0, 1/2, 1, 3/2, inf}, then a polynomial (msun s_atan.c).
 */
export function atan(x: number): number {
  const a = x < 0 ? -x : x;
  let r: number;
  if (a < 0.4375) return a < 7.450580596923828e-9 ? x : x - x * atanSeries(x * x);
  if (a < 0.6875) {
    const t = (2 * a - 1) / (2 + a);
    r = 4.63647609000806093515e-1 - (t * atanSeries(t * t) - 2.26987774529616870924e-17 - t);
  } else if (a < 1.1875) {
    const t = (a - 1) / (a + 1);
    r = 7.85398163397448278999e-1 - (t * atanSeries(t * t) - 3.06161699786838301793e-17 - t);
  } else if (a < 2.4375) {
    const t = (a - 1.5) / (1 + 1.5 * a);
    r = 9.82793723247329054082e-1 - (t * atanSeries(t * t) - 1.39033110312309984516e-17 - t);
  } else if (a < 7.378697629483821e19) {
    const t = -1 / a;
    r = PIO2 - (t * atanSeries(t * t) - 6.12323399573676603587e-17 - t);
  } else {
    r = a > 0 ? PIO2 : NaN;
  }
  return x < 0 ? -r : r;
}

const CP = 9.61796693925975554329e-1; // 2 / (3 ln 2)
const CP_HI = 9.61796700954437255859e-1;
const CP_LO = -7.02846165095275826516e-9;
const LOG2_3_2_HI = 5.84962487220764160156e-1; // log2(3/2)
const LOG2_3_2_LO = 1.35003920212974897128e-8;
const LN2 = 6.93147180559945286227e-1;
const LN2_TOP = 6.93147182464599609375e-1;
const LN2_REST = -1.90465429995776804525e-9;
const INV_LN2_HI = 1.44269502162933349609;
const INV_LN2_LO = 1.92596299112661746887e-8;
const OVERFLOW_TAIL = 8.0085662595372944372e-17; // -(1024 - log2(largest double + ulp / 2))

/** The upper 26 bits of x, rounded; |x| < 2^996 (Dekker 1971). */
function top(x: number): number {
  const t = x * SPLIT;
  return t - (t - x);
}

/**
 * x to the power y, error < 1 ulp (0.7 ulp by design): log2(x) in double-double, times y, then
 * 2^(...) (msun e_pow.c). Special cases as in IEEE 754 and C99, hence, other than `Math.pow`,
 * pow(1, y) = 1 for every y, and pow(-1, +-Infinity) = 1. A negative x needs an integer y, else NaN.
 */
export function pow(x: number, y: number): number {
  if (y === 0 || x === 1) return 1;
  if (!(x - x === 0 && y - y === 0)) return powInfinite(x, y);
  if (y === 1) return x;
  if (y === 2) return x * x;
  if (y === 0.5 && x > 0) return Math.sqrt(x);
  if (y === -1) return 1 / x;

  let sign = 1;
  let ax = x;
  if (!(x > 0)) {
    const half = 0.5 * y;
    const odd = Math.floor(y) === y && Math.floor(half) !== half;
    if (x === 0) {
      const r = y > 0 ? 0 : Infinity;
      return odd && 1 / x < 0 ? -r : r;
    }
    if (Math.floor(y) !== y) return NaN;
    if (odd) sign = -1;
    ax = -x;
  }

  // t1 + t2 = log2(ax), to about 68 bits
  let t1: number;
  let t2: number;
  if (y > 2147483648 || y < -2147483648) {
    // |y| > 2^31: the result over- or underflows unless ax is within 2^-20 of 1.
    if (ax < 0.99999904632568359375) return sign * (y < 0 ? Infinity : 0);
    if (ax > 1.00000095367431640625) return sign * (y > 0 ? Infinity : 0);
    if (y > 1.8446744073709552e19 || y < -1.8446744073709552e19) {
      if (ax === 1) return sign;
      return sign * (ax < 1 === y < 0 ? Infinity : 0);
    }
    const t = ax - 1;
    const w = t * t * (0.5 - t * (0.3333333333333333333333 - t * 0.25));
    // msun takes INV_LN2_HI * t for exact; t may have 32 bits, and the loss is hundreds of ulp.
    const tTop = top(t);
    const u = INV_LN2_HI * tTop;
    const v = INV_LN2_HI * (t - tTop) + t * INV_LN2_LO - w * INV_LN2;
    t1 = top(u + v);
    t2 = v - (t1 - u);
  } else {
    let n = 0;
    if (ax < 2.2250738585072014e-308) {
      ax *= TWO_54;
      n = -54;
    }
    real[0] = ax;
    const e = (word[HIGH] >>> 20) - 1023;
    n += e;
    let m = ax * POWER[UNIT - e]; // [1, 2)
    let bp = 1; // centre of the interval: 1 or 3/2
    let dpHi = 0;
    let dpLo = 0;
    if (m >= 1.7320507764816284) {
      n += 1;
      m *= 0.5;
    } else if (m > 1.2247447967529297) {
      bp = 1.5;
      dpHi = LOG2_3_2_HI;
      dpLo = LOG2_3_2_LO;
    }
    // s = (m - bp) / (m + bp) in two parts
    let u = m - bp;
    let v = 1 / (m + bp);
    const s = u * v;
    const sHi = top(s);
    let tHi = top(m + bp);
    let tLo = m - (tHi - bp);
    const sLo = v * (u - sHi * tHi - sHi * tLo);
    const s2 = s * s;
    let r =
      s2 *
      s2 *
      (5.99999999999994648725e-1 +
        s2 *
          (4.28571428578550184252e-1 +
            s2 *
              (3.33333329818377432918e-1 +
                s2 *
                  (2.72728123808534006489e-1 +
                    s2 * (2.30660745775561754067e-1 + s2 * 2.06975017800338417784e-1)))));
    r += sLo * (sHi + s);
    const sq = sHi * sHi;
    tHi = top(3 + sq + r);
    tLo = r - (tHi - 3 - sq);
    u = sHi * tHi;
    v = sLo * tHi + tLo * s;
    const pHi = top(u + v);
    const pLo = v - (pHi - u);
    const zHi = CP_HI * pHi;
    const zLo = CP_LO * pHi + pLo * CP + dpLo;
    t1 = top(zHi + zLo + dpHi + n);
    t2 = zLo - (t1 - n - dpHi - zHi);
  }

  // p + q = y log2(ax), p exact
  const yTop = top(y);
  const q = (y - yTop) * t1 + y * t2;
  let p = yTop * t1;
  let z = p + q;
  if (z >= 1024) {
    if (z > 1024 || q + OVERFLOW_TAIL > z - p) return sign * Infinity;
  } else if (z <= -1075) {
    if (z < -1075 || q <= z - p) return sign * 0;
  }
  const n = z + ROUND - ROUND;
  p -= n;
  const t = top(p + q);
  const u = t * LN2_TOP;
  const v = (q - (t - p)) * LN2 + t * LN2_REST;
  z = u + v;
  const w = v - (z - u);
  const c = z - expSeries(z * z);
  return sign * scale(1 - ((z * c) / (c - 2) - (w + z * w) - z), n | 0);
}

/** `pow` where x or y is infinite or NaN, and neither y = 0 nor x = 1. */
function powInfinite(x: number, y: number): number {
  // biome-ignore lint/suspicious/noSelfCompare: the test for NaN
  if (x !== x || y !== y) return NaN;
  if (y === Infinity || y === -Infinity) {
    if (x === -1) return 1;
    const grows = x > 1 || x < -1;
    return grows === y > 0 ? Infinity : 0;
  }
  const r = y > 0 ? Infinity : 0;
  const half = 0.5 * y;
  return x < 0 && Math.floor(y) === y && Math.floor(half) !== half ? -r : r;
}
