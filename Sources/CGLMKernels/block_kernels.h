// Included once per instruction set with SUFFIX defined; plain C that the compiler vectorizes.
// LANES independent partial sums per dot product: enough for one 512-bit register, and pairwise accuracy.

#define LANES 8

static inline double NAME(total)(const double *lane) {
  return ((lane[0] + lane[4]) + (lane[2] + lane[6])) + ((lane[1] + lane[5]) + (lane[3] + lane[7]));
}

static void NAME(add_linear_predictor)(const double *const *columns, const double *coefficients,
                                       long column_count, long rows, double *restrict eta) {
  long j = 0;
  for (; j + 4 <= column_count; j += 4) {
    const double *a = columns[j], *b = columns[j + 1], *c = columns[j + 2], *d = columns[j + 3];
    const double ka = coefficients[j], kb = coefficients[j + 1], kc = coefficients[j + 2],
                 kd = coefficients[j + 3];
    for (long i = 0; i < rows; i++) eta[i] += (ka * a[i] + kb * b[i]) + (kc * c[i] + kd * d[i]);
  }
  for (; j < column_count; j++) {
    const double *a = columns[j];
    const double ka = coefficients[j];
    for (long i = 0; i < rows; i++) eta[i] += ka * a[i];
  }
}

static inline double NAME(dot)(const double *restrict a, const double *restrict b, long rows) {
  double lane[LANES] = {0};
  long i = 0;
  for (; i + LANES <= rows; i += LANES)
    for (int l = 0; l < LANES; l++) lane[l] += a[i + l] * b[i + l];
  for (int l = 0; i < rows; i++, l++) lane[l] += a[i] * b[i];
  return NAME(total)(lane);
}

static void NAME(add_transpose_product)(const double *const *columns, const double *residual,
                                        long column_count, long rows, double *products) {
  for (long j = 0; j < column_count; j++) products[j] += NAME(dot)(columns[j], residual, rows);
}

// Four weighted columns against one: each load of the right-hand column serves four dot products.
static inline void NAME(dot4)(const double *restrict w0, const double *restrict w1, const double *restrict w2,
                              const double *restrict w3, const double *restrict b, long rows,
                              double *restrict out) {
  double l0[LANES] = {0}, l1[LANES] = {0}, l2[LANES] = {0}, l3[LANES] = {0};
  long i = 0;
  for (; i + LANES <= rows; i += LANES)
    for (int l = 0; l < LANES; l++) {
      const double x = b[i + l];
      l0[l] += w0[i + l] * x;
      l1[l] += w1[i + l] * x;
      l2[l] += w2[i + l] * x;
      l3[l] += w3[i + l] * x;
    }
  for (int l = 0; i < rows; i++, l++) {
    const double x = b[i];
    l0[l] += w0[i] * x;
    l1[l] += w1[i] * x;
    l2[l] += w2[i] * x;
    l3[l] += w3[i] * x;
  }
  out[0] = NAME(total)(l0);
  out[1] = NAME(total)(l1);
  out[2] = NAME(total)(l2);
  out[3] = NAME(total)(l3);
}

static void NAME(add_gram)(const double *const *columns, const double *weights, long column_count, long rows,
                           double *gram, double *restrict scratch) {
  for (long j = 0; j < column_count; j += 4) {
    const long width = column_count - j < 4 ? column_count - j : 4;
    for (long t = 0; t < 4; t++) {
      const double *x = columns[t < width ? j + t : j];
      double *restrict s = scratch + t * rows;
      for (long i = 0; i < rows; i++) s[i] = weights[i] * x[i];
    }
    for (long k = 0; k < j + width; k++) {
      double sums[4];
      NAME(dot4)(scratch, scratch + rows, scratch + 2 * rows, scratch + 3 * rows, columns[k], rows, sums);
      for (long t = 0; t < width; t++) {
        const long row = j + t;
        if (k <= row) gram[row * (row + 1) / 2 + k] += sums[t];
      }
    }
  }
}

// (eta, low) += x b for columns x = high + low and coefficients b = high + low: each product and each sum keeps what
// rounding drops.
static void NAME(add_precise_predictor)(const double *const *high, const double *const *low,
                                        const double *coefficients, const double *coefficients_low,
                                        long column_count, long rows, double *restrict eta,
                                        double *restrict eta_low) {
  for (long j = 0; j < column_count; j++) {
    const double *x = high[j];
    const double b = coefficients[j], c = coefficients_low[j];
    if (b == 0 && c == 0) continue;
    for (long i = 0; i < rows; i++) {
      const double product = x[i] * b;
      const double rest = __builtin_fma(x[i], b, -product) + x[i] * c;
      const double sum = eta[i] + product;
      const double shown = sum - eta[i];
      eta_low[i] += ((eta[i] - (sum - shown)) + (product - shown)) + rest;
      eta[i] = sum;
    }
    if (low) {
      const double *y = low[j];
      for (long i = 0; i < rows; i++) eta_low[i] += y[i] * b;
    }
  }
  for (long i = 0; i < rows; i++) {
    const double sum = eta[i] + eta_low[i];
    eta_low[i] -= sum - eta[i];
    eta[i] = sum;
  }
}

// (sums[j], sums_low[j]) += x . r for columns x = high + low and residuals r = high + low.
static void NAME(add_precise_transpose)(const double *const *high, const double *const *low,
                                        const double *residual, const double *residual_low, long column_count,
                                        long rows, double *restrict sums, double *restrict sums_low) {
  for (long j = 0; j < column_count; j++) {
    const double *x = high[j];
    double head[LANES] = {0}, tail[LANES] = {0};
    for (long i = 0; i < rows; i += LANES) {
      const long width = rows - i < LANES ? rows - i : LANES;
      if (width == LANES) {
        for (int l = 0; l < LANES; l++) {
          const double product = x[i + l] * residual[i + l];
          const double rest =
              __builtin_fma(x[i + l], residual[i + l], -product) + x[i + l] * residual_low[i + l];
          const double sum = head[l] + product;
          const double shown = sum - head[l];
          tail[l] += ((head[l] - (sum - shown)) + (product - shown)) + rest;
          head[l] = sum;
        }
      } else {
        for (int l = 0; l < width; l++) {
          const double product = x[i + l] * residual[i + l];
          const double rest =
              __builtin_fma(x[i + l], residual[i + l], -product) + x[i + l] * residual_low[i + l];
          const double sum = head[l] + product;
          const double shown = sum - head[l];
          tail[l] += ((head[l] - (sum - shown)) + (product - shown)) + rest;
          head[l] = sum;
        }
      }
    }
    double rest = low ? NAME(dot)(low[j], residual, rows) : 0;
    for (int l = 0; l < LANES; l++) {
      const double sum = sums[j] + head[l];
      const double shown = sum - sums[j];
      rest += ((sums[j] - (sum - shown)) + (head[l] - shown)) + tail[l];
      sums[j] = sum;
    }
    sums_low[j] += rest;
  }
}

#undef LANES
