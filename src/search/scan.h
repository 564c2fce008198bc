/* scan.h - every place of a short string in a long one, at memory speed. */
#ifndef YL_SEARCH_SCAN_H
#define YL_SEARCH_SCAN_H

#include "base/buf.h"

/* A string to look for, and its two rarest bytes. Borrows text. */
typedef struct yl_needle {
  yl_str text;
  size_t rare, other; /* offsets in text; the same when it has one byte */
  uint64_t head, mask; /* its first eight bytes, as they lie in memory */
} yl_needle;

/* text.n > 0. The rarest bytes are chosen among the first `among` bytes. */
yl_needle yl_needle_make(yl_str text, size_t among);

/* Writes the starts of the needle in hay, from *at on, to out (at most max, which is 16 or more); overlapping ones all count. Returns how many;
 * *at moves to where to go on, hay.n when there is nothing more. Cost: about a pass at memory speed. */
size_t yl_needle_scan(const yl_needle *needle, yl_str hay, size_t *at, size_t *out, size_t max);

#endif
