// Included once per instruction set with NAME defined: products with the columns of factors, by the codes of their levels.
// A level of -1 (no column) has entry 0 of every table, level l entry l + 1: no loop over rows asks.
#include "transpose_kernels.h"

static void NAME(add_factor_predictor)(const struct glm_factor *f, const double *coefficients, long rows,
                                       double *restrict eta, double *restrict scratch) {
  const int32_t *codes = f->codes;
  const double *values = coefficients;
  if (f->contrasts) {
    const long levels = f->level_count;
    for (long l = 0; l < levels; l++) scratch[l] = 0;
    for (long c = 0; c < f->column_count; c++) {
      const double *entries = f->contrasts + c * levels, b = coefficients[c];
      for (long l = 0; l < levels; l++) scratch[l] += b * entries[l];
    }
    values = scratch;
  }
  const double zero = 0;
  for (long i = 0; i < rows; i++) {
    const long code = codes[i];
    eta[i] += *(code < 0 ? &zero : values + code);
  }
}

// Sums of `residual` by level into sums[level + 1], by eight rows in turn where levels are few: an addition need not wait
// for the one before.
static inline void NAME(add_level_sums)(const int32_t *codes, const double *residual, long rows, long levels,
                                        double *restrict sums) {
  const long stride = levels + 1;
  for (long l = 0; l < 8 * stride; l++) sums[l] = 0;
  long i = 0;
  for (; i + 8 <= rows; i += 8)
    for (int t = 0; t < 8; t++) sums[t * stride + codes[i + t] + 1] += residual[i + t];
  for (int t = 0; i < rows; i++, t++) sums[t * stride + codes[i] + 1] += residual[i];
  for (int t = 4; t > 0; t /= 2)
    for (long l = 0; l < t * stride; l++) sums[l] += sums[t * stride + l];
}

static void NAME(add_factor_product)(const struct glm_factor *f, const double *residual, long rows,
                                     double *restrict products, double *restrict scratch) {
  const int32_t *codes = f->codes;
  const long levels = f->level_count;
  if (f->contrasts || 8 * levels <= rows) {
    NAME(add_level_sums)(codes, residual, rows, levels, scratch);
    if (!f->contrasts) {
      for (long l = 0; l < levels; l++) products[l] += scratch[l + 1];
      return;
    }
    for (long c = 0; c < f->column_count; c++) {
      const double *entries = f->contrasts + c * levels;
      double lane[8] = {0};
      long l = 0;
      for (; l + 8 <= levels; l += 8)
        for (int t = 0; t < 8; t++) lane[t] += entries[l + t] * scratch[l + t + 1];
      for (int t = 0; l < levels; l++, t++) lane[t] += entries[l] * scratch[l + 1];
      products[c] += ((lane[0] + lane[4]) + (lane[2] + lane[6])) + ((lane[1] + lane[5]) + (lane[3] + lane[7]));
    }
    return;
  }
  // Many levels: rows in a run of one level are added up first, so that sorted codes do not wait either.
  double none = 0, sum = 0;
  long runs = 0;
  for (long i = 1; i < rows; i++) runs += codes[i] != codes[i - 1];
  if (4 * runs > rows) {
    for (long i = 0; i < rows; i++) {
      double *entry = codes[i] < 0 ? &none : products + codes[i];
      *entry += residual[i];
    }
    return;
  }
  for (long i = 0; i < rows; i++) {
    sum += residual[i];
    if (i + 1 < rows && codes[i + 1] == codes[i]) continue;
    if (codes[i] >= 0) products[codes[i]] += sum;
    sum = 0;
  }
}

static void NAME(transpose)(const double *entries, long width, long rows, const double *shift, long stride,
                            double *restrict columns) {
  for (long c = 0; c < width; c += 8) {
    const long wide = width - c < 8 ? width - c : 8;
    double less[8] = {0};
    if (shift)
      for (long k = 0; k < wide; k++) less[k] = shift[c + k];
    double *out = columns + c * stride;
    long i = 0;
    if (wide == 8) {
      vector8 by;
      memcpy(&by, less, sizeof by);
      for (; i + 8 <= rows; i += 8) {
        vector8 v[8];
        for (int k = 0; k < 8; k++) {
          memcpy(&v[k], entries + (i + k) * width + c, sizeof v[k]);
          v[k] -= by;
        }
        NAME(transpose8)(v);
        for (int k = 0; k < 8; k++) memcpy(out + k * stride + i, &v[k], sizeof v[k]);
      }
    }
    for (long k = 0; k < wide; k++)
      for (long r = i; r < rows; r++) out[k * stride + r] = entries[r * width + c + k] - less[k];
  }
}

// Rows of weights[i] * (dense columns at i, 1, 0 ...), `wide` entries each, for `count` rows from `start` on.
static inline void NAME(weigh_tile)(const double *const *dense, long dense_count, const double *weights,
                                    long start, long count, long wide, double *restrict tile) {
  for (long d = 0; d < wide; d += 8) {
    long i = 0;
    for (; i + 8 <= count; i += 8) {
      vector8 w, v[8];
      memcpy(&w, weights + start + i, sizeof w);
      for (int k = 0; k < 8; k++) {
        if (d + k < dense_count) {
          memcpy(&v[k], dense[d + k] + start + i, sizeof v[k]);
          v[k] *= w;
        } else {
          v[k] = d + k == dense_count ? w : (vector8){0};
        }
      }
      NAME(transpose8)(v);
      for (int k = 0; k < 8; k++) memcpy(tile + (i + k) * wide + d, &v[k], sizeof v[k]);
    }
    for (; i < count; i++)
      for (int k = 0; k < 8; k++) {
        const double w = weights[start + i];
        tile[i * wide + d + k] = d + k < dense_count ? w * dense[d + k][start + i] : d + k == dense_count ? w : 0;
      }
  }
}

// table[level + 1] += the row of the tile, by `copies` tables in turn.
static inline void NAME(scatter_tile)(const int32_t *codes, const double *tile, long count, long wide, long levels,
                                      long copies, double *restrict table) {
  const long stride = (levels + 1) * wide;
  if (wide == 8) {
    for (long i = 0; i < count; i++) {
      double *to = table + (i & (copies - 1)) * stride + (codes[i] + 1L) * 8;
      for (int t = 0; t < 8; t++) to[t] += tile[i * 8 + t];
    }
  } else if (wide == 16) {
    for (long i = 0; i < count; i++) {
      double *to = table + (i & (copies - 1)) * stride + (codes[i] + 1L) * 16;
      for (int t = 0; t < 16; t++) to[t] += tile[i * 16 + t];
    }
  } else {
    for (long i = 0; i < count; i++) {
      double *to = table + (i & (copies - 1)) * stride + (codes[i] + 1L) * wide;
      for (long t = 0; t < wide; t++) to[t] += tile[i * wide + t];
    }
  }
}

// Adds the products of column `column` of a factor with the dense columns, of which `before` have smaller places.
static inline void NAME(add_row)(const double *values, const long *places, long dense_count, long before,
                                 long column, double *restrict gram) {
  double *row = gram + triangle(column);
  if (before && places[before - 1] - places[0] == before - 1) {
    double *run = row + places[0];
    for (long d = 0; d < before; d++) run[d] += values[d];
  } else {
    for (long d = 0; d < before; d++) row[places[d]] += values[d];
  }
  for (long d = before; d < dense_count; d++) gram[triangle(places[d]) + column] += values[d];
}

// The table of a factor, level by level, into the rows of its columns.
static void NAME(settle_table)(const struct glm_factor *f, double *table, const long *places, long dense_count,
                               long before, long wide, double *gram, double *spare) {
  const long levels = f->level_count, size = (levels + 1) * wide;
  for (long copies = table_copies(f); copies > 1; copies /= 2)
    for (long t = 0; t < copies / 2 * size; t++) table[t] += table[copies / 2 * size + t];
  const double *own = table + wide;
  if (!f->contrasts) {
    for (long l = 0; l < levels; l++) {
      NAME(add_row)(own + l * wide, places, dense_count, before, f->first + l, gram);
      gram[triangle(f->first + l) + f->first + l] += own[l * wide + dense_count];
    }
    return;
  }
  const long columns = f->column_count;
  double *sums = spare, *row = sums + levels, *square = row + wide;
  const double **entries = (const double **)(square + triangle(columns));
  for (long l = 0; l < levels; l++) sums[l] = own[l * wide + dense_count];
  for (long t = 0; t < triangle(columns); t++) square[t] = 0;
  for (long c = 0; c < columns; c++) {
    entries[c] = f->contrasts + c * levels;
    for (long t = 0; t < wide; t++) row[t] = 0;
    for (long l = 0; l < levels; l++) {
      const double x = entries[c][l];
      for (long t = 0; t < wide; t++) row[t] += x * own[l * wide + t];
    }
    NAME(add_row)(row, places, dense_count, before, f->first + c, gram);
  }
  glm_add_gram(entries, sums, columns, levels, square);
  for (long c = 0; c < columns; c++)
    for (long k = 0; k <= c; k++) gram[triangle(f->first + c) + f->first + k] += square[triangle(c) + k];
}

// Products of the columns of two factors by the weights of every pair of levels.
static void NAME(add_pair_by_cells)(const struct glm_factor *a, const struct glm_factor *b, const double *weights,
                                    long rows, double *gram, double *restrict cells) {
  const long across = b->level_count + 1, size = (a->level_count + 1) * across, copies = cell_copies(a, b);
  for (long t = 0; t < copies * size; t++) cells[t] = 0;
  for (long i = 0; i < rows; i++)
    cells[(i & (copies - 1)) * size + (a->codes[i] + 1L) * across + b->codes[i] + 1] += weights[i];
  for (long half = copies / 2; half > 0; half /= 2)
    for (long t = 0; t < half * size; t++) cells[t] += cells[half * size + t];
  double *combined = cells + copies * size;
  for (long c = 0; c < a->column_count; c++) {
    const double *line = cells + (c + 1) * across + 1;
    if (a->contrasts) {
      for (long m = 0; m < b->level_count; m++) combined[m] = 0;
      for (long l = 0; l < a->level_count; l++) {
        const double x = a->contrasts[c * a->level_count + l];
        for (long m = 0; m < b->level_count; m++) combined[m] += x * cells[(l + 1) * across + 1 + m];
      }
      line = combined;
    }
    for (long k = 0; k < b->column_count; k++) {
      double sum = 0;
      if (b->contrasts) {
        const double *entries = b->contrasts + k * b->level_count;
        for (long m = 0; m < b->level_count; m++) sum += line[m] * entries[m];
      } else {
        sum = line[k];
      }
      gram[triangle(b->first + k) + a->first + c] += sum;
    }
  }
}

// The same row by row: one factor's column against the other's column or contrasts.
static void NAME(add_pair_by_rows)(const struct glm_factor *a, const struct glm_factor *b, const double *weights,
                                   long rows, double *gram) {
  for (long i = 0; i < rows; i++) {
    const long p = a->codes[i], q = b->codes[i];
    if (p < 0 || q < 0) continue;
    if (a->contrasts) {
      double *row = gram + triangle(b->first + q) + a->first;
      for (long c = 0; c < a->column_count; c++) row[c] += weights[i] * a->contrasts[c * a->level_count + p];
    } else if (b->contrasts) {
      for (long c = 0; c < b->column_count; c++)
        gram[triangle(b->first + c) + a->first + p] += weights[i] * b->contrasts[c * b->level_count + q];
    } else {
      gram[triangle(b->first + q) + a->first + p] += weights[i];
    }
  }
}

static void NAME(add_factor_gram)(const struct glm_factor *factors, long factor_count, const double *const *dense,
                                  const long *places, long dense_count, const double *weights, long rows,
                                  double *gram, double *scratch) {
  const long wide = (dense_count + 8) / 8 * 8;
  double *tile = (double *)(((uintptr_t)scratch + 63) & ~(uintptr_t)63);
  double *tables = tile + TILE_ROWS * wide, *spare = tables;
  for (long f = 0; f < factor_count; f++) {
    const long size = table_size(&factors[f], wide, rows);
    for (long t = 0; t < size; t++) spare[t] = 0;
    spare += size;
  }
  for (long start = 0; start < rows; start += TILE_ROWS) {
    const long count = rows - start < TILE_ROWS ? rows - start : TILE_ROWS;
    NAME(weigh_tile)(dense, dense_count, weights, start, count, wide, tile);
    double *table = tables;
    for (long n = 0; n < factor_count; n++) {
      const struct glm_factor *f = &factors[n];
      const int32_t *codes = f->codes + start;
      if (has_table(f, rows)) {
        NAME(scatter_tile)(codes, tile, count, wide, f->level_count, table_copies(f), table);
        table += table_size(f, wide, rows);
        continue;
      }
      const long before = columns_before(places, dense_count, f->first);
      for (long i = 0; i < count; i++) {
        if (codes[i] < 0) continue;
        const long column = f->first + codes[i];
        NAME(add_row)(tile + i * wide, places, dense_count, before, column, gram);
        gram[triangle(column) + column] += weights[start + i];
      }
    }
  }
  double *table = tables;
  for (long n = 0; n < factor_count; n++) {
    const struct glm_factor *f = &factors[n];
    if (has_table(f, rows)) {
      const long before = columns_before(places, dense_count, f->first);
      NAME(settle_table)(f, table, places, dense_count, before, wide, gram, spare);
      table += table_size(f, wide, rows);
    }
    for (long m = 0; m < n; m++) {
      const struct glm_factor *a = factors[m].first < f->first ? &factors[m] : f;
      const struct glm_factor *b = a == f ? &factors[m] : f;
      if (has_cells(a, b, rows))
        NAME(add_pair_by_cells)(a, b, weights, rows, gram, spare);
      else
        NAME(add_pair_by_rows)(a, b, weights, rows, gram);
    }
  }
}
