// Included once per instruction set after lanes.h: about the packed triangle of X' diag(w) X, from whole numbers.
//
// A column times the roots of the weights is rounded, in a strip of rows, to whole numbers of at most 7 bits of a unit of
// its own. Products of those fit several into each lane of a vector, and their sums are exact. WORDS lanes of 32 bits hold
// GROUP rows each: four bytes, or two halves where the machine multiplies no bytes.
//
// Columns lie in panels of WORDS, group by group, so that a vector has a group of every column of a panel and a word that
// is repeated in all lanes has it of one column. Nothing is added up across lanes.

#define DIGIT NAME(digit)
#if GROUP == 4
typedef signed char DIGIT;
#else
typedef short DIGIT;
#endif
#define words NAME(words)
typedef int words __attribute__((ext_vector_type(WORDS)));
#define half NAME(half)
typedef int half __attribute__((ext_vector_type(LANES)));
#define digits NAME(digits)
typedef DIGIT digits __attribute__((ext_vector_type(LANES)));

// Columns of a tile whose words are repeated; a panel has a whole number of them.
#define TALL (WORDS / 2)
// Panels of a tile: as many as there are registers for.
#if WORDS == 16
#define BROAD 3
#else
#define BROAD 2
#endif
#define GROUPS (ROUNDED_STRIP / GROUP)
// Rows whose groups are a vector of words.
#define CHUNK (WORDS * GROUP)
// Words of a panel.
#define PANEL_WORDS (GROUPS * WORDS)

INLINE words NAME(load_words)(const int *x) {
  words result;
  __builtin_memcpy(&result, x, sizeof result);
  return result;
}

// The magnitude of z where that is larger than `most`.
INLINE vec NAME(larger)(vec most, vec z) {
#if LANES == 8
  return (vec)_mm512_range_pd((__m512d)most, (__m512d)z, 11);
#else
  const vec size = __builtin_elementwise_abs(z);
  return size > most ? size : most;
#endif
}

// sum + products of the digits of a and b, lane by lane. Bytes of `a` are 128 more than they stand for.
INLINE words NAME(multiply_digits)(words sum, words a, words b) {
#if GROUP == 4
  return (words)_mm512_dpbusd_epi32((__m512i)sum, (__m512i)a, (__m512i)b);
#elif WORDS == 8
  return sum + (words)_mm256_madd_epi16((__m256i)a, (__m256i)b);
#elif defined(__x86_64__)
  return sum + (words)_mm_madd_epi16((__m128i)a, (__m128i)b);
#else
  return sum + (a << 16 >> 16) * (b << 16 >> 16) + (a >> 16) * (b >> 16);
#endif
}

// y = x times `roots`, and zeros up to a whole CHUNK of rows; the largest magnitude is returned. `next` is fetched meanwhile.
INLINE double NAME(weigh_column)(const double *x, const double *next, const double *roots, long rows, double *y) {
  const long whole = rows / LANES * LANES;
  // Four of them, so that no comparison waits for the one before.
  vec most[4] = {(vec)(0.0)};
  long i = 0;
#define LOOK(s)                                             \
  {                                                         \
    const vec z = NAME(load)(x + i) * NAME(load)(roots + i);\
    NAME(store)(y + i, z);                                  \
    most[s] = NAME(larger)(most[s], z);                     \
    __builtin_prefetch(next + i, 0, 3);                     \
    i += LANES;                                             \
  }
  while (i + 4 * LANES <= whole) {
    LOOK(0) LOOK(1) LOOK(2) LOOK(3)
  }
  while (i < whole) LOOK(0)
#undef LOOK
  if (i < rows) {
    const vec z = NAME(load_part)(x + i, 0, rows - i) * NAME(load)(roots + i);
    NAME(store)(y + i, z);
    most[0] = NAME(larger)(most[0], z);
    i += LANES;
  }
  for (const long end = (rows + CHUNK - 1) / CHUNK * CHUNK; i < end; i += LANES) NAME(store)(y + i, (vec)(0.0));
  double largest = 0;
  UNROLL for (int s = 1; s < 4; s++) most[0] = NAME(larger)(most[0], most[s]);
  for (int l = 0; l < LANES; l++) largest = most[0][l] > largest ? most[0][l] : largest;
  return largest;
}

// The digits of a CHUNK of a column in whole numbers of 1 / `scale`, in its groups: the same rows for every column.
INLINE void NAME(round_chunk)(const double *y, vec scale, int *groups) {
  // What is added leaves the whole number in the lowest bits.
  const vec magic = (vec)(0x1.8p52);
#if GROUP == 4
  // Byte b of the 64 bits of a lane is of the lane's row in vector b.
  wide bytes = (wide)(0);
  UNROLL for (int b = 7; b >= 0; b--) {
    const wide place = (wide)(0xffL << 8 * b);
    const wide digit = (wide)(NAME(load)(y + b * LANES) * scale + magic) << 8 * b;
    bytes = (digit & place) | (bytes & ~place);
  }
  __builtin_memcpy(groups, &bytes, sizeof bytes);
#else
  UNROLL for (int i = 0; i < CHUNK; i += LANES) {
    const digits d = __builtin_convertvector((wide)(NAME(load)(y + i) * scale + magic), digits);
    __builtin_memcpy((DIGIT *)groups + i, &d, sizeof d);
  }
#endif
}

// panel[g * WORDS + j] = own[j * pitch + g] for WORDS columns and as many groups.
INLINE void NAME(transpose_words)(const int *own, long pitch, int *panel) {
#if WORDS == 16
  words v[16], s[16];
  UNROLL for (int i = 0; i < 16; i++) v[i] = NAME(load_words)(own + i * pitch);
  UNROLL for (int i = 0; i < 16; i += 2) {
    s[i] = (words)_mm512_unpacklo_epi32((__m512i)v[i], (__m512i)v[i + 1]);
    s[i + 1] = (words)_mm512_unpackhi_epi32((__m512i)v[i], (__m512i)v[i + 1]);
  }
  UNROLL for (int i = 0; i < 16; i += 4) {
    UNROLL for (int c = 0; c < 2; c++) {
      v[i + 2 * c] = (words)_mm512_unpacklo_epi64((__m512i)s[i + c], (__m512i)s[i + 2 + c]);
      v[i + 2 * c + 1] = (words)_mm512_unpackhi_epi64((__m512i)s[i + c], (__m512i)s[i + 2 + c]);
    }
  }
  // The quarter q of v[i + c] has group 4 q + c of the columns from i to i + 3.
#define QUARTERS(a, b, places) (words)_mm512_shuffle_i32x4((__m512i)(a), (__m512i)(b), places)
  UNROLL for (int c = 0; c < 4; c++) {
    UNROLL for (int h = 0; h < 2; h++) {
      s[2 * h] = QUARTERS(v[8 * h + c], v[8 * h + 4 + c], 0x44);
      s[2 * h + 1] = QUARTERS(v[8 * h + c], v[8 * h + 4 + c], 0xee);
    }
    UNROLL for (int h = 0; h < 2; h++) {
      const words even = QUARTERS(s[h], s[2 + h], 0x88), odd = QUARTERS(s[h], s[2 + h], 0xdd);
      __builtin_memcpy(panel + (8 * h + c) * WORDS, &even, sizeof even);
      __builtin_memcpy(panel + (8 * h + 4 + c) * WORDS, &odd, sizeof odd);
    }
  }
#undef QUARTERS
#else
  UNROLL for (int g = 0; g < WORDS; g++) {
    UNROLL for (int j = 0; j < WORDS; j++) panel[g * WORDS + j] = own[j * pitch + g];
  }
#endif
}

// The panel of the first of `left` columns, and zeros where there are fewer than it has: units as for the room.
static void NAME(round_panel)(const double *const *columns, long left, const double *roots, long start, long rows,
                              int *panel, double *units) {
  _Alignas(64) double y[ROUNDED_STRIP];
  _Alignas(64) int own[WORDS * GROUPS];
  const long chunks = (rows + CHUNK - 1) / CHUNK;
  for (long j = 0; j < WORDS; j++) {
    if (j < left) {
      const double *x = columns[j] + start, *next = columns[j + 1 < left ? j + 1 : j] + start;
      const double largest = NAME(weigh_column)(x, next, roots, rows, y);
      const vec scale = (vec)(largest > 0 ? GLM_LARGEST_DIGIT / largest : 0);
      for (long c = 0; c < chunks; c++) NAME(round_chunk)(y + c * CHUNK, scale, own + j * GROUPS + c * WORDS);
      units[j] = largest / GLM_LARGEST_DIGIT;
    } else {
      for (long g = 0; g < chunks * WORDS; g++) own[j * GROUPS + g] = 0;
      units[j] = 0;
    }
  }
  for (long c = 0; c < chunks; c++) NAME(transpose_words)(own + c * WORDS, GROUPS, panel + c * WORDS * WORDS);
}

// Adds the products of the first `height` of `computed` columns, of which `tall` has the words of the first, with those of `width`
// panels to the entries from k of the rows from j of the triangle.
INLINE void NAME(add_digit_tile)(const int *tall, const int computed, const int *broad, const int width, long groups, long j, long height,
                                 long k, struct rounded_room room, struct glm_feed *ahead, double *gram) {
  const double *first = glm_take(ahead, 0, tall), *second = glm_take(ahead, 0, tall);
  words sums[TALL][BROAD], x[BROAD];
  vec units[2 * BROAD];
  for (long t = 0; t < height; t++) {
    const double *row = gram + (j + t) * (j + t + 1) / 2 + k;
    UNROLL for (int s = 0; s <= width * WORDS; s += 8) __builtin_prefetch(row + s, 1, 3);
  }
  UNROLL for (int t = 0; t < computed; t++) UNROLL for (int s = 0; s < width; s++)
    sums[t][s] = (words)(GROUP == 4 ? -128 * room.totals[j + t] : 0);
  for (long g = 0; g < groups; g++) {
    // A group has half a line of the cache.
    __builtin_prefetch(g % 2 ? second + (g - 1) * GROUP : first + g * GROUP, 0, 2);
    UNROLL for (int s = 0; s < width; s++) x[s] = NAME(load_words)(broad + s * PANEL_WORDS + g * WORDS);
    UNROLL for (int t = 0; t < computed; t++) {
      const words y = (words)(tall[g * WORDS + t]);
      UNROLL for (int s = 0; s < width; s++) sums[t][s] = NAME(multiply_digits)(sums[t][s], x[s], y);
    }
  }
  UNROLL for (int s = 0; s < 2 * width; s++) units[s] = NAME(load)(room.units + k + s * LANES);
  UNROLL for (int t = 0; t < computed; t++) {
    if (t >= height) break;
    double *row = gram + (j + t) * (j + t + 1) / 2 + k;
    const vec unit = (vec)(room.units[j + t]);
    UNROLL for (int s = 0; s < 2 * width; s++) {
      half own;
      __builtin_memcpy(&own, (const char *)&sums[t][s / 2] + s % 2 * sizeof own, sizeof own);
      const vec z = __builtin_convertvector(own, vec) * (unit * units[s]);
      NAME(add_part)(row + s * LANES, z, j + t + 1 - k - s * LANES);
    }
  }
}

static void NAME(add_rounded_strip)(const double *const *columns, const double *weights, long count, long start,
                                    long rows, struct glm_feed *ahead, double *gram, struct rounded_room room) {
  _Alignas(64) double roots[ROUNDED_STRIP + LANES];
  for (long i = 0; i < rows; i++) roots[i] = weights ? __builtin_sqrt(weights[start + i]) : 1;
  for (long i = rows; i < rows + LANES; i++) roots[i] = 0;
  const long groups = (rows + CHUNK - 1) / CHUNK * WORDS;
  const long width = BROAD * WORDS, padded = (count + width - 1) / width * width;
  for (long j = 0; j < padded; j += WORDS)
    NAME(round_panel)(columns + j, count - j, roots, start, rows, room.panels + j / WORDS * PANEL_WORDS, room.units + j);
#if GROUP == 4
  for (long j = 0; j < padded; j += WORDS) {
    const int *panel = room.panels + j / WORDS * PANEL_WORDS;
    // Four sums, so that no product waits for the one before.
    words sums[4] = {(words)(0)}, sum;
    for (long g = 0; g < groups; g += 4) {
      UNROLL for (int i = 0; i < 4; i++)
        sums[i] = NAME(multiply_digits)(sums[i], (words)(0x01010101), NAME(load_words)(panel + (g + i) * WORDS));
    }
    sum = sums[0] + sums[1] + sums[2] + sums[3];
    __builtin_memcpy(room.totals + j, &sum, sizeof sum);
  }
#endif
  for (long k = 0; k < count; k += width) {
    const int *broad = room.panels + k / WORDS * PANEL_WORDS;
#if GROUP == 4
    // The machine multiplies bytes without a sign by bytes with one.
    _Alignas(64) int raised[BROAD * PANEL_WORDS];
    for (int s = 0; s < BROAD; s++)
      for (long i = 0; i < groups * WORDS; i++)
        raised[s * PANEL_WORDS + i] = broad[s * PANEL_WORDS + i] ^ (int)0x80808080;
    broad = raised;
#endif
    for (long j = k; j < count; j += TALL) {
      const int *tall = room.panels + j / WORDS * PANEL_WORDS + j % WORDS;
      const long height = count - j < TALL ? count - j : TALL;
      // Panels beyond the diagonal have nothing; a column or two that are left over are not worth a whole tile.
      const long wanted = (j + TALL - k + WORDS - 1) / WORDS, panels = wanted < BROAD ? wanted : BROAD;
      if (height > 2) {
        WITH_CONSTANT(panels, BROAD,
                      NAME(add_digit_tile)(tall, TALL, broad, N, groups, j, height, k, room, ahead, gram))
      } else {
        WITH_CONSTANT(panels, BROAD, NAME(add_digit_tile)(tall, 2, broad, N, groups, j, height, k, room, ahead, gram))
      }
    }
  }
}

static void NAME(add_rounded_gram)(const double *const *columns, const double *weights, long count, long rows,
                                   double *gram, struct rounded_room room) {
  // What the columns have is not needed any more when it is rounded.
  struct glm_feed ahead = glm_feed(columns, count, rows, rows <= ROUNDED_STRIP ? GLM_AHEAD_AFTER : 0);
  for (long start = 0; start < rows; start += ROUNDED_STRIP) {
    const long own = rows - start < ROUNDED_STRIP ? rows - start : ROUNDED_STRIP;
    NAME(add_rounded_strip)(columns, weights, count, start, own, &ahead, gram, room);
  }
}

#undef DIGIT
#undef words
#undef half
#undef digits
#undef TALL
#undef BROAD
#undef GROUPS
#undef CHUNK
#undef PANEL_WORDS
