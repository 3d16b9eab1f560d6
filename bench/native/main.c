/*
 * The C twin of the trigger on every electron: arrival, class, counters, energies and decision of each particle
 * of a spill, with its neighbours in time, from the same random streams as src/emulate.
 *
 *   cc -O3 -ffp-contract=off -o twin main.c -lm && ./twin FILE ROUNDS
 *
 * Writes a line `slice index triggers` for each particle that fires a trigger, then one
 * `particles N kernel S... step S peak KB`: CPU seconds of each round and of a step of the calibrator, and the
 * most memory it had.
 */
#define _DEFAULT_SOURCE
#include <sys/resource.h>
#include <time.h>

#include "trigger.h"

typedef struct {
  int slice, index, triggers;
} Fired;

static Fired *list;
static int listed, listable;
static long particles;

static void add(int slice, int index, int fired) {
  if (listed == listable) {
    listable = listable ? 2 * listable : 4096;
    list = again(list, listable * sizeof *list);
  }
  list[listed++] = (Fired){slice, index, fired};
}

static void spill(void) {
  listed = 0;
  particles = 0;
  begin_spill();
  for (int k = 0; k < slices; k++) {
    Slice *s = move_to(k);
    double start = (double)k * SLICE_TICKS;
    particles += s->size;
    for (int i = 0; i < s->size; i++) {
      i = pass(s, i, start);
      if (i == s->size) break;
      int code = take(start + s->tick[i], s->fired[i]);
      if (!strobe[code]) continue;
      int fired = decide(s, i, code);
      if (fired) add(k, i, fired);
    }
  }
}

static double cpu_seconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec + 1e-9 * t.tv_nsec;
}

/* Before exec the memory was that of the process that started this one: /proc knows better than getrusage. */
static long peak_kb(void) {
  char line[256];
  long kb;
  FILE *status = fopen("/proc/self/status", "r");
  while (status && fgets(line, sizeof line, status))
    if (sscanf(line, "VmHWM: %ld kB", &kb) == 1) return kb;
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

static double calibrator_step(void) {
  uint32_t state = 1;
  double before = cpu_seconds();
  for (int i = 0; i < 100000000; i++) {
    state = state * 1664525u + 1013904223u;
    __asm__ volatile("" : "+r"(state)); /* or the compiler jumps ahead */
  }
  return (cpu_seconds() - before) / 1e8;
}

int main(int argc, char **argv) {
  if (argc != 3) fail("usage", "twin FILE ROUNDS");
  int rounds = atoi(argv[2]);
  init_math();
  init_random();
  read_card(argv[1]);
  at.key = (Key){(uint32_t)value_of("key.k0"), (uint32_t)value_of("key.k1")};
  at.run = (uint32_t)value_of("run");
  at.spill = (uint32_t)value_of("spill");
  at.slice_module = (uint32_t)value_of("module.slice");
  at.fate_module = (uint32_t)value_of("module.fate");
  at.shower_module = (uint32_t)value_of("module.shower");
  electrons_in = values_of("profile", &slices);
  init_target();
  init_slice();
  init_trigger();
  double *seconds = calloc(rounds > 0 ? rounds : 1, sizeof *seconds);
  for (int r = 0; r < rounds; r++) {
    double before = cpu_seconds();
    spill();
    seconds[r] = cpu_seconds() - before;
  }
  for (int i = 0; i < listed; i++)
    printf("%d %d %d\n", list[i].slice, list[i].index, list[i].triggers);
  printf("particles %ld kernel", particles);
  for (int r = 0; r < rounds; r++) printf(" %.9f", seconds[r]);
  printf(" step %.6e peak %ld\n", calibrator_step(), peak_kb());
  return 0;
}
