#include "glm_likelihoods.h"

#include "ahead.h"
#include "dispatch.h"
#include "vector_fits.h"
#include "vector_names.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

// Every fused operation is written as one.
#pragma STDC FP_CONTRACT OFF

// One source, compiled once per instruction set. Without min_vector_width the compiler halves the vectors.
#if defined(__aarch64__)
#define HAS_FMA 1
#else
#define HAS_FMA 0
#endif
#define WIDTH 2
#define NAME(f) f##_baseline
#include "vector_math.h"
#include "vector_pairs.h"
#include "vector_normal.h"
#include "likelihood_kernels.h"
#include "precise_likelihood_kernels.h"
#include "softmax_kernels.h"
#undef NAME
#undef WIDTH
#undef HAS_FMA

#if defined(__x86_64__)
#define HAS_FMA 1
#pragma clang attribute push(__attribute__((target("arch=x86-64-v3"))), apply_to = function)
#define WIDTH 4
#define NAME(f) f##_avx2
#include "vector_math.h"
#include "vector_pairs.h"
#include "vector_normal.h"
#include "likelihood_kernels.h"
#include "precise_likelihood_kernels.h"
#include "softmax_kernels.h"
#undef NAME
#undef WIDTH
#pragma clang attribute pop

#pragma clang attribute push(__attribute__((target("arch=x86-64-v4"), min_vector_width(512))), \
                             apply_to = function)
#define WIDTH 8
#define NAME(f) f##_avx512
#include "vector_math.h"
#include "vector_pairs.h"
#include "vector_normal.h"
#include "likelihood_kernels.h"
#include "precise_likelihood_kernels.h"
#include "softmax_kernels.h"
#undef NAME
#undef WIDTH
#pragma clang attribute pop

#define OF_SETS(table) {table##_baseline, table##_avx2, table##_avx512}
#else
#define OF_SETS(table) {table##_baseline}
#endif

int glm_evaluate_likelihood(enum glm_likelihood likelihood, const struct glm_likelihood_block *block) {
  static int (*const *const sets[GLM_KERNEL_SETS])(const struct glm_likelihood_block *) = OF_SETS(likelihoods);
  return sets[glm_kernel_index()][likelihood](block);
}

int glm_has_precise_likelihood(enum glm_likelihood likelihood) {
  return precise_likelihoods_baseline[likelihood] != 0;
}

int glm_evaluate_precisely(enum glm_likelihood likelihood, const struct glm_likelihood_block *block, const double *low,
                           double *residual_low) {
  static int (*const *const sets[GLM_KERNEL_SETS])(const struct glm_likelihood_block *, const double *, double *) =
      OF_SETS(precise_likelihoods);
  return sets[glm_kernel_index()][likelihood](block, low, residual_low);
}

void glm_subtract_products(const double *a, const double *b, double *y, long count) {
  static void (*const *const sets[GLM_KERNEL_SETS])(const double *, const double *, double *, long) =
      OF_SETS(subtractions);
  sets[glm_kernel_index()][0](a, b, y, count);
}

int glm_evaluate_softmax(const struct glm_likelihood_block *block, int classes) {
  static int (*const *const sets[GLM_KERNEL_SETS])(const struct glm_likelihood_block *, int) = OF_SETS(softmaxes);
  return sets[glm_kernel_index()][0](block, classes);
}

void glm_apply(enum glm_vector_function function, const double *x, double *y, long count) {
  static void (*const *const sets[GLM_KERNEL_SETS])(const double *, double *, long) = OF_SETS(functions);
  sets[glm_kernel_index()][function](x, y, count);
}
