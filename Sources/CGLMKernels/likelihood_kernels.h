// Vector functions over arrays and likelihoods over blocks, included once per kernel set after vector_math.h. Rows that do
// not fill a vector are done in a padded one, so that a row has the same bits wherever it stands.

#define FUNCTION(name)                                                          \
  static void NAME(apply_##name)(const double *x, double *y, long count) {      \
    long i = 0;                                                                 \
    for (; i + WIDTH <= count; i += WIDTH) vec_store(y + i, name(vec_load(x + i))); \
    if (i == count) return;                                                     \
    double pad[WIDTH] = {0};                                                    \
    __builtin_memcpy(pad, x + i, (unsigned long)(count - i) * sizeof(double));  \
    vec_store(pad, name(vec_load(pad)));                                        \
    __builtin_memcpy(y + i, pad, (unsigned long)(count - i) * sizeof(double));  \
  }

FUNCTION(vec_exp)
FUNCTION(vec_log)
FUNCTION(vec_log1p)
FUNCTION(vec_logistic)
#undef FUNCTION

static void (*const NAME(functions)[GLM_VECTOR_FUNCTIONS])(const double *, double *, long) = {
    [GLM_EXP] = NAME(apply_vec_exp),
    [GLM_LOG] = NAME(apply_vec_log),
    [GLM_LOG1P] = NAME(apply_vec_log1p),
    [GLM_LOGISTIC] = NAME(apply_vec_logistic),
};

// What rows say.
struct NAME(terms) {
  vec loss, residual, curvature;
};
#define terms struct NAME(terms)

// s h(pull/s) for |pull| < s/2 with h(x) = x - log(1 + x), by r = x/(2 + x) as Double.excessOverLog(onePlus:) has it.
INLINE vec NAME(excess)(vec size, vec pull) {
  const vec r = pull / (2.0 * size + pull), square = r * r;
  return r * (pull - 2.0 * square * vec_artanh_tail(square) * size);
}

// Half the deviance of s successes and f failures, s log(s/(n mu)) + f log(f/(n(1 - mu))), neither of them 0.
INLINE vec NAME(mixed_loss)(vec s, vec f, vec n, vec pull, vec minus_log_mean, vec minus_log_rest) {
  const vec least = vec_select(s < f, s, f);
  const lanes near = vec_abs(pull) < 0.5 * least;
  const vec close = NAME(excess)(s, pull) + NAME(excess)(f, -pull);
  if (!vec_any(~near)) return close;
  const vec share = least / n;
  const vec small = vec_log(share), large = vec_log1p(-share);
  const vec far = s * (vec_select(s < f, small, large) + minus_log_mean) +
                  f * (vec_select(s < f, large, small) + minus_log_rest);
  return vec_select(near, close, far);
}

INLINE terms NAME(bernoulli_logit)(vec y, vec n, vec eta, double parameter, int order) {
  (void)parameter, (void)order;
  const vec size = vec_abs(eta), e = vec_exp(-size);
  const vec large = 1.0 / (1.0 + e), small = e * large;
  const lanes below = eta < 0.0;
  const vec mean = vec_select(below, small, large), rest = vec_select(below, large, small);
  const vec log_large = vec_log1p_unit(e), log_small = log_large + size;
  const vec minus_log_mean = vec_select(below, log_small, log_large);
  const vec minus_log_rest = vec_select(below, log_large, log_small);
  const lanes all = y == n, none = y == 0.0;
  terms t;
  t.curvature = n * (small * large);
  if (!vec_any(~(all | none) | (n != 1.0))) {
    t.loss = vec_select(all, minus_log_mean, minus_log_rest);
    t.residual = vec_select(all, rest, 0.0 - mean);
    return t;
  }
  const vec f = n - y;
  t.residual = y * rest - f * mean;
  t.loss = vec_select(all, y * minus_log_mean, f * minus_log_rest);
  // Without successes there may be no failures either.
  t.loss = vec_select(all & none, vec_of(0), t.loss);
  if (vec_any(~(all | none)))
    t.loss = vec_select(
        all | none, t.loss, NAME(mixed_loss)(y, f, n, 0.0 - t.residual, minus_log_mean, minus_log_rest));
  return t;
}

INLINE terms NAME(poisson_log)(vec y, vec n, vec eta, double parameter, int order) {
  (void)n, (void)parameter, (void)order;
  const vec mean = vec_exp(eta), gap = mean - y;
  const lanes none = y == 0.0;
  const lanes ordinary = none | ((y >= 1e-300) & (y <= 1e300));
  const vec far = y * (vec_log_normal(vec_select(none, vec_of(1), y)) - eta) + gap;
  const vec loss = vec_select(vec_abs(gap) < 0.5 * y, NAME(excess)(y, gap), vec_select(none, mean, far));
  return (terms){vec_select(ordinary, loss, vec_of(__builtin_nan(""))), 0.0 - gap, mean};
}

#define LIKELIHOOD(name)                                                                        \
  static int NAME(evaluate_##name)(const struct glm_likelihood_block *b) {                      \
    lanes undone = {};                                                                          \
    const long rows = b->rows;                                                                  \
    for (long i = 0; i < rows; i += WIDTH) {                                                    \
      const unsigned long size = (unsigned long)(rows - i < WIDTH ? rows - i : WIDTH) * sizeof(double); \
      vec y = vec_of(0), n = vec_of(1), eta = vec_of(0);                                        \
      if (size == sizeof(vec)) {                                                                \
        y = vec_load(b->response + i), eta = vec_load(b->predictors + i);                       \
        if (b->trials) n = vec_load(b->trials + i);                                             \
      } else {                                                                                  \
        __builtin_memcpy(&y, b->response + i, size), __builtin_memcpy(&eta, b->predictors + i, size); \
        if (b->trials) __builtin_memcpy(&n, b->trials + i, size);                               \
      }                                                                                         \
      const terms t = NAME(name)(y, n, eta, b->parameter, b->order);                            \
      undone |= t.loss != t.loss;                                                               \
      if (size == sizeof(vec)) {                                                                \
        vec_store(b->loss + i, t.loss);                                                         \
        if (b->order >= 1) vec_store(b->residual + i, t.residual);                              \
        if (b->order >= 2) vec_store(b->curvature + i, t.curvature);                            \
      } else {                                                                                  \
        __builtin_memcpy(b->loss + i, &t.loss, size);                                           \
        if (b->order >= 1) __builtin_memcpy(b->residual + i, &t.residual, size);                \
        if (b->order >= 2) __builtin_memcpy(b->curvature + i, &t.curvature, size);              \
      }                                                                                         \
    }                                                                                           \
    return vec_any(undone);                                                                     \
  }

LIKELIHOOD(bernoulli_logit)
LIKELIHOOD(poisson_log)
#undef LIKELIHOOD

static int (*const NAME(likelihoods)[GLM_LIKELIHOODS])(const struct glm_likelihood_block *) = {
    [GLM_BERNOULLI_LOGIT] = NAME(evaluate_bernoulli_logit),
    [GLM_POISSON_LOG] = NAME(evaluate_poisson_log),
};
#undef terms
