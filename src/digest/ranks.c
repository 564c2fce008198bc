/* ranks.c - TextRank and LexRank: sentences as a graph of likeness, and how often a reader who follows it comes by (methods.h).
 *
 * The graph is not kept: each round computes a sentence's likenesses anew from the postings of its terms. A round costs as many
 * steps as pairs of sentences have terms in common; at most ROUNDS rounds.
 */
#include <math.h>

#include "base/ctx.h"
#include "digest/methods.h"

enum { ROUNDS = 100 };
static const double DAMPING = 0.85, SETTLED = 1e-6, THRESHOLD = 0.1;

typedef struct graph {
  const yl_gist *m;
  const yl_tf *t;
  bool cosine;      /* LexRank: alike or not; else TextRank: how many words in common */
  double *size;     /* of each sentence: log of its words; or the length of its tf·idf vector */
  double *like;     /* row being computed */
  uint32_t *who;    /* sentences in the row */
  size_t nwho;
} graph;

/* The likenesses of sentence i to those that have a term of it. */
static void row(graph *g, size_t i) {
  const yl_gist *m = g->m;
  const yl_sent *s = yl_gist_sents(m), *a = &s[i];
  const uint32_t *own = yl_gist_terms(m, a);
  const float *w = yl_gist_weights(m);
  g->nwho = 0;
  for (size_t k = 0; k < a->n; k++) {
    double idf2 = (double)w[own[k]] * (double)w[own[k]], mine = (double)g->t->tf[a->first + k];
    for (uint32_t p = m->post_first[own[k]]; p < m->post_first[own[k] + 1]; p++) {
      uint32_t j = m->post[p];
      if (!yl_fitness(&s[j]) || (j == i && !g->cosine)) continue;
      if (g->like[j] <= 0) g->who[g->nwho++] = j;
      g->like[j] += g->cosine ? mine * (double)g->t->post[p] * idf2 : 1;
    }
  }
  for (size_t k = 0; k < g->nwho; k++) {
    uint32_t j = g->who[k];
    double size = g->cosine ? g->size[i] * g->size[j] : g->size[i] + g->size[j];
    double x = size > 0 ? g->like[j] / size : 0;
    g->like[j] = g->cosine ? (x > THRESHOLD) : x;
  }
}

static void clear_row(graph *g) {
  for (size_t k = 0; k < g->nwho; k++) g->like[g->who[k]] = 0;
}

static void measure(graph *g) {
  const yl_sent *s = yl_gist_sents(g->m);
  const float *w = yl_gist_weights(g->m);
  for (size_t i = 0; i < yl_gist_nsents(g->m); i++) {
    double words = 0, squares = 0;
    for (size_t k = 0; k < s[i].n; k++) {
      double c = (double)g->t->tf[s[i].first + k];
      words += c;
      squares += pow(c * (double)w[yl_gist_terms(g->m, &s[i])[k]], 2);
    }
    g->size[i] = g->cosine ? sqrt(squares) : words > 0 ? log(words) : 0;
  }
}

/* One round: next from score; how much the largest change was. out: what leaves each sentence. */
static yl_status turn(yl_ctx *ctx, graph *g, const double *score, const double *out, double *next, double *change) {
  const yl_sent *s = yl_gist_sents(g->m);
  *change = 0;
  for (size_t i = 0; i < yl_gist_nsents(g->m); i++) {
    if (!yl_fitness(&s[i])) continue;
    if (i % 256 == 0 && yl_check(ctx) != YL_OK) return ctx->code;
    double sum = 0;
    row(g, i); /* likeness is symmetrical: what leads here is what leads away */
    for (size_t k = 0; k < g->nwho; k++)
      if (out[g->who[k]] > 0) sum += g->like[g->who[k]] / out[g->who[k]] * score[g->who[k]];
    clear_row(g);
    next[i] = 1 - DAMPING + DAMPING * sum;
    *change = fmax(*change, fabs(next[i] - score[i]));
  }
  return YL_OK;
}

static yl_status rank(yl_ctx *ctx, graph *g, double *score, double *out, double *next) {
  size_t n = yl_gist_nsents(g->m);
  const yl_sent *s = yl_gist_sents(g->m);
  double change = 1;
  yl_status rc = YL_OK;
  measure(g);
  for (size_t i = 0; i < n && rc == YL_OK; i++) {
    if (!yl_fitness(&s[i])) continue;
    if (i % 256 == 0) rc = yl_check(ctx);
    row(g, i);
    for (size_t k = 0; k < g->nwho; k++) out[i] += g->like[g->who[k]];
    clear_row(g);
    score[i] = 1; /* so the mean stays 1, however long the text */
  }
  for (int r = 0; r < ROUNDS && change > SETTLED && rc == YL_OK; r++) {
    rc = turn(ctx, g, score, out, next, &change);
    for (size_t i = 0; i < n && rc == YL_OK; i++) score[i] = next[i];
  }
  return rc;
}

static yl_status run(yl_ctx *ctx, const yl_gist *m, const yl_tf *t, bool cosine, double *score) {
  size_t n = yl_gist_nsents(m) + 1;
  double *room = yl_alloc_array(ctx, n, 4 * sizeof *room);
  graph g = {.m = m, .t = t, .cosine = cosine, .size = room, .like = room ? room + n : NULL, .who = yl_alloc_array(ctx, n, sizeof *g.who)};
  yl_status rc = room && g.who ? rank(ctx, &g, score, room + 2 * n, room + 3 * n) : YL_ENOMEM;
  yl_free(ctx, room);
  yl_free(ctx, g.who);
  return rc;
}

yl_status yl_textrank(yl_ctx *ctx, const yl_gist *m, const yl_tf *t, double *score) { return run(ctx, m, t, false, score); }
yl_status yl_lexrank(yl_ctx *ctx, const yl_gist *m, const yl_tf *t, double *score) { return run(ctx, m, t, true, score); }
