/* count.h - how often each word and each written form of a corpus stands in a view.
 *
 * Words have numbers for the whole corpus, so counting is one pass over the tokens with arrays of the size of the
 * vocabulary; memory 4 to 8 bytes a form and 8 a word for each view, whatever its size.
 */
#ifndef YL_STATS_COUNT_H
#define YL_STATS_COUNT_H

#include "corpus/corpus.h"

typedef struct yl_counts {
  const yl_lexicon *lexicon;
  uint64_t *form;      /* tokens of each form */
  uint64_t *word;      /* tokens of each word */
  uint32_t *documents; /* with each word */
  uint64_t total;      /* tokens that are not punctuation, or all */
} yl_counts;

/* Counts; punctuation gets no count unless asked for. */
yl_status yl_counts_make(yl_ctx *ctx, const yl_view *v, bool punctuation, yl_counts *out);
void yl_counts_free(yl_ctx *ctx, yl_counts *c);

/* The number of the commonest written form of every word, in one view or (b not NULL) in both together; of equal ones the first by bytes. UINT32_MAX
 * for words that are not there. Free with yl_free. NULL: out of memory. */
uint32_t *yl_counts_forms(yl_ctx *ctx, const yl_counts *a, const yl_counts *b);

/* Marks the words that options `stop` (several: written words) name: 1 in marks, as long as the vocabulary. */
yl_status yl_stop_marks(yl_ctx *ctx, const yl_lexicon *lexicon, const yl_opts *o, uint8_t **marks);

#endif
