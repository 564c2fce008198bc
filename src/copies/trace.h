/* trace.h - copies of a passage: what the text is compared by, and how.
 *
 *   key --symbols.c--> yl_symbols     a Han character, a kana, a word of other letters; punctuation and space left out
 *   symbols of the corpus --trace.c--> stretches where many pairs of the passage's symbols stand
 *   a stretch --align.c--> yl_aligned  local alignments, best first, none using a symbol of the text twice
 *   alignments near one another --trace.c--> a copy; trace_changes.c: what was changed in it
 */
#ifndef YL_COPIES_TRACE_H
#define YL_COPIES_TRACE_H

#include "corpus/corpus.h"

typedef struct yl_symbol {
  uint32_t id;       /* the character, or a hash of the word with YL_SYMBOL_WORD set */
  uint32_t pos, len; /* bytes of the key it was taken from */
} yl_symbol;
#define YL_SYMBOL_WORD (UINT32_C(1) << 31)

/* The next symbol of key at or behind *at, below key.n; false: there is none. *at moves behind it. */
bool yl_symbol_next(yl_str key, size_t *at, yl_symbol *out);
yl_status yl_symbols_of(yl_ctx *ctx, yl_str key, yl_buf *out); /* appends yl_symbol */

/* One pair of an alignment: numbers of symbols of the passage and of the text that are the same. */
typedef struct yl_twin {
  uint32_t p, t;
} yl_twin;

/* The best local alignment of passage a and text b: a pair counts 1, a symbol of either left out or exchanged -1. Pushes its pairs (yl_twin) in
 * order. Where used[t] is set, b[t] is passed over as if it differed. *score 0: there is none. O(na nb) bytes, at most YL_ALIGN_MAX. */
#define YL_ALIGN_MAX (UINT64_C(1) << 28)
yl_status yl_align(yl_ctx *ctx, const yl_symbol *a, size_t na, const yl_symbol *b, size_t nb, const uint8_t *used, yl_buf *pairs, int *score);

/* A copy in the making. */
typedef struct yl_copy {
  uint32_t doc;
  yl_stream stream;
  size_t key, key_end;  /* relative to the document's part of the stream */
  size_t start, end;    /* text */
  size_t first, n;      /* its pairs, ascending in t; p falls where something was moved */
  double similarity;
} yl_copy;

struct yl_traces {
  const yl_corpus *c;
  yl_buf passage;      /* as given */
  yl_buf key, ckpts;   /* its key */
  yl_buf symbols;      /* yl_symbol, of it */
  yl_buf copies;       /* yl_copy */
  yl_buf pairs;        /* yl_twin: p among the passage's symbols, t among the copy's own */
};

/* trace_changes.c: the changes of a copy, in order of the copy's text; pushes yl_change_info. */
yl_status yl_copy_changes(yl_ctx *ctx, const yl_traces *t, const yl_copy *k, yl_buf *out);

#endif
