// Included once per instruction set after gram_kernels.h: X b and X'r for one or several planes.
//
// Both go through a column from its first row to its last, a few columns at once, which is the order that memory
// likes: the predictor kernel is where a pass first meets its columns. The linear predictors or residuals of a block
// stay in the first-level cache.

// Columns at once for one plane.
#define BREADTH 8

// eta_k += sum over s < width of coefficients[k * stride + s] * columns[s], for `height` planes k.
INLINE void NAME(add_columns)(const double *const *columns, const int width, const double *coefficients,
                              long stride, const int height, long rows, double *restrict eta) {
  enum { MOST = PANEL * STREAM > BREADTH ? PANEL * STREAM : BREADTH };
  vec b[MOST], x[BREADTH];
  const double *y[BREADTH];
  UNROLL for (int s = 0; s < width; s++) y[s] = columns[s];
  UNROLL for (int k = 0; k < height; k++) {
    UNROLL for (int s = 0; s < width; s++) b[k * width + s] = (vec)(coefficients[k * stride + s]);
  }
  long i = 0;
  for (; i + LANES <= rows; i += LANES) {
    UNROLL for (int s = 0; s < width; s++) x[s] = NAME(load)(y[s] + i);
    UNROLL for (int k = 0; k < height; k++) {
      vec sum = NAME(load)(eta + k * rows + i);
      UNROLL for (int s = 0; s < width; s++) sum += b[k * width + s] * x[s];
      NAME(store)(eta + k * rows + i, sum);
    }
  }
  if (i < rows) {
    UNROLL for (int s = 0; s < width; s++) x[s] = NAME(load_part)(y[s] + i, 0, rows - i);
    UNROLL for (int k = 0; k < height; k++) {
      vec sum = NAME(load_part)(eta + k * rows + i, 0, rows - i);
      UNROLL for (int s = 0; s < width; s++) sum += b[k * width + s] * x[s];
      NAME(store_part)(eta + k * rows + i, sum, 0, rows - i);
    }
  }
}

static void NAME(add_linear_predictor)(const double *const *columns, const double *coefficients,
                                       long column_count, long rows, double *eta) {
  glm_leave_word(columns, column_count, rows);
  long j = 0;
  for (; j + BREADTH <= column_count; j += BREADTH)
    NAME(add_columns)(columns + j, BREADTH, coefficients + j, 0, 1, rows, eta);
  WITH_CONSTANT(column_count - j, BREADTH - 1, NAME(add_columns)(columns + j, N, coefficients + j, 0, 1, rows, eta))
}

// `height` planes.
INLINE void NAME(add_planes)(const double *const *columns, const double *coefficients, const int height,
                             long column_count, long rows, double *eta) {
  long j = 0;
  for (; j + STREAM <= column_count; j += STREAM)
    NAME(add_columns)(columns + j, STREAM, coefficients + j, column_count, height, rows, eta);
  for (; j < column_count; j++)
    NAME(add_columns)(columns + j, 1, coefficients + j, column_count, height, rows, eta);
}

static void NAME(add_linear_predictors)(const double *const *columns, const double *coefficients,
                                        long column_count, long planes, long rows, double *eta) {
  for (long k = 0; k < planes; k += PANEL) {
    const long height = planes - k < PANEL ? planes - k : PANEL;
    const double *b = coefficients + k * column_count;
    if (height == 1)
      NAME(add_linear_predictor)(columns, b, column_count, rows, eta + k * rows);
    else
      WITH_CONSTANT(height, PANEL, NAME(add_planes)(columns, b, N, column_count, rows, eta + k * rows))
  }
}

// products[s] += columns[s] . residual for s < width, over one strip of rows.
INLINE void NAME(add_dots)(const double *const *columns, const int width, const double *residual,
                           struct span rows, double *products) {
  vec lanes[BREADTH];
  const double *y[BREADTH];
  double sums[ROUNDED(BREADTH)];
  UNROLL for (int s = 0; s < width; s++) {
    y[s] = columns[s];
    lanes[s] = (vec)(0.0);
  }
#define STEP(v, isEdge)                                                                                      \
  {                                                                                                          \
    const vec r = isEdge ? NAME(edge)(residual, rows, v) : NAME(load)(residual + rows.offset + v * LANES);   \
    UNROLL for (int s = 0; s < width; s++)                                                                   \
      lanes[s] += r * (isEdge ? NAME(edge)(y[s], rows, v) : NAME(load)(y[s] + rows.offset + v * LANES));     \
  }
  OVER(rows, STEP)
#undef STEP
  NAME(store_totals)(lanes, width, sums);
  UNROLL for (int s = 0; s < width; s++) products[s] += sums[s];
}

static void NAME(add_transpose_product)(const double *const *columns, const double *residual, long column_count,
                                        long rows, double *products) {
  for (long start = 0; start < rows; start += STRIP) {
    const struct span strip = NAME(strip)(start, rows);
    long j = 0;
    for (; j + BREADTH <= column_count; j += BREADTH)
      NAME(add_dots)(columns + j, BREADTH, residual, strip, products + j);
    WITH_CONSTANT(column_count - j, BREADTH - 1, NAME(add_dots)(columns + j, N, residual, strip, products + j))
  }
}

// Several planes: the residuals are a panel of the tiles of the gram matrix.
static void NAME(add_transpose_products)(const double *const *columns, const double *residual, long column_count,
                                         long planes, long rows, double *products) {
  if (planes == 1 || column_count == 0) {
    if (planes == 1) NAME(add_transpose_product)(columns, residual, column_count, rows, products);
    return;
  }
  _Alignas(64) double panel[PANEL * PITCH];
  for (long start = 0; start < rows; start += STRIP) {
    const struct span strip = NAME(strip)(start, rows);
    for (long k = 0; k < planes; k += PANEL) {
      const long height = planes - k < PANEL ? planes - k : PANEL;
      const double *plane[PANEL];
      double *row[PANEL];
      for (long t = 0; t < height; t++) {
        plane[t] = residual + (k + t) * rows;
        row[t] = products + (k + t) * column_count;
      }
      NAME(fill_panel)(plane, 0, height, strip, panel);
      NAME(add_tiles)(panel, height, columns, column_count, strip, 0, row, 0);
    }
  }
}

// Four sums of lanes, so that additions need not wait for each other.
static double NAME(dot)(const double *a, const double *b, long count) {
  vec lanes[4];
  UNROLL for (int u = 0; u < 4; u++) lanes[u] = (vec)(0.0);
  long i = 0;
  for (; i + 4 * LANES <= count; i += 4 * LANES) {
    UNROLL for (int u = 0; u < 4; u++) lanes[u] += NAME(load)(a + i + u * LANES) * NAME(load)(b + i + u * LANES);
  }
  for (; i + LANES <= count; i += LANES) lanes[0] += NAME(load)(a + i) * NAME(load)(b + i);
  if (i < count) lanes[1] += NAME(load_part)(a + i, 0, count - i) * NAME(load_part)(b + i, 0, count - i);
  return NAME(total)((lanes[0] + lanes[1]) + (lanes[2] + lanes[3]));
}
