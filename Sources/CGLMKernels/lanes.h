// Included once per instruction set, with NAME and LANES (doubles in a register) defined; a source of kernels
// includes it before its own kernels. What vectors can do that plain C cannot say.

#define vec NAME(vec)
#define wide NAME(wide)
typedef double vec __attribute__((ext_vector_type(LANES)));
typedef long wide __attribute__((ext_vector_type(LANES)));

#ifndef INLINE
#define INLINE static inline __attribute__((always_inline))
// Loops over the registers of a tile have to vanish, or the registers become memory.
#define UNROLL _Pragma("clang loop unroll(full)")

// The call with the constant N in place of `value`, 1 <= value <= limit <= 7.
#define CASE(n, limit, call)           \
  case n:                              \
    if (n <= limit) {                  \
      enum { N = n <= limit ? n : 1 }; \
      call;                            \
    }                                  \
    break;
#define WITH_CONSTANT(value, limit, call)                                               \
  switch (value) {                                                                      \
    CASE(1, limit, call) CASE(2, limit, call) CASE(3, limit, call) CASE(4, limit, call) \
    CASE(5, limit, call) CASE(6, limit, call) CASE(7, limit, call)                      \
  }
#endif

INLINE vec NAME(load)(const double *x) {
  vec result;
  __builtin_memcpy(&result, x, sizeof result);
  return result;
}

INLINE void NAME(store)(double *x, vec value) { __builtin_memcpy(x, &value, sizeof value); }

// The entries at x of lanes from <= l < to, zeros in the others; nothing else is read.
INLINE vec NAME(load_part)(const double *x, long from, long to) {
#if LANES == 8
  return (vec)_mm512_maskz_loadu_pd((__mmask8)((1u << to) - (1u << from)), x);
#elif LANES == 4
  static const long long ones[12] = {0, 0, 0, 0, -1, -1, -1, -1, 0, 0, 0, 0};
  const __m256i below = _mm256_loadu_si256((const __m256i *)(ones + 8 - to));
  const __m256i above = _mm256_loadu_si256((const __m256i *)(ones + 4 - from));
  return (vec)_mm256_maskload_pd(x, _mm256_and_si256(below, above));
#else
  return (vec){from == 0 ? x[0] : 0, to == 2 ? x[1] : 0};
#endif
}

// Stores the lanes from <= l < to.
INLINE void NAME(store_part)(double *x, vec value, long from, long to) {
#if LANES == 8
  _mm512_mask_storeu_pd(x, (__mmask8)((1u << to) - (1u << from)), (__m512d)value);
#else
  for (long l = from; l < to; l++) x[l] = value[l];
#endif
}

// Adds as many lanes as are `left`, at most all, to the entries at x.
INLINE void NAME(add_part)(double *x, vec value, long left) {
  if (left >= LANES)
    NAME(store)(x, NAME(load)(x) + value);
  else if (left > 0)
    NAME(store_part)(x, NAME(load_part)(x, 0, left) + value, 0, left);
}

// Entry l of the result is the sum of the lanes of v[l]: neighbours are added and interleaved, twice as wide each
// time, LANES - 1 additions instead of a reduction for each vector.
INLINE vec NAME(totals)(const vec *v) {
#if LANES == 8
  vec s[4], t[2];
  UNROLL for (int i = 0; i < 4; i++) {
    const vec a = v[2 * i], b = v[2 * i + 1];
    s[i] = __builtin_shufflevector(a, b, 0, 8, 2, 10, 4, 12, 6, 14) +
           __builtin_shufflevector(a, b, 1, 9, 3, 11, 5, 13, 7, 15);
  }
  UNROLL for (int i = 0; i < 2; i++) {
    const vec a = s[2 * i], b = s[2 * i + 1];
    t[i] = __builtin_shufflevector(a, b, 0, 1, 8, 9, 4, 5, 12, 13) +
           __builtin_shufflevector(a, b, 2, 3, 10, 11, 6, 7, 14, 15);
  }
  return __builtin_shufflevector(t[0], t[1], 0, 1, 2, 3, 8, 9, 10, 11) +
         __builtin_shufflevector(t[0], t[1], 4, 5, 6, 7, 12, 13, 14, 15);
#elif LANES == 4
  vec s[2];
  UNROLL for (int i = 0; i < 2; i++) {
    const vec a = v[2 * i], b = v[2 * i + 1];
    s[i] = __builtin_shufflevector(a, b, 0, 4, 2, 6) + __builtin_shufflevector(a, b, 1, 5, 3, 7);
  }
  return __builtin_shufflevector(s[0], s[1], 0, 1, 4, 5) + __builtin_shufflevector(s[0], s[1], 2, 3, 6, 7);
#else
  return __builtin_shufflevector(v[0], v[1], 0, 2) + __builtin_shufflevector(v[0], v[1], 1, 3);
#endif
}

// The sums of the lanes of `count` vectors, of which `sums` has room for `count` rounded up to LANES.
INLINE void NAME(store_totals)(const vec *v, int count, double *sums) {
  UNROLL for (int first = 0; first < count; first += LANES) {
    vec group[LANES];
    UNROLL for (int l = 0; l < LANES; l++) group[l] = first + l < count ? v[first + l] : (vec)(0.0);
    NAME(store)(sums + first, NAME(totals)(group));
  }
}

INLINE double NAME(total)(vec v) {
#if LANES == 8
  return ((v[0] + v[4]) + (v[2] + v[6])) + ((v[1] + v[5]) + (v[3] + v[7]));
#elif LANES == 4
  return (v[0] + v[2]) + (v[1] + v[3]);
#else
  return v[0] + v[1];
#endif
}
