// Vector functions over arrays and likelihoods over blocks, included once per kernel set after vector_math.h. Rows that do
// not fill a vector are done in a padded one, so that a row has the same bits wherever it stands.

#define FUNCTION(name)                                                              \
  static void NAME(apply_##name)(const double *x, double *y, long count) {          \
    long i = 0;                                                                     \
    for (; i + WIDTH <= count; i += WIDTH) vec_store(y + i, name(vec_load(x + i))); \
    const int rest = (int)(count - i);                                              \
    if (rest > 0) vec_store_part(y + i, name(vec_load_part(x + i, rest)), rest);    \
  }

FUNCTION(vec_exp)
FUNCTION(vec_log)
FUNCTION(vec_log1p)
FUNCTION(vec_logistic)
FUNCTION(vec_expm1)
FUNCTION(vec_normal_cdf)
FUNCTION(vec_log_normal_cdf)
#undef FUNCTION

static void (*const NAME(functions)[GLM_VECTOR_FUNCTIONS])(const double *, double *, long) = {
    [GLM_EXP] = NAME(apply_vec_exp),
    [GLM_LOG] = NAME(apply_vec_log),
    [GLM_LOG1P] = NAME(apply_vec_log1p),
    [GLM_LOGISTIC] = NAME(apply_vec_logistic),
    [GLM_EXPM1] = NAME(apply_vec_expm1),
    [GLM_NORMAL_CDF] = NAME(apply_vec_normal_cdf),
    [GLM_LOG_NORMAL_CDF] = NAME(apply_vec_log_normal_cdf),
};

// What rows say.
struct NAME(terms) {
  vec loss, residual, curvature;
};
#define terms struct NAME(terms)

// s h(pull/s) for |pull| < s/2 with h(x) = x - log(1 + x), by r = x/(2 + x) as Double.excessOverLog(onePlus:) has it.
INLINE vec NAME(excess)(vec size, vec pull) {
  const vec r = vec_ratio(pull, 2.0 * size + pull), square = r * r;
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
  const vec large = vec_ratio(vec_of(1), 1.0 + e), small = e * large;
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

// log mu, log(1 - mu) and their derivatives, for the rows of any probability link; signs as in ProbabilityTails, the
// logarithms negated.
struct NAME(tails) {
  vec minus_log_mean, minus_log_rest, mean_slope, rest_slope, mean_curvature, rest_curvature;
};

// Row terms from tails as BernoulliLikelihood has them. For rows with successes and failures `gap_scale` times
// f b - s a is n times mu - s/n: the larger of mu and 1 - mu over the slope of the logarithm of the smaller.
INLINE terms NAME(bernoulli)(vec s, vec n, struct NAME(tails) t, vec gap_scale, int order) {
  const vec f = n - s;
  const lanes all = s == n, none = s == 0.0;
  terms r;
  const vec hit = vec_select(none, vec_of(0), s * t.mean_slope), miss = vec_select(all, vec_of(0), f * t.rest_slope);
  r.residual = hit - miss;
  r.curvature = order == 3 ? vec_select(none, vec_of(0), s * t.mean_curvature) +
                                 vec_select(all, vec_of(0), f * t.rest_curvature)
                           : n * (t.mean_slope * t.rest_slope);
  r.loss = vec_select(all, s * t.minus_log_mean, f * t.minus_log_rest);
  r.loss = vec_select(all & none, vec_of(0), r.loss);
  if (vec_any(~(all | none)))
    r.loss = vec_select(all | none, r.loss,
                        NAME(mixed_loss)(s, f, n, (0.0 - r.residual) * gap_scale, t.minus_log_mean, t.minus_log_rest));
  return r;
}

INLINE terms NAME(bernoulli_probit)(vec y, vec n, vec eta, double parameter, int order) {
  (void)parameter;
  const vec z = vec_abs(eta), excess = vec_hazard_excess(z), steep = z + excess, bell = vec_bell(z);
  const lanes below = eta < 0.0;
  // Phi(-z), which the smaller probability is, the hazard of the larger one, and both logarithms.
  const vec tail = bell / steep, flat = bell / (1.0 - tail);
  // log(sqrt(2 pi) h(z)) and log(1 - Phi(-z)) are of one kind; only one of them is asked for where y is 0 or n.
  const lanes all = y == n, none = y == 0.0;
  const double root = 2.5066282746310002;
  const lanes is_rare = (all & below) | (none & ~below);
  struct NAME(tails) t;
  const vec minus_log_rare_of = 0.5 * z * z;
  vec minus_log_rare, minus_log_common;
  if (!vec_any(~(all | none))) {
    const vec rare = root * steep;
    vec k;
    lanes exponent;
    const vec m = vec_split(vec_select(is_rare, rare, 1.0 - tail), &k, &exponent);
    const vec f = vec_select(is_rare | (k != 0.0), m - 1.0, -tail);
    const vec value = vec_log_parts(k, f, vec_of(0));
    minus_log_rare = minus_log_rare_of + value;
    minus_log_common = -value;
  } else {
    minus_log_rare = minus_log_rare_of + vec_log_normal(root * steep);
    vec k;
    lanes exponent;
    const vec m = vec_split(1.0 - tail, &k, &exponent);
    minus_log_common = -vec_log_parts(k, vec_select(k == 0.0, -tail, m - 1.0), vec_of(0));
  }
  t.minus_log_mean = vec_select(below, minus_log_rare, minus_log_common);
  t.minus_log_rest = vec_select(below, minus_log_common, minus_log_rare);
  t.mean_slope = vec_select(below, steep, flat);
  t.rest_slope = vec_select(below, flat, steep);
  const vec bend = steep * excess, sag = flat * (flat + z);
  t.mean_curvature = vec_select(below, bend, sag);
  t.rest_curvature = vec_select(below, sag, bend);
  // The larger probability over the hazard of the smaller: (1 - mu)/a for mu < 1/2 and mu/b above.
  terms r = NAME(bernoulli)(y, n, t, (1.0 - tail) / steep, order);
  r.loss = vec_select(z < 1e150, r.loss, vec_of(__builtin_nan("")));
  return r;
}

INLINE terms NAME(gamma_log)(vec y, vec n, vec eta, double parameter, int order) {
  (void)n, (void)parameter;
  const vec w = y * vec_exp(-eta), x = w - 1.0;
  const lanes ordinary = (vec_abs(eta) < 650.0) & (y > 1e-280) & (y < 1e280) & (w > 1e-280) & (w < 1e280);
  const vec far = x - vec_log_normal(vec_select(ordinary, w, vec_of(1)));
  const vec loss = vec_select(vec_abs(x) < 0.5, NAME(excess)(vec_of(1), x), far);
  return (terms){vec_select(ordinary, loss, vec_of(__builtin_nan(""))), x, order == 3 ? w : vec_of(1)};
}

INLINE terms NAME(negative_binomial_log)(vec y, vec n, vec eta, double theta, int order) {
  (void)n;
  const vec mean = vec_exp(eta), sum = mean + theta, p = mean / sum, f = theta / sum;
  const vec gap = (mean - y) * f, total = y + theta;
  const lanes none = y == 0.0;
  const lanes ordinary = (vec_abs(eta) < 300.0) & (vec_of(theta) > 1e-100) & (vec_of(theta) < 1e100) &
                         (none | ((y > 1e-100) & (y < 1e100)));
  const vec size = vec_select(none, vec_of(1), y);
  // 1 + u = p(y + theta)/y and 1 + v = f(y + theta)/theta, and at y = 0 theta log(1 + mu/theta).
  vec hits = NAME(excess)(size, gap), misses = NAME(excess)(vec_of(theta), -gap);
  const lanes near_hits = vec_abs(gap) < 0.5 * y, near_misses = vec_abs(gap) < 0.5 * theta;
  if (vec_any(~near_hits))
    hits = vec_select(near_hits, hits, gap - y * vec_log(p * (total / size)));
  if (vec_any(~near_misses))
    misses = vec_select(near_misses, misses, -gap - theta * vec_log(f * (total / theta)));
  vec loss = hits + misses;
  if (vec_any(none)) loss = vec_select(none, theta * vec_log1p(mean / theta), loss);
  loss = vec_select(mean == y, vec_of(0), loss);
  return (terms){vec_select(ordinary, loss, vec_of(__builtin_nan(""))), 0.0 - gap,
                 order == 3 ? total * (p * f) : f * mean};
}

INLINE terms NAME(bernoulli_cloglog)(vec y, vec n, vec eta, double parameter, int order) {
  (void)parameter;
  const lanes ordinary = (eta > -700.0) & (eta < 3.0);
  vec k, low;
  const vec high = vec_exp_parts(vec_select(ordinary, eta, vec_of(0)), &k, &low), t = vec_scale(high, k);
  // 1 - e^(-t) and e^(-t), with what the rounding of t does to the latter.
  vec power;
  const vec share = -vec_expm1_exp(-t, &power), shift = vec_scale(low, k);
  const vec rest = power - power * shift;
  const vec mean = share + power * shift;
  vec l;
  lanes exponent;
  const vec m = vec_split(mean, &l, &exponent);
  struct NAME(tails) tails;
  tails.minus_log_mean = -vec_log_parts(l, vec_select(l == 0.0, -rest, m - 1.0), vec_of(0));
  tails.minus_log_rest = t;
  const vec a = t * rest / mean;
  tails.mean_slope = a;
  tails.rest_slope = t;
  const vec rise = vec_select(t < 1.0, t * vec_polynomial(rise_over, 10, t), (a - 1.0) + t);
  tails.mean_curvature = a * rise;
  tails.rest_curvature = t;
  // (1 - mu)/a = mu/t, which serves mixed rows of either kind.
  terms r = NAME(bernoulli)(y, n, tails, mean / t, order);
  r.loss = vec_select(ordinary, r.loss, vec_of(__builtin_nan("")));
  return r;
}

#define LIKELIHOOD(name)                                                                        \
  static int NAME(evaluate_##name)(const struct glm_likelihood_block *block) {                  \
    const struct glm_likelihood_block b = *block;                                               \
    lanes undone = {};                                                                          \
    const long ahead = glm_ahead_of_rows(b.rows, b.order < 2);                                  \
    long i = 0;                                                                                 \
    for (; i + WIDTH <= b.rows; i += WIDTH) {                                                   \
      for (long s = 0; s < ahead; s++) __builtin_prefetch(glm_ahead.next[s] + i, 0, 2);         \
      const vec n = b.trials ? vec_load(b.trials + i) : vec_of(1);                              \
      const terms t =                                                                           \
          NAME(name)(vec_load(b.response + i), n, vec_load(b.predictors + i), b.parameter, b.order); \
      undone |= t.loss != t.loss;                                                               \
      vec_store(b.loss + i, t.loss);                                                            \
      if (b.order >= 1) vec_store(b.residual + i, t.residual);                                  \
      if (b.order >= 2) vec_store(b.curvature + i, t.curvature);                                \
    }                                                                                           \
    if (i == b.rows) return vec_any(undone);                                                    \
    const int rest = (int)(b.rows - i);                                                         \
    const vec n = b.trials ? vec_load_part(b.trials + i, rest) : vec_of(1);                     \
    const terms t = NAME(name)(vec_load_part(b.response + i, rest), n,                          \
                               vec_load_part(b.predictors + i, rest), b.parameter, b.order);    \
    undone |= t.loss != t.loss;                                                                 \
    vec_store_part(b.loss + i, t.loss, rest);                                                   \
    if (b.order >= 1) vec_store_part(b.residual + i, t.residual, rest);                         \
    if (b.order >= 2) vec_store_part(b.curvature + i, t.curvature, rest);                       \
    return vec_any(undone);                                                                     \
  }

LIKELIHOOD(bernoulli_logit)
LIKELIHOOD(poisson_log)
LIKELIHOOD(bernoulli_probit)
LIKELIHOOD(bernoulli_cloglog)
LIKELIHOOD(gamma_log)
LIKELIHOOD(negative_binomial_log)
#undef LIKELIHOOD

static int (*const NAME(likelihoods)[GLM_LIKELIHOODS])(const struct glm_likelihood_block *) = {
    [GLM_BERNOULLI_LOGIT] = NAME(evaluate_bernoulli_logit),
    [GLM_POISSON_LOG] = NAME(evaluate_poisson_log),
    [GLM_BERNOULLI_PROBIT] = NAME(evaluate_bernoulli_probit),
    [GLM_BERNOULLI_CLOGLOG] = NAME(evaluate_bernoulli_cloglog),
    [GLM_GAMMA_LOG] = NAME(evaluate_gamma_log),
    [GLM_NEGATIVE_BINOMIAL_LOG] = NAME(evaluate_negative_binomial_log),
};
#undef terms
