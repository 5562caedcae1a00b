#include "dispatch.h"

#include <stdatomic.h>
#include <string.h>

#include "CGLMKernels.h"

static const char *const names[GLM_KERNEL_SETS] = {"baseline", "avx2", "avx512"};

// −1 while nothing is forced.
static atomic_int forced = -1;

static int is_available(int set) {
  if (set == GLM_BASELINE) return 1;
#if defined(__x86_64__)
  // The builtins read a word that the C runtime filled at start-up.
  if (set == GLM_AVX512)
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
           __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512cd") && is_available(GLM_AVX2);
  if (set == GLM_AVX2)
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2");
#endif
  return 0;
}

static int best(void) {
  return is_available(GLM_AVX512) ? GLM_AVX512 : is_available(GLM_AVX2) ? GLM_AVX2 : GLM_BASELINE;
}

int glm_kernel_index(void) {
  const int own = atomic_load_explicit(&forced, memory_order_relaxed);
  return own >= 0 ? own : best();
}

const char *glm_kernel_set(void) { return names[glm_kernel_index()]; }

int glm_has_kernel_set(const char *name) {
  for (int set = 0; set < GLM_KERNEL_SETS; set++)
    if (strcmp(name, names[set]) == 0) return is_available(set);
  return 0;
}

int glm_force_kernel_set(const char *name) {
  if (!name) {
    atomic_store_explicit(&forced, -1, memory_order_relaxed);
    return 1;
  }
  for (int set = 0; set < GLM_KERNEL_SETS; set++)
    if (strcmp(name, names[set]) == 0 && is_available(set)) {
      atomic_store_explicit(&forced, set, memory_order_relaxed);
      return 1;
    }
  return 0;
}
