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
#define digits NAME(digits)
typedef DIGIT digits __attribute__((ext_vector_type(LANES)));

// Columns of a tile whose words are repeated; a panel has a whole number of them.
#define TALL (WORDS / 2)
// Panels of a tile.
#define BROAD 2
#define GROUPS (ROUNDED_STRIP / GROUP)
// Words of a panel.
#define PANEL_WORDS (GROUPS * WORDS)

INLINE words NAME(load_words)(const int *x) {
  words result;
  __builtin_memcpy(&result, x, sizeof result);
  return result;
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

// The digits of a column in a strip: what is returned times them is about the column times `roots`, which has zeros beyond
// the rows up to a whole vector; `next` is fetched meanwhile.
INLINE double NAME(round_column)(const double *x, const double *next, const double *roots, long rows, DIGIT *result) {
  const long whole = rows / LANES * LANES;
  vec last = (vec)(0.0);
  if (whole < rows) last = NAME(load_part)(x + whole, 0, rows - whole) * NAME(load)(roots + whole);
  // Four of them, so that no comparison waits for the one before.
  vec most[4] = {__builtin_elementwise_abs(last)};
  long i = 0;
#define LOOK(s)                                                                                      \
  {                                                                                                  \
    const vec y = __builtin_elementwise_abs(NAME(load)(x + i) * NAME(load)(roots + i));              \
    most[s] = y > most[s] ? y : most[s];                                                             \
    __builtin_prefetch(next + i, 0, 3);                                                              \
    i += LANES;                                                                                      \
  }
  while (i + 4 * LANES <= whole) {
    LOOK(0) LOOK(1) LOOK(2) LOOK(3)
  }
  while (i < whole) LOOK(0)
#undef LOOK
  double largest = 0;
  UNROLL for (int s = 1; s < 4; s++) most[0] = most[s] > most[0] ? most[s] : most[0];
  for (int l = 0; l < LANES; l++) largest = most[0][l] > largest ? most[0][l] : largest;
  const vec scale = (vec)(largest > 0 ? 127 / largest : 0);
  // What is added leaves the whole number in the lowest bits.
  const vec magic = (vec)(0x1.8p52);
  for (i = 0; i < whole; i += LANES) {
    const vec y = NAME(load)(x + i) * NAME(load)(roots + i) * scale + magic;
    const digits d = __builtin_convertvector((wide)y, digits);
    __builtin_memcpy(result + i, &d, sizeof d);
  }
  if (whole < rows) {
    const digits d = __builtin_convertvector((wide)(last * scale + magic), digits);
    __builtin_memcpy(result + whole, &d, sizeof d);
  }
  return largest / 127;
}

// sums[t][s] of TALL columns, of which `tall` has the words of the first, and BROAD panels.
INLINE void NAME(digit_tile)(const int *tall, const int *broad, long groups, words sums[TALL][BROAD]) {
  words lanes[TALL][BROAD], x[BROAD];
  UNROLL for (int t = 0; t < TALL; t++) UNROLL for (int s = 0; s < BROAD; s++) lanes[t][s] = sums[t][s];
  for (long g = 0; g < groups; g++) {
    UNROLL for (int s = 0; s < BROAD; s++) x[s] = NAME(load_words)(broad + s * PANEL_WORDS + g * WORDS);
    UNROLL for (int t = 0; t < TALL; t++) {
      const words y = (words)(tall[g * WORDS + t]);
      UNROLL for (int s = 0; s < BROAD; s++) lanes[t][s] = NAME(multiply_digits)(lanes[t][s], x[s], y);
    }
  }
  UNROLL for (int t = 0; t < TALL; t++) UNROLL for (int s = 0; s < BROAD; s++) sums[t][s] = lanes[t][s];
}

static void NAME(add_rounded_strip)(const double *const *columns, const double *weights, long count, long start,
                                    long rows, double *gram, struct rounded_room room) {
  _Alignas(64) double roots[ROUNDED_STRIP + LANES];
  _Alignas(64) DIGIT own[ROUNDED_STRIP + LANES] = {0};
  for (long i = 0; i < rows; i++) roots[i] = weights ? __builtin_sqrt(weights[start + i]) : 1;
  for (long i = rows; i < rows + LANES; i++) roots[i] = 0;
  const long groups = (rows + GROUP - 1) / GROUP;
  const long width = BROAD * WORDS, padded = (count + width - 1) / width * width;
  for (long j = 0; j < padded; j++) {
    int *to = room.panels + j / WORDS * PANEL_WORDS + j % WORDS;
    if (j < count) {
      room.units[j] = NAME(round_column)(columns[j] + start, columns[j + 1 < count ? j + 1 : j] + start, roots, rows, own);
      for (long g = 0; g < groups; g++) __builtin_memcpy(to + g * WORDS, own + g * GROUP, sizeof(int));
    } else {
      for (long g = 0; g < groups; g++) to[g * WORDS] = 0;
    }
  }
#if GROUP == 4
  for (long j = 0; j < padded; j += WORDS) {
    words sum = (words)(0);
    for (long g = 0; g < groups; g++)
      sum = NAME(multiply_digits)(sum, (words)(0x01010101), NAME(load_words)(room.panels + j / WORDS * PANEL_WORDS + g * WORDS));
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
      for (int t = 0; t < TALL && j + t < count; t++) {
        const double *row = gram + (j + t) * (j + t + 1) / 2 + k;
        for (int s = 0; s <= BROAD * WORDS; s += 8) __builtin_prefetch(row + s, 1, 3);
      }
      words sums[TALL][BROAD];
#if GROUP == 4
      UNROLL for (int t = 0; t < TALL; t++) UNROLL for (int s = 0; s < BROAD; s++)
        sums[t][s] = (words)(-128 * room.totals[j + t]);
#else
      UNROLL for (int t = 0; t < TALL; t++) UNROLL for (int s = 0; s < BROAD; s++) sums[t][s] = (words)(0);
#endif
      NAME(digit_tile)(room.panels + j / WORDS * PANEL_WORDS + j % WORDS, broad, groups, sums);
      for (int t = 0; t < TALL && j + t < count; t++) {
        int line[BROAD * WORDS];
        __builtin_memcpy(line, sums[t], sizeof line);
        double *row = gram + (j + t) * (j + t + 1) / 2 + k;
        const double *units = room.units + k, unit = room.units[j + t];
        const long left = j + t + 1 - k;
        if (left >= width) {
          for (int s = 0; s < BROAD * WORDS; s++) row[s] += unit * units[s] * line[s];
        } else {
          for (long s = 0; s < left; s++) row[s] += unit * units[s] * line[s];
        }
      }
    }
  }
}

static void NAME(add_rounded_gram)(const double *const *columns, const double *weights, long count, long rows,
                                   double *gram, struct rounded_room room) {
  for (long start = 0; start < rows; start += ROUNDED_STRIP) {
    const long own = rows - start < ROUNDED_STRIP ? rows - start : ROUNDED_STRIP;
    NAME(add_rounded_strip)(columns, weights, count, start, own, gram, room);
  }
}

#undef DIGIT
#undef words
#undef digits
#undef TALL
#undef BROAD
#undef GROUPS
#undef PANEL_WORDS
