// Elementary functions of vectors, within 2 units in the last place wherever a double is, without tables and without
// branches. Included once per kernel set; no include guard.

typedef double vec __attribute__((vector_size(8 * WIDTH)));
typedef long long lanes __attribute__((vector_size(8 * WIDTH)));

INLINE vec vec_of(double x) { return (vec){} + x; }

INLINE vec vec_load(const double *x) {
  vec v;
  __builtin_memcpy(&v, x, sizeof v);
  return v;
}

INLINE void vec_store(double *x, vec v) { __builtin_memcpy(x, &v, sizeof v); }

// The first entries, the lanes after them being 1.
INLINE vec vec_load_part(const double *x, int count) {
#if WIDTH == 8 && defined(__x86_64__)
  return (vec)_mm512_mask_loadu_pd((__m512d)vec_of(1), (__mmask8)((1u << count) - 1), x);
#else
  double pad[WIDTH];
  for (int i = 0; i < WIDTH; i++) pad[i] = i < count ? x[i] : 1;
  return vec_load(pad);
#endif
}

INLINE void vec_store_part(double *x, vec v, int count) {
#if WIDTH == 8 && defined(__x86_64__)
  _mm512_mask_storeu_pd(x, (__mmask8)((1u << count) - 1), (__m512d)v);
#else
  double pad[WIDTH];
  vec_store(pad, v);
  for (int i = 0; i < count; i++) x[i] = pad[i];
#endif
}

INLINE vec vec_load_rows(const double *x, int count) { return count == WIDTH ? vec_load(x) : vec_load_part(x, count); }

INLINE void vec_store_rows(double *x, vec v, int count) {
  if (count == WIDTH) vec_store(x, v);
  else vec_store_part(x, v, count);
}

// a where the mask is set, else b.
INLINE vec vec_select(lanes mask, vec a, vec b) { return (vec)((mask & (lanes)a) | (~mask & (lanes)b)); }

INLINE int vec_any(lanes mask) { return __builtin_reduce_or(mask) != 0; }

INLINE vec vec_abs(vec x) { return __builtin_elementwise_abs(x); }

// a b + c: rounded once where the set has the instruction, twice elsewhere; only for sums that bear either.
INLINE vec vec_fma(vec a, vec b, vec c) {
#if HAS_FMA
  return __builtin_elementwise_fma(a, b, c);
#else
  return a * b + c;
#endif
}

// a/b, for b and 1/b far from under- and overflow; relative to itself only where it is normal.
INLINE vec vec_ratio(vec a, vec b) {
#if WIDTH == 8 && defined(__x86_64__)
  // A third-order step from 14 bits and a remainder, which take less time than the divider.
  const vec start = (vec)_mm512_rcp14_pd((__m512d)b), lack = vec_fma(-b, start, vec_of(1));
  const vec inverse = vec_fma(start, vec_fma(lack, lack, lack), start), quotient = a * inverse;
  return vec_fma(vec_fma(-b, quotient, a), inverse, quotient);
#else
  return a / b;
#endif
}

// Sum of c[i] x^i up to x^degree, its even and odd powers apart, which halves the chain of dependent steps.
INLINE vec vec_polynomial(const double *c, int degree, vec x) {
  const vec square = x * x;
  const int top = degree & ~1;
  vec even = vec_of(c[top]), odd = vec_of(degree == top ? c[top - 1] : c[degree]);
#pragma clang loop unroll(full)
  for (int i = top - 2; i >= 0; i -= 2) even = vec_fma(even, square, vec_of(c[i]));
#pragma clang loop unroll(full)
  for (int i = (degree == top ? top - 3 : degree - 2); i >= 0; i -= 2)
    odd = vec_fma(odd, square, vec_of(c[i]));
  return vec_fma(odd, x, even);
}

#define LOG2_HIGH 0x1.62e42feep-1
#define LOG2_LOW 0x1.a39ef35793c76p-33
#define INFINITE __builtin_inf()

// p 2^k for whole k, rounded once where it is subnormal; for |k| <= 2046.
INLINE vec vec_scale(vec p, vec k) {
#if WIDTH == 8 && defined(__x86_64__)
  return (vec)_mm512_scalef_pd((__m512d)p, (__m512d)k);
#else
  // In two steps, because 2^k alone may be beyond the range that the product is in. A whole number in the low bits of a
  // large one is its exponent once shifted.
  const vec half = (k * 0.5 + 0x1.8p52) - 0x1.8p52;
  const vec bias = vec_of(0x1.8p52 + 1023);
  const vec first = (vec)((lanes)(half + bias) << 52), second = (vec)((lanes)((k - half) + bias) << 52);
  return (p * first) * second;
#endif
}

// x = k log 2 + r, |r| <= log(2)/2, for x where e^x is a number; r lacks `dropped`.
INLINE vec vec_reduce(vec x, vec *k, vec *dropped) {
  // Beyond these nothing changes any more; the comparisons keep NaN.
  x = vec_select(x > 710.0, vec_of(710), x);
  x = vec_select(x < -746.0, vec_of(-746), x);
  *k = vec_fma(x, vec_of(0x1.71547652b82fep0), vec_of(0x1.8p52)) - 0x1.8p52;
  const vec first = vec_fma(*k, vec_of(-LOG2_HIGH), x), r = vec_fma(*k, vec_of(-LOG2_LOW), first);
  *dropped = vec_fma(*k, vec_of(-LOG2_LOW), first - r);
  return r;
}

INLINE vec vec_exp(vec x) {
  vec k, dropped;
  const vec r = vec_reduce(x, &k, &dropped);
  return vec_scale(1.0 + vec_fma(r * r, vec_polynomial(exp_tail, 9, r), r), k);
}

// 2^-k e^x, the rounding error of which is `low` more.
INLINE vec vec_exp_parts(vec x, vec *k, vec *low) {
  vec dropped;
  const vec r = vec_reduce(x, k, &dropped), tail = vec_fma(r * r, vec_polynomial(exp_tail, 9, r), dropped);
  const vec first = 1.0 + r, high = first + tail;
  *low = (r - (first - 1.0)) + (tail - (high - first));
  return high;
}

// x = 2^k m with m from sqrt(1/2) to sqrt(2), for normal x > 0; exponent is k + 1023 in its bits.
INLINE vec vec_split(vec x, vec *k, lanes *exponent) {
  const long long root = 0x3fe6a09e667f3bcd;
  const lanes bits = (lanes)x + (0x3ff0000000000000 - root);
  *exponent = (lanes)((unsigned long long __attribute__((vector_size(8 * WIDTH))))bits >> 52);
  *k = (vec)(*exponent | 0x4330000000000000) - (0x1p52 + 1023);
  return (vec)((bits & 0xfffffffffffff) + root);
}

// k log 2 + log(1 + f) + low, for f from sqrt(1/2) - 1 to sqrt(2) - 1: with s = f/(2 + f) it is f - f^2/2 + s (f^2/2 + R(s^2))
// (fdlibm's e_log.c).
INLINE vec vec_log_parts(vec k, vec f, vec low) {
  const vec s = vec_ratio(f, 2.0 + f), z = s * s, half = 0.5 * f * f;
  const vec rest = vec_fma(s, vec_fma(z, vec_polynomial(log_tail, 6, z), half), vec_fma(k, vec_of(LOG2_LOW), low));
  return vec_fma(k, vec_of(LOG2_HIGH), f - (half - rest));
}

// For normal, finite x > 0.
INLINE vec vec_log_normal(vec x) {
  vec k;
  lanes exponent;
  const vec m = vec_split(x, &k, &exponent);
  return vec_log_parts(k, m - 1.0, vec_of(0));
}

INLINE vec vec_log(vec x) {
  const lanes small = x < 0x1p-1022;
  vec k;
  lanes exponent;
  const vec m = vec_split(vec_select(small, x * 0x1p54, x), &k, &exponent);
  const vec value = vec_log_parts(vec_select(small, k - 54.0, k), m - 1.0, vec_of(0));
  // +inf at +inf, -inf at 0, NaN below and for NaN.
  const vec other = vec_select(x == 0.0, vec_of(-INFINITE), vec_select(x > 0.0, x, vec_of(__builtin_nan(""))));
  return vec_select((x > 0.0) & (x < INFINITE), value, other);
}

INLINE vec vec_log1p(vec x) {
  const vec u = 1.0 + x;
  // What 1 + x drops.
  const vec dropped = vec_select(x < 1.0, x - (u - 1.0), 1.0 - (u - x));
  vec k;
  lanes exponent;
  const vec m = vec_split(u, &k, &exponent);
  // 2^-k, for numbers that drop something.
  const vec unit = (vec)(((2046 - exponent) << 52) & (u < 0x1p60));
  const vec f = vec_select(k == 0.0, x, (m - 1.0) + dropped * unit);
  const vec value = vec_log_parts(k, f, vec_of(0));
  const vec other = vec_select(x == -1.0, vec_of(-INFINITE), vec_select(x > 0.0, x, vec_of(__builtin_nan(""))));
  return vec_select(x == 0.0, x, vec_select((x > -1.0) & (x < INFINITE), value, other));
}

// log(1 + e) for 0 <= e <= 1, relative to itself.
INLINE vec vec_log1p_unit(vec e) { return e * vec_polynomial(log1p_unit, 20, e - 0.5); }

// (artanh(r)/r - 1)/r^2 for |r| <= 1/3, square = r^2.
INLINE vec vec_artanh_tail(vec square) { return vec_polynomial(artanh_tail, 10, square); }

INLINE vec vec_logistic(vec x) {
  vec k, low;
  const vec p = vec_exp_parts(-vec_abs(x), &k, &low), total = 1.0 + vec_scale(p, k);
  const vec small = vec_ratio(p, total), large = vec_ratio(vec_of(1), total);
  return vec_select(x < 0.0, vec_scale(small + low * large, k), large);
}

// e^x - 1 relative to itself, and e^x.
INLINE vec vec_expm1_exp(vec x, vec *power) {
  vec k, dropped;
  const vec r = vec_reduce(x, &k, &dropped), tail = vec_fma(r * r, vec_polynomial(exp_tail, 9, r), dropped);
  *power = vec_scale(1.0 + (r + tail), k);
  // 2^k - 1 + 2^k r + 2^k tail, the first sum without an error; where 2^k is beyond the range, half of it.
  const lanes top = k > 1023.0;
  const vec scale = vec_scale(vec_of(1), vec_select(top, vec_of(1023), k));
  const vec first = scale - vec_select(top, vec_of(0.5), vec_of(1)), second = scale * r, sum = first + second;
  const vec shown = sum - first, lost = (first - (sum - shown)) + (second - shown);
  const vec value = sum + (lost + scale * tail);
  return vec_select(x == 0.0, x, vec_select(top, 2.0 * value, value));
}

INLINE vec vec_expm1(vec x) {
  vec power;
  return vec_expm1_exp(x, &power);
}

// What the rounding of x^2 drops, for |x| < 2^500 and not tiny.
INLINE vec vec_square_low(vec x, vec square) {
#if HAS_FMA
  return vec_fma(x, x, -square);
#else
  const vec upper = (vec)((lanes)x & ~0x7ffffffLL), lower = x - upper;
  return ((upper * upper - square) + 2.0 * upper * lower) + lower * lower;
#endif
}

// h(z) - z for the hazard h(z) = phi(z)/Phi(-z) of z >= 0.
INLINE vec vec_hazard_excess(vec z) {
  const vec inverse = vec_ratio(vec_of(1), z + 3.0);
  return vec_polynomial(hazard_excess, 28, 1.0 - 6.0 * inverse) * inverse;
}

// e^(-z^2/2)/sqrt(2 pi).
INLINE vec vec_bell(vec z) {
  z = vec_select(z > 40.0, vec_of(40), z);
  const vec square = z * z, bell = 0x1.9884533d43651p-2 * vec_exp(-0.5 * square);
  return bell - bell * (0.5 * vec_square_low(z, square));
}
