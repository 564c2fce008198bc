/* align.c - the local alignment of two lists of symbols (Smith and Waterman 1981), with one byte a cell for the way back. */
#include <string.h>

#include "copies/trace.h"

enum { STOP, PAIR, OTHER, UP, LEFT }; /* both the same; one for the other; a symbol of a left out; one of b */

typedef struct sheet {
  const yl_symbol *a, *b;
  size_t na, nb;
  const uint8_t *used;
  uint8_t *way; /* (na + 1) rows of nb + 1 */
  int32_t *row; /* scores of the row above, then of this one */
  int best;
  size_t at_a, at_b; /* where it ends */
} sheet;

static void fill_row(sheet *s, size_t i) {
  uint8_t *way = s->way + i * (s->nb + 1);
  uint32_t id = s->a[i - 1].id;
  int32_t diagonal = 0; /* row above, to the left */
  for (size_t j = 1; j <= s->nb; j++) {
    bool same = s->b[j - 1].id == id && !s->used[j - 1];
    int32_t score = diagonal + (same ? 1 : -1), above = s->row[j] - 1, left = s->row[j - 1] - 1;
    uint8_t how = same ? PAIR : OTHER;
    if (above > score) score = above, how = UP;
    if (left > score) score = left, how = LEFT;
    if (score <= 0) score = 0, how = STOP;
    diagonal = s->row[j];
    s->row[j] = score;
    way[j] = how;
    if (score > s->best) {
      s->best = score;
      s->at_a = i;
      s->at_b = j;
    }
  }
}

static yl_status walk_back(yl_ctx *ctx, const sheet *s, yl_buf *pairs) {
  size_t i = s->at_a, j = s->at_b, first = pairs->n;
  yl_status rc = YL_OK;
  for (int how; rc == YL_OK && (how = s->way[i * (s->nb + 1) + j]) != STOP;) {
    if (how == PAIR) {
      yl_twin p = {(uint32_t)i - 1, (uint32_t)j - 1};
      rc = yl_buf_push(ctx, pairs, &p, sizeof p);
    }
    i -= how != LEFT;
    j -= how != UP;
  }
  if (rc != YL_OK || pairs->n == first) return rc;
  yl_twin *lo = (yl_twin *)(void *)(pairs->p + first), *hi = (yl_twin *)(void *)(pairs->p + pairs->n) - 1;
  for (; lo < hi; lo++, hi--) {
    yl_twin swap = *lo;
    *lo = *hi;
    *hi = swap;
  }
  return YL_OK;
}

yl_status yl_align(yl_ctx *ctx, const yl_symbol *a, size_t na, const yl_symbol *b, size_t nb, const uint8_t *used, yl_buf *pairs, int *score) {
  sheet s = {.a = a, .b = b, .na = na, .nb = nb, .used = used};
  *score = 0;
  if ((uint64_t)(na + 1) * (nb + 1) > YL_ALIGN_MAX) return yl_fail(ctx, YL_ELIMIT, "passages of %zu and %zu characters are too long to be compared", na, nb);
  s.way = yl_alloc_array(ctx, (na + 1) * (nb + 1), 1);
  s.row = yl_alloc_array(ctx, nb + 1, sizeof *s.row);
  yl_status rc = s.way && s.row ? YL_OK : YL_ENOMEM;
  for (size_t i = 1; i <= na && rc == YL_OK; i++) {
    fill_row(&s, i);
    if (i % 256 == 0) rc = yl_check(ctx);
  }
  *score = s.best;
  if (rc == YL_OK) rc = walk_back(ctx, &s, pairs);
  yl_free(ctx, s.way);
  yl_free(ctx, s.row);
  return rc;
}
