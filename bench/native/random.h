/* src/core/random: the same numbers from the same addresses. */
#ifndef SPILLWAY_RANDOM_H
#define SPILLWAY_RANDOM_H

#include "math.h"

typedef struct {
  double edge[257], height[257], width[257], inside[256];
} Ziggurat;

static Ziggurat NORMAL, EXPONENTIAL;
/* Of the fills, whose abscissa has 24 bits. */
static double coarse_width[256], coarse_inside[256], flat_width[256], flat_inside[256];

#define TWO_52 4503599627370496.0
#define COARSER 536870912.0
#define FLAT 268435456.0

static double normal_density(double x) { return e_to(-0.5 * x * x); }
static double normal_inverse(double y) { return sqrt(-2 * ln(y)); }
static double exponential_density(double x) { return e_to(-x); }
static double exponential_inverse(double y) { return -ln(y); }

static void init_ziggurat(Ziggurat *z, double r, double area, double (*density)(double),
                          double (*inverse)(double)) {
  z->edge[0] = area / density(r);
  z->edge[1] = r;
  z->height[1] = density(r);
  for (int i = 2; i < 256; i++) {
    z->height[i] = z->height[i - 1] + area / z->edge[i - 1];
    z->edge[i] = inverse(z->height[i]);
  }
  z->height[256] = 1;
  for (int i = 0; i < 257; i++) z->width[i] = z->edge[i] / TWO_52;
  for (int i = 0; i < 256; i++) z->inside[i] = floor(z->edge[i + 1] / z->edge[i] * TWO_52);
}

static double STIRLING[16];

static void init_random(void) {
  init_ziggurat(&NORMAL, 3.654152885361008772, 0.004928673233974655347, normal_density,
                normal_inverse);
  init_ziggurat(&EXPONENTIAL, 7.697117470131049714, 0.00394965982258155722, exponential_density,
                exponential_inverse);
  for (int i = 0; i < 256; i++) {
    coarse_width[i] = NORMAL.width[i] * COARSER;
    coarse_inside[i] = NORMAL.inside[i] / COARSER;
    flat_width[i] = EXPONENTIAL.width[i] * FLAT;
    flat_inside[i] = EXPONENTIAL.inside[i] / FLAT;
  }
  double factorial = 1;
  for (int k = 1; k < 16; k++) {
    factorial *= k;
    STIRLING[k] = ln(factorial) - (k + 0.5) * ln(k) + k - HALF_LOG_2PI;
  }
}

/* a, b, c and counter of sfc32. */
typedef struct {
  uint32_t a, b, c, counter;
} Stream;

typedef struct {
  uint32_t k0, k1;
} Key;

/* Philox4x32-10. */
static void seek(Stream *s, Key key, uint32_t c0, uint32_t c1, uint32_t c2, uint32_t c3) {
  uint32_t k0 = key.k0, k1 = key.k1;
  for (int round = 0; round < 10; round++) {
    uint64_t p0 = (uint64_t)c0 * 0xd2511f53u;
    uint64_t p1 = (uint64_t)c2 * 0xcd9e8d57u;
    c0 = (uint32_t)(p1 >> 32) ^ c1 ^ k0;
    c1 = (uint32_t)p1;
    c2 = (uint32_t)(p0 >> 32) ^ c3 ^ k1;
    c3 = (uint32_t)p0;
    k0 += 0x9e3779b9u;
    k1 += 0xbb67ae85u;
  }
  s->a = c0;
  s->b = c1;
  s->c = c2;
  s->counter = c3;
}

static inline uint32_t u32(Stream *s) {
  uint32_t word = s->a + s->b + s->counter;
  s->a = s->b ^ (s->b >> 9);
  s->b = s->c + (s->c << 3);
  s->c = ((s->c << 21) | (s->c >> 11)) + word;
  s->counter++;
  return word;
}

static inline double uniform(Stream *s) {
  uint32_t first = u32(s);
  return ((double)u32(s) * 2097152 + (first >> 11)) * 1.1102230246251565e-16;
}

static inline double uniform_open(Stream *s) {
  uint32_t first = u32(s);
  return ((double)u32(s) * 1048576 + (first >> 12) + 0.5) * 2.220446049250313e-16;
}

static double exponential(Stream *s) {
  double shift = 0;
  for (;;) {
    uint32_t first = u32(s);
    int layer = first & 255;
    double k = (double)u32(s) * 1048576 + (first >> 12) + 0.5;
    double x = k * EXPONENTIAL.width[layer];
    if (k < EXPONENTIAL.inside[layer]) return shift + x;
    if (layer == 0) {
      shift += EXPONENTIAL.edge[1];
      continue;
    }
    double low = EXPONENTIAL.height[layer];
    double y = low + uniform(s) * (EXPONENTIAL.height[layer + 1] - low);
    if (y < e_to(-x)) return shift + x;
  }
}

static double normal_beyond(Stream *s, double r) {
  for (;;) {
    double t = exponential(s) / r;
    if (2 * exponential(s) > t * t) return r + t;
  }
}

static double normal_tail(Stream *s) { return normal_beyond(s, NORMAL.edge[1]); }

static double normal(Stream *s) {
  for (;;) {
    uint32_t first = u32(s);
    int layer = first & 255;
    double k = (double)(int32_t)u32(s) * 2097152 + (first >> 11) + 0.5;
    double x = k * NORMAL.width[layer];
    if (fabs(k) < NORMAL.inside[layer]) return x;
    if (layer == 0) return x < 0 ? -normal_tail(s) : normal_tail(s);
    double low = NORMAL.height[layer];
    double y = low + uniform(s) * (NORMAL.height[layer + 1] - low);
    if (y < e_to(-0.5 * x * x)) return x;
  }
}

static double stirling_rest(double k) {
  if (k < 16) return STIRLING[(int)k];
  double z = 1 / (k * k);
  return (1.0 / 12 - z * (1.0 / 360 - z * (1.0 / 1260 - z * (1.0 / 1680 - z / 1188)))) / k;
}

static double deviance(double k, double mean) {
  double d = k - mean;
  double v = d / (k + mean);
  if (fabs(v) > 0.1) return k * ln(k / mean) - d;
  double z = v * v;
  double high = 1.0 / 11 + z * (1.0 / 13 + z * (1.0 / 15 + z * (1.0 / 17 + z * (1.0 / 19))));
  return v * (d + 2 * k * z *
                      (1.0 / 3 + z * (1.0 / 5 + z * (1.0 / 7 + z * (1.0 / 9 + z * high)))));
}

static double poisson_probability(double k, double mean) {
  if (k == 0) return e_to(-mean);
  return e_to(-deviance(k, mean) - stirling_rest(k)) / sqrt(6.283185307179586 * k);
}

static double poisson(Stream *s, double mean) {
  if (mean < 10) {
    double none = e_to(-mean);
    for (;;) {
      double rest = uniform(s);
      double p = none;
      for (int k = 0; k < 150;) {
        if (rest < p) return k;
        rest -= p;
        p *= mean / ++k;
      }
    }
  }
  double root = sqrt(mean);
  double b = 0.931 + 2.53 * root;
  double a = -0.059 + 0.02483 * b;
  double inverse_alpha = 1.1239 + 1.1328 / (b - 3.4);
  double squeeze = 0.9277 - 3.6224 / (b - 2);
  for (;;) {
    double u = uniform_open(s) - 0.5;
    double v = uniform_open(s);
    double us = 0.5 - fabs(u);
    double k = floor(((2 * a) / us + b) * u + mean + 0.43);
    if (us >= 0.07 && v <= squeeze) return k;
    if (k < 0 || (us < 0.013 && v > us)) continue;
    if (v * inverse_alpha <= (a / (us * us) + b) * poisson_probability(k, mean)) return k;
  }
}

static double normal_at_the_edge(Stream *s, int layer, double x) {
  if (layer == 0) {
    double tail = normal_tail(s);
    return x < 0 ? -tail : tail;
  }
  double y = NORMAL.height[layer] + uniform(s) * (NORMAL.height[layer + 1] - NORMAL.height[layer]);
  return y < e_to(-0.5 * x * x) ? x : normal(s);
}

static void fill_normal(Stream *stream, double *out, int n) {
  Stream s = *stream;
  for (int i = 0; i < n; i++) {
    uint32_t word = u32(&s);
    int layer = word & 255;
    double k = ((int32_t)word >> 8) + 0.5;
    if (fabs(k) < coarse_inside[layer]) {
      out[i] = k * coarse_width[layer];
      continue;
    }
    *stream = s;
    out[i] = normal_at_the_edge(stream, layer, k * coarse_width[layer]);
    s = *stream;
  }
  *stream = s;
}

static double exponential_at_the_edge(Stream *s, int layer, double x) {
  if (layer == 0) return EXPONENTIAL.edge[1] + exponential(s);
  double low = EXPONENTIAL.height[layer];
  double y = low + uniform(s) * (EXPONENTIAL.height[layer + 1] - low);
  return y < e_to(-x) ? x : exponential(s);
}

static void fill_exponential(Stream *stream, double *out, int n) {
  Stream s = *stream;
  for (int i = 0; i < n; i++) {
    uint32_t word = u32(&s);
    int layer = word & 255;
    double k = (word >> 8) + 0.5;
    if (k < flat_inside[layer]) {
      out[i] = k * flat_width[layer];
      continue;
    }
    *stream = s;
    out[i] = exponential_at_the_edge(stream, layer, k * flat_width[layer]);
    s = *stream;
  }
  *stream = s;
}

static void fill_words(Stream *stream, uint32_t *out, int n) {
  Stream s = *stream;
  for (int i = 0; i < n; i++) out[i] = u32(&s);
  *stream = s;
}

#endif
