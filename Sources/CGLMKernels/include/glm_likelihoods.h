#ifndef CGLM_LIKELIHOODS_H
#define CGLM_LIKELIHOODS_H

/// The rows of a block for a likelihood of one linear predictor: each array has `rows` doubles, and no output overlaps an
/// input.
struct glm_likelihood_block {
  const double *response;
  /// Null for one trial a row; only successes of trials have them.
  const double *trials;
  const double *predictors;
  /// What the likelihood has of its own, as theta of the negative binomial.
  double parameter;
  long rows;
  /// 0 for losses, 1 for residuals too, 2 for expected and 3 for observed curvatures too.
  int order;
  double *loss;
  /// -dloss/deta; not touched at order 0.
  double *residual;
  /// Not touched below order 2.
  double *curvature;
};

/// The likelihoods that have block functions.
enum glm_likelihood {
  GLM_BERNOULLI_LOGIT,
  GLM_POISSON_LOG,
  GLM_BERNOULLI_PROBIT,
  GLM_BERNOULLI_CLOGLOG,
  GLM_GAMMA_LOG,
  /// The parameter is theta.
  GLM_NEGATIVE_BINOMIAL_LOG,
  GLM_LIKELIHOODS,
};

/// Evaluates rows at unit weight: half the unit deviance, its slope and curvature. A row outside the range of the vectors
/// has a loss of NaN and is to be done otherwise; nonzero where there is one. The value of a row does not depend on the rows
/// beside it.
int glm_evaluate_likelihood(enum glm_likelihood likelihood, const struct glm_likelihood_block *block);

/// Whether rows of the likelihood can be told at linear predictors in twice the precision.
int glm_has_precise_likelihood(enum glm_likelihood likelihood);

/// Losses and residuals at predictors + low: the residual is rounded, and residual_low what rounding drops, with a relative
/// error below 2^-90 of its terms. Curvatures are not touched; rows are left undone as above.
int glm_evaluate_precisely(enum glm_likelihood likelihood, const struct glm_likelihood_block *block, const double *low,
                           double *residual_low);

/// y[i] -= a[i] b[i] where the product is finite.
void glm_subtract_products(const double *a, const double *b, double *y, long count);

/// The most classes that glm_evaluate_softmax takes.
#define GLM_MOST_CLASSES 64

/// Softmax against class 0, whose linear predictor is 0: classes - 1 planes of predictors and residuals, and of curvatures
/// plane (k, l), l <= k, as number k(k+1)/2 + l. The response is a class. Undone rows as in glm_evaluate_likelihood.
int glm_evaluate_softmax(const struct glm_likelihood_block *block, int classes);

/// Functions of arrays, within 2 units in the last place over the whole range of doubles.
enum glm_vector_function {
  GLM_EXP,
  GLM_LOG,
  GLM_LOG1P,
  GLM_LOGISTIC,
  GLM_EXPM1,
  GLM_NORMAL_CDF,
  GLM_LOG_NORMAL_CDF,
  GLM_VECTOR_FUNCTIONS,
};

/// y[i] = f(x[i]).
void glm_apply(enum glm_vector_function function, const double *x, double *y, long count);

#endif
