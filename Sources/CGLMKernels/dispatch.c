#include "dispatch.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "CGLMKernels.h"

static const char *const names[GLM_KERNEL_SETS] = {"baseline", "avx2", "avx512"};

// −1 while nothing is forced: for the process, and for a thread, which goes before it.
static atomic_int forced = -1;
static _Thread_local int forced_here = -1;

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
  if (forced_here >= 0) return forced_here;
  const int own = atomic_load_explicit(&forced, memory_order_relaxed);
  return own >= 0 ? own : best();
}

const char *glm_kernel_set(void) { return names[glm_kernel_index()]; }

int glm_has_kernel_set(const char *name) {
  for (int set = 0; set < GLM_KERNEL_SETS; set++)
    if (strcmp(name, names[set]) == 0) return is_available(set);
  return 0;
}

// The index of an available set, −1 for none given, −2 where there is none of the name.
static int named(const char *name) {
  if (!name) return -1;
  for (int set = 0; set < GLM_KERNEL_SETS; set++)
    if (strcmp(name, names[set]) == 0 && is_available(set)) return set;
  return -2;
}

int glm_force_kernel_set(const char *name) {
  const int set = named(name);
  if (set == -2) return 0;
  atomic_store_explicit(&forced, set, memory_order_relaxed);
  return 1;
}

int glm_force_kernel_set_here(const char *name) {
  const int set = named(name);
  if (set == -2) return 0;
  forced_here = set;
  return 1;
}

// GLM_KERNEL_SET=avx2 in the environment: a whole run of the tests, or of a benchmark, in one set.
__attribute__((constructor)) static void force_from_environment(void) {
  const char *name = getenv("GLM_KERNEL_SET");
  if (name && *name) glm_force_kernel_set(name);
}
