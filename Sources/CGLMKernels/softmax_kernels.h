// Softmax against class 0, whose linear predictor is 0. Included once per kernel set after vector_pairs.h.

// Vectors of rows that are done together: planes are then written several lines of cache at a time.
#define STEP 8

// `count` rows from row i on, at most STEP vectors of them; a plane of the block has b->rows rows.
INLINE lanes NAME(softmax_rows)(const struct glm_likelihood_block *b, int classes, long i, int count) {
  const long n = b->rows;
  vec p[GLM_MOST_CLASSES][STEP], complement[GLM_MOST_CLASSES][STEP];
  lanes undone = {};
  const int steps = (count + WIDTH - 1) / WIDTH;
  for (int v = 0; v < steps; v++) {
    const long row = i + v * WIDTH;
    const int rows = count - v * WIDTH < WIDTH ? count - v * WIDTH : WIDTH;
    vec largest = vec_of(0), winner = vec_of(0), size = vec_of(0);
    p[0][v] = vec_of(0);
    for (int k = 1; k < classes; k++) {
      const vec eta = vec_load_rows(b->predictors + (k - 1) * n + row, rows);
      const lanes wins = eta > largest;
      largest = vec_select(wins, eta, largest), winner = vec_select(wins, vec_of(k), winner);
      size = vec_select(vec_abs(eta) < 1e300, size, vec_of(__builtin_nan("")));
      p[k][v] = eta;
    }
    const vec y = vec_load_rows(b->response + row, rows);
    vec rest = vec_of(0), own = vec_of(0);
    for (int k = 0; k < classes; k++) {
      const vec eta = p[k][v], distance = eta - largest, power = vec_exp(distance);
      own = vec_select(y == (double)k, eta, own);
      // The difference of predictors is rounded, and its exponential shows that.
      p[k][v] = vec_fma(power, vec_sum_low(eta, -largest, distance), power);
      rest += vec_select(winner == (double)k, vec_of(0), p[k][v]);
    }
    // -log p of the class that happened; NaN where a predictor is too large.
    const vec loss = (vec_log1p(rest) - (own - largest)) + size;
    undone |= loss != loss;
    vec_store_rows(b->loss + row, loss, rows);
    if (b->order < 1) continue;
    const vec total = 1.0 + rest, inverse = vec_ratio(vec_of(1), total);
    for (int k = 1; k < classes; k++) {
      const lanes wins = winner == (double)k;
      complement[k][v] = vec_select(wins, rest, total - p[k][v]) * inverse;
      p[k][v] = vec_select(wins, inverse, p[k][v] * inverse);
      const vec residual = vec_select(y == (double)k, complement[k][v], 0.0 - p[k][v]);
      vec_store_rows(b->residual + (k - 1) * n + row, residual, rows);
    }
  }
  if (b->order < 2) return undone;
  double *to = b->curvature + i;
  for (int k = 1; k < classes; k++)
    for (int l = 1; l <= k; l++, to += n)
      for (int v = 0; v < steps; v++) {
        const int rows = count - v * WIDTH < WIDTH ? count - v * WIDTH : WIDTH;
        const vec value = l == k ? p[k][v] * complement[k][v] : 0.0 - p[k][v] * p[l][v];
        vec_store_rows(to + v * WIDTH, value, rows);
      }
  return undone;
}

static int NAME(softmax)(const struct glm_likelihood_block *b, int classes) {
  lanes undone = {};
  long i = 0;
  for (; i + STEP * WIDTH <= b->rows; i += STEP * WIDTH) undone |= NAME(softmax_rows)(b, classes, i, STEP * WIDTH);
  if (i < b->rows) undone |= NAME(softmax_rows)(b, classes, i, (int)(b->rows - i));
  return vec_any(undone);
}
#undef STEP

static int (*const NAME(softmaxes)[1])(const struct glm_likelihood_block *, int) = {NAME(softmax)};
