/* methods.c - lead, luhn, mmr, sumbasic and klsum, and what all methods have in common; see methods.h. */
#include "digest/methods.h"

#include <math.h>

#include "base/ctx.h"

const char *const yl_method_name[YL_M_N + 1] = {"yuelan", "lead", "textrank", "lexrank", "sumbasic", "klsum", "luhn", "lsa", "mmr", NULL};

static const double LAMBDA = 0.7;     /* mmr: what being central counts beside being new */
static const double SMOOTHING = 0.01; /* klsum: of a word that the summary does not have yet */
enum { GAP = 4 };                     /* luhn: words without significance between two that have some */

/* ---- counts ---- */

/* Position of a term among those of a sentence, which has it. */
static size_t place(const uint32_t *terms, size_t n, uint32_t term) {
  size_t lo = 0;
  while (n > 1) {
    size_t half = n / 2;
    if (terms[lo + half] <= term) lo += half;
    n -= half;
  }
  return lo;
}

static const uint32_t *order_of(const yl_gist *m, const yl_sent *s) { return (const uint32_t *)(const void *)m->order.p + s->order; }

yl_status yl_tf_count(yl_ctx *ctx, const yl_gist *m, yl_tf *t) {
  size_t n = m->terms.n / sizeof(uint32_t), terms = yl_gist_nterms(m);
  const yl_sent *s = yl_gist_sents(m);
  *t = (yl_tf){.tf = yl_alloc_array(ctx, n + 1, sizeof *t->tf)};
  t->post = yl_alloc_array(ctx, n + 1, sizeof *t->post);
  t->all = yl_alloc_array(ctx, terms + 1, sizeof *t->all);
  uint32_t *next = yl_alloc_array(ctx, terms + 1, sizeof *next);
  bool room = t->tf && t->post && t->all && next;
  for (size_t i = 0; i < yl_gist_nsents(m) && room; i++) {
    const uint32_t *order = order_of(m, &s[i]), *own = yl_gist_terms(m, &s[i]);
    bool counts = yl_fitness(&s[i]) > 0;
    for (size_t k = 0; k < s[i].nwords; k++)
      if (order[k] != UINT32_MAX) t->tf[s[i].first + place(own, s[i].n, order[k])]++;
    for (size_t k = 0; k < s[i].n; k++) {
      uint32_t c = t->tf[s[i].first + k];
      t->post[m->post_first[own[k]] + next[own[k]]++] = c;
      if (!counts) continue;
      t->all[own[k]] += c;
      t->words += c;
    }
  }
  yl_free(ctx, next);
  return room ? YL_OK : YL_ENOMEM;
}

void yl_tf_free(yl_ctx *ctx, yl_tf *t) {
  yl_free(ctx, t->tf);
  yl_free(ctx, t->post);
  yl_free(ctx, t->all);
  *t = (yl_tf){0};
}

/* ---- luhn ---- */

/* The best cluster of significant words: those that the text has twice or more. A cluster reaches as far as no more than GAP others stand
 * between two of them; its value is the square of their number by its length. */
static double significance(const yl_gist *m, const yl_tf *t, const yl_sent *s) {
  const uint32_t *order = order_of(m, s);
  size_t first = 0, last = 0;
  double most = 0, inside = 0;
  for (size_t k = 0; k < s->nwords; k++) {
    if (order[k] == UINT32_MAX || t->all[order[k]] < 2) continue;
    if (inside > 0 && k - last > GAP + 1) {
      most = fmax(most, inside * inside / (double)(last - first + 1));
      inside = 0;
    }
    if (inside < 1) first = k;
    inside++;
    last = k;
  }
  return inside > 0 ? fmax(most, inside * inside / (double)(last - first + 1)) : most;
}

/* ---- mmr: likeness to the centroid ---- */

static yl_status centrality(yl_ctx *ctx, const yl_gist *m, const yl_tf *t, double *score) {
  const yl_sent *s = yl_gist_sents(m);
  const float *w = yl_gist_weights(m);
  double norm = 0;
  for (size_t k = 0; k < yl_gist_nterms(m); k++) norm += pow((double)t->all[k] * (double)w[k], 2);
  for (size_t i = 0; i < yl_gist_nsents(m); i++) {
    const uint32_t *own = yl_gist_terms(m, &s[i]);
    double dot = 0;
    for (size_t k = 0; k < s[i].n; k++) dot += (double)t->all[own[k]] * (double)w[own[k]] * (double)w[own[k]];
    if (yl_fitness(&s[i]) && dot > 0) score[i] = dot / (sqrt(norm) * (double)s[i].norm);
  }
  return yl_check(ctx);
}

/* ---- sumbasic ---- */

static void find_likeliest(yl_ranking *r) {
  r->likeliest = UINT32_MAX;
  for (uint32_t k = 0; k < yl_gist_nterms(r->m); k++)
    if (r->p[k] > 0 && (r->likeliest == UINT32_MAX || r->p[k] > r->p[r->likeliest])) r->likeliest = k;
}

/* The mean probability of a sentence's content words. */
static double mean_probability(const yl_ranking *r, const yl_sent *s) {
  const uint32_t *own = yl_gist_terms(r->m, s);
  double sum = 0, n = 0;
  for (size_t k = 0; k < s->n; k++) {
    double c = (double)r->tf.tf[s->first + k];
    sum += c * r->p[own[k]];
    n += c;
  }
  return n > 0 ? sum / n : 0;
}

/* ---- klsum ---- */

/* By how much the sentence brings down KL(text || summary), in nats, all but a part that is the same for all sentences of its length. */
static double gain(const yl_ranking *r, const yl_sent *s) {
  const uint32_t *own = yl_gist_terms(r->m, s);
  double mass = SMOOTHING * (double)yl_gist_nterms(r->m), n = (double)r->ntaken, words = (double)r->tf.words, sum = 0, added = 0;
  for (size_t k = 0; k < s->n; k++) {
    double c = (double)r->tf.tf[s->first + k], have = (double)r->taken[own[k]] + SMOOTHING;
    sum += (double)r->tf.all[own[k]] / words * log((have + c) / have);
    added += c;
  }
  return words > 0 ? sum - log((n + added + mass) / (n + mass)) : 0;
}

/* ---- all ---- */

static yl_feature feature_of(yl_method m) {
  static const yl_feature of[YL_M_N] = {[YL_M_LEAD] = YL_W_POSITION, [YL_M_TEXTRANK] = YL_W_TEXTRANK, [YL_M_LEXRANK] = YL_W_LEXRANK,
    [YL_M_SUMBASIC] = YL_W_PROBABILITY, [YL_M_KLSUM] = YL_W_DIVERGENCE, [YL_M_LUHN] = YL_W_SIGNIFICANCE, [YL_M_LSA] = YL_W_TOPICS,
    [YL_M_MMR] = YL_W_CENTRALITY, [YL_M_YUELAN] = YL_W_CENTRALITY};
  return of[m];
}

/* Of several documents the first sentences come in turn: 1, 1/2, 1/3 … by place in each. */
static void lead(const yl_gist *m, double *score) {
  const yl_sent *s = yl_gist_sents(m);
  const yl_mdoc *d = yl_gist_docs(m);
  for (size_t i = 0, shown = 0; i < yl_gist_nsents(m); i++) {
    if (i == d[s[i].mdoc].first) shown = 0;
    if (yl_fitness(&s[i])) score[i] = 1.0 / (double)++shown;
  }
}

static yl_status scores(yl_ctx *ctx, yl_ranking *r) {
  const yl_sent *s = yl_gist_sents(r->m);
  switch (r->method) {
    case YL_M_LEAD: lead(r->m, r->score); return YL_OK;
    case YL_M_TEXTRANK: return yl_textrank(ctx, r->m, &r->tf, r->score);
    case YL_M_LEXRANK: return yl_lexrank(ctx, r->m, &r->tf, r->score);
    case YL_M_LSA: return yl_lsa(ctx, r->m, &r->tf, r->score);
    case YL_M_MMR: return centrality(ctx, r->m, &r->tf, r->score);
    case YL_M_LUHN:
      for (size_t i = 0; i < yl_gist_nsents(r->m); i++) r->score[i] = yl_fitness(&s[i]) ? significance(r->m, &r->tf, &s[i]) : 0;
      return YL_OK;
    case YL_M_SUMBASIC:
      for (size_t k = 0; k < yl_gist_nterms(r->m); k++) r->p[k] = r->tf.words ? (double)r->tf.all[k] / (double)r->tf.words : 0;
      find_likeliest(r);
      return YL_OK;
    default: return YL_OK;
  }
}

yl_status yl_rank_start(yl_ctx *ctx, yl_ranking *r, const yl_gist *m, yl_method method) {
  *r = (yl_ranking){.method = method, .m = m};
  yl_status rc = yl_tf_count(ctx, m, &r->tf);
  if (rc == YL_OK && !(r->score = yl_alloc_array(ctx, yl_gist_nsents(m) + 1, sizeof *r->score))) rc = YL_ENOMEM;
  if (rc == YL_OK && !(r->p = yl_alloc_array(ctx, yl_gist_nterms(m) + 1, sizeof *r->p))) rc = YL_ENOMEM;
  if (rc == YL_OK && !(r->taken = yl_alloc_array(ctx, yl_gist_nterms(m) + 1, sizeof *r->taken))) rc = YL_ENOMEM;
  return rc == YL_OK ? scores(ctx, r) : rc;
}

double yl_rank_value(const yl_ranking *r, size_t i) {
  const yl_sent *s = yl_gist_sents(r->m) + i;
  if (r->method == YL_M_SUMBASIC) return mean_probability(r, s);
  if (r->method == YL_M_KLSUM) return gain(r, s);
  return r->method == YL_M_MMR ? LAMBDA * r->score[i] : r->score[i];
}

void yl_rank_why(const yl_ranking *r, size_t i, yl_why *why) {
  *why = (yl_why){{0}};
  why->part[feature_of(r->method)] = (float)yl_rank_value(r, i);
}

bool yl_rank_eligible(const yl_ranking *r, size_t i) {
  const yl_sent *s = yl_gist_sents(r->m) + i;
  if (r->method != YL_M_SUMBASIC || r->likeliest == UINT32_MAX || s->n == 0) return true;
  const uint32_t *own = yl_gist_terms(r->m, s);
  return own[place(own, s->n, r->likeliest)] == r->likeliest;
}

void yl_rank_took(yl_ranking *r, size_t i) {
  const yl_sent *s = yl_gist_sents(r->m) + i;
  const uint32_t *own = yl_gist_terms(r->m, s);
  for (size_t k = 0; k < s->n; k++) {
    r->p[own[k]] *= r->p[own[k]];
    r->taken[own[k]] += r->tf.tf[s->first + k];
    r->ntaken += r->tf.tf[s->first + k];
  }
  if (r->method == YL_M_SUMBASIC) find_likeliest(r);
}

double yl_rank_redundancy(const yl_ranking *r) { return r->method == YL_M_MMR ? 1 - LAMBDA : 0; }

void yl_rank_free(yl_ctx *ctx, yl_ranking *r) {
  yl_tf_free(ctx, &r->tf);
  yl_free(ctx, r->score);
  yl_free(ctx, r->p);
  yl_free(ctx, r->taken);
  *r = (yl_ranking){0};
}
