#include "dispatch.h"
#include "glm_probes.h"

// One source, compiled once per instruction set, as kernels.c is.
#define NAME(f) f##_baseline
#define LANES 2
#include "probe_kernels.h"
#undef NAME
#undef LANES

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("arch=x86-64-v3"))), apply_to = function)
#define NAME(f) f##_avx2
#define LANES 4
#include "probe_kernels.h"
#undef NAME
#undef LANES
#pragma clang attribute pop

#pragma clang attribute push(__attribute__((target("arch=x86-64-v4"), min_vector_width(512))), \
                             apply_to = function)
#define NAME(f) f##_avx512
#define LANES 8
#include "probe_kernels.h"
#undef NAME
#undef LANES
#pragma clang attribute pop
#endif

double glm_probe_sum(const double *x, long count) {
#if defined(__x86_64__)
  static double (*const sets[GLM_KERNEL_SETS])(const double *, long) = {probe_sum_baseline, probe_sum_avx2,
                                                                       probe_sum_avx512};
  return sets[glm_kernel_index()](x, count);
#else
  return probe_sum_baseline(x, count);
#endif
}

double glm_probe_fma(long rounds, double seed) {
#if defined(__x86_64__)
  static double (*const sets[GLM_KERNEL_SETS])(long, double) = {probe_fma_baseline, probe_fma_avx2,
                                                               probe_fma_avx512};
  return sets[glm_kernel_index()](rounds, seed);
#else
  return probe_fma_baseline(rounds, seed);
#endif
}

long glm_probe_operations(void) {
#if defined(__x86_64__)
  static const long lanes[GLM_KERNEL_SETS] = {2, 4, 8};
  return 24 * lanes[glm_kernel_index()];
#else
  return 24 * 2;
#endif
}
