// Included once per instruction set with NAME defined: eight rows of eight numbers become columns.

#ifndef CGLM_VECTOR8
#define CGLM_VECTOR8
typedef double vector8 __attribute__((vector_size(64)));
#endif

// The 8 × 8 transpose in place.
static inline __attribute__((always_inline)) void NAME(transpose8)(vector8 v[8]) {
  vector8 t[8], u[8];
  for (int m = 0; m < 8; m += 2) {
    t[m] = __builtin_shufflevector(v[m], v[m + 1], 0, 8, 2, 10, 4, 12, 6, 14);
    t[m + 1] = __builtin_shufflevector(v[m], v[m + 1], 1, 9, 3, 11, 5, 13, 7, 15);
  }
  for (int m = 0; m < 8; m += 4)
    for (int s = 0; s < 2; s++) {
      u[m + s] = __builtin_shufflevector(t[m + s], t[m + s + 2], 0, 1, 8, 9, 4, 5, 12, 13);
      u[m + s + 2] = __builtin_shufflevector(t[m + s], t[m + s + 2], 2, 3, 10, 11, 6, 7, 14, 15);
    }
  for (int m = 0; m < 4; m++) {
    v[m] = __builtin_shufflevector(u[m], u[m + 4], 0, 1, 2, 3, 8, 9, 10, 11);
    v[m + 4] = __builtin_shufflevector(u[m], u[m + 4], 4, 5, 6, 7, 12, 13, 14, 15);
  }
}
