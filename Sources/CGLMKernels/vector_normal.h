// The normal distribution function and its logarithm, within 2 units in the last place. Included once per kernel set after
// vector_pairs.h; no include guard.

// With z = |x|: sqrt(2 pi) h(z), h the hazard, and Phi(-z) = 2^k tail; and Phi(x) - 1/2 for z <= CENTRAL.
struct vec_normal {
  vec z, square, square_low, share, k;
  struct vec_pair steep, tail;
};
#define CENTRAL 0.675

INLINE struct vec_normal vec_normal_terms(vec x) {
  struct vec_normal t;
  t.z = vec_abs(x);
  // Far below the range of squares, and far above that of tails.
  t.z = vec_select(t.z > 1e150, vec_of(1e150), t.z);
  t.square = t.z * t.z, t.square_low = vec_square_low(t.z, t.square);
  t.share = x * vec_polynomial(central_share, 9, t.square);
  // The excess as vec_hazard_excess has it, with the roundings of its last steps.
  const vec inverse = vec_ratio(vec_of(1), t.z + 3.0), q = 1.0 - 6.0 * inverse;
  const vec slope = vec_polynomial(hazard_excess + 1, 27, q), step = q * slope, level = hazard_excess[0] + step;
  const vec excess = level * inverse;
  const vec excess_low =
      vec_product_low(level, inverse, excess) +
      inverse * (vec_sum_low(vec_of(hazard_excess[0]), step, level) + vec_product_low(q, slope, step));
  const vec hazard = t.z + excess;
  const vec root = vec_of(0x1.40d931ff62706p+1), first = root * hazard;
  const vec rest = vec_product_low(root, hazard, first) +
                   vec_fma(root, vec_sum_low(t.z, excess, hazard) + excess_low, -0x1.a6a0d6f814637p-53 * hazard);
  t.steep = (struct vec_pair){first, rest};
  const lanes gone = t.z > 40.0;
  vec low;
  const vec p = vec_exp_parts(vec_select(gone, vec_of(-800), -0.5 * t.square), &t.k, &low);
  low = low - vec_select(gone, vec_of(0), p * (0.5 * t.square_low));
  // 2^-k e^(-z^2/2) over that, with the remainder of the division.
  const vec quotient = p / first, back = quotient * first;
  const vec lack = (p - back) - vec_product_low(quotient, first, back);
  const vec tail_low = ((lack + low) - quotient * rest) / first, tail = quotient + tail_low;
  t.tail = (struct vec_pair){tail, tail_low - (tail - quotient)};
  return t;
}

INLINE vec vec_normal_cdf(vec x) {
  const struct vec_normal t = vec_normal_terms(x);
  const vec tail = vec_scale(t.tail.high, t.k), far = vec_select(x < 0.0, tail, 1.0 - tail);
  return vec_select(t.z < CENTRAL, 0.5 + t.share, far);
}

INLINE vec vec_log_normal_cdf(vec x) {
  const struct vec_normal t = vec_normal_terms(x);
  const lanes central = t.z < CENTRAL, below = x <= -CENTRAL, above = x >= CENTRAL;
  // log Phi(x) = log(1/2 + share), -z^2/2 - log(sqrt(2 pi) h(z)) or log(1 - tail).
  const vec middle = 0.5 + t.share, scaled = vec_scale(t.tail.high, t.k);
  const vec argument = vec_select(central, middle, vec_select(below, t.steep.high, vec_of(1)));
  vec low = vec_select(central, vec_sum_low(vec_of(0.5), t.share, middle), vec_select(below, t.steep.low, vec_of(0)));
  vec k;
  lanes exponent;
  const vec m = vec_split(argument, &k, &exponent), f = vec_select(above, -scaled, m - 1.0);
  low = vec_select(above, -vec_scale(t.tail.low, t.k), low) / vec_select(above, 1.0 - scaled, argument);
  // k log 2 + log(1 + f) + low as a sum of two, as vec_log_parts has it.
  const vec s = f / (2.0 + f), z = s * s, half = 0.5 * f * f;
  const vec inner = vec_fma(s, vec_fma(z, vec_polynomial(log_tail, 6, z), half), vec_fma(k, vec_of(LOG2_LOW), low));
  const vec whole = k * LOG2_HIGH, first = whole + f, drop = half - inner;
  const vec high = first - drop, rest = ((first - high) - drop) + vec_sum_low(whole, f, first);
  // Minus z^2/2 and minus the logarithm, their low parts last.
  const vec square = 0.5 * t.square, sum = square + high;
  const vec far = -(sum + (vec_sum_low(square, high, sum) + (rest + 0.5 * t.square_low)));
  const vec value = vec_select(below, far, high + rest);
  return vec_select(x < -1e150, -0.5 * x * x, vec_select(x == x, value, x));
}
#undef CENTRAL
