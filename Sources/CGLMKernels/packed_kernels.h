// Included for the set of 8 LANES after gram_kernels.h: the packed triangle of X' diag(w) X of many columns.
//
// Columns times the roots of the weights are copied a strip of rows at a time, row by row in panels of LANES columns, which
// costs as much as a dozen products with each of them. After that a lane holds an entry of the triangle: nothing is added up
// across lanes, and the columns that a tile repeats in all lanes are read from next to each other. With half as wide vectors it is no
// faster than what reads the columns where they lie (measured).
#include "transpose_kernels.h"

// Panels of a tile: with LANES columns each repeated, as many as there are registers for.
#define BROAD 3
// Columns of the next block that a tile asks for at most.
#define MOST_OF_TILE 4

// The panel of the first of `left` columns times `roots`, which has zeros beyond the rows up to a whole vector.
static void NAME(pack_panel)(const double *const *columns, long left, const double *roots, long start, long rows,
                             double *panel) {
  const double *x[LANES];
  UNROLL for (int t = 0; t < LANES; t++) x[t] = columns[t < left ? t : 0] + start;
  for (long i = 0; i < rows; i += LANES) {
    vector8 v[LANES];
    const vec root = NAME(load)(roots + i);
    UNROLL for (int t = 0; t < LANES; t++) {
      const vec y = i + LANES <= rows ? NAME(load)(x[t] + i) : NAME(load_part)(x[t] + i, 0, rows - i);
      v[t] = (vector8)(y * root);
    }
    NAME(transpose8)(v);
    UNROLL for (int t = 0; t < LANES; t++) NAME(store)(panel + (i + t) * LANES, (vec)v[t]);
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
      UNROLL for (int s = 0; s < width; s++) x[s] = NAME(load)(broad + (s * GLM_PACKED_STRIP + i + l) * LANES);
      UNROLL for (int t = 0; t < computed; t++) {
        const vec y = (vec)(tall[(i + l) * LANES + t]);
        UNROLL for (int s = 0; s < width; s++) sums[t][s] += y * x[s];
      }
    }
  }
  UNROLL for (int t = 0; t < computed; t++) {
    if (t >= height) break;
    double *row = gram + (j + t) * (j + t + 1) / 2 + k;
    UNROLL for (int s = 0; s < width; s++) NAME(add_part)(row + s * LANES, sums[t][s], j + t + 1 - k - s * LANES);
  }
}

// Of the next block each tile fetches `a_tile` columns of what there is.
static void NAME(add_packed_strip)(const double *const *columns, const double *weights, long count, long start, long rows,
                                   struct glm_feed feed, long a_tile, double *gram, double *panels) {
  _Alignas(64) double roots[GLM_PACKED_STRIP];
  for (long i = 0; i < GLM_PACKED_STRIP; i++)
    roots[i] = i < rows ? weights ? __builtin_sqrt(weights[start + i]) : 1 : 0;
  const long whole = (rows + LANES - 1) / LANES * LANES;
  for (long j = 0; j < count; j += LANES)
    NAME(pack_panel)(columns + j, count - j, roots, start, rows, panels + j * GLM_PACKED_STRIP);
  for (long k = 0; k < count; k += BROAD * LANES) {
    const double *broad = panels + k * GLM_PACKED_STRIP;
    for (long j = k; j < count; j += LANES) {
      const double *tall = panels + j * GLM_PACKED_STRIP, *ahead[MOST_OF_TILE];
      int asked = 0;
      while (asked < a_tile && feed.next < feed.end) ahead[asked++] = glm_take(&feed, start, 0);
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
  // The rows of a strip are not needed any more when they are packed.
  const struct glm_feed feed = glm_feed(columns, count, rows, GLM_AHEAD_AFTER);
  const long panel_count = (count + LANES - 1) / LANES;
  const long tiles = panel_count * (panel_count + BROAD) / (2 * BROAD) + 1;
  const long wanted = (feed.end - feed.next + tiles - 1) / tiles, a_tile = wanted < MOST_OF_TILE ? wanted : MOST_OF_TILE;
  for (long start = 0; start < rows; start += GLM_PACKED_STRIP) {
    const long own = rows - start < GLM_PACKED_STRIP ? rows - start : GLM_PACKED_STRIP;
    NAME(add_packed_strip)(columns, weights, count, start, own, feed, a_tile, gram, panels);
  }
}

#undef BROAD
#undef MOST_OF_TILE
