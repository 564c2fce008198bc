/* marks.h - an ascending set of numbers that are far apart: a byte each.
 *
 * The numbers from 256 b on stand together, each as what it is beyond that; where they begin is kept for every b.
 */
#ifndef YL_INDEX_MARKS_H
#define YL_INDEX_MARKS_H

#include "index/flat.h"

enum { YL_MARKS_BLOCK = 256 };

typedef struct yl_marks {
  const unsigned char *low;
  const uint32_t *at; /* of blocks 0, 1, … and behind the last */
  uint32_t n, blocks, count;
} yl_marks;

/* Appends a set of numbers below n: `count` of them, ascending. */
yl_status yl_marks_put(yl_ctx *ctx, yl_buf *out, const uint32_t *marks, uint32_t count, uint32_t n);
yl_marks yl_marks_take(yl_flat *f, uint32_t n);
/* The last mark at or before i, 0 if there is none; the first one behind i, n if there is none. i < n. */
uint32_t yl_marks_before(const yl_marks *m, uint32_t i);
uint32_t yl_marks_behind(const yl_marks *m, uint32_t i);

#endif
