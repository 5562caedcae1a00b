// Included for the set of 8 LANES after gram_kernels.h: the packed triangle of X' diag(w) X of many columns.
//
// Columns times the roots of the weights are copied a strip of rows at a time, row by row in panels of LANES columns, which
// costs as much as a dozen products with each of them. After that a lane holds an entry of the triangle: nothing is added up
// across lanes, and the columns that a tile repeats in all lanes are read from next to each other. With half as wide vectors it is no
// faster than what reads the columns where they lie (measured).

// Rows of a strip: no lane adds more products before they are added to the others.
#define PACKED_STRIP GLM_PACKED_STRIP
// Panels of a tile: with LANES columns each repeated, as many as there are registers for.
#define BROAD 3
// Columns of the next block that a tile asks for at most.
#define MOST_OF_TILE 4

// Rows of LANES vectors become their columns.
INLINE void NAME(transpose_lanes)(vec v[LANES]) {
  vec s[LANES], t[LANES];
  UNROLL for (int i = 0; i < 8; i += 2) {
    s[i] = __builtin_shufflevector(v[i], v[i + 1], 0, 8, 2, 10, 4, 12, 6, 14);
    s[i + 1] = __builtin_shufflevector(v[i], v[i + 1], 1, 9, 3, 11, 5, 13, 7, 15);
  }
  UNROLL for (int i = 0; i < 8; i += 4) {
    UNROLL for (int j = 0; j < 2; j++) {
      t[i + j] = __builtin_shufflevector(s[i + j], s[i + j + 2], 0, 1, 8, 9, 4, 5, 12, 13);
      t[i + j + 2] = __builtin_shufflevector(s[i + j], s[i + j + 2], 2, 3, 10, 11, 6, 7, 14, 15);
    }
  }
  UNROLL for (int j = 0; j < 4; j++) {
    v[j] = __builtin_shufflevector(t[j], t[j + 4], 0, 1, 2, 3, 8, 9, 10, 11);
    v[j + 4] = __builtin_shufflevector(t[j], t[j + 4], 4, 5, 6, 7, 12, 13, 14, 15);
  }
}

// The panel of the first of `left` columns times `roots`, which has zeros beyond the rows up to a whole vector.
static void NAME(pack_panel)(const double *const *columns, long left, const double *roots, long start, long rows,
                             double *panel) {
  const double *x[LANES];
  UNROLL for (int t = 0; t < LANES; t++) x[t] = columns[t < left ? t : 0] + start;
  for (long i = 0; i < rows; i += LANES) {
    vec v[LANES];
    const vec root = NAME(load)(roots + i);
    UNROLL for (int t = 0; t < LANES; t++) {
      v[t] = i + LANES <= rows ? NAME(load)(x[t] + i) : NAME(load_part)(x[t] + i, 0, rows - i);
      v[t] *= root;
    }
    NAME(transpose_lanes)(v);
    UNROLL for (int t = 0; t < LANES; t++) NAME(store)(panel + (i + t) * LANES, v[t]);
  }
}

// Adds the products of the first `height` columns of the panel `tall`, of which `computed` are multiplied, with those of `width`
// panels from `broad` on to the entries from k of the rows from j of the triangle. `rows` is a whole number of vectors; of the next block
// the same rows of `ahead` are fetched meanwhile.
INLINE void NAME(add_packed_tile)(const double *tall, const int computed, const double *broad, const int width, long rows,
                                  const double *const *ahead, int ahead_count, double *gram, long j, long height, long k) {
  vec sums[LANES][BROAD], x[BROAD];
  UNROLL for (int t = 0; t < computed; t++) UNROLL for (int s = 0; s < width; s++) sums[t][s] = (vec)(0.0);
  for (long t = 0; t < height; t++) {
    const double *row = gram + (j + t) * (j + t + 1) / 2 + k;
    UNROLL for (int s = 0; s <= width; s++) __builtin_prefetch(row + s * LANES, 1, 3);
  }
  for (long i = 0; i < rows; i += LANES) {
    for (int a = 0; a < ahead_count; a++) __builtin_prefetch(ahead[a] + i, 0, 2);
    UNROLL for (int l = 0; l < LANES; l++) {
      UNROLL for (int s = 0; s < width; s++) x[s] = NAME(load)(broad + (s * PACKED_STRIP + i + l) * LANES);
      UNROLL for (int t = 0; t < computed; t++) {
        const vec y = (vec)(tall[(i + l) * LANES + t]);
        UNROLL for (int s = 0; s < width; s++) sums[t][s] += y * x[s];
      }
    }
  }
  UNROLL for (int t = 0; t < computed; t++) {
    if (t >= height) break;
    double *row = gram + (j + t) * (j + t + 1) / 2 + k;
    UNROLL for (int s = 0; s < width; s++) {
      const long left = j + t + 1 - k - s * LANES;
      if (left >= LANES)
        NAME(store)(row + s * LANES, NAME(load)(row + s * LANES) + sums[t][s]);
      else if (left > 0)
        NAME(store_part)(row + s * LANES, NAME(load_part)(row + s * LANES, 0, left) + sums[t][s], 0, left);
    }
  }
}

// Columns `next` to `end` of the next block are fetched, `a_tile` at a time.
static void NAME(add_packed_strip)(const double *const *columns, const double *weights, long count, long start, long rows,
                                   long next, long end, long a_tile, double *gram, double *panels) {
  _Alignas(64) double roots[PACKED_STRIP];
  for (long i = 0; i < PACKED_STRIP; i++)
    roots[i] = i < rows ? weights ? __builtin_sqrt(weights[start + i]) : 1 : 0;
  const long whole = (rows + LANES - 1) / LANES * LANES;
  for (long j = 0; j < count; j += LANES)
    NAME(pack_panel)(columns + j, count - j, roots, start, rows, panels + j * PACKED_STRIP);
  for (long k = 0; k < count; k += BROAD * LANES) {
    const double *broad = panels + k * PACKED_STRIP;
    for (long j = k; j < count; j += LANES) {
      const double *tall = panels + j * PACKED_STRIP, *ahead[MOST_OF_TILE];
      int asked = 0;
      for (; asked < a_tile && next < end; asked++) ahead[asked] = glm_ahead.next[next++] + start;
      // Beyond the diagonal there is nothing to add.
      const long diagonal = (j - k) / LANES + 1, width = diagonal < BROAD ? diagonal : BROAD;
      const long left = count - j, height = left < LANES ? left : LANES;
      // A column or two that are left over of the panels are not worth a whole tile.
      if (left > 2) {
        WITH_CONSTANT(width, BROAD,
                      NAME(add_packed_tile)(tall, LANES, broad, N, whole, ahead, asked, gram, j, height, k))
      } else {
        WITH_CONSTANT(width, BROAD, NAME(add_packed_tile)(tall, 2, broad, N, whole, ahead, asked, gram, j, height, k))
      }
    }
  }
}

// Weights, null for 1, are not below 0.
static void NAME(add_packed_gram)(const double *const *columns, const double *weights, long count, long rows,
                                  double *gram, double *panels) {
  long next = 0, end = 0, a_tile = 0;
  // The rows of a strip are not needed any more when they are packed.
  if (glm_is_word(columns, count, rows) && count * rows <= GLM_AHEAD_AFTER) {
    const long panel_count = (count + LANES - 1) / LANES;
    const long tiles = panel_count * (panel_count + BROAD) / (2 * BROAD) + 1;
    next = glm_ahead.asked, end = count;
    a_tile = (end - next + tiles - 1) / tiles;
    if (a_tile > MOST_OF_TILE) a_tile = MOST_OF_TILE;
  }
  for (long start = 0; start < rows; start += PACKED_STRIP) {
    const long own = rows - start < PACKED_STRIP ? rows - start : PACKED_STRIP;
    NAME(add_packed_strip)(columns, weights, count, start, own, next, end, a_tile, gram, panels);
  }
}

#undef PACKED_STRIP
#undef BROAD
#undef MOST_OF_TILE
