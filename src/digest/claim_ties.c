/* claim_ties.c - claims of different sides that are about the same thing: by the words of their clauses, or by what they are figures of.
 *
 * Cost: the postings of the clauses' terms; terms of more than COMMON claims only help those that share another one. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/pool.h"
#include "base/sort.h"
#include "digest/claim_bench.h"

enum { COMMON = 400, BLOCKS = 64, LEAST_BLOCK = 64 };
static const double LEAST = 0.199; /* the cosine below which nothing is told */

typedef struct tying {  /* claims are tied in blocks, several at a time: what a block finds stands in a list of its own */
  const yl_claim_bench *w;
  size_t block;
  yl_buf *out;          /* tie: of all blocks, or of the one at hand */
  double *dot;          /* of each claim with the one at hand */
  uint32_t *shared;     /* terms */
  yl_buf met;           /* u32: claims that share a term with it */
} tying;

static int by_claim(const void *x, const void *y) {
  const tie *a = x, *b = y;
  if (a->a != b->a) return a->a < b->a ? -1 : 1;
  if (a->cosine < b->cosine || a->cosine > b->cosine) return a->cosine > b->cosine ? -1 : 1;
  if (a->same != b->same) return a->same ? -1 : 1;
  return (a->b > b->b) - (a->b < b->b);
}

static yl_status add_tie(yl_ctx *ctx, const yl_claim_bench *w, uint32_t i, uint32_t j, double cosine, uint32_t shared, yl_buf *ties) {
  const claim *a = yl_claim_list(w) + i, *b = yl_claim_list(w) + j;
  bool same = yl_str_eq(a->unit, b->unit) && yl_claim_can_be_same(a, b) && (a->date || !yl_claim_far_apart(a, b));
  uint32_t terms = 3;
  double least = same ? yl_claim_needed(a, b, &terms) : YL_CLAIM_SPOKEN;
  tie one = {i, j, (float)cosine, shared, same, yl_things_fit(&w->things, a, b)};
  return cosine >= least && shared >= terms ? yl_buf_push(ctx, ties, &one, sizeof one) : YL_OK;
}

static bool is_common(const yl_claim_bench *w, uint32_t term) { return w->post_first[term + 1] - w->post_first[term] > COMMON; }

/* Adds the common terms that a and b share to *dot and *shared. */
static void add_common(const yl_claim_bench *w, const claim *a, const claim *b, double *dot, uint32_t *shared) {
  const uint32_t *x = yl_claim_terms(w, a), *y = yl_claim_terms(w, b);
  const float *weight = yl_gist_weights(&w->k->m);
  for (uint32_t i = 0, j = 0; i < a->n && j < b->n;) {
    if (x[i] < y[j]) i++;
    else if (x[i] > y[j]) j++;
    else {
      if (is_common(w, x[i])) {
        *dot += (double)weight[x[i]] * (double)weight[x[i]];
        ++*shared;
      }
      i++, j++;
    }
  }
}

/* Ties between claim i and those behind it: those that share a term with it that is not common are met by its postings, and only with these the common ones are looked
 * for, where they can make it enough. */
static yl_status add_ties(yl_ctx *ctx, tying *y, uint32_t i) {
  const yl_claim_bench *w = y->w;
  const claim *c = yl_claim_list(w), *a = &c[i];
  const yl_claim_facet *facets = w->facets, mine = facets[i];
  const float *weight = yl_gist_weights(&w->k->m);
  yl_status rc = YL_OK;
  y->met.n = 0;
  for (uint32_t t = 0; t < a->n && rc == YL_OK; t++) {
    uint32_t term = yl_claim_terms(w, a)[t];
    double x = (double)weight[term];
    for (uint32_t p = w->post_first[term + 1]; !is_common(w, term) && p-- > w->post_first[term] && w->post[p] > i && rc == YL_OK;) {
      uint32_t j = w->post[p];
      if (facets[j].side == mine.side || facets[j].kind != mine.kind) continue;
      if (y->shared[j]++ == 0) rc = yl_buf_push(ctx, &y->met, &j, sizeof j);
      y->dot[j] += x * x;
    }
  }
  for (size_t m = 0; m < y->met.n / sizeof(uint32_t); m++) {
    uint32_t j = ((const uint32_t *)(const void *)y->met.p)[m], both = y->shared[j];
    double sum = y->dot[j], norms = (double)a->norm * (double)c[j].norm;
    y->dot[j] = 0;
    y->shared[j] = 0;
    if (rc != YL_OK || sum + (double)mine.common * (double)facets[j].common < LEAST * norms) continue;
    add_common(w, a, &c[j], &sum, &both);
    double cosine = round(sum / norms * 1000) / 1000;
    rc = add_tie(ctx, w, i, j, cosine, both, y->out);
    if (rc == YL_OK) rc = add_tie(ctx, w, j, i, cosine, both, y->out);
  }
  return rc;
}

static yl_status tie_block(yl_ctx *ctx, size_t b, void *ud) {
  const tying *all = ud;
  size_t n = yl_claim_count(all->w);
  tying y = {.w = all->w, .block = all->block, .out = &all->out[b], .dot = yl_alloc_array(ctx, n + 1, sizeof *y.dot),
             .shared = yl_alloc_array(ctx, n + 1, sizeof *y.shared)};
  yl_status rc = y.dot && y.shared ? YL_OK : YL_ENOMEM;
  for (size_t i = b * y.block; i < (b + 1) * y.block && i < n && rc == YL_OK; i++) {
    rc = add_ties(ctx, &y, (uint32_t)i);
    if (rc == YL_OK && i % 256 == 0) rc = yl_check(ctx);
  }
  yl_buf_free(ctx, &y.met);
  yl_free(ctx, y.dot);
  yl_free(ctx, y.shared);
  return rc;
}

static yl_status make_postings(yl_claim_bench *w) {
  size_t terms = yl_gist_nterms(&w->k->m), n = w->terms.n / sizeof(uint32_t);
  const claim *c = yl_claim_list(w);
  w->post = yl_alloc_array(w->k->ctx, n + 1, sizeof *w->post);
  w->post_first = yl_alloc_array(w->k->ctx, terms + 2, sizeof *w->post_first);
  if (!w->post || !w->post_first) return YL_ENOMEM;
  uint32_t *first = w->post_first;
  for (size_t i = 0; i < yl_claim_count(w); i++)
    for (uint32_t t = 0; t < c[i].n; t++) first[yl_claim_terms(w, &c[i])[t] + 2]++;
  for (size_t t = 0; t < terms; t++) first[t + 2] += first[t + 1];
  for (size_t i = 0; i < yl_claim_count(w); i++)
    for (uint32_t t = 0; t < c[i].n; t++) w->post[first[yl_claim_terms(w, &c[i])[t] + 1]++] = (uint32_t)i;
  return YL_OK;
}

static yl_status make_facets(yl_claim_bench *w) {
  const claim *c = yl_claim_list(w);
  const char *seen[16] = {NULL};
  const float *weight = yl_gist_weights(&w->k->m);
  w->facets = yl_alloc_array(w->k->ctx, yl_claim_count(w) + 1, sizeof *w->facets);
  if (!w->facets) return YL_ENOMEM;
  for (size_t i = 0; i < yl_claim_count(w); i++) {
    double sum = 0;
    uint32_t kind = 0;
    for (uint32_t t = 0; t < c[i].n; t++) {
      uint32_t term = yl_claim_terms(w, &c[i])[t];
      if (is_common(w, term)) sum += (double)weight[term] * (double)weight[term];
    }
    while (kind + 1 < sizeof seen / sizeof *seen && seen[kind] && strcmp(seen[kind], c[i].f.kind) != 0) kind++;
    seen[kind] = c[i].f.kind;
    w->facets[i] = (yl_claim_facet){c[i].side, kind, (float)sqrt(sum) * 1.0001f};
  }
  return YL_OK;
}

yl_status yl_claim_find_ties(yl_claim_bench *w) {
  yl_ctx *ctx = w->k->ctx;
  tying y = {.w = w, .block = yl_claim_count(w) / BLOCKS + LEAST_BLOCK};
  size_t blocks = (yl_claim_count(w) + y.block - 1) / y.block;
  y.out = yl_alloc_array(ctx, blocks + 1, sizeof *y.out);
  yl_status rc = y.out ? make_postings(w) : YL_ENOMEM;
  if (rc == YL_OK) rc = make_facets(w);
  if (rc == YL_OK) rc = yl_parallel(ctx, blocks, tie_block, &y);
  for (size_t b = 0; b < blocks && y.out; b++) {
    if (rc == YL_OK && y.out[b].n) rc = yl_buf_push(ctx, &w->ties, y.out[b].p, y.out[b].n);
    yl_buf_free(ctx, &y.out[b]);
  }
  yl_free(ctx, y.out);
  if (rc == YL_OK && w->ties.n) qsort(w->ties.p, w->ties.n / sizeof(tie), sizeof(tie), by_claim);
  return rc;
}

/* ---- of the same thing, in whatever words ---- */

typedef struct of_thing {
  uint64_t tail;
  uint32_t who, kind, claim;
} of_thing;

static int by_thing(const void *x, const void *y) {
  const of_thing *a = x, *b = y;
  if (a->who != b->who) return a->who < b->who ? -1 : 1;
  if (a->kind != b->kind) return a->kind < b->kind ? -1 : 1;
  if (a->tail != b->tail) return a->tail < b->tail ? -1 : 1;
  return (a->claim > b->claim) - (a->claim < b->claim);
}

/* Do two values of the same thing that can be the same say more than that? Three per cent twice does not. */
bool yl_claim_is_telling(const claim *a, const claim *b) {
  bool timed = a->f.period[0] && b->f.period[0], large = strcmp(a->f.kind, "money") == 0 || a->f.unit.n > 0;
  if (timed) return true;
  if (strcmp(a->f.kind, "percent") == 0 || strcmp(a->f.kind, "percentage_point") == 0 || strcmp(a->f.kind, "duration") == 0 || !large)
    return yl_claim_digits(a) >= 3 && yl_claim_digits(b) >= 3 && yl_claim_equal_values(a, b);
  if (strcmp(a->f.kind, "money") != 0 && (fabs(a->f.value) < 10 || (fabs(a->f.value) < 100 && fmod(a->f.value, 1) > 0))) return yl_claim_digits(a) >= 3 && yl_claim_equal_values(a, b); /* 9.3 分 */
  return yl_claim_digits(a) >= 2 || yl_claim_digits(b) >= 2;
}

/* The tie of two claims that are of the same thing, if their words alone do not make one and there is something to say about them. */
static yl_status tie_things(yl_claim_bench *w, uint32_t i, uint32_t j) {
  const claim *a = yl_claim_list(w) + i, *b = yl_claim_list(w) + j;
  const uint32_t *x = yl_claim_terms(w, a), *y = yl_claim_terms(w, b);
  const float *weight = yl_gist_weights(&w->k->m);
  double dot = 0;
  uint32_t shared = 0, terms = 3;
  if (a->side == b->side || !yl_things_fit(&w->things, a, b)) return YL_OK;
  for (uint32_t s = 0, t = 0; s < a->n && t < b->n;) {
    if (x[s] == y[t]) dot += (double)weight[x[s]] * (double)weight[x[s]], shared++, s++, t++;
    else if (x[s] < y[t]) s++;
    else t++;
  }
  bool same = yl_str_eq(a->unit, b->unit) && yl_claim_can_be_same(a, b) && !yl_claim_far_apart(a, b);
  double cosine = round(dot / ((double)a->norm * (double)b->norm) * 1000) / 1000, least = same ? yl_claim_needed(a, b, &terms) : YL_CLAIM_SPOKEN;
  if (cosine >= least && shared >= terms) return YL_OK;
  bool timed = a->f.period[0] && b->f.period[0], measured = a->exact && b->exact; /* 训练成本, of which the reader decides for which time */
  if (same ? !yl_claim_is_telling(a, b) : !yl_things_equal(&w->things, a, b) || !(timed || measured)) return YL_OK;
  tie both[2] = {{i, j, (float)cosine, shared, same, true}, {j, i, (float)cosine, shared, same, true}};
  return yl_buf_push(w->k->ctx, &w->ties, both, sizeof both);
}

/* Ties within each group of the same name, kind and last two characters; groups of more than COMMON are left to their wording. */
yl_status yl_claim_find_things(yl_claim_bench *w) {
  const char *kinds[16] = {NULL};
  size_t n = 0;
  of_thing *o = yl_alloc_array(w->k->ctx, yl_claim_count(w) + 1, sizeof *o);
  yl_status rc = o ? YL_OK : YL_ENOMEM;
  for (uint32_t i = 0; i < yl_claim_count(w) && rc == YL_OK; i++) {
    const claim *c = yl_claim_list(w) + i;
    uint32_t kind = 0;
    if (c->who == 0) continue;
    while (kind + 1 < sizeof kinds / sizeof *kinds && kinds[kind] && strcmp(kinds[kind], c->f.kind) != 0) kind++;
    kinds[kind] = c->f.kind;
    o[n++] = (of_thing){yl_things_tail(&w->things, c), c->who, kind, i};
  }
  if (n) qsort(o, n, sizeof *o, by_thing);
  for (size_t from = 0, to; from < n && rc == YL_OK; from = to) {
    for (to = from + 1; to < n && o[to].who == o[from].who && o[to].kind == o[from].kind && o[to].tail == o[from].tail;) to++;
    if (to - from > COMMON) continue;
    for (size_t i = from; i < to && rc == YL_OK; i++)
      for (size_t j = i + 1; j < to && rc == YL_OK; j++) rc = tie_things(w, o[i].claim, o[j].claim);
    if (rc == YL_OK) rc = yl_check(w->k->ctx);
  }
  yl_free(w->k->ctx, o);
  if (rc == YL_OK && w->ties.n) qsort(w->ties.p, w->ties.n / sizeof(tie), sizeof(tie), by_claim);
  return rc;
}

