// Included once per instruction set after gram_kernels.h: X' diag(w) X of many planes of weights.
//
// With many planes of few columns, the products x_i x_j of the rows are the panel and the planes of weights
// stream past it: every product is made once for all planes, and the tiles are whole although the columns are few.

// panel[t] = the product of columns i and j of pair `first` + t in the order of the packed triangle.
INLINE void NAME(fill_pairs)(const double *const *columns, long i, long j, const int height, struct span rows,
                             double *panel) {
  for (int t = 0; t < height; t++) {
    NAME(fill_panel)(columns + j, columns[i], 1, rows, panel + t * PITCH);
    if (++j > i) {
      i++;
      j = 0;
    }
  }
}

// grams[s * stride + t] += panel[t] . weights[s].
INLINE void NAME(add_pair_tile)(const double *panel, const int height, const double *const *weights,
                                const int width, struct span rows, double *grams, long stride) {
  double sums[ROUNDED(PANEL * STREAM)];
  NAME(tile)(panel, height, weights, width, rows, panel, sums);
  UNROLL for (int s = 0; s < width; s++) {
    UNROLL for (int t = 0; t < height; t++) grams[s * stride + t] += sums[t * width + s];
  }
}

INLINE void NAME(add_pair_tiles)(const double *panel, const int height, const double *const *weights, long count,
                                 struct span rows, double *grams, long stride) {
  long s = 0;
  for (; s + STREAM <= count; s += STREAM)
    NAME(add_pair_tile)(panel, height, weights + s, STREAM, rows, grams + s * stride, stride);
  WITH_CONSTANT(count - s, STREAM - 1,
                NAME(add_pair_tile)(panel, height, weights + s, N, rows, grams + s * stride, stride))
}

// One chunk of planes.
static void NAME(add_gram_pairs)(const double *const *columns, const double *weights, long column_count,
                                 long plane_count, long rows, double *grams) {
  _Alignas(64) double panel[PANEL * PITCH];
  const double *plane[CHUNK];
  for (long q = 0; q < plane_count; q++) plane[q] = weights + q * rows;
  const long pairs = column_count * (column_count + 1) / 2;
  for (long start = 0; start < rows; start += STRIP) {
    const struct span strip = NAME(strip)(start, rows);
    long i = 0, j = 0;
    for (long pair = 0; pair < pairs; pair += PANEL) {
      const long height = pairs - pair < PANEL ? pairs - pair : PANEL;
      NAME(fill_pairs)(columns, i, j, height, strip, panel);
      WITH_CONSTANT(height, PANEL,
                    NAME(add_pair_tiles)(panel, N, plane, plane_count, strip, grams + pair, pairs))
      for (j += PANEL; j > i; i++) j -= i + 1;
    }
  }
}

// Making the products costs as much as seven planes, and what is lost in small and ragged tiles of a triangle of p
// columns is some 8/p of its work (both measured with AVX-512).
static void NAME(add_grams)(const double *const *columns, const double *weights, long column_count,
                            long plane_count, long rows, double *grams) {
  const long pairs = column_count * (column_count + 1) / 2;
  const int isPaired = plane_count >= 12 && plane_count > column_count;
  for (long q = 0; q < plane_count; q += isPaired ? CHUNK : 1) {
    if (isPaired)
      NAME(add_gram_pairs)(columns, weights + q * rows, column_count,
                           plane_count - q < CHUNK ? plane_count - q : CHUNK, rows, grams + q * pairs);
    else
      NAME(add_gram)(columns, weights + q * rows, column_count, rows, grams + q * pairs);
  }
}
