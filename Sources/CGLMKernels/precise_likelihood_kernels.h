// Rows at linear predictors in twice the precision. Included once per kernel set after likelihood_kernels.h.

struct NAME(precise_terms) {
  vec loss;
  struct vec_pair residual;
};
#define precise struct NAME(precise_terms)

// Half the deviance y log(y/mu) + mu - y from the exact difference.
INLINE precise NAME(precise_poisson_log)(vec y, vec eta, vec low) {
  const lanes none = y == 0.0;
  const lanes ordinary = (vec_abs(eta) < 650.0) & (none | ((y >= 1e-280) & (y <= 1e280)));
  const vec sum = eta + low;
  const struct vec_pair mean = vec_pair_exp(
      (struct vec_pair){vec_select(ordinary, sum, vec_of(0)), vec_select(ordinary, vec_sum_low(eta, low, sum), vec_of(0))});
  const vec first = y - mean.high, rest = vec_sum_low(y, -mean.high, first) - mean.low, residual = first + rest;
  const vec far = y * (vec_log_normal(vec_select(none, vec_of(1), y)) - eta) - residual - y * low;
  const vec loss = vec_select(
      vec_abs(residual) < 0.5 * y, NAME(excess)(y, 0.0 - residual), vec_select(none, mean.high, far));
  return (precise){vec_select(ordinary, loss, vec_of(__builtin_nan(""))), {residual, rest - (residual - first)}};
}

// x - log(1 + x) of the exact excess x = y/mu - 1, which is the residual.
INLINE precise NAME(precise_gamma_log)(vec y, vec eta, vec low) {
  const lanes ordinary = (vec_abs(eta) < 600.0) & (y > 1e-250) & (y < 1e250);
  const vec sum = 0.0 - eta - low;
  const struct vec_pair power = vec_pair_exp((struct vec_pair){
      vec_select(ordinary, sum, vec_of(0)), vec_select(ordinary, vec_sum_low(-eta, -low, sum), vec_of(0))});
  const vec product = y * power.high, lost = vec_fma(y, power.low, vec_product_low(y, power.high, product));
  const lanes inside = ordinary & (product > 1e-250) & (product < 1e250);
  const vec first = product - 1.0, rest = vec_sum_low(product, vec_of(-1), first) + lost, residual = first + rest;
  const vec far = residual - vec_log_normal(vec_select(inside, product, vec_of(1)));
  const vec loss = vec_select(vec_abs(residual) < 0.5, NAME(excess)(vec_of(1), residual), far);
  return (precise){vec_select(inside, loss, vec_of(__builtin_nan(""))), {residual, rest - (residual - first)}};
}

#define LIKELIHOOD(name)                                                                                   \
  static int NAME(evaluate_##name)(const struct glm_likelihood_block *block, const double *low,            \
                                   double *residual_low) {                                                 \
    const struct glm_likelihood_block b = *block;                                                          \
    lanes undone = {};                                                                                     \
    long i = 0;                                                                                            \
    for (; i + WIDTH <= b.rows; i += WIDTH) {                                                              \
      const precise t = NAME(name)(vec_load(b.response + i), vec_load(b.predictors + i), vec_load(low + i)); \
      undone |= t.loss != t.loss;                                                                          \
      vec_store(b.loss + i, t.loss);                                                                       \
      vec_store(b.residual + i, t.residual.high), vec_store(residual_low + i, t.residual.low);             \
    }                                                                                                      \
    if (i == b.rows) return vec_any(undone);                                                               \
    const int rest = (int)(b.rows - i);                                                                    \
    const precise t = NAME(name)(vec_load_part(b.response + i, rest), vec_load_part(b.predictors + i, rest), \
                                 vec_load_part(low + i, rest));                                            \
    undone |= t.loss != t.loss;                                                                            \
    vec_store_part(b.loss + i, t.loss, rest);                                                              \
    vec_store_part(b.residual + i, t.residual.high, rest);                                                 \
    vec_store_part(residual_low + i, t.residual.low, rest);                                                \
    return vec_any(undone);                                                                                \
  }

LIKELIHOOD(precise_poisson_log)
LIKELIHOOD(precise_gamma_log)
#undef LIKELIHOOD
#undef precise

static int (*const NAME(precise_likelihoods)[GLM_LIKELIHOODS])(const struct glm_likelihood_block *, const double *,
                                                               double *) = {
    [GLM_POISSON_LOG] = NAME(evaluate_precise_poisson_log),
    [GLM_GAMMA_LOG] = NAME(evaluate_precise_gamma_log),
};

// y -= a b where the product is a number.
static void NAME(subtract_products)(const double *a, const double *b, double *y, long count) {
  for (long i = 0; i < count; i++) {
    const double product = a[i] * b[i];
    y[i] = __builtin_fabs(product) < INFINITE ? y[i] - product : y[i];
  }
}

static void (*const NAME(subtractions)[1])(const double *, const double *, double *, long) = {NAME(subtract_products)};
