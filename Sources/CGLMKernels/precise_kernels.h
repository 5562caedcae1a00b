// Included once per instruction set after row_kernels.h: products in twice the precision (Dekker, Knuth; the product's
// rounding error by a fused multiplication).
//
// Several columns at once, so that what is added up stays in registers: a number and its low part are read and written
// once for all of them. Without a low part anywhere, the terms that it would be in are left out.

// Columns at once.
#define PRECISE 4

// (head, tail) += x (b + c).
INLINE void NAME(add_precisely)(vec *head, vec *tail, vec x, vec b, vec c, const int hasTail) {
  const vec product = x * b;
  vec rest = __builtin_elementwise_fma(x, b, -product);
  if (hasTail) rest += x * c;
  const vec sum = *head + product;
  const vec shown = sum - *head;
  *tail += ((*head - (sum - shown)) + (product - shown)) + rest;
  *head = sum;
}

// The columns of index[0 ..< width].
INLINE void NAME(add_precise_columns)(const double *const *high, const double *const *low, const long *index,
                                      const int width, const double *coefficients, const double *coefficients_low,
                                      const int hasTail, long rows, double *restrict eta,
                                      double *restrict eta_low) {
  const double *x[PRECISE], *y[PRECISE];
  vec b[PRECISE], c[PRECISE];
  UNROLL for (int s = 0; s < width; s++) {
    x[s] = high[index[s]];
    y[s] = low ? low[index[s]] : 0;
    b[s] = (vec)(coefficients[index[s]]);
    c[s] = (vec)(coefficients_low[index[s]]);
  }
#define STEP(isPart)                                                                                     \
  {                                                                                                      \
    vec head = READ(eta, isPart), tail = READ(eta_low, isPart);                                          \
    UNROLL for (int s = 0; s < width; s++) {                                                             \
      NAME(add_precisely)(&head, &tail, READ(x[s], isPart), b[s], c[s], hasTail);                        \
      if (low) tail += READ(y[s], isPart) * b[s];                                                         \
    }                                                                                                    \
    WRITE(eta, head, isPart)                                                                             \
    WRITE(eta_low, tail, isPart)                                                                         \
  }
  ALL_LANES(rows, STEP)
#undef STEP
}

static void NAME(add_precise_group)(const double *const *high, const double *const *low, const long *index,
                                    long width, const double *coefficients, const double *coefficients_low,
                                    int hasTail, long rows, double *eta, double *eta_low) {
#define ADD(low, hasTail)                                                                                      \
  WITH_CONSTANT(width, PRECISE, NAME(add_precise_columns)(high, low, index, N, coefficients, coefficients_low, \
                                                          hasTail, rows, eta, eta_low))
  if (low) {
    ADD(low, 1)
  } else if (hasTail) {
    ADD(0, 1)
  } else {
    ADD(0, 0)
  }
#undef ADD
}

// A column whose coefficient is 0 counts for nothing, whatever it holds. In the end, low parts are below half a unit in
// the last place of what they belong to.
static void NAME(add_precise_predictor)(const double *const *high, const double *const *low,
                                        const double *coefficients, const double *coefficients_low,
                                        long column_count, long rows, double *eta, double *eta_low) {
  int hasTail = 0;
  for (long j = 0; j < column_count; j++) hasTail |= coefficients_low[j] != 0;
  long index[PRECISE], width = 0;
  for (long j = 0; j < column_count; j++) {
    if (coefficients[j] == 0 && coefficients_low[j] == 0) continue;
    index[width++] = j;
    if (width < PRECISE) continue;
    NAME(add_precise_group)(high, low, index, width, coefficients, coefficients_low, hasTail, rows, eta, eta_low);
    width = 0;
  }
  NAME(add_precise_group)(high, low, index, width, coefficients, coefficients_low, hasTail, rows, eta, eta_low);
#define STEP(isPart)                                                  \
  {                                                                   \
    const vec head = READ(eta, isPart), tail = READ(eta_low, isPart); \
    const vec sum = head + tail;                                      \
    WRITE(eta, sum, isPart)                                           \
    WRITE(eta_low, tail - (sum - head), isPart)                       \
  }
  ALL_LANES(rows, STEP)
#undef STEP
}

INLINE void NAME(add_precise_dots)(const double *const *high, const double *const *low, const int width,
                                   const double *residual, const double *residual_low, const int hasTail, long rows,
                                   double *sums, double *sums_low) {
  const double *x[PRECISE], *y[PRECISE];
  vec head[PRECISE], tail[PRECISE];
  UNROLL for (int s = 0; s < width; s++) {
    x[s] = high[s];
    y[s] = low ? low[s] : 0;
    head[s] = tail[s] = (vec)(0.0);
  }
#define STEP(isPart)                                                                               \
  {                                                                                                \
    const vec r = READ(residual, isPart), rest = hasTail ? READ(residual_low, isPart) : (vec)(0.0); \
    UNROLL for (int s = 0; s < width; s++) {                                                       \
      NAME(add_precisely)(&head[s], &tail[s], READ(x[s], isPart), r, rest, hasTail);               \
      if (low) tail[s] += READ(y[s], isPart) * r;                                                    \
    }                                                                                              \
  }
  ALL_LANES(rows, STEP)
#undef STEP
  UNROLL for (int s = 0; s < width; s++) NAME(gather)(head[s], tail[s], &sums[s], &sums_low[s]);
}

static void NAME(add_precise_transpose)(const double *const *high, const double *const *low,
                                        const double *residual, const double *residual_low, long column_count,
                                        long rows, double *sums, double *sums_low) {
  wide isLow = (wide)(0L);
#define STEP(isPart) isLow |= READ(residual_low, isPart) != (vec)(0.0);
  ALL_LANES(rows, STEP)
#undef STEP
  const int hasTail = NAME(any)(isLow);
  for (long j = 0; j < column_count; j += PRECISE) {
    const long width = column_count - j < PRECISE ? column_count - j : PRECISE;
#define ADD(low, hasTail)                                                                                     \
  WITH_CONSTANT(width, PRECISE, NAME(add_precise_dots)(high + j, low, N, residual, residual_low, hasTail, rows, \
                                                       sums + j, sums_low + j))
    if (low) {
      ADD(low + j, 1)
    } else if (hasTail) {
      ADD(0, 1)
    } else {
      ADD(0, 0)
    }
#undef ADD
  }
}
