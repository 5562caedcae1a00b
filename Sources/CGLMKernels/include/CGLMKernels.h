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

/// gram[j(j+1)/2 + k] += sum over i of columns[j][i] * weights[i] * columns[k][i] for k <= j. Null `weights` are 1, and
/// cost no multiplication.
void glm_add_gram(const double *const *columns, const double *weights, long column_count, long rows,
                  double *gram);

/// The same, faster for 128 columns and more with AVX-512 where no weight is below 0: columns are copied into `room`, which has
/// glm_gram_room doubles (null where that is 0), 128 rows at a time.
void glm_add_gram_in(const double *const *columns, const double *weights, long column_count, long rows, double *gram,
                     double *room);
long glm_gram_room(long column_count);

/// The largest of 7 bits.
enum { GLM_LARGEST_DIGIT = 127 };

/// About the same, for a step that is corrected by others: in strips of 512 rows, columns times the roots of the weights, which
/// are not below 0, are rounded to whole numbers of GLM_LARGEST_DIGIT at most, of a unit of their own, whose products are summed exactly.
/// At 400 columns four to five times as fast where the machine multiplies bytes (AVX-512 VNNI), about twice elsewhere.
///
/// An entry is off by a few thousandths of what its columns' lengths multiply to at worst, where a row in 500 holds nearly all of
/// a column, and by their hundred-thousandths over many rows of ordinary columns. `room` has glm_rounded_gram_room doubles.
void glm_add_rounded_gram(const double *const *columns, const double *weights, long column_count, long rows,
                          double *gram, double *room);
long glm_rounded_gram_room(long column_count);

/// products[j * pitch + k] += sum over i of a[j][i] * b[k][i].
void glm_add_cross_products(const double *const *a, long a_count, const double *const *b, long b_count, long rows,
                            double *products, long pitch);

/// Rows of a factor that are solved for at a time.
enum { GLM_FACTOR_ROWS = 24 };

/// The entries from `first` on of `count` rows of a triangular factor, which are those of the matrix before: entry k is what
/// products[t * pitch + k - first], of the entries before `first`, and the entries from there to k, times those of
/// earlier[k - first], leave of it, over the last of that. At most GLM_FACTOR_ROWS of either.
void glm_solve_factor_rows(double *const *own, long count, const double *const *earlier, long first, long earlier_count,
                           const double *products, long pitch);

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

/// eta[k * rows + i] += sum over j of coefficients[k * column_count + j] * columns[j][i], for each of `planes` planes.
void glm_add_linear_predictors(const double *const *columns, const double *coefficients, long column_count,
                               long planes, long rows, double *eta);

/// products[k * column_count + j] += sum over i of columns[j][i] * residual[k * rows + i], for each of `planes` planes.
void glm_add_transpose_products(const double *const *columns, const double *residual, long column_count,
                                long planes, long rows, double *products);

/// grams[q * T + j(j+1)/2 + k] += sum over i of columns[j][i] * weights[q * rows + i] * columns[k][i], k <= j, for each of
/// `plane_count` planes of weights, T = p(p+1)/2. Loads of the columns are shared between planes.
void glm_add_grams(const double *const *columns, const double *weights, long column_count, long plane_count,
                   long rows, double *grams);

/// (heads[i], tails[i]) += x[i], each a compensated sum (Knuth's exact sum of two numbers).
void glm_compensated_add(double *heads, double *tails, const double *x, long count);

/// What a pass adds up of the rows of a block besides products with columns.
struct glm_row_sums {
  /// Sum of w * loss, compensated.
  double loss, loss_tail;
  /// Sum of |w loss| and of |w r eta|.
  double rounding;
  /// Sum of min(r^2/c, limit) + c eta^2 and of r^2/c, w included, over rows with c > 0.
  double noise, pearson;
  /// The smallest |w c| of a row with w != 0.
  double smallest;
};

/// Adds the losses of rows with weight; `weights` may be null for weight 1.
void glm_weigh_losses(const double *weights, const double *loss, long rows, struct glm_row_sums *sums);

/// Multiplies residuals, and curvatures unless null, of one plane by the weights (null for 1), a row of weight 0 giving 0
/// whatever it holds, and adds up rounding, noise, pearson and smallest. A NaN in a residual shows in `rounding`.
void glm_weigh_plane(const double *weights, const double *predictors, double *residual, double *curvature,
                     long rows, double limit, struct glm_row_sums *sums);

/// x[i] *= weights[i], 0 where the weight is 0 whatever x holds.
void glm_weigh(const double *weights, double *x, long rows);

/// What one look at a column tells; `low` starts at +inf, `high` at -inf, the flags at 1.
struct glm_column_survey {
  /// The smallest and largest entry of a row with weight.
  double low, high;
  /// The sum of the entries of rows with weight, compensated.
  double sum, sum_tail;
  /// Whether every entry is finite, and whether every entry of a row with weight is whole.
  int is_finite, is_whole;
};

/// Rows from the first of a block to that of the next one that this thread is going to read; 0 where that comes right after. A hint.
void glm_set_step(long rows);

/// Looks at the rows of a column; `weights` may be null.
void glm_survey_column(const double *x, const double *weights, long rows, struct glm_column_survey *survey);

/// Which kernels run: "avx512", "avx2" or "baseline".
const char *glm_kernel_set(void);

/// Whether the machine has the kernel set `name`.
int glm_has_kernel_set(const char *name);

/// Makes every kernel run in the set `name` from now on, in the whole process; null for the best there is. 0 where the
/// machine does not have it. For tests and benchmarks. A process begins with the set that GLM_KERNEL_SET in its environment names.
int glm_force_kernel_set(const char *name);

/// The same for the calling thread alone, whatever is forced for the process.
int glm_force_kernel_set_here(const char *name);

#include "glm_compact.h"
#include "glm_probes.h"
#include "glm_likelihoods.h"
#include "glm_factors.h"

#endif
