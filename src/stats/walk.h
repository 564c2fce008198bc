/* walk.h - the tokens of a view, document after document: those of the main stream, then those of the rest. */
#ifndef YL_STATS_WALK_H
#define YL_STATS_WALK_H

#include "corpus/corpus.h"
#include "corpus/tokens.h"

/* Tokens first <= t < end of a stream that stand in zones of the view. */
typedef struct yl_token_run {
  yl_stream stream;
  uint32_t first, end;
} yl_token_run;

typedef struct yl_walk {
  const yl_view *v;
  const yl_lexicon *lexicon;
  bool punctuation; /* it counts as words */
  const yl_tokens *k; /* of the document that was gone to last */
  size_t part;
  yl_buf runs;  /* yl_token_run */
  yl_buf words; /* uint32_t: of the document, as numbers of the corpus, without punctuation unless it counts */
} yl_walk;

/* Cuts the corpus where that was not done. Free with yl_walk_free, also after failure. A copy may be freed by itself when its buffers
 * were emptied: one walk a thread. */
yl_status yl_walk_start(yl_ctx *ctx, const yl_view *v, bool punctuation, yl_walk *w);
void yl_walk_free(yl_ctx *ctx, yl_walk *w);
/* Goes to document doc of the corpus: its runs; its words. */
yl_status yl_walk_runs(yl_ctx *ctx, yl_walk *w, size_t doc);
yl_status yl_walk_words(yl_ctx *ctx, yl_walk *w, size_t doc);
static inline const uint32_t *yl_walk_list(const yl_walk *w, size_t *n) {
  *n = w->words.n / sizeof(uint32_t);
  return (const uint32_t *)(const void *)w->words.p;
}
/* Words of the corpus by the words of a part: a number of the corpus for each. Free with yl_free. NULL: out of memory. */
uint32_t *yl_words_of_part(yl_ctx *ctx, const yl_lexicon *l, const yl_tokens *k, size_t part);

#endif
