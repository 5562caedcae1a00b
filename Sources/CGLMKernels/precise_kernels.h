// Included once per instruction set after product_kernels.h: products in twice the precision.

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
