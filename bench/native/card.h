/* The numbers of a card, by name, as bench/native/twin.ts writes them: a line `name n value...` each. */
#ifndef SPILLWAY_CARD_H
#define SPILLWAY_CARD_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct Entry {
  char name[64];
  int n;
  double *values;
  struct Entry *next;
} Entry;

static Entry *entries;

static void fail(const char *what, const char *which) {
  fprintf(stderr, "%s: %s\n", what, which);
  exit(2);
}

static void read_card(const char *path) {
  FILE *file = fopen(path, "r");
  if (!file) fail("cannot read", path);
  for (;;) {
    Entry *e = malloc(sizeof *e);
    if (fscanf(file, "%63s %d", e->name, &e->n) != 2) {
      free(e);
      break;
    }
    e->values = malloc(sizeof(double) * (e->n > 0 ? e->n : 1));
    /* strtod of the C library rounds correctly: shortest decimals come back as they were. */
    for (int i = 0; i < e->n; i++)
      if (fscanf(file, "%lf", &e->values[i]) != 1) fail("too few values", e->name);
    e->next = entries;
    entries = e;
  }
  fclose(file);
}

/* The values under a name, and their number. */
static const double *values_of(const char *name, int *n) {
  for (const Entry *e = entries; e; e = e->next) {
    if (strcmp(e->name, name) != 0) continue;
    if (n) *n = e->n;
    return e->values;
  }
  fail("not in the file", name);
  return NULL;
}

static double value_of(const char *name) {
  int n;
  const double *values = values_of(name, &n);
  if (n != 1) fail("not one value", name);
  return values[0];
}

static int *integers_of(const char *name, int *n) {
  int size;
  const double *values = values_of(name, &size);
  int *integers = malloc(sizeof(int) * (size > 0 ? size : 1));
  for (int i = 0; i < size; i++) integers[i] = (int)values[i];
  if (n) *n = size;
  return integers;
}

#endif
