#ifndef CGLM_AHEAD_H
#define CGLM_AHEAD_H

// The next block of rows, fetched while this one is worked on.
//
// A pass reads a block of columns from memory and then computes for as long again with what is in the cache. The predictor
// kernel, which meets the columns first, leaves word of where they go on; the likelihood kernel of the same rows, which has
// much to compute a row, asks for them bit by bit, and where curvatures are wanted it leaves half of them to the Gram
// kernel, which asks for more where it has copied what it needs of this block. It is a hint: addresses beyond the columns are
// asked for in vain.

// More columns than that are never fetched ahead; and more than GLM_MOST_AHEAD_OF_ROWS not by a likelihood, which has not the
// time.
enum { GLM_MOST_AHEAD = 512, GLM_MOST_AHEAD_OF_ROWS = 32 };
// A block that is larger than this many doubles is not fetched ahead while it is in use: two of them would not fit into the
// second-level cache. Of a block that is not needed any more as much as GLM_AHEAD_AFTER takes the place.
enum { GLM_AHEAD_LIMIT = 65536, GLM_AHEAD_AFTER = 131072 };

struct glm_ahead {
  // Where each column goes on, how many there are, whether they fit beside those in use, and how many have been asked for.
  const double *next[GLM_MOST_AHEAD];
  long columns, asked;
  int fits;
  // Rows of the block that they go on from, and from its first to that of the next; 0 where that comes right after.
  long rows, step;
};

// Of the thread; no columns when there is no word.
extern _Thread_local struct glm_ahead glm_ahead;

static inline long glm_rows_ahead(long rows) { return glm_ahead.step > 0 ? glm_ahead.step : rows; }

// Leaves word of the columns after a block.
static inline void glm_leave_word(const double *const *columns, long count, long rows) {
  glm_ahead.columns = count <= GLM_MOST_AHEAD ? count : 0;
  glm_ahead.fits = count * rows <= GLM_AHEAD_LIMIT;
  glm_ahead.asked = 0, glm_ahead.rows = rows;
  for (long j = 0; j < glm_ahead.columns; j++) glm_ahead.next[j] = columns[j] + glm_rows_ahead(rows);
}

// Columns of the next block that a Gram product is to ask for yet, bit by bit.
struct glm_feed {
  long next, end;
};

// Those that nobody has asked for, of at most `limit` doubles; none where the word is not of what comes after these columns.
static inline struct glm_feed glm_feed(const double *const *columns, long count, long rows, long limit) {
  const int is_word = count > 0 && rows > 0 && glm_ahead.columns == count && glm_ahead.rows == rows &&
                      glm_ahead.next[0] == columns[0] + glm_rows_ahead(rows);
  if (!is_word) return (struct glm_feed){0, 0};
  return (struct glm_feed){glm_ahead.asked, count < limit / rows ? count : limit / rows};
}

// The next of them, from row `start` on; memory at hand where there is none.
static inline const double *glm_take(struct glm_feed *ahead, long start, const void *at_hand) {
  return ahead && ahead->next < ahead->end ? glm_ahead.next[ahead->next++] + start : at_hand;
}

// How many of the columns, from the first on, the likelihood of `rows` rows is to ask for; `isLast` where no Gram product comes
// after it.
static inline long glm_ahead_of_rows(long rows, int isLast) {
  if (glm_ahead.rows != rows || glm_ahead.asked > 0 || !glm_ahead.fits) return 0;
  // Few columns have few tiles to ask for them.
  const long tiles = glm_ahead.columns <= 12 ? 4 : (glm_ahead.columns + 1) / 2;
  const long share = isLast || glm_ahead.columns < tiles ? glm_ahead.columns : glm_ahead.columns - tiles;
  return glm_ahead.asked = share < GLM_MOST_AHEAD_OF_ROWS ? share : GLM_MOST_AHEAD_OF_ROWS;
}

#endif
