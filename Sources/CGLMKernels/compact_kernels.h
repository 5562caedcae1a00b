// Included once per instruction set after precise_kernels.h: what a small fit asks of all its rows, in one call each.
// The columns are in the first-level cache, and what costs is the number of calls and of loops.

// Columns that are few: what all their products add up to is held in registers.
#if LANES == 8 || defined(__aarch64__)
#define FEW_COLUMNS 7
#else
#define FEW_COLUMNS 4
#endif

// eta = start (null for 0) + the columns times coefficients.
INLINE void NAME(predict_columns)(const double *const *columns, const int width, const double *coefficients,
                                  const double *start, long rows, double *eta) {
  vec b[BREADTH];
  const double *x[BREADTH];
  UNROLL for (int s = 0; s < width; s++) {
    x[s] = columns[s];
    b[s] = (vec)(coefficients[s]);
  }
#define STEP(isPart)                                                 \
  {                                                                  \
    vec sum = start ? READ(start, isPart) : (vec)(0.0);              \
    UNROLL for (int s = 0; s < width; s++) sum += b[s] * READ(x[s], isPart); \
    WRITE(eta, sum, isPart)                                          \
  }
  ALL_LANES(rows, STEP)
#undef STEP
}

static void NAME(compact_predictor)(const struct glm_compact_rows *rows, const double *coefficients,
                                    const double *start, double *eta) {
  long j = 0;
  for (; j + BREADTH <= rows->column_count; j += BREADTH) {
    NAME(predict_columns)(rows->columns + j, BREADTH, coefficients + j, start, rows->rows, eta);
    start = eta;
  }
  WITH_CONSTANT(rows->column_count - j, BREADTH - 1,
                NAME(predict_columns)(rows->columns + j, N, coefficients + j, start, rows->rows, eta))
}

// r^2/c to a few digits.
INLINE vec NAME(rough_share)(vec r, vec c) {
#if LANES == 8
  return r * r * (vec)_mm512_rcp14_pd((__m512d)c);
#else
  return r * r / c;
#endif
}

// With few columns and rows the gradient is told with the sums; `width` is 0 where that is left out.
INLINE void NAME(compact_weigh)(const double *weights, const double *const *columns, const int width,
                                const struct glm_compact_terms *terms, long rows, double limit,
                                struct glm_row_sums *sums, double *gradient) {
  const vec zero = (vec)(0.0), most = (vec)(limit);
  vec head = zero, tail = zero, rounding = zero, noise = zero, products[FEW_COLUMNS];
  const double *y[FEW_COLUMNS];
  const double *const loss = terms->loss, *const predictors = terms->predictors;
  double *const residual = terms->residual, *const curvature = terms->curvature;
  UNROLL for (int s = 0; s < width; s++) {
    y[s] = columns[s];
    products[s] = zero;
  }
#define STEP(isPart)                                                           \
  {                                                                            \
    vec x = READ(loss, isPart), r = READ(residual, isPart), c = READ(curvature, isPart); \
    if (weights) {                                                             \
      const vec w = READ(weights, isPart);                                     \
      const wide isRow = w != zero;                                            \
      x = isRow ? w * x : zero;                                                \
      r = isRow ? w * r : zero;                                                \
      c = isRow ? w * c : zero;                                                \
      WRITE(residual, r, isPart)                                               \
      WRITE(curvature, c, isPart)                                              \
    }                                                                          \
    UNROLL for (int s = 0; s < width; s++) products[s] -= r * READ(y[s], isPart); \
    NAME(add_exactly)(&head, &tail, x);                                        \
    const vec eta = READ(predictors, isPart);                                  \
    rounding += NAME(magnitude)(x) + NAME(magnitude)(r * eta);                 \
    c = NAME(magnitude)(c);                                                    \
    const vec share = NAME(rough_share)(r, c);                                 \
    const vec counted = (share < most ? share : most) + c * (eta * eta);       \
    noise += c > zero ? counted : zero;                                        \
  }
  ALL_LANES(rows, STEP)
#undef STEP
  NAME(gather)(head, tail, &sums->loss, &sums->loss_tail);
  sums->rounding += NAME(total)(rounding);
  sums->noise += NAME(total)(noise);
  if (!width) return;
  double totals[ROUNDED(FEW_COLUMNS)];
  NAME(store_totals)(products, width, totals);
  UNROLL for (int s = 0; s < width; s++) gradient[s] = totals[s];
}

// information = X' diag(c) X.
INLINE void NAME(compact_gram)(const double *const *columns, const int width, const double *curvature, long rows,
                               double *information) {
  enum { MOST = FEW_COLUMNS * (FEW_COLUMNS + 1) / 2 };
  vec lanes[MOST];
  const double *x[FEW_COLUMNS];
  double sums[ROUNDED(MOST)];
  const int count = width * (width + 1) / 2;
  UNROLL for (int t = 0; t < width; t++) x[t] = columns[t];
  UNROLL for (int t = 0; t < count; t++) lanes[t] = (vec)(0.0);
#define STEP(isPart)                                                                                     \
  {                                                                                                      \
    const vec c = READ(curvature, isPart);                                                               \
    UNROLL for (int t = 0; t < width; t++) {                                                             \
      const vec z = c * READ(x[t], isPart);                                                              \
      UNROLL for (int s = 0; s <= t; s++) lanes[t * (t + 1) / 2 + s] += z * READ(x[s], isPart);          \
    }                                                                                                    \
  }
  ALL_LANES(rows, STEP)
#undef STEP
  NAME(store_totals)(lanes, count, sums);
  UNROLL for (int t = 0; t < count; t++) information[t] = sums[t];
}

static void NAME(compact_information)(const struct glm_compact_rows *all, const double *curvature, double *information) {
  const long p = all->column_count, n = all->rows;
  if (p <= FEW_COLUMNS && n <= STRIP) {
    WITH_CONSTANT(p, FEW_COLUMNS, NAME(compact_gram)(all->columns, N, curvature, n, information))
    return;
  }
  for (long t = 0; t < p * (p + 1) / 2; t++) information[t] = 0;
  NAME(add_gram)(all->columns, curvature, p, n, information);
}

static void NAME(compact_sums)(const struct glm_compact_rows *all, const struct glm_compact_terms *terms,
                               double limit, struct glm_row_sums *sums, double *gradient, double *information) {
  const long n = all->rows, p = all->column_count;
  const double *const *x = all->columns;
  if (p <= FEW_COLUMNS && n <= STRIP) {
    if (all->weights)
      WITH_CONSTANT(p, FEW_COLUMNS, NAME(compact_weigh)(all->weights, x, N, terms, n, limit, sums, gradient))
    else
      WITH_CONSTANT(p, FEW_COLUMNS, NAME(compact_weigh)(0, x, N, terms, n, limit, sums, gradient))
  } else {
    NAME(compact_weigh)(all->weights, x, 0, terms, n, limit, sums, gradient);
    for (long j = 0; j < p; j++) gradient[j] = 0;
    NAME(add_transpose_product)(x, terms->residual, p, n, gradient);
    for (long j = 0; j < p; j++) gradient[j] = -gradient[j];
  }
  if (information) NAME(compact_information)(all, terms->curvature, information);
}

// What is added up of rows told in twice the precision; not 0 where a row with weight is at the ends of the range of numbers,
// and then of no use.
INLINE int NAME(compact_weigh_precisely)(const double *weights, const struct glm_compact_terms *terms, long rows,
                                         double limit, struct glm_row_sums *sums) {
  const vec zero = (vec)(0.0), one = (vec)(1.0), most = (vec)(limit);
  vec head = zero, tail = zero, noise = zero, pearson = zero, smallest = (vec)(__builtin_inf());
  wide isOdd = zero != zero;
#define STEP(isPart)                                                                           \
  {                                                                                            \
    const vec w = NAME(row_weights)(weights, i, rows, isPart);                                 \
    const wide isRow = w != zero;                                                              \
    const vec r = READ(terms->residual, isPart), c = READ(terms->curvature, isPart);           \
    const vec eta = READ(terms->predictors, isPart), size = r * r, square = eta * eta;         \
    isOdd |= isRow & ~((c > 1e-290) & (c < 1e150) & (size > 1e-280) & (size < 1e300));         \
    NAME(add_exactly)(&head, &tail, isRow ? w * READ(terms->loss, isPart) : zero);             \
    const vec share = size / (isRow ? c : one), own = w * c;                                   \
    const vec counted = w * ((share < most ? share : most) + c * (square < one ? one : square)); \
    noise += isRow ? counted : zero;                                                           \
    pearson += isRow ? w * share : zero;                                                       \
    smallest = (isRow & (own < smallest)) ? own : smallest;                                    \
  }
  ALL_LANES(rows, STEP)
#undef STEP
  if (NAME(any)(isOdd)) return 1;
  NAME(gather)(head, tail, &sums->loss, &sums->loss_tail);
  sums->noise += NAME(total)(noise);
  sums->pearson += NAME(total)(pearson);
  UNROLL for (int l = 0; l < LANES; l++)
    if (smallest[l] < sums->smallest) sums->smallest = smallest[l];
  return 0;
}

static int NAME(compact_precise_sums)(const struct glm_compact_rows *rows, const struct glm_compact_terms *terms,
                                      double limit, struct glm_row_sums *sums) {
  return rows->weights ? NAME(compact_weigh_precisely)(rows->weights, terms, rows->rows, limit, sums)
                       : NAME(compact_weigh_precisely)(0, terms, rows->rows, limit, sums);
}

static void NAME(compact_weigh_residuals)(const double *weights, const struct glm_compact_terms *terms, long rows) {
  const vec zero = (vec)(0.0);
#define STEP(isPart)                                                                    \
  {                                                                                     \
    const vec w = READ(weights, isPart), r = READ(terms->residual, isPart);       \
    const wide isRow = w != zero;                                                       \
    const vec product = w * r;                                                          \
    const vec rest = __builtin_elementwise_fma(w, r, -product) + w * READ(terms->residual_low, isPart); \
    WRITE(terms->residual, isRow ? product : zero, isPart)                              \
    WRITE(terms->residual_low, isRow ? rest : zero, isPart)                             \
    WRITE(terms->curvature, isRow ? w * READ(terms->curvature, isPart) : zero, isPart)  \
  }
  ALL_LANES(rows, STEP)
#undef STEP
}

// Gradient and information of rows that are weighed.
static void NAME(compact_precise_products)(const struct glm_compact_rows *rows, const struct glm_compact_terms *terms,
                                           const double *const *low, double *gradient, double *gradient_low,
                                           double *information) {
  const long n = rows->rows, p = rows->column_count;
  for (long j = 0; j < p; j++) gradient[j] = gradient_low[j] = 0;
  NAME(add_precise_transpose)(rows->columns, low, terms->residual, terms->residual_low, p, n, gradient, gradient_low);
  for (long j = 0; j < p; j++) gradient[j] = -(gradient[j] + gradient_low[j]);
  NAME(compact_information)(rows, terms->curvature, information);
}

INLINE void NAME(compact_look)(const double *x, const double *weights, long rows, struct glm_column_survey *survey) {
  const vec zero = (vec)(0.0), largest = (vec)(0x1.fffffffffffffp1023);
  vec sum = zero, low = (vec)(survey->low), high = (vec)(survey->high);
  wide isInfinite = zero != zero;
#define STEP(isPart)                                                        \
  {                                                                         \
    const vec y = READ(x, isPart);                                          \
    const wide isRow = NAME(row_weights)(weights, i, rows, isPart) != zero; \
    isInfinite |= ~(NAME(magnitude)(y) <= largest);                         \
    low = (isRow & (y < low)) ? y : low;                                    \
    high = (isRow & (y > high)) ? y : high;                                 \
    sum += isRow ? y : zero;                                                \
  }
  ALL_LANES(rows, STEP)
#undef STEP
  if (NAME(any)(isInfinite)) survey->is_finite = 0;
  survey->sum += NAME(total)(sum);
  survey->low = __builtin_reduce_min(low);
  survey->high = __builtin_reduce_max(high);
}

static void NAME(compact_look_at_column)(const double *x, const double *weights, long rows,
                                         struct glm_column_survey *survey) {
  if (weights)
    NAME(compact_look)(x, weights, rows, survey);
  else
    NAME(compact_look)(x, 0, rows, survey);
}

static void NAME(compact_look_at_weights)(const double *weights, double *presence, long rows,
                                          struct glm_compact_weights *look) {
  const vec zero = (vec)(0.0), one = (vec)(1.0), infinite = (vec)(__builtin_inf());
  vec head = zero, tail = zero, count = zero, smallest = infinite, largest = zero;
  wide isBad = zero != zero;
#define STEP(isPart)                                                 \
  {                                                                  \
    const vec w = READ(weights, isPart);                             \
    const wide isRow = w > zero;                                     \
    isBad |= ~((w >= zero) & (w < infinite));                        \
    WRITE(presence, isRow ? one : zero, isPart)                      \
    count += isRow ? one : zero;                                     \
    smallest = (isRow & (w < smallest)) ? w : smallest;              \
    largest = w > largest ? w : largest;                             \
    NAME(add_exactly)(&head, &tail, w);                              \
  }
  ALL_LANES(rows, STEP)
#undef STEP
  double total = 0, rest = 0;
  NAME(gather)(head, tail, &total, &rest);
  *look = (struct glm_compact_weights){
      total + rest, __builtin_reduce_min(smallest), __builtin_reduce_max(largest), (long)NAME(total)(count), !NAME(any)(isBad)};
}

static int NAME(compact_has_two_kinds)(const double *response, long rows, double first, double second) {
  const vec a = (vec)(first), b = (vec)(second);
  wide isOther = a != a;
  long i = 0;
  for (; i + LANES <= rows; i += LANES) {
    const vec y = READ(response, 0);
    isOther |= (y != a) & (y != b);
  }
  for (; i < rows; i++)
    if (response[i] != first && response[i] != second) return 0;
  return !NAME(any)(isOther);
}
