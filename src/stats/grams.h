/* grams.h - counting every stretch of n symbols of a view.
 *
 * An n-gram is a number: its symbols, each in as many bits as the largest needs, and the document. All of them are dealt out to
 * some thousand heaps by their first symbol, each heap is sorted (radix, so that equal ones stay in order of documents), and equal ones
 * lie side by side. The heaps follow one another as the symbols do, so the whole comes out in order of bytes. Where they would
 * take more than the memory allowed, the text is gone through several times, some of the heaps at a time.
 */
#ifndef YL_STATS_GRAMS_H
#define YL_STATS_GRAMS_H

#include "stats/symbols.h"

enum { YL_GRAM_MAX = 9, YL_GRAM_WORDS = 6, YL_SKIP_MAX = 9 };

/* N-grams of one length that count; some others are taken for them, but all of one kind or none. */
enum { YL_KEPT_BITS = 23 };
typedef struct yl_kept {
  uint8_t bits[1 << (YL_KEPT_BITS - 3)];
} yl_kept;
void yl_kept_add(yl_kept *k, const uint32_t *symbol, unsigned n);

typedef struct yl_gram_opts {
  unsigned n, skip;
  uint64_t min_count, min_documents, memory;
  const uint8_t *stop; /* of each symbol: an n-gram with one of them is not listed; or NULL */
  const yl_kept *keep; /* of n-grams that are one shorter: where neither what it begins with nor what it ends with is there, an n-gram may be left out; or NULL */
} yl_gram_opts;

/* The list: rows of symbols[n], count (two words) and documents, as uint32_t, in order of their symbols. */
typedef struct yl_grams {
  yl_buf rows;
  uint64_t total; /* n-grams, listed or not; with `keep` those that it left */
} yl_grams;
static inline size_t yl_gram_row(unsigned n) { return n + 3; }
yl_status yl_grams_count(yl_ctx *ctx, const yl_symbols *s, const yl_gram_opts *o, yl_grams *out);

#endif
