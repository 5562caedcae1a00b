// Included once per instruction set after lanes.h: what a pass adds up row by row, and what it looks at.
//
// Every sum has a lane for each place in a register, and the lanes are added in a fixed order. Rows without weight are
// taken out by a choice, not by a product: what they hold may be infinite or not a number.

#define ALL_LANES(rows, step)                      \
  {                                                \
    long i = 0;                                    \
    for (; i + LANES <= rows; i += LANES) step(0); \
    if (i < rows) step(1);                         \
  }
#define READ(x, isPart) (isPart ? NAME(load_part)((x) + i, 0, rows - i) : NAME(load)((x) + i))
#define WRITE(x, value, isPart)                             \
  {                                                         \
    if (isPart)                                             \
      NAME(store_part)((x) + i, value, 0, rows - i);        \
    else                                                    \
      NAME(store)((x) + i, value);                          \
  }

INLINE vec NAME(magnitude)(vec x) {
  wide bits;
  __builtin_memcpy(&bits, &x, sizeof bits);
  bits &= (wide)(0x7fffffffffffffffL);
  __builtin_memcpy(&x, &bits, sizeof x);
  return x;
}

INLINE int NAME(any)(wide mask) { return __builtin_reduce_or(mask) != 0; }

// (head, tail) += x (Knuth's exact sum of two numbers).
INLINE void NAME(add_exactly)(vec *head, vec *tail, vec x) {
  const vec sum = *head + x;
  const vec shown = sum - *head;
  *tail += (*head - (sum - shown)) + (x - shown);
  *head = sum;
}

// (*sum, *sum_tail) += every lane of (head, tail).
INLINE void NAME(gather)(vec head, vec tail, double *sum, double *sum_tail) {
  double total = *sum, rest = 0;
  UNROLL for (int l = 0; l < LANES; l++) {
    const double next = total + head[l];
    const double shown = next - total;
    rest += ((total - (next - shown)) + (head[l] - shown)) + tail[l];
    total = next;
  }
  *sum = total;
  *sum_tail += rest;
}

static void NAME(compensated_add)(double *heads, double *tails, const double *x, long rows) {
#define STEP(isPart)                                            \
  {                                                             \
    vec head = READ(heads, isPart), tail = READ(tails, isPart); \
    NAME(add_exactly)(&head, &tail, READ(x, isPart));           \
    WRITE(heads, head, isPart)                                  \
    WRITE(tails, tail, isPart)                                  \
  }
  ALL_LANES(rows, STEP)
#undef STEP
}

static void NAME(weigh_losses)(const double *weights, const double *loss, long rows, struct glm_row_sums *sums) {
  vec head = (vec)(0.0), tail = head, size = head;
#define STEP(isPart)                              \
  {                                               \
    vec x = READ(loss, isPart);                   \
    if (weights) {                                \
      const vec w = READ(weights, isPart);        \
      x = w == (vec)(0.0) ? (vec)(0.0) : w * x;   \
    }                                             \
    NAME(add_exactly)(&head, &tail, x);           \
    size += NAME(magnitude)(x);                   \
  }
  ALL_LANES(rows, STEP)
#undef STEP
  NAME(gather)(head, tail, &sums->loss, &sums->loss_tail);
  sums->rounding += NAME(total)(size);
}

// The weights of the rows in hand: 1 if `weights` is null, 0 beyond the last row.
INLINE vec NAME(row_weights)(const double *weights, long i, long rows, const int isPart) {
  static const double ones[8] = {1, 1, 1, 1, 1, 1, 1, 1};
  if (weights) return READ(weights, isPart);
  return isPart ? NAME(load_part)(ones, 0, rows - i) : (vec)(1.0);
}

#define plane_sums NAME(plane_sums)
struct plane_sums {
  vec rounding, noise, pearson, smallest;
};

// With `weights` or `curvature` null nothing of it is left in the loop.
INLINE void NAME(weigh_rows)(const double *weights, const double *predictors, double *residual, double *curvature,
                             long rows, double limit, struct plane_sums *sums) {
  const vec zero = (vec)(0.0), one = (vec)(1.0), most = (vec)(limit);
#define STEP(isPart)                                                                  \
  {                                                                                   \
    const vec w = NAME(row_weights)(weights, i, rows, isPart);                        \
    const wide isRow = w != zero;                                                     \
    vec r = READ(residual, isPart);                                                   \
    if (weights) {                                                                    \
      r = isRow ? w * r : zero;                                                       \
      WRITE(residual, r, isPart)                                                      \
    }                                                                                 \
    const vec size = NAME(magnitude)(READ(predictors, isPart));                       \
    const vec error = NAME(magnitude)(r) * size;                                      \
    sums->rounding += isRow ? error : zero;                                           \
    if (curvature) {                                                                  \
      vec c = READ(curvature, isPart);                                                \
      if (weights) {                                                                  \
        c = isRow ? w * c : zero;                                                     \
        WRITE(curvature, c, isPart)                                                   \
      }                                                                               \
      c = NAME(magnitude)(c);                                                         \
      sums->smallest = (isRow & (c < sums->smallest)) ? c : sums->smallest;             \
      const wide isCurved = c > zero;                                                 \
      const vec share = (isCurved ? r * r : zero) / (isCurved ? c : one);              \
      const vec counted = (share < most ? share : most) + c * (size * size);          \
      sums->noise += isCurved ? counted : zero;                                       \
      sums->pearson += share;                                                         \
    }                                                                                 \
  }
  ALL_LANES(rows, STEP)
#undef STEP
}

static void NAME(weigh_plane)(const double *weights, const double *predictors, double *residual, double *curvature,
                              long rows, double limit, struct glm_row_sums *sums) {
  const vec zero = (vec)(0.0);
  struct plane_sums own = {zero, zero, zero, (vec)(sums->smallest)};
  if (weights && curvature)
    NAME(weigh_rows)(weights, predictors, residual, curvature, rows, limit, &own);
  else if (weights)
    NAME(weigh_rows)(weights, predictors, residual, 0, rows, limit, &own);
  else if (curvature)
    NAME(weigh_rows)(0, predictors, residual, curvature, rows, limit, &own);
  else
    NAME(weigh_rows)(0, predictors, residual, 0, rows, limit, &own);
  sums->rounding += NAME(total)(own.rounding);
  if (!curvature) return;
  sums->noise += NAME(total)(own.noise);
  sums->pearson += NAME(total)(own.pearson);
  UNROLL for (int l = 0; l < LANES; l++)
    if (own.smallest[l] < sums->smallest) sums->smallest = own.smallest[l];
}

static void NAME(weigh)(const double *weights, double *x, long rows) {
  const vec zero = (vec)(0.0);
#define STEP(isPart)                                  \
  {                                                   \
    const vec w = READ(weights, isPart);              \
    const vec y = w == zero ? zero : w * READ(x, isPart); \
    WRITE(x, y, isPart)                               \
  }
  ALL_LANES(rows, STEP)
#undef STEP
}

INLINE void NAME(survey_rows)(const double *x, const double *weights, long rows, struct glm_column_survey *survey) {
  const vec zero = (vec)(0.0), largest = (vec)(0x1.fffffffffffffp1023), whole = (vec)(0x1p52);
  vec head = zero, tail = zero, low = (vec)(survey->low), high = (vec)(survey->high);
  wide isInfinite = head != head, isBroken = isInfinite;
#define STEP(isPart)                                                                \
  {                                                                                 \
    const vec y = READ(x, isPart);                                                  \
    const wide isRow = NAME(row_weights)(weights, i, rows, isPart) != zero;         \
    const vec size = NAME(magnitude)(y);                                            \
    /* From 2^52 on every number is whole; below, adding that rounds to one. */     \
    const vec rounded = (size + whole) - whole;                                     \
    isInfinite |= ~(size <= largest);                                               \
    isBroken |= isRow & ~((size >= whole) | (rounded == size));                     \
    low = (isRow & (y < low)) ? y : low;                                              \
    high = (isRow & (y > high)) ? y : high;                                           \
    NAME(add_exactly)(&head, &tail, isRow ? y : zero);                              \
  }
  ALL_LANES(rows, STEP)
#undef STEP
  NAME(gather)(head, tail, &survey->sum, &survey->sum_tail);
  if (NAME(any)(isInfinite)) survey->is_finite = 0;
  if (NAME(any)(isBroken)) survey->is_whole = 0;
  UNROLL for (int l = 0; l < LANES; l++) {
    if (low[l] < survey->low) survey->low = low[l];
    if (high[l] > survey->high) survey->high = high[l];
  }
}

static void NAME(survey_column)(const double *x, const double *weights, long rows,
                                struct glm_column_survey *survey) {
  if (weights)
    NAME(survey_rows)(x, weights, rows, survey);
  else
    NAME(survey_rows)(x, 0, rows, survey);
}
