// Included once per instruction set with NAME and LANES defined, LANES the doubles of one register: what the machine can
// do at most, for benchmarks. The sums and products are kept apart, so that nothing but the units is waited for.

typedef double NAME(lanes) __attribute__((vector_size(8 * LANES), aligned(8)));

static inline double NAME(lanes_sum)(NAME(lanes) x) {
  double sum = 0;
  for (int l = 0; l < LANES; l++) sum += x[l];
  return sum;
}

// Eight registers of partial sums; reads every double once and writes none.
static double NAME(probe_sum)(const double *x, long count) {
  NAME(lanes) s0 = {0}, s1 = s0, s2 = s0, s3 = s0, s4 = s0, s5 = s0, s6 = s0, s7 = s0;
  long i = 0;
  for (; i + 8 * LANES <= count; i += 8 * LANES) {
    const NAME(lanes) *v = (const NAME(lanes) *)(x + i);
    // A prefetch past the end is ignored.
    for (int line = 0; line < LANES; line++) __builtin_prefetch(x + i + 512 + 8 * line);
    s0 += v[0];
    s1 += v[1];
    s2 += v[2];
    s3 += v[3];
    s4 += v[4];
    s5 += v[5];
    s6 += v[6];
    s7 += v[7];
  }
  double sum = NAME(lanes_sum)(((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7)));
  for (; i < count; i++) sum += x[i];
  return sum;
}

// Twelve independent chains x = x * m + a, more than latency times throughput of any unit; 24 LANES operations a round.
static double NAME(probe_fma)(long rounds, double seed) {
#pragma STDC FP_CONTRACT ON
  NAME(lanes) m, a, x0;
  for (int l = 0; l < LANES; l++) {
    m[l] = 0.999999;
    a[l] = 1e-7;
    x0[l] = seed + l;
  }
  NAME(lanes) x1 = x0 + a, x2 = x1 + a, x3 = x2 + a, x4 = x3 + a, x5 = x4 + a, x6 = x5 + a, x7 = x6 + a, x8 = x7 + a,
              x9 = x8 + a, x10 = x9 + a, x11 = x10 + a;
  for (long i = 0; i < rounds; i++) {
    x0 = x0 * m + a;
    x1 = x1 * m + a;
    x2 = x2 * m + a;
    x3 = x3 * m + a;
    x4 = x4 * m + a;
    x5 = x5 * m + a;
    x6 = x6 * m + a;
    x7 = x7 * m + a;
    x8 = x8 * m + a;
    x9 = x9 * m + a;
    x10 = x10 * m + a;
    x11 = x11 * m + a;
  }
  return NAME(lanes_sum)(((x0 + x1) + (x2 + x3)) + ((x4 + x5) + (x6 + x7)) + ((x8 + x9) + (x10 + x11)));
}
