/* filter.h - which stretches of a key may contain a string: the character-bigram filter.
 *
 * A key is cut into blocks of 8 KB. For each block it is kept which pairs of characters begin in it; which triples, of scripts with few
 * letters (below U+2E80), where pairs say little; and which single characters, of those that are not everywhere. Pairs and the others are hashed to
 * rows; a row is the list of its blocks. A string can only begin where each of its pairs is in the block or the next one: never too
 * few blocks, sometimes too many. Nothing of a pair crosses a line end.
 *
 * The form (little endian, everything at a multiple of 4): u32 pages, then for each page the place where it begins and, behind the last, the
 * end; the pages. A page covers up to 4096 blocks: yl_filter_page, its common characters (u32, ascending: those without a row), for each
 * 8 rows where their bits begin (u32) and one more, for each row where it begins behind that (u16), the bits of the rows. A row is
 * empty, or 4 bits k and: k < 15, the gaps between its blocks in Rice code with parameter k; k = 15, a bit a block.
 */
#ifndef YL_INDEX_FILTER_H
#define YL_INDEX_FILTER_H

#include "base/buf.h"

enum { YL_FILTER_BLOCK = 8192, YL_FILTER_PAGE_BLOCKS = 4096, YL_FILTER_WORDS = YL_FILTER_PAGE_BLOCKS / 64 };

typedef struct yl_filter_page {
  uint32_t first, blocks; /* of the key */
  uint32_t rows;          /* a power of two */
  uint32_t common;
} yl_filter_page;

/* Appends the filter of a key. Some 100 MB/s. */
yl_status yl_filter_build(yl_ctx *ctx, yl_str key, yl_buf *out);

/* A filter that was built, as it lies in memory or a mapped file: borrowed. */
typedef struct yl_filter {
  const char *p;
  size_t n;
  size_t pages;
  size_t key; /* bytes of the key */
} yl_filter;
/* False: it is not what yl_filter_build makes of a key of that many bytes (as far as head and pages tell; rows are checked as they are read). */
bool yl_filter_open(yl_str bytes, size_t key, yl_filter *out);

/* What is asked of a filter for a string: made once. */
typedef struct yl_gram {
  uint32_t hash;
  uint32_t at; /* bytes from the string's beginning */
  uint32_t cp; /* of a single character; else 0 */
} yl_gram;
/* Appends the grams of a string (UTF-8, no line end in it): at most 64. */
yl_status yl_grams_of(yl_ctx *ctx, yl_str s, yl_buf *out);

/* The blocks of page i in which a string with these grams may begin, bit b of bits for block page->first + b. Returns how many.
 * bits: YL_FILTER_WORDS. */
size_t yl_filter_blocks(const yl_filter *f, size_t i, const yl_gram *grams, size_t n, uint64_t *bits);
yl_filter_page yl_filter_page_at(const yl_filter *f, size_t i);

#endif
