// Included once per instruction set after lanes.h: the packed triangle of X' diag(w) X.
//
// Dot products down the rows, PANEL weighted columns times STREAM columns at once: as many accumulators as there are
// registers for, so that each load serves several of them and the latency of an addition is hidden. The panel is
// weighted once and lies in the first-level cache while the other columns stream past it. Nothing is packed: copying
// a column to memory of ours costs as much as a dozen products with it (measured).

#if LANES == 8 || defined(__aarch64__)
#define PANEL 6
#define STREAM 4
#else
#define PANEL 4
#define STREAM 3
#endif
// No lane adds more than 64 products before it is added to the others, whatever the set.
#define STRIP (64 * LANES)
// Columns of a panel are not a whole number of pages apart, which would put them in each other's way in the cache.
#define PITCH (STRIP + 3 * LANES)
// Columns that panels are multiplied with before the next ones: they stay in the second-level cache.
#define CHUNK (32 * PANEL)
#define PANEL_PAIRS (PANEL * (PANEL + 1) / 2)
#define ROUNDED(n) (((n) + LANES - 1) / LANES * LANES)

// The rows of a strip in vectors, from its first row on wherever that lies in memory: the same rows give the same bits.
#define span NAME(span)
struct span {
  // Where the strip starts in a column, its rows and its vectors.
  long offset, end, vectors;
};

// The strip of rows from `start`.
INLINE struct span NAME(strip)(long start, long rows) {
  const long count = rows - start < STRIP ? rows - start : STRIP;
  return (struct span){start, count, (count + LANES - 1) / LANES};
}

// Vector v, the last one, of a column that starts at x; zeros beyond the strip.
INLINE vec NAME(edge)(const double *x, struct span rows, long v) {
  const long left = rows.end - v * LANES;
  return NAME(load_part)(x + rows.offset + v * LANES, 0, left < LANES ? left : LANES);
}

// Runs `step(v, whether it is the last vector and not whole)` over the vectors of a strip.
#define OVER(rows, step)                                                          \
  {                                                                               \
    long v = 0;                                                                   \
    for (const long whole = rows.end / LANES; v < whole; v++) step(v, 0);         \
    if (v < rows.vectors) step(v, 1);                                             \
  }

// sums[t * width + s] = a_t . b_s for the columns a_t of a panel and `width` others; `ahead` is fetched meanwhile.
INLINE void NAME(tile)(const double *panel, const int height, const double *const *b, const int width,
                       struct span rows, const double *ahead, double *sums) {
  vec lanes[PANEL * STREAM], x[STREAM];
  const double *y[STREAM];
  UNROLL for (int i = 0; i < height * width; i++) lanes[i] = (vec)(0.0);
  UNROLL for (int s = 0; s < width; s++) y[s] = b[s];
#define STEP(v, isEdge)                                                                         \
  {                                                                                             \
    __builtin_prefetch(ahead + v * LANES, 0, 2);                                                \
    UNROLL for (int s = 0; s < width; s++)                                                      \
      x[s] = isEdge ? NAME(edge)(y[s], rows, v) : NAME(load)(y[s] + rows.offset + v * LANES);   \
    UNROLL for (int t = 0; t < height; t++) {                                                   \
      const vec z = NAME(load)(panel + t * PITCH + v * LANES);                                  \
      UNROLL for (int s = 0; s < width; s++) lanes[t * width + s] += z * x[s];                  \
    }                                                                                           \
  }
  OVER(rows, STEP)
#undef STEP
  NAME(store_totals)(lanes, height * width, sums);
}

// panel = columns times weights (null for 1), zeros beyond the strip.
static void NAME(fill_panel)(const double *const *columns, const double *weights, int height, struct span rows,
                             double *panel) {
  for (int t = 0; t < height; t++) {
    const double *x = columns[t];
    double *z = panel + t * PITCH;
#define STEP(v, isEdge)                                                                          \
  {                                                                                              \
    vec y = isEdge ? NAME(edge)(x, rows, v) : NAME(load)(x + rows.offset + v * LANES);           \
    if (weights)                                                                                 \
      y *= isEdge ? NAME(edge)(weights, rows, v) : NAME(load)(weights + rows.offset + v * LANES);\
    NAME(store)(z + v * LANES, y);                                                               \
  }
    OVER(rows, STEP)
#undef STEP
  }
}

// Adds the products of `height` weighted columns among themselves, the triangle at (j, j) of the gram matrix of which
// gram[t] is row j + t, and keeps the weighted columns in the panel unless that is null.
INLINE void NAME(add_triangle)(const double *const *columns, const double *weights, const int height,
                               struct span rows, const double *ahead, double *panel, double *const *gram, long j) {
  vec lanes[PANEL_PAIRS], x[PANEL], w = (vec)(1.0);
  double sums[ROUNDED(PANEL_PAIRS)];
  const double *y[PANEL];
  UNROLL for (int i = 0; i < height * (height + 1) / 2; i++) lanes[i] = (vec)(0.0);
  UNROLL for (int t = 0; t < height; t++) y[t] = columns[t];
#define STEP(v, isEdge)                                                                           \
  {                                                                                               \
    __builtin_prefetch(ahead + v * LANES, 0, 2);                                                  \
    if (weights)                                                                                  \
      w = isEdge ? NAME(edge)(weights, rows, v) : NAME(load)(weights + rows.offset + v * LANES);  \
    UNROLL for (int t = 0; t < height; t++)                                                       \
      x[t] = isEdge ? NAME(edge)(y[t], rows, v) : NAME(load)(y[t] + rows.offset + v * LANES);     \
    UNROLL for (int t = 0; t < height; t++) {                                                     \
      const vec z = weights ? w * x[t] : x[t];                                                    \
      if (panel) NAME(store)(panel + t * PITCH + v * LANES, z);                                   \
      UNROLL for (int s = 0; s <= t; s++) lanes[t * (t + 1) / 2 + s] += z * x[s];                 \
    }                                                                                             \
  }
  OVER(rows, STEP)
#undef STEP
  NAME(store_totals)(lanes, height * (height + 1) / 2, sums);
  UNROLL for (int t = 0; t < height; t++) {
    UNROLL for (int s = 0; s <= t; s++) gram[t][j + s] += sums[t * (t + 1) / 2 + s];
  }
}

// `height` columns of a panel times `width` columns, added to the entries from k of the rows of a matrix.
INLINE void NAME(add_tile)(const double *panel, const int height, const double *const *b, const int width,
                           struct span rows, struct glm_feed *ahead, double *const *matrix, long k) {
  double sums[ROUNDED(PANEL * STREAM)];
  NAME(tile)(panel, height, b, width, rows, glm_take(ahead, rows.offset, panel), sums);
  UNROLL for (int t = 0; t < height; t++) {
    UNROLL for (int s = 0; s < width; s++) matrix[t][k + s] += sums[t * width + s];
  }
}

INLINE void NAME(add_tiles_of)(const double *panel, const int height, const double *const *b, long count,
                               struct span rows, struct glm_feed *ahead, double *const *matrix, long k) {
  long s = 0;
  for (; s + STREAM <= count; s += STREAM)
    NAME(add_tile)(panel, height, b + s, STREAM, rows, ahead, matrix, k + s);
  WITH_CONSTANT(count - s, STREAM - 1, NAME(add_tile)(panel, height, b + s, N, rows, ahead, matrix, k + s))
}

// `height` columns of a panel times `count` columns.
static void NAME(add_tiles)(const double *panel, long height, const double *const *b, long count, struct span rows,
                            struct glm_feed *ahead, double *const *matrix, long k) {
  WITH_CONSTANT(height, PANEL, NAME(add_tiles_of)(panel, N, b, count, rows, ahead, matrix, k))
}

// The triangle of the first, ragged, panel.
static void NAME(add_first_triangle)(const double *const *columns, const double *weights, long height,
                                     struct span rows, const double *ahead, double *const *gram) {
  if (weights) {
    WITH_CONSTANT(height, PANEL, NAME(add_triangle)(columns, weights, N, rows, ahead, 0, gram, 0))
  } else {
    WITH_CONSTANT(height, PANEL, NAME(add_triangle)(columns, 0, N, rows, ahead, 0, gram, 0))
  }
}

// The first panel is what is left over of p / PANEL, so that all the others are whole.
static void NAME(add_gram_strip)(const double *const *columns, const double *weights, long column_count,
                                 struct span rows, struct glm_feed ahead, double *gram) {
  _Alignas(64) double panel[PANEL * PITCH];
  double *row[PANEL];
  const long first = (column_count - 1) % PANEL + 1;
  UNROLL for (int t = 0; t < PANEL; t++) row[t] = gram + t * (t + 1) / 2;
  NAME(add_first_triangle)(columns, weights, first, rows, glm_take(&ahead, rows.offset, panel), row);
  for (long start = 0; start < column_count; start += CHUNK) {
    const long end = start + CHUNK < column_count ? start + CHUNK : column_count;
    for (long j = first; j < column_count; j += PANEL) {
      if (j < start) continue;
      UNROLL for (int t = 0; t < PANEL; t++) row[t] = gram + (j + t) * (j + t + 1) / 2;
      if (j < end && weights)
        NAME(add_triangle)(columns + j, weights, PANEL, rows, glm_take(&ahead, rows.offset, panel), panel, row, j);
      else if (j < end)
        NAME(add_triangle)(columns + j, 0, PANEL, rows, glm_take(&ahead, rows.offset, panel), panel, row, j);
      else
        NAME(fill_panel)(columns + j, weights, PANEL, rows, panel);
      const long last = j < end ? j : end;
      if (last > start) NAME(add_tiles)(panel, PANEL, columns + start, last - start, rows, &ahead, row, start);
    }
  }
}

static void NAME(add_gram)(const double *const *columns, const double *weights, long column_count, long rows,
                           double *gram) {
  if (column_count == 0) return;
  const struct glm_feed ahead = glm_feed(columns, column_count, rows, glm_ahead.fits ? GLM_AHEAD_LIMIT : 0);
  for (long start = 0; start < rows; start += STRIP) {
    NAME(add_gram_strip)(columns, weights, column_count, NAME(strip)(start, rows), ahead, gram);
  }
}

// products[j * pitch + k] += a_j . b_k.
static void NAME(add_cross_products)(const double *const *a, long a_count, const double *const *b, long b_count,
                                     long rows, double *products, long pitch) {
  _Alignas(64) double panel[PANEL * PITCH];
  double *row[PANEL] = {0};
  for (long start = 0; start < rows; start += STRIP) {
    const struct span strip = NAME(strip)(start, rows);
    for (long j = 0; j < a_count; j += PANEL) {
      const long height = a_count - j < PANEL ? a_count - j : PANEL;
      for (long t = 0; t < height; t++) row[t] = products + (j + t) * pitch;
      NAME(fill_panel)(a + j, 0, height, strip, panel);
      NAME(add_tiles)(panel, height, b, b_count, strip, 0, row, 0);
    }
  }
}
