// Included once per instruction set after compact_kernels.h: A = L D L' for small positive definite A, in packed lower
// triangles. With a constant order everything is in registers, and no loop has an end to be guessed.

#define FACTOR_CONSTANTS 7

// Row i of L, its diagonal left alone, and 1/D. A pivot is D over the diagonal of A, 1 - R^2 of the column on the earlier ones.
INLINE double NAME(factor_rows)(const double *matrix, const long order, long first, double tolerance, double *factor,
                                double *reciprocal) {
  double smallest = 1;
  for (long i = first; i < order; i++) {
    const double *a = matrix + i * (i + 1) / 2;
    double *l = factor + i * (i + 1) / 2;
    const double diagonal = a[i];
    if (!(diagonal > 0 && diagonal < __builtin_inf())) return -1;
    double rest = diagonal;
    for (long k = 0; k < i; k++) {
      const double *m = factor + k * (k + 1) / 2;
      double u = a[k];
      for (long t = 0; t < k; t++) u -= l[t] * m[t];
      l[k] = u;
    }
    for (long k = 0; k < i; k++) {
      const double u = l[k];
      l[k] = u * reciprocal[k];
      rest -= u * l[k];
    }
    const double pivot = rest / diagonal;
    if (!(pivot > tolerance)) return -1;
    smallest = pivot < smallest ? pivot : smallest;
    reciprocal[i] = 1 / rest;
  }
  return smallest;
}

// The same from the first row to the last, of a constant order.
INLINE double NAME(factor_whole)(const double *matrix, const int order, double tolerance, double *factor,
                                 double *reciprocal) {
  double l[FACTOR_CONSTANTS][FACTOR_CONSTANTS], inverse[FACTOR_CONSTANTS], smallest = 1;
  int isBad = 0;
  UNROLL for (int i = 0; i < order; i++) {
    const double *a = matrix + i * (i + 1) / 2;
    const double diagonal = a[i];
    double rest = diagonal, u[FACTOR_CONSTANTS];
    UNROLL for (int k = 0; k < i; k++) {
      u[k] = a[k];
      UNROLL for (int t = 0; t < k; t++) u[k] -= u[t] * l[k][t];
    }
    UNROLL for (int k = 0; k < i; k++) {
      l[i][k] = u[k] * inverse[k];
      rest -= u[k] * l[i][k];
    }
    const double pivot = rest / diagonal;
    isBad |= !(pivot > tolerance) | !(diagonal > 0) | !(diagonal < __builtin_inf());
    smallest = pivot < smallest ? pivot : smallest;
    inverse[i] = 1 / rest;
    UNROLL for (int k = 0; k < i; k++) factor[i * (i + 1) / 2 + k] = l[i][k];
    reciprocal[i] = inverse[i];
  }
  return isBad ? -1 : smallest;
}

static double NAME(compact_factor)(const double *matrix, long order, long first, double tolerance, double *factor,
                                   double *reciprocal) {
  if (first == 0 && order <= FACTOR_CONSTANTS) {
    WITH_CONSTANT(order, FACTOR_CONSTANTS, return NAME(factor_whole)(matrix, N, tolerance, factor, reciprocal))
  }
  return NAME(factor_rows)(matrix, order, first, tolerance, factor, reciprocal);
}

// x = sign A^-1 b, which may be b; returns b' A^-1 b.
INLINE double NAME(solve_by)(const double *factor, const double *reciprocal, const long order, const double *b, double sign,
                             double *x) {
  double form = 0;
  for (long i = 0; i < order; i++) {
    double z = b[i];
    for (long t = 0; t < i; t++) z -= factor[i * (i + 1) / 2 + t] * x[t];
    form += z * z * reciprocal[i];
    x[i] = z;
  }
  for (long i = order - 1; i >= 0; i--) {
    double z = x[i] * reciprocal[i];
    for (long t = i + 1; t < order; t++) z -= factor[t * (t + 1) / 2 + i] * x[t];
    x[i] = z;
  }
  for (long i = 0; i < order; i++) x[i] *= sign;
  return form;
}

INLINE double NAME(solve_constant)(const double *factor, const double *reciprocal, const int order, const double *b,
                                   double sign, double *x) {
  double z[FACTOR_CONSTANTS], form = 0;
  UNROLL for (int i = 0; i < order; i++) {
    z[i] = b[i];
    UNROLL for (int t = 0; t < i; t++) z[i] -= factor[i * (i + 1) / 2 + t] * z[t];
  }
  UNROLL for (int i = 0; i < order; i++) {
    const double scaled = z[i] * reciprocal[i];
    form += z[i] * scaled;
    z[i] = scaled;
  }
  UNROLL for (int i = order - 1; i >= 0; i--) {
    UNROLL for (int t = order - 1; t > i; t--) z[i] -= factor[t * (t + 1) / 2 + i] * z[t];
  }
  UNROLL for (int i = 0; i < order; i++) x[i] = sign * z[i];
  return form;
}

static double NAME(compact_solve)(const double *factor, const double *reciprocal, long order, const double *b, double sign,
                                  double *x) {
  if (order <= FACTOR_CONSTANTS) {
    WITH_CONSTANT(order, FACTOR_CONSTANTS, return NAME(solve_constant)(factor, reciprocal, N, b, sign, x))
  }
  return NAME(solve_by)(factor, reciprocal, order, b, sign, x);
}

// A^-1 = M' D^-1 M with M = L^-1, whose rows are written to `room` as a packed triangle.
INLINE void NAME(invert_by)(const double *factor, const double *reciprocal, const long order, double *result, double *room) {
  for (long i = 0; i < order; i++) {
    const double *l = factor + i * (i + 1) / 2;
    for (long j = 0; j < i; j++) {
      double sum = l[j];
      for (long t = j + 1; t < i; t++) sum += l[t] * room[t * (t + 1) / 2 + j];
      room[i * (i + 1) / 2 + j] = -sum;
    }
    room[i * (i + 1) / 2 + i] = 1;
  }
  for (long i = 0; i < order; i++)
    for (long j = 0; j <= i; j++) {
      double sum = 0;
      for (long t = i; t < order; t++) sum += room[t * (t + 1) / 2 + i] * reciprocal[t] * room[t * (t + 1) / 2 + j];
      result[i * (i + 1) / 2 + j] = sum;
    }
}

INLINE void NAME(invert_constant)(const double *factor, const double *reciprocal, const int order, double *result) {
  double m[FACTOR_CONSTANTS][FACTOR_CONSTANTS];
  UNROLL for (int i = 0; i < order; i++) {
    UNROLL for (int j = 0; j < i; j++) {
      m[i][j] = -factor[i * (i + 1) / 2 + j];
      UNROLL for (int t = j + 1; t < i; t++) m[i][j] -= factor[i * (i + 1) / 2 + t] * m[t][j];
    }
  }
  UNROLL for (int i = 0; i < order; i++) {
    UNROLL for (int j = 0; j <= i; j++) {
      double sum = reciprocal[i] * (j == i ? 1 : m[i][j]);
      UNROLL for (int t = i + 1; t < order; t++) sum += m[t][i] * reciprocal[t] * m[t][j];
      result[i * (i + 1) / 2 + j] = sum;
    }
  }
}

static void NAME(compact_invert)(const double *factor, const double *reciprocal, long order, double *result,
                                 double *room) {
  if (order <= FACTOR_CONSTANTS) {
    WITH_CONSTANT(order, FACTOR_CONSTANTS, NAME(invert_constant)(factor, reciprocal, N, result))
    return;
  }
  NAME(invert_by)(factor, reciprocal, order, result, room);
}
