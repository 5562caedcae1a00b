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
  GLM_LIKELIHOODS,
};

/// Evaluates rows at unit weight: half the unit deviance, its slope and curvature. A row outside the range of the vectors
/// has a loss of NaN and is to be done otherwise; nonzero where there is one. The value of a row does not depend on the rows
/// beside it.
int glm_evaluate_likelihood(enum glm_likelihood likelihood, const struct glm_likelihood_block *block);

/// Functions of arrays, within 2 units in the last place over the whole range of doubles.
enum glm_vector_function {
  GLM_EXP,
  GLM_LOG,
  GLM_LOG1P,
  GLM_LOGISTIC,
  GLM_VECTOR_FUNCTIONS,
};

/// y[i] = f(x[i]).
void glm_apply(enum glm_vector_function function, const double *x, double *y, long count);

#endif
