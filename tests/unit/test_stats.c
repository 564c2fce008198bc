/* test_stats.c - measures against published values, counts against a count by hand. */
#ifndef _XOPEN_SOURCE
#define _XOPEN_SOURCE 700 /* nftw */
#endif
#include <math.h>

#include "base/opts.h"
#include "corpus/corpus.h"
#include "failing.h"
#include "scratch.h"
#include "stats/count.h"
#include "stats/measures.h"
#include "tap.h"

static void near(double got, double want, double tolerance, const char *name) {
  if (!ok(fabs(got - want) <= tolerance, "%s", name)) printf("#  got: %.9g\n# want: %.9g\n", got, want);
}

/* ---- measures ---- */

/* Collocates of "certain" and others in the Brown corpus: README of pandas-association-measures (fau-klue), commit 3c95d2e. A word that
 * stands f times among f1 tokens and f2 times among all N is a count against the rest. */
static void association_values(void) {
  static const struct { double f, f2, g2, log_ratio; const char *word; } row[] = {
      {1, 2, 2.448757, 3.526202, "appreciated"},   {7, 120, -0.829802, -0.486622, "certain"}, {1, 8, 0.191806, 0.718847, "measuring"},
      {2, 47, -1.059386, -0.965651, "particularly"}, {2, 5, 3.879126, 2.94124, "arrived"}};
  for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
    double f1 = 15334, rest = 191998 - 15334;
    near(yl_g2(row[i].f, row[i].f2 - row[i].f, f1, rest), row[i].g2, 2e-6, row[i].word);
    near(yl_log_ratio(row[i].f, row[i].f2 - row[i].f, f1, rest).value, row[i].log_ratio, 2e-6, "its log ratio");
  }
}

static void measures(void) {
  association_values();
  near(yl_g2(150, 932 - 150, 12593, 14307668 - 12593), 1291.3190571, 1e-6, "G2 as NLTK's metrics.doctest has it");
  near(yl_g2(5, 5, 100, 100), 0, 1e-12, "no difference");
  near(yl_g2(5, 0, 5, 0), 0, 0, "an empty text");
  near(yl_g2(3, 7, 10, 10), -yl_g2(7, 3, 10, 10), 1e-12, "the sign is the direction");
  near(yl_chi2_p(3.841458820694124), 0.05, 1e-9, "chi squared, 5 %");
  near(yl_chi2_p(-6.634896601021213), 0.01, 1e-9, "chi squared, 1 %, whatever the sign");
  /* Aspirin and heart attacks: Agresti, An Introduction to Categorical Data Analysis, 2.3: 1.82 (1.43 to 2.30) */
  yl_ratio r = yl_log_ratio(189, 104, 11034, 11037);
  near(exp2(r.value), 1.82, 0.005, "relative risk");
  near(exp2(r.low), 1.43, 0.01, "lower end of Katz's interval");
  near(exp2(r.high), 2.30, 0.01, "upper end");
  near(yl_log_ratio(4, 0, 100, 100).value, 3, 1e-12, "a count of 0 is 0.5, the other stays");
}

static void corrections(void) {
  double holm[] = {0.01, 0.02, 0.03, 0.04, 0.05}, bh[] = {0.001, 0.008, 0.039, 0.041, 0.6}, one[] = {0.5, 0.9};
  static const double want_holm[] = {0.05, 0.08, 0.09, 0.09, 0.09}, want_bh[] = {0.005, 0.02, 0.05125, 0.05125, 0.6};
  yl_p_adjust(holm, 5, YL_HOLM);
  yl_p_adjust(bh, 5, YL_BH);
  yl_p_adjust(one, 2, YL_HOLM);
  for (int i = 0; i < 5; i++) {
    near(holm[i], want_holm[i], 1e-12, "Holm");
    near(bh[i], want_bh[i], 1e-12, "Benjamini and Hochberg");
  }
  near(one[1], 1, 0, "never above 1");
  yl_p_adjust(NULL, 0, YL_HOLM);
}

/* ---- counts ---- */

static const char TEXT_A[] = "网络很大。网络联系世界，網絡也有边界。\nnet Net NET 2024年。\n";
static const char TEXT_B[] = "世界上有很多书。书，书，书！\n";

static void write_texts(void) {
  scratch_file("a.txt", TEXT_A, sizeof TEXT_A - 1);
  scratch_file("b.txt", TEXT_B, sizeof TEXT_B - 1);
}

static yl_status open_texts(yl_ctx *ctx, yl_corpus **c) {
  yl_opts *o;
  yl_status rc = yl_opts_new(ctx, &o);
  if (rc == YL_OK) rc = yl_opts_add(ctx, o, "path", YL_STR("a.txt"));
  if (rc == YL_OK) rc = yl_opts_add(ctx, o, "path", YL_STR("b.txt"));
  if (rc == YL_OK) rc = yl_corpus_open(ctx, o, c);
  yl_opts_free(ctx, o);
  return rc;
}

static bool find(const yl_words *w, const char *word, size_t *at, yl_word_info *out) {
  for (*at = 0; yl_words_get(w, *at, out); ++*at)
    if (yl_str_is(out->word, word)) return true;
  return false;
}

static void counts(yl_ctx *ctx, const yl_corpus *c) {
  yl_view *v;
  yl_words *w;
  yl_word_info i;
  yl_str form;
  uint64_t n, total;
  size_t at;
  yl_view_new(ctx, c, &v);
  ok(yl_words_count(ctx, v, NULL, &w) == YL_OK, "words are counted");
  ok(find(w, "网络", &at, &i) && i.count == 3 && i.documents == 1, "a word, in both scripts");
  ok(yl_words_form(ctx, w, at, 0, &form, &n) && yl_str_is(form, "网络") && n == 2, "its commonest form");
  ok(yl_words_form(ctx, w, at, 1, &form, &n) && yl_str_is(form, "網絡") && n == 1, "the other one");
  ok(!yl_words_form(ctx, w, at, 2, &form, &n), "no more");
  ok(find(w, "net", &at, &i) && i.count == 3, "case folds");
  ok(find(w, "书", &at, &i) && i.count == 4 && at == 0, "the commonest is first");
  ok(find(w, "世界", &at, &i) && i.documents == 2, "documents");
  ok(!find(w, "。", &at, &i), "punctuation is left out");
  bool ordered = true;
  uint64_t sum = 0;
  yl_word_info before = {.count = UINT64_MAX};
  for (size_t k = 0; yl_words_get(w, k, &i); k++) {
    if (i.count > before.count || (i.count == before.count && yl_str_cmp(before.word, i.word) >= 0)) ordered = false;
    sum += i.count;
    before = i;
  }
  ok(ordered, "by count, then by bytes");
  ok(sum == yl_words_total(w) && yl_view_words(ctx, v, &total) == YL_OK && total == sum, "the total");
  yl_words_free(ctx, w);
  yl_view_free(ctx, v);
}

static void parts(yl_ctx *ctx, const yl_corpus *c) {
  yl_view *v;
  yl_words *w;
  yl_word_info i;
  yl_opts *o;
  size_t at;
  uint32_t second = 1;
  uint64_t all, without;
  yl_view_new(ctx, c, &v);
  yl_view_words(ctx, v, &all);
  yl_view_documents(ctx, v, &second, 1);
  yl_opts_new(ctx, &o);
  yl_opts_add(ctx, o, "stop", YL_STR("書"));
  yl_opts_add(ctx, o, "punctuation", YL_STR("true"));
  ok(yl_words_count(ctx, v, o, &w) == YL_OK && !find(w, "网络", &at, &i), "a view of one document");
  ok(!find(w, "书", &at, &i), "a stop word, given in the other script, is not listed");
  ok(find(w, "。", &at, &i) && i.count == 1, "punctuation on request");
  yl_view_words(ctx, v, &without);
  ok(yl_words_total(w) > without && without < all, "it counts in the total then; the view has its own");
  yl_words_free(ctx, w);
  yl_view_zones(ctx, v, YL_STR("comment"));
  ok(yl_words_count(ctx, v, NULL, &w) == YL_OK && yl_words_n(w) == 0 && yl_words_total(w) == 0, "a zone that is not there");
  yl_words_free(ctx, w);
  yl_opts_add(ctx, o, "nonsense", YL_STR("1"));
  ok(yl_words_count(ctx, v, o, &w) == YL_EINVAL && strstr(yl_errmsg(ctx), "nonsense"), "an unknown option is named");
  yl_opts_free(ctx, o);
  yl_view_free(ctx, v);
}

static yl_status compare_texts(yl_ctx *ctx, const yl_corpus *c, yl_keywords **k) {
  yl_view *a = NULL, *b = NULL;
  uint32_t first = 0, second = 1;
  yl_status rc = yl_view_new(ctx, c, &a);
  if (rc == YL_OK) rc = yl_view_new(ctx, c, &b);
  if (rc == YL_OK) rc = yl_view_documents(ctx, a, &first, 1);
  if (rc == YL_OK) rc = yl_view_documents(ctx, b, &second, 1);
  if (rc == YL_OK) rc = yl_keywords_find(ctx, a, b, NULL, k);
  yl_view_free(ctx, a);
  yl_view_free(ctx, b);
  return rc;
}

static void keywords(yl_ctx *ctx, const yl_corpus *c) {
  yl_keywords *k;
  yl_keyword_info i;
  bool ordered = true, fits = true;
  double before = INFINITY;
  ok(compare_texts(ctx, c, &k) == YL_OK && yl_keywords_n(k) > 3, "keywords");
  for (size_t n = 0; yl_keywords_get(k, n, &i); n++) {
    if (fabs(i.g2) > before || i.p_adjusted < 0 || i.p_adjusted > 1) ordered = false;
    before = fabs(i.g2);
    if ((i.g2 < 0) != (i.log_ratio < 0) || i.log_ratio_low > i.log_ratio || i.log_ratio > i.log_ratio_high) fits = false;
  }
  ok(ordered, "by strength");
  ok(fits, "signs agree, the interval holds the ratio");
  ok(yl_keywords_get(k, 0, &i) && yl_str_is(i.word, "书") && i.count[0] == 0 && i.count[1] == 4 && i.g2 < 0 && i.documents[1] == 1, "the strongest");
  yl_keywords_free(ctx, k);
  yl_view *v, *none;
  yl_view_new(ctx, c, &v);
  yl_view_new(ctx, c, &none);
  yl_view_documents(ctx, none, NULL, 0);
  ok(yl_keywords_find(ctx, v, none, NULL, &k) == YL_EINVAL && strstr(yl_errmsg(ctx), "side B"), "a side without words");
  yl_view_free(ctx, v);
  yl_view_free(ctx, none);
}

static yl_status work(yl_ctx *ctx) {
  yl_corpus *c = NULL;
  yl_keywords *k = NULL;
  yl_status rc = open_texts(ctx, &c);
  if (rc == YL_OK) rc = compare_texts(ctx, c, &k);
  yl_keywords_free(ctx, k);
  yl_corpus_free(ctx, c);
  return rc;
}

int main(void) {
  yl_ctx *ctx = yl_ctx_new(NULL, NULL);
  yl_corpus *c;
  measures();
  corrections();
  if (!scratch_enter()) return 1;
  write_texts();
  ok(open_texts(ctx, &c) == YL_OK, "opened");
  counts(ctx, c);
  parts(ctx, c);
  keywords(ctx, c);
  every_failure(work, 30, false);
  yl_corpus_free(ctx, c);
  yl_ctx_free(ctx);
  scratch_leave();
  return done();
}
