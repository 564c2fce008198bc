/* collocates.h - inside collocates: what is counted, and the contexts that count it. */
#ifndef YL_STATS_COLLOCATES_H
#define YL_STATS_COLLOCATES_H

#include <stdatomic.h>

#include "stats/count.h"
#include "stats/nodes.h"

typedef struct yl_tally_settings {
  size_t left, right; /* words of a window */
  bool punctuation;
} yl_tally_settings;

/* By word of the corpus. Several threads add to it. */
typedef struct yl_tally {
  const yl_view *v;
  const yl_lexicon *lexicon;
  yl_tally_settings set;
  const yl_node *nodes;
  const size_t *part_first;   /* nodes of part p: part_first[p] … part_first[p + 1] - 1 */
  atomic_ullong *observed;    /* tokens in windows, or sentences with a hit */
  atomic_ullong *inside;      /* tokens in hits */
  atomic_ullong *units;       /* sentences with the word */
  atomic_uint *documents;     /* where it was observed */
  atomic_ullong f1, n, in_hits; /* words in windows, or sentences with a hit; sentences; words in hits */
} yl_tally;

/* Windows around the nodes, or (windows false) only what stands in hits. */
yl_status yl_tally_windows(yl_ctx *ctx, yl_tally *t, bool windows);
/* Sentences, of all documents of the view. */
yl_status yl_tally_sentences(yl_ctx *ctx, yl_tally *t, yl_hits *h);

#endif
