/* src/core/math.ts and src/core/gamma.ts, word by word: the algorithms and their sources stand there. */
#ifndef SPILLWAY_MATH_H
#define SPILLWAY_MATH_H

#include <math.h> /* sqrt, floor and fabs, which are exact; nothing else of it */
#include <stdint.h>
#include <string.h>

#define UNIT 1074
static double POWER[UNIT + 1024]; /* 2^-1074 ... 2^1023 */

static void init_math(void) {
  POWER[UNIT] = 1;
  for (int k = 1; k < 1024; k++) POWER[UNIT + k] = POWER[UNIT + k - 1] * 2;
  for (int k = 1; k <= UNIT; k++) POWER[UNIT - k] = POWER[UNIT - k + 1] * 0.5;
}

#define LN2_HI 6.9314718036912381649e-1
#define LN2_LO 1.90821492927058770002e-10
#define INV_LN2 1.442695040888963387
#define TWO_54 18014398509481984.0
#define ROUND 6755399441055744.0
#define SQRT_HALF 0x3fe6a09eu
#define TO_ONE (0x3ff00000u - SQRT_HALF)

static inline uint32_t high_word(double x) {
  uint64_t bits;
  memcpy(&bits, &x, sizeof bits);
  return (uint32_t)(bits >> 32);
}

static inline double max(double a, double b) { return a > b ? a : b; }
static inline double min(double a, double b) { return a < b ? a : b; }

static double scale(double y, int k) {
  if (k > 1023) return y * 2 * POWER[UNIT + k - 1];
  if (k < -1021) return y * POWER[UNIT + k + 54] * (1 / TWO_54);
  return y * POWER[UNIT + k];
}

static inline double log_series(double z) {
  double w = z * z;
  return w * (3.999999999940941908e-1 +
              w * (2.222219843214978396e-1 + w * 1.531383769920937332e-1)) +
         z * (6.66666666666673513e-1 +
              w * (2.857142874366239149e-1 +
                   w * (1.818357216161805012e-1 + w * 1.479819860510658591e-1)));
}

static double ln(double x) {
  int k = 0;
  if (!(x >= 2.2250738585072014e-308 && x < INFINITY)) {
    if (x == 0) return -INFINITY;
    if (!(x > 0) || x == INFINITY) return x > 0 ? x : NAN;
    k = -54;
    x *= TWO_54;
  }
  int e = ((int32_t)(high_word(x) + TO_ONE) >> 20) - 1023;
  k += e;
  double f = x * POWER[UNIT - e] - 1;
  double half = 0.5 * f * f;
  double s = f / (2 + f);
  return s * (half + log_series(s * s)) + k * LN2_LO - half + f + k * LN2_HI;
}

static inline double exp_series(double t) {
  return t * (1.66666666666666019037e-1 +
              t * (-2.77777777770155933842e-3 +
                   t * (6.61375632143793436117e-5 +
                        t * (-1.6533902205465251539e-6 + t * 4.13813679705723846039e-8))));
}

static double e_to(double x) {
  int ordinary = x < 709 && x > -708;
  if (!ordinary) {
    if (x > 709.782712893383973096) return INFINITY;
    if (x < -745.13321910194110842) return 0;
    if (!(x < INFINITY)) return NAN;
  }
  int k = (int)(x * INV_LN2 + ROUND - ROUND);
  double hi = x - k * LN2_HI;
  double lo = k * LN2_LO;
  double r = hi - lo;
  double c = r - exp_series(r * r);
  double y = 1 + ((r * c) / (2 - c) - lo + hi);
  return ordinary ? y * POWER[UNIT + k] : scale(y, k);
}

#define PIO2 1.5707963267948966
#define INV_PIO2 6.36619772367581382433e-1

static double kernel_sin(double x, double y) {
  double z = x * x;
  double r = 8.33333333332248946124e-3 +
             z * (-1.98412698298579493134e-4 + z * 2.75573137070700676789e-6) +
             z * (z * z) * (-2.50507602534068634195e-8 + z * 1.58969099521155010221e-10);
  double v = z * x;
  return x - (z * (0.5 * y - v * r) - y - v * -1.66666666666666324348e-1);
}

static double kernel_cos(double x, double y) {
  double z = x * x;
  double w = z * z;
  double r =
      z * (4.16666666666666019037e-2 +
           z * (-1.38888888888741095749e-3 + z * 2.48015872894767294178e-5)) +
      w * w *
          (-2.75573143513906633035e-7 +
           z * (2.0875723212981748279e-9 + z * -1.13596475577881948265e-11));
  double half = 0.5 * z;
  double head = 1 - half;
  return head + (1 - head - half + (z * r - x * y));
}

/* Quadrant of |x| < 1e6, and the rest in two parts. */
static int reduce(double x, double *head, double *tail) {
  double n = x * INV_PIO2 + ROUND - ROUND;
  double first = x - n * 1.57079632673412561417;
  double w = n * 6.0771005063039659766e-11;
  double rest = first - w;
  w = n * 2.02226624879595063154e-21 - (first - rest - w);
  *head = rest - w;
  if (*head < 1e-6 && *head > -1e-6) {
    double t = rest;
    w = n * 2.0222662487111664558e-21;
    rest = t - w;
    w = n * 8.47842766036889956997e-32 - (t - rest - w);
    *head = rest - w;
  }
  *tail = rest - *head - w;
  return (int)n;
}

static double sine(double x) {
  if (x < 0.7853981633974483 && x > -0.7853981633974483)
    return x < 1e-8 && x > -1e-8 ? x : kernel_sin(x, 0);
  double head, tail;
  int quadrant = reduce(x, &head, &tail);
  double r = (quadrant & 1) == 0 ? kernel_sin(head, tail) : kernel_cos(head, tail);
  return (quadrant & 2) == 0 ? r : -r;
}

static double cosine(double x) {
  if (x < 0.7853981633974483 && x > -0.7853981633974483) return kernel_cos(x, 0);
  double head, tail;
  int quadrant = reduce(x, &head, &tail);
  double r = (quadrant & 1) == 0 ? kernel_cos(head, tail) : kernel_sin(head, tail);
  return ((quadrant + 1) & 2) == 0 ? r : -r;
}

static inline double atan_series(double z) {
  double w = z * z;
  return z * (3.33333333333329318027e-1 +
              w * (1.42857142725034663711e-1 +
                   w * (9.09088713343650656196e-2 +
                        w * (6.66107313738753120669e-2 +
                             w * (4.97687799461593236017e-2 + w * 1.62858201153657823623e-2))))) +
         w * (-1.99999999998764832476e-1 +
              w * (-1.1111110405462355788e-1 +
                   w * (-7.69187620504482999495e-2 +
                        w * (-5.83357013379057348645e-2 + w * -3.6531572744216915527e-2))));
}

static double arctan(double x) {
  double a = x < 0 ? -x : x;
  double r;
  if (a < 0.4375) return a < 7.450580596923828e-9 ? x : x - x * atan_series(x * x);
  if (a < 0.6875) {
    double t = (2 * a - 1) / (2 + a);
    r = 4.63647609000806093515e-1 - (t * atan_series(t * t) - 2.26987774529616870924e-17 - t);
  } else if (a < 1.1875) {
    double t = (a - 1) / (a + 1);
    r = 7.85398163397448278999e-1 - (t * atan_series(t * t) - 3.06161699786838301793e-17 - t);
  } else if (a < 2.4375) {
    double t = (a - 1.5) / (1 + 1.5 * a);
    r = 9.82793723247329054082e-1 - (t * atan_series(t * t) - 1.39033110312309984516e-17 - t);
  } else if (a < 7.378697629483821e19) {
    double t = -1 / a;
    r = PIO2 - (t * atan_series(t * t) - 6.12323399573676603587e-17 - t);
  } else {
    r = a > 0 ? PIO2 : NAN;
  }
  return x < 0 ? -r : r;
}

#define HALF_LOG_2PI 0.9189385332046728

static double log_gamma(double a) {
  double product = 1;
  double z = a;
  while (z < 8) product *= z++;
  double w = 1 / (z * z);
  double series =
      1.0 / 12 -
      w * (1.0 / 360 - w * (1.0 / 1260 - w * (1.0 / 1680 - w * (1.0 / 1188 - (w * 691) / 360360))));
  return (z - 0.5) * ln(z) - z + HALF_LOG_2PI + series / z - ln(product);
}

#define GAMMA_PRECISION 1e-12
#define GAMMA_MOST 500

static double gamma_series(double a, double x) {
  double term = 1 / a;
  double sum = term;
  for (int n = 1; n < GAMMA_MOST && term > sum * GAMMA_PRECISION; n++) {
    term *= x / (a + n);
    sum += term;
  }
  return sum;
}

static double gamma_fraction(double a, double x) {
  double b = x + 1 - a;
  double c = 1e300;
  double d = 1 / b;
  double h = d;
  for (int n = 1; n < GAMMA_MOST; n++) {
    double an = n * (a - n);
    b += 2;
    d = 1 / (an * d + b);
    c = b + an / c;
    double step = c * d;
    h *= step;
    if (fabs(step - 1) < GAMMA_PRECISION) break;
  }
  return h;
}

static double incomplete_gamma(double a, double x, double log_gamma_a) {
  if (!(x > 0)) return 0;
  double front = e_to(a * ln(x) - x - log_gamma_a);
  return x < a + 1 ? front * gamma_series(a, x) : 1 - front * gamma_fraction(a, x);
}

#endif
