#include "CGLMKernels.h"

// One source, compiled once per instruction set. Without min_vector_width the compiler halves the vectors.
#define NAME(f) f##_baseline
#include "block_kernels.h"
#undef NAME

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("arch=x86-64-v3"))), apply_to = function)
#define NAME(f) f##_avx2
#include "block_kernels.h"
#undef NAME
#pragma clang attribute pop

#pragma clang attribute push(__attribute__((target("arch=x86-64-v4"), min_vector_width(512))), \
                             apply_to = function)
#define NAME(f) f##_avx512
#include "block_kernels.h"
#undef NAME
#pragma clang attribute pop
#endif

struct kernel_set {
  const char *name;
  void (*add_linear_predictor)(const double *const *, const double *, long, long, double *);
  void (*add_transpose_product)(const double *const *, const double *, long, long, double *);
  void (*add_gram)(const double *const *, const double *, long, long, double *, double *);
  double (*dot)(const double *, const double *, long);
  void (*add_precise_predictor)(const double *const *, const double *const *, const double *, const double *,
                                long, long, double *, double *);
  void (*add_precise_transpose)(const double *const *, const double *const *, const double *, const double *,
                                long, long, double *, double *);
};

#define SET(s)                                                                              \
  {#s, add_linear_predictor_##s, add_transpose_product_##s, add_gram_##s, dot_##s,          \
   add_precise_predictor_##s, add_precise_transpose_##s}
static const struct kernel_set baseline = SET(baseline);
#if defined(__x86_64__)
static const struct kernel_set avx2 = SET(avx2);
static const struct kernel_set avx512 = SET(avx512);
#endif

// Called per block; the builtins read a word that the C runtime filled at start-up.
static inline const struct kernel_set *kernels(void) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512cd"))
    return &avx512;
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2"))
    return &avx2;
#endif
  return &baseline;
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
  kernels()->add_gram(columns, weights, column_count, rows, gram, scratch);
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

const char *glm_kernel_set(void) { return kernels()->name; }
