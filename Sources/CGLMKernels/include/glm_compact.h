#ifndef GLM_COMPACT_H
#define GLM_COMPACT_H

/// Kernels of small fits: all rows in one block.

/// The rows: columns by address, and one weight a row, null for 1.
struct glm_compact_rows {
  const double *const *columns;
  long column_count, rows;
  const double *weights;
};

/// What a likelihood says of them, one number a row.
struct glm_compact_terms {
  const double *loss, *predictors;
  double *residual, *residual_low, *curvature;
};

/// eta[i] = start[i] + sum over j of coefficients[j] * columns[j][i]; null `start` is 0.
void glm_compact_predictor(const struct glm_compact_rows *rows, const double *coefficients, const double *start,
                           double *eta);

/// Multiplies residuals and curvatures by the weights, a row of weight 0 giving 0, and adds up loss, rounding and, to a few
/// digits, noise; gradient = -X'r and, unless null, information = X' diag(c) X as a packed triangle.
void glm_compact_sums(const struct glm_compact_rows *rows, const struct glm_compact_terms *terms, double limit,
                      struct glm_row_sums *sums, double *gradient, double *information);

/// Adds up loss, noise (a predictor counting as 1 at least), pearson and smallest of terms that are not weighed yet; not 0,
/// and nothing of use, where a row with weight is at the ends of the range of numbers.
int glm_compact_precise_sums(const struct glm_compact_rows *rows, const struct glm_compact_terms *terms, double limit,
                             struct glm_row_sums *sums);

/// Multiplies residuals, in twice the precision, and curvatures by the weights.
void glm_compact_weigh_residuals(const double *weights, const struct glm_compact_terms *terms, long rows);

/// gradient = -X'(r + r_low) by products in twice the precision, information = X' diag(c) X; `low` has the low parts of the
/// columns, null for none.
void glm_compact_precise_products(const struct glm_compact_rows *rows, const struct glm_compact_terms *terms,
                                  const double *const *low, double *gradient, double *gradient_low,
                                  double *information);

/// A = L D L' of a packed lower triangle, whose rows before `first` are factored already: L, whose diagonal is 1 and not
/// stored, and 1/D. Returns the smallest pivot of the rows from there on, each D over the diagonal of A; -1 where one is not
/// above `tolerance` or the diagonal is not of positive finite numbers.
double glm_compact_factor(const double *matrix, long order, long first, double tolerance, double *factor,
                          double *reciprocal);

/// x = sign A^-1 b, which may be b; returns b' A^-1 b.
double glm_compact_solve(const double *factor, const double *reciprocal, long order, const double *b, double sign,
                         double *x);

/// A^-1 as a packed lower triangle; `room` is for as many numbers.
void glm_compact_invert(const double *factor, const double *reciprocal, long order, double *result, double *room);

/// As glm_survey_column, but that the sum is a plain one and `is_whole` is left as it is.
void glm_compact_look_at_column(const double *x, const double *weights, long rows, struct glm_column_survey *survey);

/// What one look at weights tells.
struct glm_compact_weights {
  /// Their sum, the smallest above 0 and the largest.
  double total, smallest, largest;
  /// How many are above 0.
  long present;
  /// Whether all are finite and none is negative.
  int is_possible;
};

/// Looks at weights; presence[i] = 1 where a weight is above 0, else 0.
void glm_compact_look_at_weights(const double *weights, double *presence, long rows, struct glm_compact_weights *look);

/// Whether every response is `first` or `second`.
int glm_compact_has_two_kinds(const double *response, long rows, double first, double second);

#endif
