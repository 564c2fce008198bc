/* Figures, summaries and comparisons of any texts. Figures are in order and have the values of their kind; sentences of a summary, evidence of a finding
 * lie in the texts, reasons add up to the score, and two threads say the same. */
#include <math.h>

#include "pile.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static bool is_date(const yl_figure_info *f) { return strcmp(f->kind, "date") == 0; }

static void figures(yl_ctx *ctx, const pile *p) {
  yl_figures *f;
  yl_figure_info x, before = {0};
  if (yl_figures_find(ctx, p->v, NULL, &f) != YL_OK) abort();
  for (size_t i = 0; yl_figures_get(f, i, &x); i++, before = x) {
    if (x.start >= x.end || (i && (x.doc < before.doc || (x.doc == before.doc && x.start < before.start)))) abort();
    pile_range(ctx, p, x.doc, x.start, x.end);
    pile_range(ctx, p, x.doc, x.subject_start, x.subject_end);
    pile_range(ctx, p, x.doc, x.who_start, x.who_end);
    if (isinf(x.value) || isinf(x.min) || isinf(x.max) || x.min > x.max) abort();
    if (!is_date(&x) && isnan(x.value) && isnan(x.min) && isnan(x.max)) abort();
    if (x.equivalent != (size_t)-1 && (x.equivalent >= yl_figures_n(f) || x.equivalent == i)) abort();
    if (!memchr(x.iso, 0, sizeof x.iso) || !memchr(x.period, 0, sizeof x.period) || yl_utf8_valid(x.unit.p, x.unit.n) != x.unit.n) abort();
  }
  yl_figures_free(ctx, f);
}

static void summaries(yl_ctx *ctx, const pile *p, unsigned how) {
  static const char *const methods[] = {"yuelan", "lead", "textrank", "lexrank", "sumbasic", "klsum", "luhn", "lsa", "mmr"};
  const char *list[] = {"method", methods[how % 9], "sentences", how & 16 ? "1" : "4", "together", how & 32 ? "true" : "false", NULL};
  yl_opts *o = pile_opts(ctx, list);
  yl_summary *s;
  yl_summary_info x, before = {0};
  if (yl_summarize(ctx, p->v, o, &s) != YL_OK) abort();
  for (size_t k = 0; yl_summary_get(s, k, &x); k++, before = x) {
    const char *feature;
    double part, sum = 0;
    if (x.start >= x.end || !isfinite(x.score) || (k && (x.doc < before.doc || (x.doc == before.doc && x.start < before.end)))) abort();
    pile_range(ctx, p, x.doc, x.start, x.end);
    for (size_t f = 0; yl_summary_why(s, k, f, &feature, &part); f++) sum += part;
    if (fabs(sum - x.score) > 1e-6 * (1 + fabs(x.score))) abort();
  }
  yl_summary_free(ctx, s);
  yl_opts_free(ctx, o);
}

static void keyphrases(yl_ctx *ctx, const pile *p) {
  yl_keyphrases *s;
  yl_keyphrase_info x, before = {0};
  if (yl_keyphrases_find(ctx, p->v, NULL, &s) != YL_OK) abort();
  for (size_t k = 0; yl_keyphrases_get(s, k, &x); k++, before = x) {
    if (x.start >= x.end || !isfinite(x.score) || x.count == 0 || (k && (x.doc < before.doc || (x.doc == before.doc && x.score > before.score)))) abort();
    pile_range(ctx, p, x.doc, x.start, x.end);
  }
  yl_keyphrases_free(ctx, s);
}

static void check_finding(yl_ctx *ctx, const pile *p, const yl_comparison *c, size_t k, const yl_finding_info *x, size_t sides) {
  yl_evidence_info e;
  yl_value_info v;
  if (yl_utf8_valid(x->topic.p, x->topic.n) != x->topic.n || yl_utf8_valid(x->reason.p, x->reason.n) != x->reason.n || !isfinite(x->score)) abort();
  if (memchr(x->reason.p ? x->reason.p : "", '\n', x->reason.n) || x->evidence == 0) abort();
  for (size_t i = 0; i < x->evidence; i++) {
    if (!yl_comparison_evidence(c, k, i, &e) || e.side >= sides || e.start >= e.end) abort();
    pile_range(ctx, p, e.doc, e.start, e.end);
  }
  for (size_t i = 0; i < x->values; i++)
    if (!yl_comparison_value(c, k, i, &v) || v.side >= sides || isinf(v.value) || isinf(v.min) || isinf(v.max) || !memchr(v.period, 0, sizeof v.period)) abort();
}

static void compare(yl_ctx *ctx, const pile *p) {
  yl_view *side[PILE_FILES];
  size_t n = yl_corpus_documents(p->c);
  yl_comparison *c, *again;
  yl_finding_info x, y;
  if (n < 2) return;
  for (size_t i = 0; i < n; i++) {
    uint32_t doc = (uint32_t)i;
    if (yl_view_new(ctx, p->c, &side[i]) != YL_OK || yl_view_documents(ctx, side[i], &doc, 1) != YL_OK) abort();
  }
  if (pile_done(ctx, yl_compare(ctx, (const yl_view *const *)side, n, NULL, &c))) {
    yl_set_jobs(ctx, 2);
    if (yl_compare(ctx, (const yl_view *const *)side, n, NULL, &again) != YL_OK || yl_comparison_n(c) != yl_comparison_n(again)) abort();
    for (size_t k = 0; yl_comparison_get(c, k, &x); k++) {
      if (!yl_comparison_get(again, k, &y) || strcmp(x.id, y.id) != 0 || memcmp(&x.score, &y.score, sizeof x.score) != 0) abort();
      check_finding(ctx, p, c, k, &x, n);
    }
    yl_comparison_free(ctx, c);
    yl_comparison_free(ctx, again);
  }
  for (size_t i = 0; i < n; i++) yl_view_free(ctx, side[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
  yl_ctx *ctx = pile_ctx();
  pile p;
  if (!pile_open(ctx, data, n, &p)) return 0;
  figures(ctx, &p);
  summaries(ctx, &p, data[0] >> 3);
  summaries(ctx, &p, data[n - 1]);
  keyphrases(ctx, &p);
  compare(ctx, &p);
  pile_close(ctx, &p);
  return 0;
}
