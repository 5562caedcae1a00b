// Included once per instruction set after lanes.h: rows of a triangular factor from those before them.

// A line of the tile has an entry of every row: the rows are solved for side by side, and what one entry leaves of the
// later ones is taken off them at once, so that no subtraction waits for the one before.
static void NAME(solve_factor_rows)(double *const *own, long count, const double *const *earlier, long first,
                                    long earlier_count, const double *products, long pitch) {
  enum { WIDTH = GLM_FACTOR_ROWS / LANES };
  _Alignas(64) double tile[GLM_FACTOR_ROWS * GLM_FACTOR_ROWS];
  for (long k = 0; k < earlier_count; k++) {
    double *line = tile + k * GLM_FACTOR_ROWS;
    for (long t = 0; t < count; t++) line[t] = own[t][first + k] - products[t * pitch + k];
    for (long t = count; t < GLM_FACTOR_ROWS; t++) line[t] = 0;
  }
  for (long k = 0; k < earlier_count; k++) {
    double *line = tile + k * GLM_FACTOR_ROWS;
    const vec pivot = (vec)(earlier[k][first + k]);
    vec solved[WIDTH];
    UNROLL for (int s = 0; s < WIDTH; s++) {
      solved[s] = NAME(load)(line + s * LANES) / pivot;
      NAME(store)(line + s * LANES, solved[s]);
    }
    for (long l = k + 1; l < earlier_count; l++) {
      double *later = tile + l * GLM_FACTOR_ROWS;
      const vec factor = (vec)(earlier[l][first + k]);
      UNROLL for (int s = 0; s < WIDTH; s++)
        NAME(store)(later + s * LANES, NAME(load)(later + s * LANES) - factor * solved[s]);
    }
  }
  for (long k = 0; k < earlier_count; k++)
    for (long t = 0; t < count; t++) own[t][first + k] = tile[k * GLM_FACTOR_ROWS + t];
}
