#ifndef GLM_FACTORS_H
#define GLM_FACTORS_H

#include <stdint.h>

/// A factor in a block of rows: row i has the columns of level codes[i]. Nothing is written out.
struct glm_factor {
  /// The level of each row; below 0 for a row with 0 in every column of the factor (the base of indicators).
  const int32_t *codes;
  long level_count;
  /// Level_count entries for each column, column by column; null where column l is the indicator of level l.
  const double *contrasts;
  long column_count;
  /// The place of the first column among all columns.
  long first;
};

/// eta[i] += sum over c of coefficients[c] * column c of the factor at row i. `scratch` holds level_count doubles.
void glm_add_factor_predictor(const struct glm_factor *factor, const double *coefficients, long rows, double *eta,
                              double *scratch);

/// products[c] += sum over i of column c of the factor at row i * residual[i].
/// `scratch` holds 8 * (level_count + 1) doubles.
void glm_add_factor_product(const struct glm_factor *factor, const double *residual, long rows, double *products,
                            double *scratch);

/// gram[j(j+1)/2 + k] += sum over i of weights[i] * column j at i * column k at i for those pairs k <= j of columns of
/// which one at least belongs to a factor; the other is of a factor or is dense. Dense column d has place places[d],
/// ascending. Where all factors are indicators, a block costs rows * (dense columns + factors) operations, however many
/// levels there are. `scratch` holds glm_factor_gram_scratch(...) doubles.
void glm_add_factor_gram(const struct glm_factor *factors, long factor_count, const double *const *dense,
                         const long *places, long dense_count, const double *weights, long rows, double *gram,
                         double *scratch);

long glm_factor_gram_scratch(const struct glm_factor *factors, long factor_count, long dense_count, long rows);

/// columns[c * stride + i] = entries[i * width + c] - shift[c], for `rows` rows of `width` entries; `shift` may be null.
void glm_transpose(const double *entries, long width, long rows, const double *shift, long stride,
                   double *columns);

#endif
