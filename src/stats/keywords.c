/* keywords.c - the words that set one view apart from another (yl_keywords of the public face). */
#include <math.h>
#include <stdlib.h>

#include "base/opts.h"
#include "stats/count.h"
#include "stats/measures.h"

enum { MEASURES_MAX = 40 };

typedef struct settings {
  size_t min_count, min_documents;
  yl_correction correction;
  int measures[MEASURES_MAX];
  size_t nmeasures;
} settings;

struct yl_keywords {
  yl_keyword_info *list;
  size_t n;
  settings set;
};

void yl_keywords_free(yl_ctx *ctx, yl_keywords *k) {
  if (!k) return;
  yl_free(ctx, k->list);
  yl_free(ctx, k);
}

static yl_status read_settings(yl_ctx *ctx, const yl_opts *o, settings *s) {
  static const char *const names[] = {"min-count", "min-documents", "correction", "punctuation", "stop", "measure", NULL};
  yl_str how = YL_STR("holm"), measure;
  yl_status rc = yl_opts_check(ctx, o, names);
  if (rc == YL_OK) rc = yl_opts_size(ctx, o, "min-count", 1, &s->min_count);
  if (rc == YL_OK) rc = yl_opts_size(ctx, o, "min-documents", 1, &s->min_documents);
  for (size_t i = 0; rc == YL_OK && yl_opts_get(o, "measure", i, &measure); i++)
    rc = yl_measures_read(ctx, measure, s->measures, MEASURES_MAX, &s->nmeasures);
  if (rc != YL_OK) return rc;
  yl_opts_get(o, "correction", 0, &how);
  if (yl_str_is(how, "holm")) s->correction = YL_HOLM;
  else if (yl_str_is(how, "bh")) s->correction = YL_BH;
  else if (yl_str_is(how, "bonferroni")) s->correction = YL_BONFERRONI;
  else if (yl_str_is(how, "none")) s->correction = YL_UNCORRECTED;
  else return yl_fail(ctx, YL_EINVAL, "option correction is holm, bh, bonferroni or none, not '%.*s'", (int)how.n, how.p);
  return YL_OK;
}

static int by_g2(const void *a, const void *b) {
  const yl_keyword_info *x = a, *y = b;
  double gx = fabs(x->g2), gy = fabs(y->g2);
  if (gx > gy || gx < gy) return gx > gy ? -1 : 1;
  return yl_str_cmp(x->word, y->word);
}

static double value(const yl_keyword_info *k, int measure) {
  yl_cells c = yl_cells_of_texts((double)k->count[0], (double)k->count[1], (double)k->total[0], (double)k->total[1]);
  return yl_measure_nth(measure)(&c);
}

typedef struct sorted {
  yl_keyword_info info;
  double by;
} sorted;

static int by_value(const void *a, const void *b) {
  const sorted *x = a, *y = b;
  int order = yl_measure_order(x->by, y->by);
  return order ? order : yl_str_cmp(x->info.word, y->info.word);
}

/* In order of the size of the first measure that was asked for. */
static yl_status sort_by_measure(yl_ctx *ctx, yl_keywords *k) {
  if (k->set.nmeasures == 0 || k->n < 2) return YL_OK;
  sorted *v = yl_alloc_array(ctx, k->n, sizeof *v);
  if (!v) return YL_ENOMEM;
  for (size_t i = 0; i < k->n; i++) v[i] = (sorted){k->list[i], fabs(value(&k->list[i], k->set.measures[0]))};
  qsort(v, k->n, sizeof *v, by_value);
  for (size_t i = 0; i < k->n; i++) k->list[i] = v[i].info;
  yl_free(ctx, v);
  return YL_OK;
}

static yl_keyword_info measure(const yl_counts *a, const yl_counts *b, uint32_t w, uint32_t form) {
  yl_keyword_info k = {.word = yl_lexicon_form(a->lexicon, form), .count = {a->word[w], b->word[w]},
                       .total = {a->total, b->total}, .documents = {a->documents[w], b->documents[w]}};
  double x = (double)k.count[0], y = (double)k.count[1], nx = (double)a->total, ny = (double)b->total;
  yl_ratio r = yl_log_ratio(x, y, nx, ny);
  k.g2 = yl_g2(x, y, nx, ny);
  k.log_ratio = r.value;
  k.log_ratio_low = r.low;
  k.log_ratio_high = r.high;
  return k;
}

static yl_status adjust(yl_ctx *ctx, yl_keywords *k, yl_correction how) {
  double *p = yl_alloc_array(ctx, k->n + 1, sizeof *p);
  if (!p) return YL_ENOMEM;
  for (size_t i = 0; i < k->n; i++) p[i] = yl_chi2_p(k->list[i].g2); /* ascending, as G2 falls */
  yl_p_adjust(p, k->n, how);
  for (size_t i = 0; i < k->n; i++) k->list[i].p_adjusted = p[i];
  yl_free(ctx, p);
  return YL_OK;
}

/* The words that pass the thresholds on the side where they are more frequent, measured and sorted. */
static yl_status collect(yl_ctx *ctx, yl_keywords *k, const yl_counts *a, const yl_counts *b, const uint8_t *stop, const settings *s) {
  size_t words = a->lexicon->words.n, n = 0;
  for (size_t w = 0; w < words; w++) n += a->word[w] + b->word[w] > 0;
  k->list = yl_alloc_array(ctx, n + 1, sizeof *k->list);
  if (!k->list) return YL_ENOMEM;
  uint32_t *best = yl_counts_forms(ctx, a, b);
  if (!best) return YL_ENOMEM;
  for (size_t w = 0; w < words; w++) {
    if (a->word[w] + b->word[w] == 0 || stop[w]) continue;
    yl_keyword_info m = measure(a, b, (uint32_t)w, best[w]);
    int side = m.g2 < 0;
    if (m.count[side] < s->min_count || m.documents[side] < s->min_documents) continue;
    k->list[k->n++] = m;
  }
  yl_free(ctx, best);
  qsort(k->list, k->n, sizeof *k->list, by_g2);
  yl_status rc = adjust(ctx, k, s->correction);
  return rc == YL_OK ? sort_by_measure(ctx, k) : rc;
}

yl_status yl_keywords_find(yl_ctx *ctx, const yl_view *a, const yl_view *b, const yl_opts *o, yl_keywords **out) {
  settings s = {0};
  yl_counts ca = {0}, cb = {0};
  uint8_t *stop = NULL;
  *out = NULL;
  yl_status rc = read_settings(ctx, o, &s);
  if (rc != YL_OK) return rc;
  if (a->c != b->c) return yl_fail(ctx, YL_EINVAL, "both sides are views of one corpus");
  yl_keywords *k = yl_alloc(ctx, sizeof *k);
  if (!k) return YL_ENOMEM;
  k->set = s;
  rc = yl_counts_make(ctx, a, yl_opts_flag(o, "punctuation"), &ca);
  if (rc == YL_OK) rc = yl_counts_make(ctx, b, yl_opts_flag(o, "punctuation"), &cb);
  if (rc == YL_OK) rc = yl_stop_marks(ctx, ca.lexicon, o, &stop);
  if (rc == YL_OK && (ca.total == 0 || cb.total == 0)) rc = yl_fail(ctx, YL_EINVAL, "side %s has no words", ca.total ? "B" : "A");
  if (rc == YL_OK) rc = collect(ctx, k, &ca, &cb, stop, &s);
  yl_free(ctx, stop);
  yl_counts_free(ctx, &ca);
  yl_counts_free(ctx, &cb);
  if (rc == YL_OK) *out = k;
  else yl_keywords_free(ctx, k);
  return rc;
}

size_t yl_keywords_n(const yl_keywords *k) { return k->n; }

bool yl_keywords_get(const yl_keywords *k, size_t i, yl_keyword_info *out) {
  if (i >= k->n) return false;
  *out = k->list[i];
  return true;
}

bool yl_keywords_measure(const yl_keywords *k, size_t i, size_t m, const char **name, double *out) {
  yl_measure_info info;
  if (i >= k->n || m >= k->set.nmeasures) return false;
  yl_measure_get((size_t)k->set.measures[m], &info);
  *name = info.name;
  *out = value(&k->list[i], k->set.measures[m]);
  return true;
}
