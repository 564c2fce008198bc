/* strings.h - strings with numbers 0 … n - 1, findable by their bytes.
 *
 * Lengths are a byte each (255: the string begins with its length in four), so that the length of string i is one load; where it stands is
 * known for every sixteenth. Buckets by hash hold the numbers, in as few bits as they need.
 */
#ifndef YL_INDEX_STRINGS_H
#define YL_INDEX_STRINGS_H

#include "index/flat.h"

typedef struct yl_strings {
  const unsigned char *len;
  const uint32_t *at;           /* of strings 0, 16, 32 … in bytes */
  const char *bytes;
  const unsigned char *bucket, *number; /* packed: first of each bucket (buckets + 1), numbers */
  uint64_t nbytes;
  uint32_t n, buckets;          /* buckets: a power of two, or 0: nothing can be found */
} yl_strings;

/* Appends strings; with `find` they are different and can be found. YL_ELIMIT beyond 4 GiB. */
yl_status yl_strings_put(yl_ctx *ctx, yl_buf *out, const yl_str *s, uint32_t n, bool find);
yl_strings yl_strings_take(yl_flat *f);
yl_str yl_strings_get(const yl_strings *t, uint32_t i); /* i < n */
static inline size_t yl_strings_length(const yl_strings *t, uint32_t i) { return t->len[i] < 255 ? t->len[i] : yl_strings_get(t, i).n; }
bool yl_strings_find(const yl_strings *t, yl_str s, uint32_t *i);
/* The next string that holds s (not empty), ascending; *at is 0 at first. A scan of the bytes, not a look at each string. */
bool yl_strings_holding(const yl_strings *t, yl_str s, uint64_t *at, uint32_t *i);

#endif
