/*
 * src/emulate/target and what it needs of src/emulate/detector: what becomes of a beam particle, as far as the
 * trigger sees it. What only the event would show is drawn and dropped.
 */
#ifndef SPILLWAY_TARGET_H
#define SPILLWAY_TARGET_H

#include "card.h"
#include "random.h"

enum { V1 = 16, V2 = 32, VETO = V1 | V2, ALL_COUNTERS = 15, MISSES_S4 = 7, MISSES_ALL = 0 };
enum { NONE_MISSED = 0, S4_MISSED, ALL_MISSED };
enum { ORDINARY = 0, MOST_CLASSES = 32 };

typedef struct {
  double momentum;
  int counters, fired;
  double x, y;
  double em, hadron, mips, preshower;
  int photon;
  struct {
    double energy, x, y;
  } beside;
} Fate;

static struct {
  double momentum, spread;
} beam;
static struct {
  double stochastic, constant, mip, preshower_depth, preshower_share, radiation_lengths, interaction_lengths, pitch;
  double axis[2], side;
} ecal;
static struct {
  double efficiency, self_veto, s4_radius;
} counters;
static struct {
  double magnets, s4, ecal, bend, hcal_pitch;
} place;
static struct {
  double en_minimum, en_slope, en_neutral, before, up_large_angle, up_slope, up_secondaries;
  double neutral_exit, soft_length, soft_response, secondaries;
  const double *pair_energy, *pair_above;
  int pairs;
} nature;

/* --- src/core/lateral.ts, one cell of the size of the ECAL --- */

#define NODES 24
static const double *term_weight, *term_scale;
static int terms;
static double contained_at[(NODES + 1) * (NODES + 1)];
static double contained_on_axis;

static double below(double x, double y) {
  double sum = 0.25;
  for (int t = 0; t < terms; t++) {
    double b = term_scale[t];
    double r = sqrt(b * b + x * x + y * y);
    sum += term_weight[t] / 6.283185307179586 *
           (arctan(x / b) + arctan(y / b) + arctan((x * y) / (b * r)));
  }
  return sum;
}

static double between(double pitch, double from_x, double from_y) {
  double c00 = below(from_x + 0 * pitch, from_y + 0 * pitch);
  double c01 = below(from_x + 0 * pitch, from_y + 1 * pitch);
  double c10 = below(from_x + 1 * pitch, from_y + 0 * pitch);
  double c11 = below(from_x + 1 * pitch, from_y + 1 * pitch);
  return c11 - c10 - c01 + c00;
}

static double share_of_cell(double x, double y) {
  double pitch = ecal.side;
  double half = (1 * pitch) / 2;
  double u = (x + half) / pitch;
  double v = (y + half) / pitch;
  double cx = floor(u);
  double cy = floor(v);
  if (!(cx >= 0 && cx < 1 && cy >= 0 && cy < 1)) return between(pitch, -half - x, -half - y);
  double du = u - cx > 0.5 ? cx + 1 - u : u - cx;
  double dv = v - cy > 0.5 ? cy + 1 - v : v - cy;
  double a = NODES * sqrt(2 * du);
  double b = NODES * sqrt(2 * dv);
  int ia = a < NODES - 1 ? (int)a : NODES - 1;
  int ib = b < NODES - 1 ? (int)b : NODES - 1;
  double ta = (a * a - ia * ia) / (2 * ia + 1);
  double tb = (b * b - ib * ib) / (2 * ib + 1);
  double w00 = (1 - ta) * (1 - tb);
  double w01 = (1 - ta) * tb;
  double w10 = ta * (1 - tb);
  double w11 = ta * tb;
  const double *p = contained_at + ia * (NODES + 1) + ib;
  return w00 * p[0] + w01 * p[1] + w10 * p[NODES + 1] + w11 * p[NODES + 2];
}

static void init_lateral(void) {
  term_weight = values_of("ecal.lateral.weight", &terms);
  term_scale = values_of("ecal.lateral.scale", NULL);
  for (int a = 0; a <= NODES; a++) {
    for (int b = 0; b <= NODES; b++) {
      double offset_a = ecal.side / 2 * ((double)a / NODES) * ((double)a / NODES);
      double offset_b = ecal.side / 2 * ((double)b / NODES) * ((double)b / NODES);
      contained_at[a * (NODES + 1) + b] = between(ecal.side, 0 - offset_a, 0 - offset_b);
    }
  }
  contained_on_axis = share_of_cell(ecal.axis[0], ecal.axis[1]);
}

/* --- src/emulate/detector/ecal.ts --- */

static double containment(double x, double y) {
  return share_of_cell(x + ecal.axis[0], y + ecal.axis[1]) / contained_on_axis;
}

static inline double resolution_of(double energy) {
  return sqrt((ecal.stochastic * ecal.stochastic + ecal.constant * ecal.constant * energy) * energy);
}

static inline double ecal_energy(double energy, double normal_number) {
  return max(0, energy + resolution_of(energy) * normal_number);
}

/* --- src/emulate/target --- */

#define BEAM_FLAT 1.5
#define BEAM_EDGE 0.5

#define LOW 2.6

/* Deviation of the energy of ordinary electrons from the flat part of their momentum, GeV. */
static double scatter;

static double draw_mark(int is_low, Stream *s) {
  if (is_low) return -normal_beyond(s, LOW);
  for (;;) {
    double mark = normal(s);
    if (mark >= -LOW) return mark;
  }
}

static inline double beam_momentum(double flat, double normal_number) {
  return beam.momentum *
         (1 + beam.spread * (BEAM_FLAT * (2 * flat - 1) + BEAM_EDGE * normal_number));
}

static inline double bend(double z, double extra) {
  return (z - place.magnets) * place.bend * extra;
}

static inline int in_ecal(double x) { return fabs(x + ecal.axis[0]) < 6.0 / 2 * ecal.pitch; }

static void leave_ecal(Stream *s, double neutral_fraction) {
  if (!(uniform(s) < neutral_fraction)) poisson(s, 2);
}

#define SOFTEST 0.01
static double log_softest;

static void draw_ordinary(Stream *s, Fate *f) {
  (void)s;
  f->em = f->momentum;
}

static double screened(double y) { return 1 - y + 0.75 * y * y; }

static double up_to(double y) {
  return 4.0 / 3 * (ln(y) - log_softest - y + SOFTEST) + (y * y - SOFTEST * SOFTEST) / 2;
}

/* How far an electron may be bent that goes through S4; the photons from which on it is not. */
static struct {
  double limit, least, log_least, soft, hard;
} upstream;

static void init_upstream(void) {
  double limit = counters.s4_radius / bend(place.s4, 1);
  double least = limit < INFINITY ? max(SOFTEST, limit / (1 + limit)) : 1;
  double late = 0;
  if (least != 1) {
    double integral =
        1 / least - 1 + 2 * ln(least) + 1.75 * (1 - least) - 0.375 * (1 - least * least);
    late = 4.0 / 3 * (1 - nature.before) * limit * integral;
  }
  upstream.limit = limit;
  upstream.least = least;
  upstream.log_least = ln(least);
  upstream.soft = up_to(least);
  upstream.hard = late;
}

static double draw_share(double log_least, double log_most, Stream *s) {
  double y;
  do y = e_to(log_least + (log_most - log_least) * uniform(s));
  while (uniform(s) > screened(y));
  return y;
}

static double draw_left(Stream *s) { return uniform(s) < nature.before ? 1 : 1 - uniform(s); }

static void radiate_at(double y, double left, Fate *f) {
  double p = f->momentum;
  double extra = left * (y / (1 - y));
  if (bend(place.s4, extra) > counters.s4_radius) f->counters = MISSES_S4;
  double electron_x = bend(place.ecal, extra);
  double photon_x = -bend(place.ecal, left);
  if (in_ecal(photon_x)) {
    f->em += p * y;
    f->x = photon_x;
    f->photon = 1;
  }
  if (!in_ecal(electron_x)) return;
  f->x = electron_x;
  f->photon = 0;
  f->em += p * (1 - y);
}

static void draw_bremsstrahlung(Stream *s, Fate *f) {
  if (uniform(s) * (upstream.soft + upstream.hard) < upstream.soft) {
    double y = draw_share(log_softest, upstream.log_least, s);
    radiate_at(y, draw_left(s), f);
    return;
  }
  double y;
  do y = 1 / (1 / upstream.least - uniform(s) * (1 / upstream.least - 1));
  while (uniform(s) > screened(y) * (1 - y));
  radiate_at(y, ((upstream.limit * (1 - y)) / y) * uniform(s), f);
}

static void draw_bremsstrahlung_past_s4(Stream *s, Fate *f) {
  double y, left;
  do {
    y = draw_share(upstream.log_least, 0, s);
    left = draw_left(s);
  } while (left * y <= upstream.limit * (1 - y));
  radiate_at(y, left, f);
}

static struct {
  double electron, muon, z_third, a_027, root_e;
} pair_of;

static double share_density(double energy, double x) {
  double both = x * (1 - x);
  double d_n = 1.54 * pair_of.a_027;
  double delta = (pair_of.muon * pair_of.muon) / (2 * energy * both);
  double w = ((183 * pair_of.z_third * pair_of.muon) / (d_n * pair_of.electron)) *
             ((1 + ((d_n * pair_of.root_e - 2) * delta) / pair_of.muon) /
              (1 + (183 * pair_of.z_third * pair_of.root_e * delta) / pair_of.electron));
  return w > 1 ? (1 - 4.0 / 3 * both) * ln(w) : 0;
}

/* A muon meets the ECAL, and stops there if it has not the energy to go through. */
static void through_ecal(Fate *f, double energy) {
  double crossed = max(0, energy - pair_of.muon) / ecal.mip;
  f->mips += min(1, crossed);
}

/* Shares of the two; their angles are drawn and dropped. */
static void draw_muon_pair(double energy, Stream *s, Fate *f) {
  double half = sqrt(max(0, 0.25 - pair_of.muon / energy));
  double least = 0.5 - half, most = 0.5 + half;
  double highest = 1.5 * share_density(energy, 0.5);
  double x;
  do x = least + (most - least) * uniform(s);
  while (uniform(s) * highest >= share_density(energy, x));
  double both = x * (1 - x);
  double mass = pair_of.muon / energy;
  double c1 = ((0.35 * pair_of.a_027) * (0.35 * pair_of.a_027) * mass) / both;
  double t;
  do t = uniform_open(s);
  while (uniform(s) * (1 - both) * (t * t + c1) >=
         (1 - 2 * both + 4 * both * t * (1 - t)) * t * t);
  double even = 4 * both * t * (1 - t);
  double top = 1 - 2 * both + 2 * even;
  double psi;
  do psi = 2 * 3.141592653589793 * uniform(s);
  while (uniform(s) * top >= 1 - 2 * both + even * (1 + cosine(2 * psi)));
  for (int i = 0; i < 2; i++) uniform(s);
  through_ecal(f, x * energy);
  through_ecal(f, (1 - x) * energy);
}

static void draw_dimuon(Stream *s, Fate *f) {
  double above = uniform(s);
  int i = 1;
  while (i < nature.pairs - 1 && nature.pair_above[i] > above) i++;
  double low = nature.pair_above[i - 1], high = nature.pair_above[i];
  double share = high > 0 ? ln(low / max(above, high)) / ln(low / high) : 1 - above / low;
  double energy = nature.pair_energy[i - 1];
  double pair = min(energy + share * (nature.pair_energy[i] - energy), f->momentum);
  f->em = f->momentum - pair;
  draw_muon_pair(pair, s, f);
}

static void draw_electro_nuclear(Stream *s, Fate *f) {
  double lost;
  do lost = nature.en_minimum + nature.en_slope * exponential(s);
  while (lost > max(f->momentum, nature.en_minimum + nature.en_slope));
  lost = min(lost, f->momentum);
  f->em = f->momentum - lost;
  leave_ecal(s, nature.en_neutral);
}

static void draw_upstream_electro_nuclear(Stream *s, Fate *f) {
  double p = f->momentum;
  double lost = p * (0.5 + 0.5 * uniform(s));
  if (uniform(s) < nature.before) {
    for (int i = 0; i < 3; i++) exponential(s);
    f->counters = MISSES_S4;
    return;
  }
  if (uniform(s) < nature.up_large_angle) {
    f->em = max(0, p - nature.up_slope * exponential(s));
    return;
  }
  poisson(s, nature.up_secondaries);
  f->em = p - lost;
  uniform(s);
  leave_ecal(s, 0);
}

#define ELECTROMAGNETIC_LENGTH (9.0 / 26)

static double pion_share(Stream *s) {
  double a = uniform(s), b = uniform(s), c = uniform(s), d = uniform(s);
  double low_ab = a < b ? a : b, high_ab = a < b ? b : a;
  double low_cd = c < d ? c : d, high_cd = c < d ? d : c;
  return low_ab < low_cd ? min(high_ab, low_cd) : min(low_ab, high_cd);
}

static void charged_hadron(Stream *s, Fate *f, double p) {
  double first = exponential(s);
  if (first > ecal.interaction_lengths) {
    f->mips += 1;
    return;
  }
  double leading = p;
  double neutral_pions = 0;
  for (double depth = first; depth < ecal.interaction_lengths; depth += exponential(s)) {
    double behind = ecal.interaction_lengths - depth;
    double pions = leading * pion_share(s);
    double carried = (leading - pions) * uniform(s);
    double em = pions * (1 - e_to(-behind / ELECTROMAGNETIC_LENGTH));
    double hadronic = (leading - pions - carried) * (1 - e_to(-behind / nature.soft_length));
    if (depth == first) neutral_pions = pions;
    f->hadron += em + nature.soft_response * hadronic;
    leading = carried;
  }
  double preshower_lengths = ecal.interaction_lengths * ecal.preshower_depth;
  f->preshower += ecal.mip * ecal.preshower_depth;
  if (first < preshower_lengths) {
    double behind = 1 - first / preshower_lengths;
    double share = exponential(s);
    share += exponential(s);
    share = (share + exponential(s)) / 3;
    double full = ecal.preshower_share * sqrt(100 * neutral_pions);
    double secondaries = ecal.mip * ecal.preshower_depth * poisson(s, nature.secondaries);
    f->preshower += min((full * share * sqrt(behind) + secondaries) * behind, f->hadron);
  }
  leave_ecal(s, nature.neutral_exit);
}

/* --- src/core/decay.ts --- */

enum Daughter { ELECTRON, MUON, PION };
enum Rest { NEUTRINO, NEUTRAL_PION, BOTH };
typedef struct {
  double branching;
  enum Daughter daughter;
  enum Rest rest;
} Mode;
typedef struct {
  double mass, path_per_gev;
  int modes;
  Mode mode[5];
} Unstable;

static const Unstable PION_DECAYS = {
    0.13957, 7804.5 / 0.13957, 2, {{1.23e-4, ELECTRON, NEUTRINO}, {1, MUON, NEUTRINO}}};
static const Unstable KAON_DECAYS = {0.493677,
                                     3711 / 0.493677,
                                     5,
                                     {{1.58e-5, ELECTRON, NEUTRINO},
                                      {0.0507, ELECTRON, BOTH},
                                      {0.0335, MUON, BOTH},
                                      {0.2067 + 0.0734, PION, NEUTRAL_PION},
                                      {1, MUON, NEUTRINO}}};
#define CHARGED_PION_MASS 0.13957
#define NEUTRAL_PION_MASS 0.13498

static double mass_of(enum Daughter daughter) {
  return daughter == ELECTRON ? pair_of.electron : daughter == MUON ? pair_of.muon : CHARGED_PION_MASS;
}

typedef struct {
  double share, x, y;
} Product;

static inline double square(double x) { return x * x; }

static void two_products(double mass, const Mode *mode, double along, double azimuth,
                         Product *charged, Product *photons) {
  double own = mass_of(mode->daughter);
  double other = mode->rest == NEUTRINO ? 0 : NEUTRAL_PION_MASS;
  double energy = (mass * mass + own * own - other * other) / (2 * mass);
  double momentum = sqrt(energy * energy - own * own);
  double across = momentum * sqrt(1 - along * along);
  charged->share = (energy + momentum * along) / mass;
  charged->x = across * cosine(azimuth);
  charged->y = across * sine(azimuth);
  *photons = (Product){1 - charged->share, -charged->x, -charged->y};
}

static Product product(double mass, double energy, double momentum, double z, double u, double v,
                       double azimuth) {
  return (Product){(energy + momentum * z) / mass,
                   momentum * (u * cosine(azimuth) - v * sine(azimuth)),
                   momentum * (u * sine(azimuth) + v * cosine(azimuth))};
}

static int three_products(double mass, double own, double lepton, double pion, double along,
                          double azimuth, double roll, Product *charged, Product *photons) {
  double neutrino = mass - lepton - pion;
  double l = sqrt(square(lepton) - square(own));
  double p = sqrt(square(pion) - square(NEUTRAL_PION_MASS));
  double opening = (square(neutrino) - square(l) - square(p)) / (2 * l * p);
  if (neutrino < 0 || !(fabs(opening) <= 1)) return 0;
  double aside = sqrt(1 - square(opening));
  double slant = sqrt(1 - square(along));
  double out = aside * cosine(roll);
  *charged = product(mass, lepton, l, along, slant, 0, azimuth);
  *photons = product(mass, pion, p, opening * along - out * slant, opening * slant + out * along,
                     aside * sine(roll), azimuth);
  return 1;
}

#define SLOPE_VECTOR 0.0296
#define SLOPE_SCALAR 0.0176

static double density(double mass, double of_daughter, double lepton, double pion) {
  double neutrino = mass - lepton - pion;
  double own = square(of_daughter);
  double neutral = square(NEUTRAL_PION_MASS);
  double charged = square(CHARGED_PION_MASS);
  double lacking = (square(mass) + neutral - own) / (2 * mass) - pion;
  double q2 = square(mass) + neutral - 2 * mass * pion;
  double vector = 1 + (SLOPE_VECTOR * q2) / charged;
  double xi = ((SLOPE_SCALAR - SLOPE_VECTOR) * (square(mass) - neutral)) / charged / vector;
  double a = mass * (2 * lepton * neutrino - mass * lacking) + own * (lacking / 4 - neutrino);
  double b = own * (neutrino - lacking / 2);
  double c = (own * lacking) / 4;
  return (a + b * xi + c * xi * xi) * vector * vector;
}

/* --- src/emulate/target/decay.ts --- */

static void draw_products(double mass, const Mode *mode, Stream *s, Product *charged,
                          Product *photons) {
  double along, azimuth;
  if (mode->rest != BOTH) {
    along = 2 * uniform(s) - 1;
    azimuth = 2 * 3.141592653589793 * uniform(s);
    two_products(mass, mode, along, azimuth, charged, photons);
    return;
  }
  double own = mass_of(mode->daughter);
  double lepton_most =
      (mass * mass + own * own - NEUTRAL_PION_MASS * NEUTRAL_PION_MASS) / (2 * mass);
  double pion_most =
      (mass * mass + NEUTRAL_PION_MASS * NEUTRAL_PION_MASS - own * own) / (2 * mass);
  double grown = 1 + (SLOPE_VECTOR * square(mass - NEUTRAL_PION_MASS)) / square(CHARGED_PION_MASS);
  double most = ((mass * square(mass - pion_most)) / 2) * grown * grown;
  for (;;) {
    double lepton = own + (lepton_most - own) * uniform(s);
    double pion = NEUTRAL_PION_MASS + (pion_most - NEUTRAL_PION_MASS) * uniform(s);
    if (uniform(s) * most >= density(mass, own, lepton, pion)) continue;
    double roll = 2 * 3.141592653589793 * uniform(s);
    along = 2 * uniform(s) - 1;
    azimuth = 2 * 3.141592653589793 * uniform(s);
    if (three_products(mass, own, lepton, pion, along, azimuth, roll, charged, photons)) return;
  }
}

static int decay_in_flight(const Unstable *kind, Stream *s, Fate *f) {
  double path = kind->path_per_gev * f->momentum;
  double probability = 1 - e_to(-place.ecal / path);
  if (uniform(s) >= probability) return 0;
  double z = place.ecal * uniform(s);
  double u = uniform(s);
  const Mode *mode = kind->mode + kind->modes - 1;
  double cumulated = 0;
  for (int i = 0; i < kind->modes; i++) {
    cumulated += kind->mode[i].branching;
    if (u < cumulated) {
      mode = kind->mode + i;
      break;
    }
  }
  Product charged, photons;
  draw_products(kind->mass, mode, s, &charged, &photons);
  double p = f->momentum * charged.share;
  double kink_x = charged.x / p, kink_y = charged.y / p;
  int before_magnets = z < place.magnets;
  double extra = before_magnets ? 1 / charged.share - 1 : 0;
  f->x = bend(place.ecal, extra) + (place.ecal - z) * kink_x;
  f->y = (place.ecal - z) * kink_y;
  if (z < place.s4) {
    double x = bend(place.s4, extra) + (place.s4 - z) * kink_x;
    double y = (place.s4 - z) * kink_y;
    if (x * x + y * y > counters.s4_radius * counters.s4_radius) f->counters = MISSES_S4;
  }
  if (in_ecal(f->x) && in_ecal(f->y)) {
    if (mode->daughter == MUON) through_ecal(f, p);
    else if (mode->daughter == PION) charged_hadron(s, f, p);
    else f->em += p;
  }
  if (mode->rest == NEUTRINO || before_magnets) return 1;
  double energy = f->momentum * photons.share;
  double way = (place.ecal - z) / energy;
  double x = way * photons.x, y = way * photons.y;
  if (!in_ecal(x) || !in_ecal(y)) return 1;
  f->em += energy;
  f->beside.energy = energy;
  f->beside.x = x - f->x;
  f->beside.y = y - f->y;
  return 1;
}

static void draw_pion(Stream *s, Fate *f) {
  if (!decay_in_flight(&PION_DECAYS, s, f)) charged_hadron(s, f, f->momentum);
}

static void draw_kaon(Stream *s, Fate *f) {
  if (!decay_in_flight(&KAON_DECAYS, s, f)) charged_hadron(s, f, f->momentum);
}

static void draw_muon(Stream *s, Fate *f) {
  (void)s;
  through_ecal(f, f->momentum);
}

static void draw_halo_muon(Stream *s, Fate *f) {
  double half = 1.5 * place.hcal_pitch;
  f->counters = MISSES_ALL;
  f->x = half * (2 * uniform(s) - 1);
  f->y = half * (2 * uniform(s) - 1);
  if (in_ecal(f->x) && in_ecal(f->y)) through_ecal(f, f->momentum);
}

/* Of cards without one none is drawn. */
static void draw_dark_photon(Stream *s, Fate *f) {
  (void)s;
  (void)f;
  fail("the twin makes none", "dark-photon");
}

typedef struct {
  const char *name;
  void (*draw)(Stream *, Fate *);
  int misses; /* some of S1..S4, whatever becomes of it */
} ParticleClass;

static const ParticleClass KNOWN[] = {
    {"ordinary", draw_ordinary, NONE_MISSED},
    {"upstream-bremsstrahlung", draw_bremsstrahlung, NONE_MISSED},
    {"upstream-bremsstrahlung-past-s4", draw_bremsstrahlung_past_s4, S4_MISSED},
    {"dimuon", draw_dimuon, NONE_MISSED},
    {"electro-nuclear", draw_electro_nuclear, NONE_MISSED},
    {"upstream-electro-nuclear", draw_upstream_electro_nuclear, NONE_MISSED},
    {"pion", draw_pion, NONE_MISSED},
    {"kaon", draw_kaon, NONE_MISSED},
    {"muon", draw_muon, NONE_MISSED},
    {"halo-muon", draw_halo_muon, ALL_MISSED},
    {"dark-photon", draw_dark_photon, NONE_MISSED},
};
enum { CLASSES = sizeof KNOWN / sizeof KNOWN[0] };
/* By the number that the card's lots give them. */
static ParticleClass classes[CLASSES];

static struct {
  int fired;
  double share;
} through[48];

static void init_through(void) {
  const int vetoes[3] = {0, V1, V2};
  for (int v = 0; v < 3; v++)
    for (int missing = 0; missing <= ALL_COUNTERS; missing++) {
      double share = v == 0 ? 1 - counters.self_veto : counters.self_veto / 2;
      for (int c = 0; c < 4; c++)
        share *= missing & (1 << c) ? 1 - counters.efficiency : counters.efficiency;
      through[16 * v + missing].fired = (ALL_COUNTERS - missing) | vetoes[v];
      through[16 * v + missing].share = share;
    }
}

static int through_counters(Stream *s) {
  double u = uniform(s);
  for (int i = 0; i < 48; i++) {
    if (u < through[i].share) return through[i].fired;
    u -= through[i].share;
  }
  return ALL_COUNTERS;
}

static inline void clear_fate(Fate *f, double momentum) {
  memset(f, 0, sizeof *f);
  f->momentum = momentum;
  f->counters = ALL_COUNTERS;
  f->fired = ALL_COUNTERS;
}

/* What addresses the streams of one spill. */
static struct {
  Key key;
  uint32_t run, spill;
  uint32_t slice_module, fate_module, shower_module;
} at;

static inline void seek_module(Stream *s, int slice, uint32_t module, uint32_t index) {
  seek(s, at.key, at.spill, (uint32_t)slice + module * 65536, index, at.run);
}

static void draw_encounter(const ParticleClass *kind, int slice, int index, Stream *s, Fate *f) {
  seek_module(s, slice, at.fate_module, index);
  double flat = uniform(s);
  clear_fate(f, beam_momentum(flat, normal(s)));
  kind->draw(s, f);
  if (kind->misses == ALL_MISSED) return;
  f->fired = through_counters(s) & (f->counters | VETO);
}

static void measure(Stream *s, Fate *f) {
  double em = f->em;
  if (em <= 0) return;
  f->em = ecal_energy(em, normal(s));
  if (f->beside.energy == 0) {
    if (f->x != 0 || f->y != 0) f->em *= containment(f->x, f->y);
    return;
  }
  double seen = f->em / em;
  double energy =
      seen * f->beside.energy * containment(f->x + f->beside.x, f->y + f->beside.y);
  double own =
      em > f->beside.energy ? seen * (em - f->beside.energy) * containment(f->x, f->y) : 0;
  f->em = own + energy;
}

static void draw_fate(const ParticleClass *kind, int slice, int index, Stream *s, Fate *f) {
  draw_encounter(kind, slice, index, s, f);
  measure(s, f);
}

static inline double visible_energy(const Fate *f) {
  return f->em + f->hadron + f->mips * ecal.mip;
}

/* --- src/emulate/detector/shower.ts --- */

#define CORRELATION 0.9333
#define LEAST_ENERGY 0.3
static double least_log, t_norm, anticorrelation;

typedef struct {
  double alpha, beta, log_gamma_alpha, late, start, before;
} Profile;

static void draw_profile(double energy, int photon, Stream *s, Profile *out) {
  double z = normal(s);
  double other = normal(s);
  out->late = normal(s);
  out->start = photon ? 0 + 9.0 / 7 * exponential(s) : 0;
  double e = max(LEAST_ENERGY, photon ? energy / 2 : energy);
  double log_e = ln(e / 100);
  double z_t = t_norm * (z + 0.0449 * (z * z - 1));
  double z_alpha = CORRELATION * z + anticorrelation * other;
  double log_spread = max(least_log, log_e);
  double maximum = ln(e / 0.01906) * e_to(z_t / (12.356 + 1.97 * log_spread));
  double alpha = (5.524 + 0.5547 * log_e) * e_to(z_alpha / (10.142 + 1.516 * log_spread));
  out->alpha = max(1.2, alpha);
  out->beta = (out->alpha - 1) / maximum;
  out->log_gamma_alpha = log_gamma(out->alpha);
  out->before = incomplete_gamma(out->alpha, out->beta * 1.4498, out->log_gamma_alpha);
}

static double share_before(const Profile *p, double depth) {
  double t = depth - p->start;
  if (t <= 0) return 0;
  double x = max(0, t - 14.43);
  double s = t + 1.4498 * e_to(-t / 1.5931) - (0.006866 * x * x) / (1 + x / 20);
  double h = (t * t) / (t * t + 4.0 * 4.0);
  double seen = max(0, s * (1 + 0.07395 * p->late * h * h));
  double within = incomplete_gamma(p->alpha, p->beta * seen, p->log_gamma_alpha);
  double share = (within - p->before) / (1 - p->before);
  return max(0, share);
}

static double preshower_share(const Profile *profile, double energy, Stream *s) {
  double mark = normal(s);
  double share = share_before(profile, ecal.preshower_depth * ecal.radiation_lengths);
  if (!(energy > 0) || share <= 0) return 0;
  double sigma = ecal.stochastic * sqrt((share * max(0, 1 - share)) / energy);
  return max(0, min(1, share + sigma * mark));
}

/* Preshower share; the impact is drawn and dropped. */
static void draw_shower(int slice, int index, Stream *s, Fate *f) {
  Profile profile;
  seek_module(s, slice, at.shower_module, index);
  double em = max(0, f->em);
  if (em > 0) {
    draw_profile(em, f->photon, s, &profile);
    f->preshower += em * preshower_share(&profile, em, s);
  }
  f->preshower += f->mips * ecal.mip * ecal.preshower_depth;
  for (int i = 0; i < 4; i++) normal(s);
}

static void init_target(void) {
  const double *v;
  int n;
  beam.momentum = value_of("beam.momentum");
  beam.spread = value_of("beam.momentumSpread");
  ecal.stochastic = value_of("ecal.stochastic");
  ecal.constant = value_of("ecal.constant");
  ecal.mip = value_of("ecal.mip");
  ecal.preshower_depth = value_of("ecal.preshowerDepth");
  ecal.preshower_share = value_of("ecal.preshower.share");
  ecal.radiation_lengths = value_of("ecal.radiationLengths");
  ecal.interaction_lengths = value_of("ecal.interactionLengths");
  ecal.pitch = value_of("ecal.pitch");
  ecal.side = 6 * ecal.pitch;
  v = values_of("ecal.beamCell", NULL);
  for (int i = 0; i < 2; i++) ecal.axis[i] = (v[i] + 0.5 - 6.0 / 2) * ecal.pitch;
  counters.efficiency = value_of("counters.efficiency");
  counters.self_veto = value_of("counters.selfVeto");
  counters.s4_radius = value_of("counters.s4Radius");
  init_through();
  double edge = BEAM_EDGE * beam.spread * beam.momentum;
  double resolution = resolution_of(beam.momentum);
  scatter = sqrt(edge * edge + resolution * resolution);
  place.magnets = value_of("position.magnets");
  place.s4 = value_of("position.s4");
  place.ecal = value_of("position.ecal");
  place.bend = value_of("magnets.bend");
  place.hcal_pitch = value_of("hcal.pitch");
  nature.en_minimum = value_of("electroNuclear.minimum");
  nature.en_slope = value_of("electroNuclear.slope");
  nature.en_neutral = value_of("electroNuclear.neutralFraction");
  nature.before = value_of("beforeMagnets");
  nature.up_large_angle = value_of("upstreamElectroNuclear.largeAngleFraction");
  nature.up_slope = value_of("upstreamElectroNuclear.slope");
  nature.up_secondaries = value_of("upstreamElectroNuclear.secondaries");
  nature.neutral_exit = value_of("hadron.neutralExit");
  nature.soft_length = value_of("hadron.softLength");
  nature.soft_response = value_of("hadron.softResponse");
  nature.secondaries = value_of("hadron.secondaries");
  nature.pair_energy = values_of("dimuon.energy", &nature.pairs);
  nature.pair_above = values_of("dimuon.above", NULL);
  v = values_of("muonPair.masses", NULL);
  pair_of.electron = v[0];
  pair_of.muon = v[1];
  v = values_of("muonPair.lead", NULL);
  pair_of.z_third = v[0];
  pair_of.a_027 = v[1];
  pair_of.root_e = e_to(0.5);
  log_softest = ln(SOFTEST);
  init_upstream();
  least_log = ln(0.014);
  t_norm = 1 / sqrt(1 + 2 * 0.0449 * 0.0449);
  anticorrelation = sqrt(1 - CORRELATION * CORRELATION);
  if (value_of("classes") != CLASSES) fail("the twin knows other classes of particles", "classes");
  for (int i = 0; i < CLASSES; i++) {
    char name[64];
    snprintf(name, sizeof name, "class.%s", KNOWN[i].name);
    n = (int)value_of(name);
    classes[n] = KNOWN[i];
  }
  init_lateral();
}

#endif
