/* literal.h - checking a place at which a literal stands: what literal.c does and many.c uses. */
#ifndef YL_SEARCH_LITERAL_H
#define YL_SEARCH_LITERAL_H

#include "search/search.h"

/* Where a hit is checked: moves on with the hits of a range. */
typedef struct yl_cursor {
  yl_place at;
  size_t doc;
  uint64_t limit; /* end of the range */
} yl_cursor;

/* Checks the start of a query at pos of the stream, and keeps it. Positions ascend. */
yl_status yl_literal_take(yl_task *t, uint32_t query, yl_str stream, size_t pos, yl_cursor *k);
/* Does a match of that length stand between words where the query asks for it? */
bool yl_word_edges(const yl_query *q, yl_str stream, size_t pos, size_t len);

#endif
