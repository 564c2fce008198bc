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

/* The zone run that a text offset is in, or the last before it; and its stream. */
static const yl_zrun *run_at(const yl_segment *g, const yl_docrec *d, size_t text, yl_stream *stream) {
  const yl_zrun *best = NULL;
  for (int s = 0; s < 2; s++) {
    const yl_zrun *z = yl_seg_zrun_text(g, d, (yl_stream)s, text);
    if (!z || (best && best->text > z->text)) continue;
    best = z;
    *stream = (yl_stream)s;
  }
  return best;
}

/* Place in the part's stream of key of text offsets of one run. */
static void to_key(const yl_segment *g, const yl_docrec *d, yl_stream s, const yl_zrun *z, size_t from, size_t to, uint64_t *start, uint64_t *end) {
  const yl_ckpt *ck = (const yl_ckpt *)yl_sec(g, YL_S_CKPT) + d->ckpts + z->ckpt;
  size_t a = from - z->text, b = (to < z->text_end ? to : z->text_end) - z->text;
  yl_fold_to_key(yl_sub(yl_seg_text(g, d), z->text, z->text_end), ck, z->nckpt, &a, &b);
  *start = d->key[s].at + z->key + a;
  *end = d->key[s].at + z->key + b;
}

/* The hit as a node: of the zone it begins in. No tokens where it stands in no zone. */
static yl_status node_of(yl_ctx *ctx, yl_hits *h, uint64_t k, yl_node *out) {
  const yl_tokens *tokens;
  const yl_part *part;
  yl_hit hit;
  yl_stream stream = YL_MAIN;
  uint64_t start, end, unused;
  yl_status rc = yl_hits_get(ctx, h, k, &hit);
  if (rc != YL_OK) return rc;
  const yl_docrec *d = yl_corpus_doc(h->c, hit.doc, &part);
  const yl_zrun *z = run_at(&part->seg, d, hit.start, &stream), *last;
  *out = (yl_node){.part = (uint32_t)(part - h->c->parts), .stream = stream, .doc = hit.doc};
  if (!z || hit.start >= z->text_end) return YL_OK;
  to_key(&part->seg, d, stream, z, hit.start, hit.end, &start, &end);
  last = hit.end > z->text_end ? yl_seg_zrun_text(&part->seg, d, stream, hit.end - 1) : z;
  if (last && last > z) to_key(&part->seg, d, stream, last, last->text, hit.end, &unused, &end);
  rc = yl_corpus_tokens(ctx, h->c, out->part, &tokens);
  if (rc != YL_OK) return rc;
  out->first = token_over(tokens, stream, start);
  out->end = yl_token_from(tokens, stream, end);
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
