/* src/emulate/trigger: discriminators, sums in counts, the menu's trees, prescales. */
#ifndef SPILLWAY_TRIGGER_H
#define SPILLWAY_TRIGGER_H

#include "slice.h"

#define MAX_COUNTS 65534
enum { ALL_S = 15, COUNTERS = 6, ALONE = (ALL_S << COUNTERS) | ALL_S, MOST_TRIGGERS = 32 };

static int digitise(double sum, double count) {
  double n = floor(sum / count);
  return n < 0 ? 0 : n > MAX_COUNTS ? MAX_COUNTS : (int)n;
}

/* --- discriminators.ts --- */

static double gate;
static double until[COUNTERS];
static double last_end;

static void take_alone(double end) {
  until[0] = until[1] = until[2] = until[3] = last_end = end;
}

static int take(double time, int fired) {
  double end = time + gate;
  if (fired == ALL_S && time >= last_end) {
    take_alone(end);
    return ALONE;
  }
  int pulses = 0, high = 0;
  for (int c = 0; c < COUNTERS; c++) {
    int bit = 1 << c;
    if (time < until[c]) high |= bit;
    else if (fired & bit) pulses |= bit;
  }
  if (pulses != 0) {
    for (int c = 0; c < COUNTERS; c++)
      if (pulses & (1 << c)) until[c] = end;
    last_end = end;
  }
  return (pulses << COUNTERS) | high | pulses;
}

/* --- prescale.ts --- */

static struct {
  double keep, of, phase, state;
} prescales[MOST_TRIGGERS];
static int triggers;

static int bit_of(int bits) { return 31 - __builtin_clz(bits & -bits); }

static double quiet_of(int bit) {
  double keep = prescales[bit].keep;
  if (!(keep > 0)) return INFINITY;
  return ceil((prescales[bit].of - prescales[bit].state) / keep) - 1;
}

static int step(int bit) {
  prescales[bit].state += prescales[bit].keep;
  if (prescales[bit].state < prescales[bit].of) return 0;
  prescales[bit].state -= prescales[bit].of;
  return 1;
}

/* --- look.ts --- */

static const int *weights;
static int reach;
enum { ECAL, PRESHOWER, UNKNOWN = -1 };
static struct {
  Slice *slice;
  int index, own[2], total[2];
} look;

static int counts_of(int sum, Slice *s, int i) {
  return sum == ECAL ? digitise(slice_ecal(s, i), ecal_sum.count)
                     : digitise(slice_preshower(s, i), preshower_sum.count);
}

static int own_counts(int sum) {
  if (look.own[sum] == UNKNOWN) look.own[sum] = counts_of(sum, look.slice, look.index);
  return look.own[sum];
}

static int total_counts(int sum) {
  if (look.total[sum] != UNKNOWN) return look.total[sum];
  int counts = own_counts(sum);
  int tick = (int)look.slice->tick[look.index];
  for (int k = 0; k < 3; k++) {
    Slice *s = timeline[k];
    int offset = (k - 1) * SLICE_TICKS - tick;
    if (offset >= reach + 1 || offset + SLICE_TICKS <= -reach) continue;
    for (int i = first_at_or_after(s, -reach - offset); i < s->size; i++) {
      int dt = (int)s->tick[i] + offset;
      if (dt >= reach + 1) break;
      if (s == look.slice && i == look.index) continue;
      counts += (counts_of(sum, s, i) * weights[dt < 0 ? -dt : dt]) >> 8;
    }
  }
  look.total[sum] = counts < MAX_COUNTS ? counts : MAX_COUNTS;
  return look.total[sum];
}

/* --- menu.ts: terms over the sums; trees by the discriminators' code and the ECAL's term --- */

static struct {
  const int *of, *below, *threshold;
} terms_of_sums;
static struct {
  const int *term, *no, *yes, *met;
} nodes;
static const int *strobe, *roots;
static int ecal_term;
static int plain_counts, plain_met;

static int test(int term) {
  int sum = terms_of_sums.of[term], threshold = terms_of_sums.threshold[term];
  return terms_of_sums.below[term]
             ? own_counts(sum) < threshold && total_counts(sum) < threshold
             : own_counts(sum) > threshold || total_counts(sum) > threshold;
}

/* --- index.ts --- */

/* Particles about which nothing need be asked: see `Trigger.pass`. */
static int pass(const Slice *s, int from, double start) {
  if (plain_counts < 0) return from;
  double limit = s->size - from;
  for (int left = plain_met; left != 0; left &= left - 1)
    limit = min(limit, quiet_of(bit_of(left)));
  int stop = from + (int)limit;
  double certain = (plain_counts + 1) * ecal_sum.count;
  double free_from = last_end - start;
  int i = from;
  for (; i < stop; i++) {
    uint32_t t = s->tick[i];
    if (t < free_from || s->fired[i] != ALL_S) break;
    if (!(s->least[i] >= certain)) break;
    free_from = t + gate;
  }
  int passed = i - from;
  if (passed == 0) return i;
  take_alone(free_from + start);
  for (int left = plain_met; left != 0; left &= left - 1)
    prescales[bit_of(left)].state += passed * prescales[bit_of(left)].keep;
  return i;
}

static int decide(Slice *s, int i, int code) {
  look.slice = s;
  look.index = i;
  look.own[0] = look.own[1] = look.total[0] = look.total[1] = UNKNOWN;
  int node = roots[2 * code + test(ecal_term)];
  while (nodes.term[node] >= 0) node = test(nodes.term[node]) ? nodes.yes[node] : nodes.no[node];
  int fired = 0;
  for (int left = nodes.met[node]; left != 0; left &= left - 1)
    if (step(bit_of(left))) fired |= 1 << bit_of(left);
  return fired;
}

static void init_trigger(void) {
  int n;
  gate = value_of("gate");
  ecal_sum.smear = value_of("ecal.smear");
  ecal_sum.count = value_of("ecal.count");
  preshower_sum.smear = value_of("preshower.smear");
  preshower_sum.count = value_of("preshower.count");
  weights = integers_of("weights", &n);
  reach = n - 1;
  strobe = integers_of("strobe", NULL);
  roots = integers_of("roots", NULL);
  nodes.term = integers_of("nodes.term", NULL);
  nodes.no = integers_of("nodes.no", NULL);
  nodes.yes = integers_of("nodes.yes", NULL);
  nodes.met = integers_of("nodes.met", NULL);
  terms_of_sums.of = integers_of("terms.of", NULL);
  terms_of_sums.below = integers_of("terms.below", NULL);
  terms_of_sums.threshold = integers_of("terms.threshold", NULL);
  ecal_term = (int)value_of("terms.ecal");
  plain_counts = (int)value_of("plain.counts");
  plain_met = (int)value_of("plain.met");
  const double *keep = values_of("prescales.keep", &triggers);
  const double *of = values_of("prescales.of", NULL);
  const double *phase = values_of("prescales.phase", NULL);
  for (int i = 0; i < triggers; i++) {
    prescales[i].keep = keep[i];
    prescales[i].of = of[i];
    prescales[i].phase = phase[i];
  }
}

static void begin_spill(void) {
  memset(until, 0, sizeof until);
  last_end = 0;
  drawn = -2;
  for (int i = 0; i < triggers; i++)
    prescales[i].state = (double)((long)prescales[i].phase % (long)prescales[i].of);
}

#endif
