// Arithmetic of sums high + low in twice the precision, and their exponential. Included once per kernel set after
// vector_math.h; no include guard.

struct vec_pair {
  vec high, low;
};

// What the rounding of a + b drops.
INLINE vec vec_sum_low(vec a, vec b, vec sum) {
  const vec shown = sum - a;
  return (a - (sum - shown)) + (b - shown);
}

// What the rounding of a b drops, up to 2^-104 of it.
INLINE vec vec_product_low(vec a, vec b, vec product) {
#if HAS_FMA
  return vec_fma(a, b, -product);
#else
  const vec a1 = (vec)((lanes)a & ~0x7ffffffLL), b1 = (vec)((lanes)b & ~0x7ffffffLL), a2 = a - a1, b2 = b - b1;
  return ((a1 * b1 - product) + a1 * b2 + a2 * b1) + a2 * b2;
#endif
}

// a + b for |b| below |a|.
INLINE struct vec_pair vec_pair_sum(struct vec_pair a, struct vec_pair b) {
  const vec first = a.high + b.high, rest = (b.high - (first - a.high)) + (a.low + b.low), high = first + rest;
  return (struct vec_pair){high, rest - (high - first)};
}

INLINE struct vec_pair vec_pair_product(struct vec_pair a, struct vec_pair b) {
  const vec first = a.high * b.high;
  const vec rest = vec_product_low(a.high, b.high, first) + vec_fma(a.high, b.low, a.low * b.high);
  const vec high = first + rest;
  return (struct vec_pair){high, rest - (high - first)};
}

// e^x with a relative error below 2^-95, for |x| <= 700: with x = k log 2 + 256 r, |r| < 0.0014, it is 2^k (1 + p)^256,
// p = e^r - 1 by its series, and 1 + p squared as p (2 + p).
INLINE struct vec_pair vec_pair_exp(struct vec_pair x) {
  const vec k = vec_fma(x.high, vec_of(0x1.71547652b82fep0), vec_of(0x1.8p52)) - 0x1.8p52;
  // log 2 in three parts, the first two of 32 bits, so that their multiples are exact.
  const vec first = vec_fma(k, vec_of(-LOG2_HIGH), x.high), second = k * -0x1.a39ef356p-33, sum = first + second;
  const vec rest = vec_sum_low(first, second, sum) + vec_fma(k, vec_of(-0x1.93c7673007e5fp-65), x.low);
  const vec high = sum + rest;
  const struct vec_pair r = {high * 0x1p-8, (rest - (high - sum)) * 0x1p-8};
  // r (1 + r (1/2 + r (1/6 + r (1/24 + ...)))), in twice the precision where that shows.
  const vec y = r.high;
  vec tail = vec_fma(y, vec_of(1.0 / 362880), vec_of(1.0 / 40320));
  tail = vec_fma(y, vec_fma(y, tail, vec_of(1.0 / 5040)), vec_of(1.0 / 720));
  tail = vec_fma(y, tail, vec_of(1.0 / 120));
  const vec fourth = y * tail, head = 1.0 / 24 + fourth;
  struct vec_pair p = {head, (fourth - (head - 1.0 / 24)) + 0x1.5555555555555p-59};
  p = vec_pair_sum((struct vec_pair){vec_of(1.0 / 6), vec_of(0x1.5555555555555p-57)}, vec_pair_product(r, p));
  p = vec_pair_sum((struct vec_pair){vec_of(0.5), vec_of(0)}, vec_pair_product(r, p));
  p = vec_pair_sum((struct vec_pair){vec_of(1), vec_of(0)}, vec_pair_product(r, p));
  p = vec_pair_product(r, p);
#pragma clang loop unroll(full)
  for (int i = 0; i < 8; i++)
    p = vec_pair_product(p, vec_pair_sum((struct vec_pair){vec_of(2), vec_of(0)}, p));
  p = vec_pair_sum((struct vec_pair){vec_of(1), vec_of(0)}, p);
  return (struct vec_pair){vec_scale(p.high, k), vec_scale(p.low, k)};
}
