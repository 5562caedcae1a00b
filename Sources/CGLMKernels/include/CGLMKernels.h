#ifndef CGLM_KERNELS_H
#define CGLM_KERNELS_H

/// Block kernels on columns given by address: each column has `rows` consecutive doubles, and no output
/// overlaps an input. The instruction set is chosen once per process from what the machine has.

/// eta[i] += sum over j of coefficients[j] * columns[j][i].
void glm_add_linear_predictor(const double *const *columns, const double *coefficients, long column_count,
                              long rows, double *eta);

/// products[j] += sum over i of columns[j][i] * residual[i].
void glm_add_transpose_product(const double *const *columns, const double *residual, long column_count,
                               long rows, double *products);

/// gram[j(j+1)/2 + k] += sum over i of columns[j][i] * weights[i] * columns[k][i] for k <= j.
/// `scratch` holds 4 * rows doubles.
void glm_add_gram(const double *const *columns, const double *weights, long column_count, long rows,
                  double *gram, double *scratch);

/// Sum over i of a[i] * b[i].
double glm_dot(const double *a, const double *b, long count);

/// (eta[i], eta_low[i]) += sum over j of columns[j][i] * coefficients[j] in twice the precision: every factor is a sum
/// high + low, and so is the result. `low` may be null for columns without low parts.
void glm_add_precise_predictor(const double *const *high, const double *const *low, const double *coefficients,
                               const double *coefficients_low, long column_count, long rows, double *eta,
                               double *eta_low);

/// (sums[j], sums_low[j]) += sum over i of columns[j][i] * residual[i] in twice the precision.
void glm_add_precise_transpose(const double *const *high, const double *const *low, const double *residual,
                               const double *residual_low, long column_count, long rows, double *sums,
                               double *sums_low);

/// Which kernels run: "avx512", "avx2" or "baseline".
const char *glm_kernel_set(void);

#endif
