/* nodes.h - hits as ranges of tokens, for what counts the words around them. */
#ifndef YL_STATS_NODES_H
#define YL_STATS_NODES_H

#include "corpus/corpus.h"
#include "corpus/tokens.h"
#include "search/list.h"

/* The tokens that a hit touches: first <= t < end, numbers in the part's stream. */
typedef struct yl_node {
  uint32_t part, stream, first, end;
  uint32_t doc; /* of the corpus */
} yl_node;

/* The hits that touch a token (punctuation too), by part, stream and place, each range once; free nodes with yl_free. */
yl_status yl_nodes_make(yl_ctx *ctx, yl_hits *h, yl_node **nodes, size_t *n);

#endif
