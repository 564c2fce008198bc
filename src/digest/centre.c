/* centre.c - see centre.h. */
#include "digest/centre.h"

#include <math.h>

static double term_value(const yl_centre *a, uint32_t t) { return (double)a->count[t] * (double)yl_gist_weights(a->m)[t]; }

/* Counts terms once a sentence; with last, of each term the number of the last document that had it and one, once a document. */
static void count_terms(yl_centre *a, uint32_t *last) {
  const yl_sent *s = yl_gist_sents(a->m);
  for (size_t i = a->from; i < a->to; i++) {
    const uint32_t *t = yl_gist_terms(a->m, &s[i]);
    if (s[i].flags & YL_F_COPY) continue;
    for (size_t k = 0; k < s[i].n; k++) {
      if (last && last[t[k]] == s[i].mdoc + 1) continue;
      if (last) last[t[k]] = s[i].mdoc + 1;
      a->count[t[k]] += 1;
    }
  }
}

static void find_keywords(yl_centre *a) {
  for (uint32_t t = 0; t < yl_gist_nterms(a->m); t++) {
    double x = term_value(a, t);
    for (size_t k = 0; k < YL_KEYWORDS; k++)
      if (x > a->key[k]) {
        double y = a->key[k];
        a->key[k] = x;
        x = y;
      }
  }
  for (size_t k = 0; k < YL_KEYWORDS; k++) a->keys += a->key[k];
}

double yl_closeness(const yl_centre *a, const yl_sent *s) {
  const uint32_t *t = yl_gist_terms(a->m, s);
  const float *w = yl_gist_weights(a->m);
  double dot = 0;
  for (size_t k = 0; k < s->n; k++) dot += term_value(a, t[k]) * (double)w[t[k]];
  return s->n ? dot / (double)s->norm : 0;
}

double yl_coverage(const yl_centre *a, const yl_sent *s) {
  const uint32_t *t = yl_gist_terms(a->m, s);
  double sum = 0;
  for (size_t k = 0; k < s->n; k++) {
    double x = term_value(a, t[k]);
    if (x >= a->key[YL_KEYWORDS - 1] && x > 0) sum += x;
  }
  return a->keys > 0 ? fmin(1, sum / a->keys) : 0;
}

/* How far a term is said elsewhere too, 0 to 3: by other sentences, three at most; or by other documents. */
static double said(const yl_centre *a, uint32_t t) {
  double n = fmax(1, (double)a->count[t]);
  return a->documents > 1 ? 3 * log(n) / log(a->documents) : fmin(3, n - 1);
}

double yl_density(const yl_centre *a, const yl_sent *s) {
  const uint32_t *t = yl_gist_terms(a->m, s);
  const float *w = yl_gist_weights(a->m);
  double sum = 0;
  for (size_t k = 0; k < s->n; k++) sum += said(a, t[k]) * (double)w[t[k]];
  return s->n ? sum / (double)s->n : 0;
}

double yl_title_share(const yl_gist *m, const yl_sent *s) {
  const yl_mdoc *d = yl_gist_docs(m) + s->mdoc;
  if (d->ntitle == 0) return 0;
  const uint32_t *title = (const uint32_t *)(const void *)m->titles.p + d->title, *t = yl_gist_terms(m, s);
  const float *w = yl_gist_weights(m);
  double all = 0, both = 0;
  for (size_t i = 0, k = 0; i < d->ntitle; i++) {
    all += (double)w[title[i]];
    while (k < s->n && t[k] < title[i]) k++;
    if (k < s->n && t[k] == title[i]) both += (double)w[title[i]];
  }
  return all > 0 ? both / all : 0;
}

yl_status yl_centre_start(yl_ctx *ctx, yl_centre *a, const yl_gist *m, size_t from, size_t to) {
  const yl_sent *s = yl_gist_sents(m);
  bool several = to > from && s[from].mdoc != s[to - 1].mdoc;
  *a = (yl_centre){.m = m, .from = from, .to = to, .count = yl_alloc_array(ctx, yl_gist_nterms(m) + 1, sizeof *a->count), .documents = 1};
  uint32_t *last = several ? yl_alloc_array(ctx, yl_gist_nterms(m) + 1, sizeof *last) : NULL;
  if (!a->count || (several && !last)) {
    yl_free(ctx, last);
    yl_centre_free(ctx, a);
    return YL_ENOMEM;
  }
  if (several) a->documents = (double)(s[to - 1].mdoc - s[from].mdoc + 1);
  count_terms(a, last);
  find_keywords(a);
  yl_free(ctx, last);
  return YL_OK;
}

void yl_centre_free(yl_ctx *ctx, yl_centre *a) {
  yl_free(ctx, a->count);
  a->count = NULL;
}
