/* src/emulate/beam: a slice of 1 ms as columns, and three of them as a continuous time line. */
#ifndef SPILLWAY_SLICE_H
#define SPILLWAY_SLICE_H

#include "target.h"

#define SLICE_TICKS 10000000

static struct {
  double per_electron;
  double plain;
  const double *edges;
  const int *kind, *fired, *low;
  int n;
} lots;

static int lot_of(uint32_t word) {
  int low = 0;
  int high = lots.n;
  while (high - low > 1) {
    int middle = (low + high) >> 1;
    if (word < lots.edges[middle]) high = middle;
    else low = middle;
  }
  return low;
}

static double rest_of(uint32_t word) {
  int lot = lot_of(word);
  return (word + 0.5 - lots.edges[lot]) / (lots.edges[lot + 1] - lots.edges[lot]);
}

typedef struct {
  int index, size, room;
  uint32_t *tick, *word;
  uint8_t *kind, *fired;
  double *least, *normal;
} Slice;

static void *again(void *old, size_t bytes) {
  void *memory = realloc(old, bytes);
  if (!memory) fail("no memory", "slice");
  return memory;
}

static void grow(Slice *s, int n) {
  int room = 4096;
  while (room < n) room *= 2;
  s->room = room;
  s->tick = again(s->tick, room * sizeof *s->tick);
  s->word = again(s->word, room * sizeof *s->word);
  s->kind = again(s->kind, room);
  s->fired = again(s->fired, room);
  s->least = again(s->least, room * sizeof *s->least);
  s->normal = again(s->normal, room * sizeof *s->normal);
}

typedef struct {
  double momentum, energy, mark;
} Seen;

/* What an ordinary electron has; its momentum, which the trigger does not see, is drawn and dropped. */
static Seen seen_of(const Slice *s, int i) {
  uint32_t word = s->word[i];
  double flat = beam_momentum(rest_of(word), 0);
  Stream own;
  Seen seen;
  seek_module(&own, s->index, at.fate_module, i);
  normal(&own);
  seen.momentum = flat;
  seen.energy = max(0, flat + scatter * s->normal[i]);
  seen.mark = draw_mark(lots.low[lot_of(word)], &own);
  return seen;
}

static inline double analogue(double energy, double mark, double smear) {
  return energy > 0 ? energy + smear * mark : 0;
}

static struct {
  double smear, count;
} ecal_sum, preshower_sum;

/* A particle that is no electron, no ordinary one, or does not fire just S1..S4. */
static void special(Slice *s, int i) {
  int lot = lot_of(s->word[i]);
  int kind = lots.kind[lot];
  s->kind[i] = kind;
  s->fired[i] = lots.fired[lot];
  s->least[i] = NAN;
  if (kind == ORDINARY || classes[kind].misses) return;
  Stream own;
  Fate fate;
  draw_encounter(&classes[kind], s->index, i, &own, &fate);
  s->fired[i] = fate.fired;
  if (fate.fired != ALL_COUNTERS) return;
  measure(&own, &fate);
  s->least[i] = analogue(visible_energy(&fate), normal(&own), ecal_sum.smear);
}

static void draw_slice(Slice *s, int index, double electrons) {
  s->index = index;
  s->size = 0;
  double expected = electrons * lots.per_electron;
  if (!(expected > 0)) return;
  Stream stream;
  seek_module(&stream, index, at.slice_module, 0);
  int n = (int)poisson(&stream, expected);
  if (n >= s->room) grow(s, n + 1);
  s->size = n;
  double *least = s->least;
  fill_exponential(&stream, least, n + 1);
  double total = 0;
  for (int i = 0; i <= n; i++) total += least[i];
  double ticks_per_gap = SLICE_TICKS / total;
  double time = 0;
  for (int i = 0; i < n; i++) {
    time += least[i];
    s->tick[i] = (uint32_t)(ticks_per_gap * time);
  }
  fill_words(&stream, s->word, n);
  fill_normal(&stream, s->normal, n);
  memset(s->kind, ORDINARY, n);
  memset(s->fired, ALL_COUNTERS, n);
  double per_word = (2 * BEAM_FLAT * beam.spread * beam.momentum) / lots.plain;
  double lowest =
      beam.momentum * (1 - BEAM_FLAT * beam.spread) + 0.5 * per_word - LOW * ecal_sum.smear;
  for (int i = 0; i < n; i++) {
    uint32_t w = s->word[i];
    if (w >= lots.plain) special(s, i);
    else least[i] = lowest + per_word * w + scatter * s->normal[i];
  }
}

static double slice_ecal(Slice *s, int i) {
  if (s->kind[i] == ORDINARY) {
    Seen seen = seen_of(s, i);
    return analogue(seen.energy, seen.mark, ecal_sum.smear);
  }
  Stream own;
  Fate fate;
  draw_fate(&classes[s->kind[i]], s->index, i, &own, &fate);
  return analogue(visible_energy(&fate), normal(&own), ecal_sum.smear);
}

static double slice_preshower(Slice *s, int i) {
  Stream own;
  Fate fate;
  if (s->kind[i] == ORDINARY) {
    Seen seen = seen_of(s, i);
    clear_fate(&fate, seen.momentum);
    fate.em = seen.energy;
  } else {
    draw_fate(&classes[s->kind[i]], s->index, i, &own, &fate);
  }
  draw_shower(s->index, i, &own, &fate);
  double mark = max(-4, min(4, normal(&own)));
  return analogue(fate.preshower, mark, preshower_sum.smear);
}

/* The slice before, the current one, the one after. */
static Slice *timeline[3];
static int drawn;
static const double *electrons_in;
static int slices;

static void draw_in_place(Slice *s, int index) {
  draw_slice(s, index, index >= 0 && index < slices ? electrons_in[index] : 0);
}

static Slice *move_to(int index) {
  if (index == drawn + 1) {
    Slice *before = timeline[0];
    timeline[0] = timeline[1];
    timeline[1] = timeline[2];
    timeline[2] = before;
  } else {
    draw_in_place(timeline[0], index - 1);
    draw_in_place(timeline[1], index);
  }
  draw_in_place(timeline[2], index + 1);
  drawn = index;
  return timeline[1];
}

static int first_at_or_after(const Slice *s, int tick) {
  int low = 0;
  int high = s->size;
  while (low < high) {
    int middle = (low + high) >> 1;
    if ((int)s->tick[middle] < tick) low = middle + 1;
    else high = middle;
  }
  return low;
}

static void init_slice(void) {
  int n;
  lots.per_electron = value_of("lots.perElectron");
  lots.edges = values_of("lots.edges", &n);
  lots.n = n - 1;
  lots.kind = integers_of("lots.kind", NULL);
  lots.fired = integers_of("lots.fired", NULL);
  lots.low = integers_of("lots.low", NULL);
  lots.plain = lots.edges[1];
  for (int i = 0; i < 3; i++) timeline[i] = calloc(1, sizeof(Slice));
}

#endif
