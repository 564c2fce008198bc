/* nodes.c - see nodes.h. */
#include "stats/nodes.h"

#include <stdlib.h>

static int by_place(const void *a, const void *b) {
  const yl_node *x = a, *y = b;
  if (x->part != y->part) return x->part < y->part ? -1 : 1;
  if (x->stream != y->stream) return x->stream < y->stream ? -1 : 1;
  if (x->first != y->first) return x->first < y->first ? -1 : 1;
  return (x->end > y->end) - (x->end < y->end);
}

/* The token that a place of the key is in, or the first behind it. */
static uint32_t token_over(const yl_tokens *k, yl_stream s, uint64_t key) {
  uint32_t t = yl_token_from(k, s, key);
  uint64_t start, end;
  if (t == 0) return t;
  yl_token_key(k, s, t - 1, &start, &end);
  return end > key ? t - 1 : t;
}

static yl_status node_of(yl_ctx *ctx, yl_hits *h, uint64_t k, yl_node *out) {
  yl_spot spot = {0};
  const yl_tokens *tokens;
  yl_status rc = yl_hits_spot(ctx, h, k, &spot);
  if (rc != YL_OK) return rc;
  *out = (yl_node){.part = (uint32_t)(spot.part - h->c->parts), .stream = spot.stream, .doc = spot.doc};
  rc = yl_corpus_tokens(ctx, h->c, out->part, &tokens);
  if (rc != YL_OK) return rc;
  uint64_t at = spot.d->key[spot.stream].at;
  out->first = token_over(tokens, spot.stream, at + spot.key);
  out->end = yl_token_from(tokens, spot.stream, at + spot.key_end);
  return YL_OK;
}

yl_status yl_nodes_make(yl_ctx *ctx, yl_hits *h, yl_node **nodes, size_t *n) {
  uint64_t hits;
  *nodes = NULL;
  *n = 0;
  yl_status rc = yl_hits_all(ctx, h);
  if (rc == YL_OK) rc = yl_hits_count(ctx, h, &hits);
  if (rc != YL_OK) return rc;
  yl_node *list = yl_alloc_array(ctx, (size_t)hits + 1, sizeof *list);
  if (!list) return YL_ENOMEM;
  size_t m = 0;
  for (uint64_t k = 0; k < hits && rc == YL_OK; k++) {
    if (k % 4096 == 0) rc = yl_check(ctx);
    if (rc == YL_OK) rc = node_of(ctx, h, k, &list[m]);
    if (rc == YL_OK && list[m].first < list[m].end) m++;
  }
  if (rc != YL_OK) {
    yl_free(ctx, list);
    return rc;
  }
  qsort(list, m, sizeof *list, by_place);
  for (size_t i = 0; i < m; i++)
    if (*n == 0 || by_place(&list[*n - 1], &list[i]) != 0) list[(*n)++] = list[i];
  *nodes = list;
  return YL_OK;
}
