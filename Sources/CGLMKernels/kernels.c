#include "CGLMKernels.h"

#include <stdint.h>

#include "dispatch.h"
#if defined(__x86_64__)
#include <immintrin.h>
#endif

// One source, compiled once per instruction set. Without min_vector_width the compiler halves the vectors.
#define NAME(f) f##_baseline
#define LANES 2
#include "block_kernels.h"
#undef NAME

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("arch=x86-64-v3"))), apply_to = function)
#define NAME(f) f##_avx2
#define LANES 4
#include "block_kernels.h"
#undef NAME
#pragma clang attribute pop

#pragma clang attribute push(__attribute__((target("arch=x86-64-v4"), min_vector_width(512))), \
                             apply_to = function)
#define NAME(f) f##_avx512
#define LANES 8
#include "block_kernels.h"
#undef NAME
#pragma clang attribute pop
#endif

struct kernel_set {
  void (*add_linear_predictor)(const double *const *, const double *, long, long, double *);
  void (*add_transpose_product)(const double *const *, const double *, long, long, double *);
  void (*add_linear_predictors)(const double *const *, const double *, long, long, long, double *);
  void (*add_transpose_products)(const double *const *, const double *, long, long, long, double *);
  void (*add_gram)(const double *const *, const double *, long, long, double *);
  void (*add_grams)(const double *const *, const double *, long, long, long, double *);
  double (*dot)(const double *, const double *, long);
  void (*add_precise_predictor)(const double *const *, const double *const *, const double *, const double *,
                                long, long, double *, double *);
  void (*add_precise_transpose)(const double *const *, const double *const *, const double *, const double *,
                                long, long, double *, double *);
};

#define SET(s)                                                                                        \
  {add_linear_predictor_##s,  add_transpose_product_##s,  add_linear_predictors_##s,                 \
   add_transpose_products_##s, add_gram_##s,               add_grams_##s,                             \
   dot_##s,                    add_precise_predictor_##s,  add_precise_transpose_##s}
static const struct kernel_set baseline = SET(baseline);
#if defined(__x86_64__)
static const struct kernel_set avx2 = SET(avx2);
static const struct kernel_set avx512 = SET(avx512);
#endif

static inline const struct kernel_set *kernels(void) {
#if defined(__x86_64__)
  static const struct kernel_set *const sets[GLM_KERNEL_SETS] = {&baseline, &avx2, &avx512};
  return sets[glm_kernel_index()];
#else
  return &baseline;
#endif
}

void glm_add_linear_predictor(const double *const *columns, const double *coefficients, long column_count,
                              long rows, double *eta) {
  kernels()->add_linear_predictor(columns, coefficients, column_count, rows, eta);
}

void glm_add_transpose_product(const double *const *columns, const double *residual, long column_count,
                               long rows, double *products) {
  kernels()->add_transpose_product(columns, residual, column_count, rows, products);
}

void glm_add_gram(const double *const *columns, const double *weights, long column_count, long rows,
                  double *gram, double *scratch) {
  (void)scratch;
  kernels()->add_gram(columns, weights, column_count, rows, gram);
}

double glm_dot(const double *a, const double *b, long count) { return kernels()->dot(a, b, count); }

void glm_add_precise_predictor(const double *const *high, const double *const *low, const double *coefficients,
                               const double *coefficients_low, long column_count, long rows, double *eta,
                               double *eta_low) {
  kernels()->add_precise_predictor(high, low, coefficients, coefficients_low, column_count, rows, eta, eta_low);
}

void glm_add_precise_transpose(const double *const *high, const double *const *low, const double *residual,
                               const double *residual_low, long column_count, long rows, double *sums,
                               double *sums_low) {
  kernels()->add_precise_transpose(high, low, residual, residual_low, column_count, rows, sums, sums_low);
}

void glm_add_linear_predictors(const double *const *columns, const double *coefficients, long column_count,
                               long planes, long rows, double *eta) {
  kernels()->add_linear_predictors(columns, coefficients, column_count, planes, rows, eta);
}

void glm_add_transpose_products(const double *const *columns, const double *residual, long column_count,
                                long planes, long rows, double *products) {
  kernels()->add_transpose_products(columns, residual, column_count, planes, rows, products);
}

long glm_gram_scratch(long column_count, long plane_count, long rows) {
  (void)column_count;
  (void)plane_count;
  (void)rows;
  return 1;
}

void glm_add_grams(const double *const *columns, const double *weights, long column_count, long plane_count,
                   long rows, double *grams, double *scratch) {
  (void)scratch;
  kernels()->add_grams(columns, weights, column_count, plane_count, rows, grams);
}

void glm_compensated_add(double *heads, double *tails, const double *x, long count) {
  for (long i = 0; i < count; i++) {
    const double sum = heads[i] + x[i];
    const double shown = sum - heads[i];
    tails[i] += (heads[i] - (sum - shown)) + (x[i] - shown);
    heads[i] = sum;
  }
}

void glm_weigh_losses(const double *weights, const double *loss, long rows, struct glm_row_sums *sums) {
  for (long i = 0; i < rows; i++) {
    const double w = weights ? weights[i] : 1;
    if (w == 0) continue;
    const double x = w * loss[i], sum = sums->loss + x, shown = sum - sums->loss;
    sums->loss_tail += (sums->loss - (sum - shown)) + (x - shown);
    sums->loss = sum;
    sums->rounding += __builtin_fabs(x);
  }
}

void glm_weigh_plane(const double *weights, const double *predictors, double *residual, double *curvature,
                     long rows, double limit, struct glm_row_sums *sums) {
  for (long i = 0; i < rows; i++) {
    const double w = weights ? weights[i] : 1;
    if (w == 0) {
      residual[i] = 0;
      if (curvature) curvature[i] = 0;
      continue;
    }
    const double r = w * residual[i], size = __builtin_fabs(predictors[i]);
    residual[i] = r;
    sums->rounding += __builtin_fabs(r) * size;
    if (!curvature) continue;
    curvature[i] *= w;
    const double c = __builtin_fabs(curvature[i]);
    if (c < sums->smallest) sums->smallest = c;
    if (c > 0) {
      const double share = r * r / c;
      sums->noise += (share < limit ? share : limit) + c * size * size;
      sums->pearson += share;
    }
  }
}

void glm_weigh(const double *weights, double *x, long rows) {
  for (long i = 0; i < rows; i++) x[i] = weights[i] == 0 ? 0 : x[i] * weights[i];
}

void glm_survey_column(const double *x, const double *weights, long rows, struct glm_column_survey *survey) {
  for (long i = 0; i < rows; i++) {
    if (!(__builtin_fabs(x[i]) <= 1.7976931348623157e308)) survey->is_finite = 0;
    if (weights && weights[i] == 0) continue;
    const double sum = survey->sum + x[i], shown = sum - survey->sum;
    survey->sum_tail += (survey->sum - (sum - shown)) + (x[i] - shown);
    survey->sum = sum;
    if (x[i] < survey->low) survey->low = x[i];
    if (x[i] > survey->high) survey->high = x[i];
    if (__builtin_rint(x[i]) != x[i]) survey->is_whole = 0;
  }
}
