/* alike.c - pairs of documents that are the same, nearly, or have long passages in common: see alike.h and yuelan.h.
 *
 * Documents are gone over in order, on all threads; each is compared with those of the earlier ones that may be like it. Nothing is taken on
 * trust: what a pair has in common is aligned, symbol by symbol, unless all of it is the same. What is furniture (stands in many different
 * texts) counts on neither side, unless the document has hardly anything else; then all of it counts, and more of it must be the same.
 */
#include <stdlib.h>

#include "base/opts.h"
#include "base/pool.h"
#include "copies/alike.h"

enum { LEAST_BLOCK = 16, MOST_BLOCKS = 512, LEAST_PASSAGE = 8 /* symbols */ };
static const double WHOLE = 0.9, NEAR = 0.7, TEMPLATE = 0.8, LONGER = 1.15;

typedef struct pair {
  yl_pair_info info;
  size_t first; /* its passages */
} pair;

/* A passage by places of the key. */
typedef struct passage {
  uint32_t a, a_end, b, b_end, same;
  uint8_t a_stream, b_stream;
} passage;

struct yl_pairs {
  const yl_corpus *c;
  yl_buf pairs;    /* pair */
  yl_buf passages; /* passage */
  uint64_t left_out;
};

typedef struct job {
  yl_alike_index x;
  double least;
  size_t block;             /* documents in one */
  yl_buf *pairs, *passages; /* of each block */
  uint64_t *left_out;       /* likewise */
} job;

/* ---- two documents ---- */

typedef struct both {
  double a, b, alike; /* shares of a and of b that the other has; twice what is common by both */
} both;

static bool is_thin(const yl_alike_text *t) { return t->own < YL_ALIKE_LEAST || t->own * 10 < t->n * 2; }

static both shares(const yl_alike_text *a, const yl_alike_text *b, const yl_alike_passage *p, size_t n, bool all) {
  double same = 0, na = (double)(all ? a->n : a->own), nb = (double)(all ? b->n : b->own);
  for (size_t i = 0; i < n; i++) same += all ? p[i].same : p[i].own;
  if (same > na) same = na; /* furniture is marked by each text's own samples */
  if (same > nb) same = nb;
  return (both){same / na, same / nb, 2 * same / (na + nb)};
}

static bool equal(const yl_alike_index *x, size_t i, size_t k) { return x->of[i].text == x->of[k].text && x->of[i].symbols == x->of[k].symbols; }

static yl_status add_passages(yl_ctx *ctx, const yl_alike_text *a, const yl_alike_text *b, const yl_alike_passage *p, size_t n, bool turned,
                              yl_buf *out, size_t *count) {
  yl_status rc = YL_OK;
  for (size_t i = 0; i < n && rc == YL_OK; i++) {
    if (p[i].same < LEAST_PASSAGE) continue;
    const yl_symbol *a0 = &a->s[p[i].a], *a1 = &a->s[p[i].a_end - 1], *b0 = &b->s[p[i].b], *b1 = &b->s[p[i].b_end - 1];
    passage q = {a0->pos, a1->pos + a1->len, b0->pos, b1->pos + b1->len, p[i].same, p[i].a >= a->main, p[i].b >= b->main};
    if (turned) q = (passage){q.b, q.b_end, q.a, q.a_end, q.same, q.b_stream, q.a_stream};
    rc = yl_buf_push(ctx, out, &q, sizeof q);
    ++*count;
  }
  return rc;
}

/* Of two documents of the index, the numbers in the corpus; `turned`: of i first, then of k. */
static void name_them(const yl_alike_index *x, size_t k, size_t i, bool turned, yl_pair_info *info) {
  info->a = x->doc[turned ? i : k];
  info->b = x->doc[turned ? k : i];
}

/* Documents with the same symbols, as many of them in the main stream: nothing needs to be compared. */
static yl_status add_same(yl_ctx *ctx, const job *j, size_t block, size_t k, size_t i) {
  bool turned = j->x.doc[i] < j->x.doc[k];
  const yl_alike_sketch *a = &j->x.of[turned ? i : k], *b = &j->x.of[turned ? k : i];
  pair q = {.info = {.kind = "same", .similarity = 1, .containment = 1, .a_share = 1, .b_share = 1}, .first = j->passages[block].n / sizeof(passage)};
  yl_status rc = YL_OK;
  name_them(&j->x, k, i, turned, &q.info);
  for (uint8_t s = 0; s < 2 && rc == YL_OK; s++) {
    uint32_t n = s == YL_MAIN ? a->main : a->symbols - a->main;
    if (n < LEAST_PASSAGE) continue;
    passage p = {a->from[s], a->to[s], b->from[s], b->to[s], n, s, s};
    rc = yl_buf_push(ctx, &j->passages[block], &p, sizeof p);
    q.info.passages++;
  }
  return rc == YL_OK ? yl_buf_push(ctx, &j->pairs[block], &q, sizeof q) : rc;
}

/* Compares document k (its places are made) with document i before it. */
static yl_status look_at(yl_ctx *ctx, const job *j, size_t block, const yl_alike_places *mine, size_t k, size_t i) {
  const yl_alike_index *x = &j->x;
  const yl_alike_text *b = mine->t;
  yl_alike_text a;
  yl_buf found = {0};
  yl_status rc = yl_alike_text_make(ctx, x, i, &a);
  if (rc != YL_OK) return rc;
  rc = yl_alike_compare(ctx, mine, &a, &found); /* of k and of i, in this order */
  const yl_alike_passage *p = (const yl_alike_passage *)(const void *)found.p;
  size_t n = found.n / sizeof *p;
  bool same = equal(x, i, k), all = same || is_thin(&a) || is_thin(b);
  both s = shares(b, &a, p, n, all);
  double contained = s.a > s.b ? s.a : s.b, least = all && !same && x->ncommon && j->least < TEMPLATE ? TEMPLATE : j->least;
  if (rc == YL_OK && (same || ((s.alike >= least || contained >= (1 + least) / 2) && b->n >= YL_ALIKE_LEAST && a.n >= YL_ALIKE_LEAST))) {
    bool contains = !same && contained >= WHOLE && (double)(a.n > b->n ? a.n : b->n) > LONGER * (double)(a.n > b->n ? b->n : a.n);
    bool turned = contains ? s.a >= s.b : x->doc[i] < x->doc[k]; /* the one that contains the other is named first, else the one before it in the corpus */
    pair q = {.info = {.kind = same ? "same" : contains ? "contains" : s.alike >= NEAR ? "near" : "copied", .similarity = same ? 1 : s.alike,
                       .containment = same ? 1 : contained},
              .first = j->passages[block].n / sizeof(passage)};
    name_them(x, k, i, turned, &q.info);
    q.info.a_share = same ? 1 : turned ? s.b : s.a;
    q.info.b_share = same ? 1 : turned ? s.a : s.b;
    rc = add_passages(ctx, b, &a, p, n, turned, &j->passages[block], &q.info.passages);
    if (rc == YL_OK) rc = yl_buf_push(ctx, &j->pairs[block], &q, sizeof q);
  }
  yl_alike_text_free(ctx, &a);
  yl_buf_free(ctx, &found);
  return rc;
}

static yl_status document(yl_ctx *ctx, const job *j, size_t block, size_t k, const uint32_t *list, size_t n) {
  yl_alike_text t = {0};
  yl_alike_places places = {0};
  yl_status rc = YL_OK;
  for (size_t i = 0; i < n && rc == YL_OK; i++) {
    if (equal(&j->x, list[i], k) && j->x.of[list[i]].main == j->x.of[k].main) {
      rc = add_same(ctx, j, block, k, list[i]);
      continue;
    }
    if (!places.t) {
      rc = yl_alike_text_make(ctx, &j->x, k, &t);
      if (rc == YL_OK) rc = yl_alike_places_make(ctx, &t, &places);
    }
    if (rc == YL_OK) rc = yl_check(ctx);
    if (rc == YL_OK) rc = look_at(ctx, j, block, &places, k, list[i]);
  }
  yl_alike_places_free(ctx, &places);
  yl_alike_text_free(ctx, &t);
  return rc;
}

static yl_status run_block(yl_ctx *ctx, size_t block, void *ud) {
  const job *j = ud;
  yl_buf list = {0};
  uint32_t *counts = yl_alloc_array(ctx, j->x.n + 1, sizeof *counts);
  yl_status rc = counts ? YL_OK : YL_ENOMEM;
  for (size_t k = block * j->block; k < (block + 1) * j->block && k < j->x.n && rc == YL_OK; k++) {
    list.n = 0;
    rc = yl_alike_candidates(ctx, &j->x, k, counts, &list, &j->left_out[block]);
    if (rc == YL_OK && list.n) rc = document(ctx, j, block, k, (const uint32_t *)(const void *)list.p, list.n / sizeof(uint32_t));
    yl_progress_add(ctx, 1);
  }
  yl_buf_free(ctx, &list);
  yl_free(ctx, counts);
  return rc;
}

/* ---- the entry ---- */

static int by_documents(const void *x, const void *y) {
  const yl_pair_info *a = &((const pair *)x)->info, *b = &((const pair *)y)->info;
  uint32_t a0 = a->a < a->b ? a->a : a->b, b0 = b->a < b->b ? b->a : b->b;
  if (a0 != b0) return a0 < b0 ? -1 : 1;
  uint32_t a1 = a->a < a->b ? a->b : a->a, b1 = b->a < b->b ? b->b : b->a;
  return (a1 > b1) - (a1 < b1);
}

static yl_status gather(yl_ctx *ctx, const job *j, size_t blocks, yl_pairs *out) {
  yl_status rc = YL_OK;
  for (size_t b = 0; b < blocks && rc == YL_OK; b++) {
    pair *p = (pair *)(void *)j->pairs[b].p;
    for (size_t i = 0; i < j->pairs[b].n / sizeof *p; i++) p[i].first += out->passages.n / sizeof(passage);
    out->left_out += j->left_out[b];
    rc = yl_buf_push(ctx, &out->pairs, j->pairs[b].p, j->pairs[b].n);
    if (rc == YL_OK) rc = yl_buf_push(ctx, &out->passages, j->passages[b].p, j->passages[b].n);
  }
  if (rc == YL_OK && out->pairs.n) qsort(out->pairs.p, yl_pairs_n(out), sizeof(pair), by_documents);
  return rc;
}

static yl_status find(yl_ctx *ctx, job *j, const yl_view *v, yl_pairs *out) {
  yl_status rc = yl_alike_index_make(ctx, v, &j->x);
  if (rc != YL_OK) return rc;
  j->block = j->x.n / MOST_BLOCKS < LEAST_BLOCK ? LEAST_BLOCK : j->x.n / MOST_BLOCKS;
  size_t blocks = (j->x.n + j->block - 1) / j->block;
  j->pairs = yl_alloc_array(ctx, blocks + 1, sizeof *j->pairs);
  j->passages = yl_alloc_array(ctx, blocks + 1, sizeof *j->passages);
  j->left_out = yl_alloc_array(ctx, blocks + 1, sizeof *j->left_out);
  rc = j->pairs && j->passages && j->left_out ? YL_OK : YL_ENOMEM;
  yl_progress_start(ctx, "comparing documents", j->x.n);
  if (rc == YL_OK) rc = yl_parallel(ctx, blocks, run_block, j);
  yl_progress_end(ctx);
  if (rc == YL_OK) rc = gather(ctx, j, blocks, out);
  for (size_t b = 0; b < blocks; b++) {
    if (j->pairs) yl_buf_free(ctx, &j->pairs[b]);
    if (j->passages) yl_buf_free(ctx, &j->passages[b]);
  }
  yl_free(ctx, j->pairs);
  yl_free(ctx, j->passages);
  yl_free(ctx, j->left_out);
  yl_alike_index_free(ctx, &j->x);
  return rc;
}

yl_status yl_pairs_find(yl_ctx *ctx, const yl_view *v, const yl_opts *o, yl_pairs **out) {
  static const char *const names[] = {"threshold", NULL};
  job j = {0};
  *out = NULL;
  yl_status rc = yl_opts_check(ctx, o, names);
  if (rc == YL_OK) rc = yl_opts_share(ctx, o, "threshold", 0.5, &j.least);
  if (rc != YL_OK) return rc;
  yl_pairs *p = yl_alloc(ctx, sizeof *p);
  if (!p) return YL_ENOMEM;
  p->c = v->c;
  rc = find(ctx, &j, v, p);
  if (rc == YL_OK)
    *out = p;
  else
    yl_pairs_free(ctx, p);
  return rc;
}

void yl_pairs_free(yl_ctx *ctx, yl_pairs *p) {
  if (!p) return;
  yl_buf_free(ctx, &p->pairs);
  yl_buf_free(ctx, &p->passages);
  yl_free(ctx, p);
}

size_t yl_pairs_n(const yl_pairs *p) { return p->pairs.n / sizeof(pair); }

uint64_t yl_pairs_left_out(const yl_pairs *p) { return p->left_out; }

bool yl_pairs_get(const yl_pairs *p, size_t k, yl_pair_info *out) {
  if (k >= yl_pairs_n(p)) return false;
  *out = ((const pair *)(const void *)p->pairs.p)[k].info;
  return true;
}

bool yl_pairs_passage(const yl_pairs *p, size_t k, size_t i, yl_passage_info *out) {
  if (k >= yl_pairs_n(p)) return false;
  const pair *q = (const pair *)(const void *)p->pairs.p + k;
  if (i >= q->info.passages) return false;
  const passage *s = (const passage *)(const void *)p->passages.p + q->first + i;
  const yl_part *part;
  const yl_docrec *d = yl_corpus_doc(p->c, q->info.a, &part);
  *out = (yl_passage_info){s->a, s->a_end, s->b, s->b_end, s->same};
  yl_seg_key_to_text(&part->seg, d, (yl_stream)s->a_stream, &out->a_start, &out->a_end);
  d = yl_corpus_doc(p->c, q->info.b, &part);
  yl_seg_key_to_text(&part->seg, d, (yl_stream)s->b_stream, &out->b_start, &out->b_end);
  return true;
}
