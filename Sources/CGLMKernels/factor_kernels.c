#include <stdint.h>
#include <string.h>

#include "CGLMKernels.h"
#include "dispatch.h"

// Rows that are weighted and turned into row order at a time: they stay in the first-level cache.
#define TILE_ROWS 64

static inline long triangle(long row) { return row * (row + 1) / 2; }

// Products of a factor with dense columns are added up by level first where that saves work; else each row goes to the gram.
static inline int has_table(const struct glm_factor *f, long rows) { return f->contrasts || 4 * f->level_count < rows; }

static inline long table_copies(const struct glm_factor *f) { return f->level_count <= 16 ? 4 : 1; }

static inline long table_size(const struct glm_factor *f, long wide, long rows) {
  return has_table(f, rows) ? table_copies(f) * (f->level_count + 1) * wide : 0;
}

// Products of two factors are added up by pairs of levels where those are few, or where both have contrasts.
static inline int has_cells(const struct glm_factor *a, const struct glm_factor *b, long rows) {
  return (a->contrasts && b->contrasts) || (a->level_count + 1) * (b->level_count + 1) <= rows;
}

static inline long cell_copies(const struct glm_factor *a, const struct glm_factor *b) {
  return (a->level_count + 1) * (b->level_count + 1) <= 64 ? 4 : 1;
}

static inline long columns_before(const long *places, long count, long first) {
  long before = 0;
  while (before < count && places[before] < first) before++;
  return before;
}

// One source, compiled once per instruction set, as in kernels.c.
#define NAME(f) f##_baseline
#include "factor_kernels.h"
#undef NAME

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("arch=x86-64-v3"))), apply_to = function)
#define NAME(f) f##_avx2
#include "factor_kernels.h"
#undef NAME
#pragma clang attribute pop

#pragma clang attribute push(__attribute__((target("arch=x86-64-v4"), min_vector_width(512))), \
                             apply_to = function)
#define NAME(f) f##_avx512
#include "factor_kernels.h"
#undef NAME
#pragma clang attribute pop
#endif

struct factor_set {
  void (*add_predictor)(const struct glm_factor *, const double *, long, double *, double *);
  void (*add_product)(const struct glm_factor *, const double *, long, double *, double *);
  void (*add_gram)(const struct glm_factor *, long, const double *const *, const long *, long, const double *,
                   long, double *, double *);
  void (*transpose)(const double *, long, long, const double *, long, double *);
};

#define SET(s) {add_factor_predictor_##s, add_factor_product_##s, add_factor_gram_##s, transpose_##s}
static const struct factor_set sets[GLM_KERNEL_SETS] = {
    SET(baseline),
#if defined(__x86_64__)
    SET(avx2),
    SET(avx512),
#endif
};

static inline const struct factor_set *kernels(void) { return &sets[glm_kernel_index()]; }

void glm_add_factor_predictor(const struct glm_factor *factor, const double *coefficients, long rows, double *eta,
                              double *scratch) {
  kernels()->add_predictor(factor, coefficients, rows, eta, scratch);
}

void glm_add_factor_product(const struct glm_factor *factor, const double *residual, long rows, double *products,
                            double *scratch) {
  kernels()->add_product(factor, residual, rows, products, scratch);
}

void glm_add_factor_gram(const struct glm_factor *factors, long factor_count, const double *const *dense,
                         const long *places, long dense_count, const double *weights, long rows, double *gram,
                         double *scratch) {
  kernels()->add_gram(factors, factor_count, dense, places, dense_count, weights, rows, gram, scratch);
}

long glm_factor_gram_scratch(const struct glm_factor *factors, long factor_count, long dense_count, long rows) {
  const long wide = (dense_count + 8) / 8 * 8;
  long size = 8 + TILE_ROWS * wide, spare = 0;
  for (long n = 0; n < factor_count; n++) {
    const struct glm_factor *f = &factors[n];
    size += table_size(f, wide, rows);
    if (f->contrasts) {
      const long own = f->level_count + wide + triangle(f->column_count) + f->column_count;
      if (own > spare) spare = own;
    }
    for (long m = 0; m < n; m++) {
      const struct glm_factor *a = &factors[m];
      if (!has_cells(a, f, rows)) continue;
      const long most = a->level_count > f->level_count ? a->level_count : f->level_count;
      const long own = cell_copies(a, f) * (a->level_count + 1) * (f->level_count + 1) + most;
      if (own > spare) spare = own;
    }
  }
  return size + spare;
}

void glm_transpose(const double *entries, long width, long rows, const double *shift, long stride,
                   double *columns) {
  kernels()->transpose(entries, width, rows, shift, stride, columns);
}
