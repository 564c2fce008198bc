/* suffix.h - the characters of a key in the order of what follows them: a suffix array.
 *
 * Every string of a key is the beginning of a run of its suffixes, so two binary searches count it, and the run says where it stands.
 *
 * The form (little endian, at multiples of 4): u32 pages, then for each page the place where it begins and, behind the last, the end; the
 * pages. A page covers whole lines of the key: yl_suffix_page, then its characters in order, each as the place in the page where it begins, in
 * `bits` bits, and eight bytes behind them. Line ends are no characters.
 */
#ifndef YL_INDEX_SUFFIX_H
#define YL_INDEX_SUFFIX_H

#include "base/buf.h"

typedef struct yl_suffix_page {
  uint32_t first, bytes; /* of the key */
  uint32_t n;            /* characters */
  uint32_t bits;         /* of each */
} yl_suffix_page;

/* Appends the suffix array of a key; nothing for one of 4 GiB or more. Memory: 4 bytes a byte of a page (32 MB, or a longer line). */
yl_status yl_suffix_build(yl_ctx *ctx, yl_str key, yl_buf *out);

/* A suffix array that was built, as it lies in memory or a mapped file, and its key: borrowed. */
typedef struct yl_suffix {
  const char *p;
  yl_str key;
  size_t pages;
} yl_suffix;
/* False: it is not what yl_suffix_build makes of that key (as far as head and pages tell; what is damaged otherwise gives wrong places in the key). */
bool yl_suffix_open(yl_str bytes, yl_str key, yl_suffix *out);
yl_suffix_page yl_suffix_page_at(const yl_suffix *x, size_t i);

/* The suffixes [*lo, *hi) of page i that begin with s (no line end in it). */
void yl_suffix_find(const yl_suffix *x, size_t i, yl_str s, uint32_t *lo, uint32_t *hi);
/* Where in the key suffixes [lo, hi) of page i begin, ascending, into out. */
void yl_suffix_places(const yl_suffix *x, size_t i, uint32_t lo, uint32_t hi, uint32_t *out);

#endif
