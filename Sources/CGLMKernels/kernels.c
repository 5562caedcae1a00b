#include "CGLMKernels.h"

#include <stdint.h>

#include "ahead.h"
#include "dispatch.h"
#if defined(__x86_64__)
#include <immintrin.h>
#endif

_Thread_local struct glm_ahead glm_ahead;

void glm_set_step(long rows) { glm_ahead.step = rows; }

// Rows that columns are packed of at a time, no more products than which a lane adds before they are added to the others; and the
// columns from which that pays.
enum { GLM_PACKED_STRIP = 128, GLM_FEWEST_PACKED = 128 };

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
  void (*add_cross_products)(const double *const *, long, const double *const *, long, long, double *, long);
  void (*solve_factor_rows)(double *const *, long, const double *const *, long, long, const double *, long);
  double (*dot)(const double *, const double *, long);
  void (*add_precise_predictor)(const double *const *, const double *const *, const double *, const double *,
                                long, long, double *, double *);
  void (*add_precise_transpose)(const double *const *, const double *const *, const double *, const double *,
                                long, long, double *, double *);
  void (*compensated_add)(double *, double *, const double *, long);
  void (*weigh_losses)(const double *, const double *, long, struct glm_row_sums *);
  void (*weigh_plane)(const double *, const double *, double *, double *, long, double, struct glm_row_sums *);
  void (*weigh)(const double *, double *, long);
  void (*survey_column)(const double *, const double *, long, struct glm_column_survey *);
  void (*compact_predictor)(const struct glm_compact_rows *, const double *, const double *, double *);
  void (*compact_sums)(const struct glm_compact_rows *, const struct glm_compact_terms *, double,
                       struct glm_row_sums *, double *, double *);
  int (*compact_precise_sums)(const struct glm_compact_rows *, const struct glm_compact_terms *, double,
                              struct glm_row_sums *);
  void (*compact_weigh_residuals)(const double *, const struct glm_compact_terms *, long);
  void (*compact_precise_products)(const struct glm_compact_rows *, const struct glm_compact_terms *,
                                   const double *const *, double *, double *, double *);
  void (*compact_look_at_column)(const double *, const double *, long, struct glm_column_survey *);
  void (*compact_look_at_weights)(const double *, double *, long, struct glm_compact_weights *);
  int (*compact_has_two_kinds)(const double *, long, double, double);
  double (*compact_factor)(const double *, long, long, double, double *, double *);
  double (*compact_solve)(const double *, const double *, long, const double *, double, double *);
  void (*compact_invert)(const double *, const double *, long, double *, double *);
};

#define SET(s)                                                                             \
  {add_linear_predictor_##s,   add_transpose_product_##s, add_linear_predictors_##s,       \
   add_transpose_products_##s, add_gram_##s,              add_grams_##s,                   \
   add_cross_products_##s,     solve_factor_rows_##s,     dot_##s,                         \
   add_precise_predictor_##s,  add_precise_transpose_##s,                                  \
   compensated_add_##s,        weigh_losses_##s,          weigh_plane_##s,                 \
   weigh_##s,                  survey_column_##s,                                       \
   compact_predictor_##s,      compact_sums_##s,          compact_precise_sums_##s,        \
   compact_weigh_residuals_##s, compact_precise_products_##s, compact_look_at_column_##s,  \
   compact_look_at_weights_##s, compact_has_two_kinds_##s,                               \
   compact_factor_##s,         compact_solve_##s,         compact_invert_##s}
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
                  double *gram) {
  kernels()->add_gram(columns, weights, column_count, rows, gram);
}

// Doubles of the panels; 0 where columns are not packed.
long glm_gram_room(long column_count) {
  const int is_packed = column_count >= GLM_FEWEST_PACKED && glm_kernel_index() == GLM_AVX512;
  return is_packed ? (column_count + 7) / 8 * 8 * GLM_PACKED_STRIP : 0;
}

void glm_add_gram_in(const double *const *columns, const double *weights, long column_count, long rows, double *gram,
                     double *room) {
#if defined(__x86_64__)
  int has_roots = glm_gram_room(column_count) > 0;
  for (long i = 0; weights && has_roots && i < rows; i++) has_roots = !(weights[i] < 0);
  if (has_roots) {
    add_packed_gram_avx512(columns, weights, column_count, rows, gram, room);
    return;
  }
#endif
  glm_add_gram(columns, weights, column_count, rows, gram);
}

void glm_add_cross_products(const double *const *a, long a_count, const double *const *b, long b_count, long rows,
                            double *products, long pitch) {
  kernels()->add_cross_products(a, a_count, b, b_count, rows, products, pitch);
}

void glm_solve_factor_rows(double *const *own, long count, const double *const *earlier, long first, long earlier_count,
                           const double *products, long pitch) {
  kernels()->solve_factor_rows(own, count, earlier, first, earlier_count, products, pitch);
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

void glm_add_grams(const double *const *columns, const double *weights, long column_count, long plane_count,
                   long rows, double *grams) {
  kernels()->add_grams(columns, weights, column_count, plane_count, rows, grams);
}

void glm_compensated_add(double *heads, double *tails, const double *x, long count) {
  kernels()->compensated_add(heads, tails, x, count);
}

void glm_weigh_losses(const double *weights, const double *loss, long rows, struct glm_row_sums *sums) {
  kernels()->weigh_losses(weights, loss, rows, sums);
}

void glm_weigh_plane(const double *weights, const double *predictors, double *residual, double *curvature,
                     long rows, double limit, struct glm_row_sums *sums) {
  kernels()->weigh_plane(weights, predictors, residual, curvature, rows, limit, sums);
}

void glm_weigh(const double *weights, double *x, long rows) { kernels()->weigh(weights, x, rows); }

void glm_survey_column(const double *x, const double *weights, long rows, struct glm_column_survey *survey) {
  kernels()->survey_column(x, weights, rows, survey);
}

void glm_compact_predictor(const struct glm_compact_rows *rows, const double *coefficients, const double *start,
                           double *eta) {
  kernels()->compact_predictor(rows, coefficients, start, eta);
}

void glm_compact_sums(const struct glm_compact_rows *rows, const struct glm_compact_terms *terms, double limit,
                      struct glm_row_sums *sums, double *gradient, double *information) {
  kernels()->compact_sums(rows, terms, limit, sums, gradient, information);
}

int glm_compact_precise_sums(const struct glm_compact_rows *rows, const struct glm_compact_terms *terms, double limit,
                             struct glm_row_sums *sums) {
  return kernels()->compact_precise_sums(rows, terms, limit, sums);
}

void glm_compact_weigh_residuals(const double *weights, const struct glm_compact_terms *terms, long rows) {
  kernels()->compact_weigh_residuals(weights, terms, rows);
}

void glm_compact_precise_products(const struct glm_compact_rows *rows, const struct glm_compact_terms *terms,
                                  const double *const *low, double *gradient, double *gradient_low,
                                  double *information) {
  kernels()->compact_precise_products(rows, terms, low, gradient, gradient_low, information);
}

void glm_compact_look_at_column(const double *x, const double *weights, long rows, struct glm_column_survey *survey) {
  kernels()->compact_look_at_column(x, weights, rows, survey);
}

void glm_compact_look_at_weights(const double *weights, double *presence, long rows, struct glm_compact_weights *look) {
  kernels()->compact_look_at_weights(weights, presence, rows, look);
}

int glm_compact_has_two_kinds(const double *response, long rows, double first, double second) {
  return kernels()->compact_has_two_kinds(response, rows, first, second);
}

double glm_compact_factor(const double *matrix, long order, long first, double tolerance, double *factor,
                          double *reciprocal) {
  return kernels()->compact_factor(matrix, order, first, tolerance, factor, reciprocal);
}

double glm_compact_solve(const double *factor, const double *reciprocal, long order, const double *b, double sign,
                         double *x) {
  return kernels()->compact_solve(factor, reciprocal, order, b, sign, x);
}

void glm_compact_invert(const double *factor, const double *reciprocal, long order, double *result, double *room) {
  kernels()->compact_invert(factor, reciprocal, order, result, room);
}
