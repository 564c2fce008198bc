/* similar.c - the documents of a view that are like one document (yl_similar of the public face). */
#include <math.h>
#include <stdlib.h>

#include "base/opts.h"
#include "base/pool.h"
#include "stats/count.h"
#include "stats/walk.h"

enum { DOCUMENTS_AT_ONCE = 64 };

struct yl_similar {
  yl_similar_info *list;
  size_t n;
};

void yl_similar_free(yl_ctx *ctx, yl_similar *s) {
  if (!s) return;
  yl_free(ctx, s->list);
  yl_free(ctx, s);
}

typedef struct job {
  const yl_walk *walk; /* to copy */
  bool bm25;
  const double *weight; /* of each word: idf; by cosine of those that the document has too, 0 for the others of bm25 */
  const double *query;  /* of each word: its weight in the document by cosine; by bm25 1 where the document has it */
  double norm, mean_size;
  double *score; /* of each document of the view */
} job;

/* Words of a document with how often they stand there: those in met, by count. */
typedef struct bag {
  uint32_t *count;
  yl_buf met;
} bag;

static yl_status fill(yl_ctx *ctx, bag *b, const yl_walk *w, size_t *size) {
  const uint32_t *word = yl_walk_list(w, size);
  yl_status rc = YL_OK;
  for (size_t i = 0; i < *size && rc == YL_OK; i++)
    if (b->count[word[i]]++ == 0) rc = yl_buf_push(ctx, &b->met, &word[i], sizeof word[i]);
  return rc;
}

static double tf(uint32_t count) { return 1 + log(count); }

static double score(const job *j, const bag *b, size_t size) {
  const uint32_t *met = (const uint32_t *)(const void *)b->met.p;
  double sum = 0, squares = 0;
  for (size_t i = 0; i < b->met.n / sizeof *met; i++) {
    uint32_t w = met[i];
    double f = b->count[w];
    if (j->bm25) {
      if (j->query[w] > 0) sum += j->weight[w] * f * 2.2 / (f + 1.2 * (0.25 + 0.75 * (double)size / j->mean_size));
    } else {
      double x = tf(b->count[w]) * j->weight[w];
      sum += x * j->query[w];
      squares += x * x;
    }
  }
  if (j->bm25) return sum;
  return squares > 0 && j->norm > 0 ? sum / sqrt(squares) / j->norm : 0;
}

static void empty(bag *b) {
  const uint32_t *met = (const uint32_t *)(const void *)b->met.p;
  for (size_t i = 0; i < b->met.n / sizeof *met; i++) b->count[met[i]] = 0;
  b->met.n = 0;
}

static yl_status score_some(yl_ctx *ctx, size_t item, void *ud) {
  const job *j = ud;
  yl_walk w = *j->walk;
  size_t first = item * DOCUMENTS_AT_ONCE, n = yl_view_size(w.v), size;
  bag b = {.count = yl_alloc_array(ctx, w.lexicon->words.n + 1, sizeof *b.count)};
  yl_status rc = b.count ? YL_OK : YL_ENOMEM;
  for (size_t k = first; k < n && k < first + DOCUMENTS_AT_ONCE && rc == YL_OK; k++) {
    rc = yl_walk_words(ctx, &w, yl_view_doc(w.v, k));
    if (rc == YL_OK) rc = fill(ctx, &b, &w, &size);
    if (rc == YL_OK) j->score[k] = score(j, &b, size);
    empty(&b);
    yl_progress_add(ctx, 1);
  }
  yl_free(ctx, b.count);
  yl_buf_free(ctx, &b.met);
  yl_walk_free(ctx, &w);
  return rc;
}

/* Weights of words in the view, and those of the document. */
static yl_status weigh(yl_ctx *ctx, job *j, const yl_counts *all, const uint8_t *stop, size_t doc, double *weight, double *query) {
  yl_walk w = *j->walk;
  size_t words = w.lexicon->words.n, size;
  double n = (double)yl_view_size(w.v);
  bag b = {.count = yl_alloc_array(ctx, words + 1, sizeof *b.count)};
  yl_status rc = b.count ? yl_walk_words(ctx, &w, doc) : YL_ENOMEM;
  if (rc == YL_OK) rc = fill(ctx, &b, &w, &size);
  for (size_t i = 0; i < words && rc == YL_OK; i++) {
    double df = all->documents[i];
    if (stop[i] || df == 0) continue;
    weight[i] = j->bm25 ? log(1 + (n - df + 0.5) / (df + 0.5)) : log(n / df);
    if (b.count[i] == 0) continue;
    query[i] = j->bm25 ? 1 : tf(b.count[i]) * weight[i];
    j->norm += query[i] * query[i];
  }
  j->norm = sqrt(j->norm);
  j->mean_size = n > 0 && all->total > 0 ? (double)all->total / n : 1;
  yl_free(ctx, b.count);
  yl_buf_free(ctx, &b.met);
  yl_walk_free(ctx, &w);
  return rc;
}

static int by_score(const void *a, const void *b) {
  const yl_similar_info *x = a, *y = b;
  if (x->score < y->score || x->score > y->score) return x->score > y->score ? -1 : 1;
  return (x->doc > y->doc) - (x->doc < y->doc);
}

static yl_status collect(yl_ctx *ctx, yl_similar *s, const yl_view *v, const double *score, size_t doc) {
  s->list = yl_alloc_array(ctx, yl_view_size(v) + 1, sizeof *s->list);
  if (!s->list) return YL_ENOMEM;
  for (size_t k = 0; k < yl_view_size(v); k++)
    if (score[k] > 0 && yl_view_doc(v, k) != doc) s->list[s->n++] = (yl_similar_info){(uint32_t)yl_view_doc(v, k), score[k]};
  if (s->n > 1) qsort(s->list, s->n, sizeof *s->list, by_score);
  return YL_OK;
}

static yl_status read_measure(yl_ctx *ctx, const yl_opts *o, bool *bm25) {
  static const char *const names[] = {"measure", "punctuation", "stop", NULL};
  yl_str how = YL_STR("cosine");
  yl_status rc = yl_opts_check(ctx, o, names);
  if (rc != YL_OK) return rc;
  yl_opts_get(o, "measure", 0, &how);
  *bm25 = yl_str_is(how, "bm25");
  if (*bm25 || yl_str_is(how, "cosine")) return YL_OK;
  return yl_fail(ctx, YL_EINVAL, "option measure is cosine or bm25, not '%.*s'", (int)how.n, how.p);
}

static yl_status compare_all(yl_ctx *ctx, const yl_view *v, size_t doc, job *j, bool punctuation, const yl_opts *o, yl_similar *out) {
  yl_walk w;
  yl_counts all = {0};
  uint8_t *stop = NULL;
  yl_status rc = yl_walk_start(ctx, v, punctuation, &w);
  j->walk = &w;
  if (rc == YL_OK) rc = yl_counts_make(ctx, v, punctuation, &all);
  if (rc == YL_OK) rc = yl_stop_marks(ctx, all.lexicon, o, &stop);
  if (rc != YL_OK) {
    yl_counts_free(ctx, &all);
    return rc;
  }
  size_t words = w.lexicon->words.n + 1, n = yl_view_size(v);
  double *weight = yl_alloc_array(ctx, words, sizeof *weight), *query = yl_alloc_array(ctx, words, sizeof *query);
  j->score = yl_alloc_array(ctx, n + 1, sizeof *j->score);
  j->weight = weight;
  j->query = query;
  rc = weight && query && j->score ? weigh(ctx, j, &all, stop, doc, weight, query) : YL_ENOMEM;
  yl_progress_start(ctx, "comparing documents", n);
  if (rc == YL_OK) rc = yl_parallel(ctx, (n + DOCUMENTS_AT_ONCE - 1) / DOCUMENTS_AT_ONCE, score_some, j);
  yl_progress_end(ctx);
  if (rc == YL_OK) rc = collect(ctx, out, v, j->score, doc);
  yl_free(ctx, weight);
  yl_free(ctx, query);
  yl_free(ctx, j->score);
  yl_free(ctx, stop);
  yl_counts_free(ctx, &all);
  return rc;
}

yl_status yl_similar_find(yl_ctx *ctx, const yl_view *v, size_t doc, const yl_opts *o, yl_similar **out) {
  job j = {0};
  *out = NULL;
  yl_status rc = read_measure(ctx, o, &j.bm25);
  if (rc != YL_OK) return rc;
  yl_similar *s = yl_alloc(ctx, sizeof *s);
  if (!s) return YL_ENOMEM;
  rc = compare_all(ctx, v, doc, &j, yl_opts_flag(o, "punctuation"), o, s);
  if (rc == YL_OK) *out = s;
  else yl_similar_free(ctx, s);
  return rc;
}

size_t yl_similar_n(const yl_similar *s) { return s->n; }

bool yl_similar_get(const yl_similar *s, size_t k, yl_similar_info *out) {
  if (k >= s->n) return false;
  *out = s->list[k];
  return true;
}
