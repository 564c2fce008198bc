/* alone.c - what only one side says: its central sentences whose words the others hardly have. */
#include <math.h>
#include <stdlib.h>

#include "digest/findings.h"

enum { CANDIDATES = 60, COMMON = 4000 };
static const double LIKE = 0.5; /* what likeness to a sentence already chosen costs */

typedef struct candidate {
  double score, novelty, nearest;
  uint32_t sentence;
} candidate;

static int by_score(const void *x, const void *y) {
  const candidate *a = x, *b = y;
  if (a->score > b->score || a->score < b->score) return a->score > b->score ? -1 : 1;
  return a->sentence < b->sentence ? -1 : a->sentence > b->sentence;
}

/* How new the terms of a side are, in fresh: 1 when no other has it, 0 when they have it as often. mine: zeros, left so. */
static yl_status newness(yl_comparing *k, uint32_t side, float *fresh, uint32_t *mine, yl_buf *met) {
  double here = (double)(k->side_first[side + 1] - k->side_first[side]), elsewhere = (double)yl_gist_nsents(&k->m) - here;
  yl_status rc = yl_side_counts(k, side, mine, met);
  const uint32_t *term = (const uint32_t *)(const void *)met->p;
  for (size_t i = 0; i < met->n / sizeof *term; i++) {
    uint32_t t = term[i], count = mine[t];
    double rest = (double)(k->m.post_first[t + 1] - k->m.post_first[t] - count);
    mine[t] = 0;
    fresh[t] = elsewhere > 0 ? (float)fmax(0, 1 - (rest / elsewhere) / ((double)count / here)) : 1;
  }
  return rc;
}

static double novelty(const yl_comparing *k, const yl_sent *s, const float *fresh) {
  const uint32_t *t = yl_gist_terms(&k->m, s);
  const float *w = yl_gist_weights(&k->m);
  double all = 0, sum = 0;
  for (size_t i = 0; i < s->n; i++) {
    all += (double)w[t[i]];
    sum += (double)(w[t[i]] * fresh[t[i]]);
  }
  return all > 0 ? sum / all : 0;
}

/* The largest cosine to a sentence of another side; terms that very many sentences have are left out. dot: zeros, left so; touched: room for every sentence. */
static double nearest(const yl_comparing *k, const yl_sent *s, float *dot, uint32_t *touched) {
  const yl_gist *m = &k->m;
  const yl_sent *all = yl_gist_sents(m);
  const uint32_t *t = yl_gist_terms(m, s);
  const float *w = yl_gist_weights(m);
  size_t n = 0;
  double most = 0;
  for (size_t i = 0; i < s->n; i++)
    for (uint32_t j = m->post_first[t[i]]; m->post_first[t[i] + 1] - m->post_first[t[i]] <= COMMON && j < m->post_first[t[i] + 1]; j++) {
      uint32_t o = m->post[j];
      if (all[o].side == s->side) continue;
      if (dot[o] <= 0) touched[n++] = o;
      dot[o] += w[t[i]] * w[t[i]];
    }
  for (size_t i = 0; i < n; i++) {
    most = fmax(most, (double)dot[touched[i]] / ((double)s->norm * (double)all[touched[i]].norm));
    dot[touched[i]] = 0;
  }
  return most;
}

/* The candidates of a side, best first. */
static size_t rank_side(const yl_comparing *k, uint32_t side, candidate *c, const float *fresh, float *dot, uint32_t *touched) {
  const yl_gist *m = &k->m;
  const yl_sent *s = yl_gist_sents(m);
  size_t n = 0;
  for (uint32_t i = k->side_first[side]; i < k->side_first[side + 1]; i++) {
    if (yl_fitness(&s[i]) != 2 || k->common[i] || k->shown[i] || (s[i].flags & YL_F_PRONOUN)) continue;
    double v = novelty(k, &s[i], fresh);
    c[n++] = (candidate){fmax(0, (double)s[i].score) * v, v, 0, i};
  }
  if (n) qsort(c, n, sizeof *c, by_score);
  size_t few = k->nsides > 32 ? CANDIDATES / 5 : CANDIDATES, close = n < few ? n : few;
  for (size_t i = 0; i < close; i++) {
    c[i].nearest = nearest(k, &s[c[i].sentence], dot, touched);
    c[i].score *= 1 - c[i].nearest;
  }
  if (close) qsort(c, close, sizeof *c, by_score);
  for (size_t i = 0; i < n; i++) k->out->found[YL_ALONE] += c[i].novelty > 0.5;
  return close;
}

/* The term of a sentence that is newest and says most. */
static uint32_t topic_of(const yl_comparing *k, const yl_sent *s, const float *fresh) {
  const yl_gist *m = &k->m;
  const uint32_t *t = yl_gist_terms(m, s);
  uint32_t best = t[0];
  double most = -1;
  for (size_t i = 0; i < s->n; i++) {
    double often = log(1 + (double)(m->post_first[t[i] + 1] - m->post_first[t[i]]));
    double v = (double)(yl_gist_weights(m)[t[i]] * fresh[t[i]] * fresh[t[i]] * fresh[t[i]]) * often;
    if (m->topical[t[i]] && v > most) most = v, best = t[i];
  }
  return best;
}

static yl_status choose(yl_comparing *k, candidate *c, size_t n, const float *fresh) {
  const yl_sent *s = yl_gist_sents(&k->m);
  yl_status rc = YL_OK;
  for (size_t taken = 0; taken < k->sentences && n > 0 && rc == YL_OK; taken++) {
    size_t best = 0;
    for (size_t i = 1; i < n; i++)
      if (c[i].score > c[best].score) best = i;
    candidate b = c[best];
    if (b.score <= 0) break;
    rc = yl_finding_begin(k, YL_ALONE, "only", b.score, yl_term_in(k, topic_of(k, &s[b.sentence], fresh), b.sentence));
    if (rc == YL_OK) rc = yl_finding_sentence(k, b.sentence);
    if (rc == YL_OK)
      rc = yl_finding_end(k, "%.0f %% of what its words weigh is rarer or missing elsewhere; the nearest sentence there is %.2f alike",
                          100 * b.novelty, b.nearest);
    c[best].score = 0;
    for (size_t i = 0; i < n; i++) c[i].score *= 1 - LIKE * yl_gist_cosine(&k->m, &s[b.sentence], &s[c[i].sentence]);
  }
  return rc;
}

yl_status yl_find_alone(yl_comparing *k) {
  size_t n = yl_gist_nsents(&k->m);
  candidate *c = yl_alloc_array(k->ctx, n + 1, sizeof *c);
  float *fresh = yl_alloc_array(k->ctx, yl_gist_nterms(&k->m) + 1, sizeof *fresh);
  float *dot = yl_alloc_array(k->ctx, n + 1, sizeof *dot);
  uint32_t *touched = yl_alloc_array(k->ctx, n + 1, sizeof *touched);
  uint32_t *mine = yl_alloc_array(k->ctx, yl_gist_nterms(&k->m) + 1, sizeof *mine);
  yl_buf met = {0};
  yl_status rc = c && fresh && dot && touched && mine ? YL_OK : YL_ENOMEM;
  for (uint32_t side = 0; side < k->nsides && rc == YL_OK; side++) {
    rc = newness(k, side, fresh, mine, &met);
    if (rc == YL_OK) rc = yl_check(k->ctx);
    if (rc == YL_OK) rc = choose(k, c, rank_side(k, side, c, fresh, dot, touched), fresh);
  }
  yl_free(k->ctx, c);
  yl_free(k->ctx, fresh);
  yl_free(k->ctx, dot);
  yl_free(k->ctx, touched);
  yl_free(k->ctx, mine);
  yl_buf_free(k->ctx, &met);
  return rc;
}
