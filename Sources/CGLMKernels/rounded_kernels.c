#include <stdint.h>

#include "CGLMKernels.h"
#include "ahead.h"
#include "dispatch.h"
#if defined(__x86_64__)
#include <immintrin.h>
#endif

// Rows that are rounded to a unit of their own.
#define ROUNDED_STRIP 512
// Columns are a multiple of this many in the room: three panels of the widest set.
#define ROUNDED_WIDTH 48

struct rounded_room {
  int *panels;
  double *units;
  // Of the digits of each column.
  int *totals;
};

// One source, compiled once per instruction set, as in kernels.c.
#define NAME(f) f##_baseline
#define LANES 2
#define WORDS 4
#define GROUP 2
#include "lanes.h"
#include "rounded_kernels.h"
#undef NAME
#undef LANES
#undef WORDS

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("arch=x86-64-v3"))), apply_to = function)
#define NAME(f) f##_avx2
#define LANES 4
#define WORDS 8
#include "lanes.h"
#include "rounded_kernels.h"
#undef NAME
#undef LANES
#undef WORDS
#undef GROUP
#pragma clang attribute pop

#pragma clang attribute push(__attribute__((target("arch=x86-64-v4,avx512vnni"), min_vector_width(512))), \
                             apply_to = function)
#define NAME(f) f##_avx512
#define LANES 8
#define WORDS 16
#define GROUP 4
#include "lanes.h"
#include "rounded_kernels.h"
#undef NAME
#pragma clang attribute pop
#endif

typedef void add_rounded_gram(const double *const *, const double *, long, long, double *, struct rounded_room);

struct rounded_set {
  add_rounded_gram *add_gram;
  // Bytes of a digit.
  long digit;
};

static struct rounded_set kernels(void) {
#if defined(__x86_64__)
  const int set = glm_kernel_index();
  if (set == GLM_AVX512 && __builtin_cpu_supports("avx512vnni")) return (struct rounded_set){add_rounded_gram_avx512, 1};
  if (set >= GLM_AVX2) return (struct rounded_set){add_rounded_gram_avx2, 2};
#endif
  return (struct rounded_set){add_rounded_gram_baseline, 2};
}

static long padded(long column_count) { return (column_count + ROUNDED_WIDTH - 1) / ROUNDED_WIDTH * ROUNDED_WIDTH; }

static long panel_doubles(long digit) { return ROUNDED_STRIP * digit / 8; }

// Digits, a unit and half a double of a total for each column.
long glm_rounded_gram_room(long column_count) {
  return padded(column_count) * (panel_doubles(kernels().digit) + 2);
}

void glm_add_rounded_gram(const double *const *columns, const double *weights, long column_count, long rows,
                          double *gram, double *room) {
  const struct rounded_set set = kernels();
  const long width = padded(column_count);
  double *units = room + width * panel_doubles(set.digit);
  const struct rounded_room parts = {(int *)room, units, (int *)(units + width)};
  set.add_gram(columns, weights, column_count, rows, gram, parts);
}
