/* variety.c - lexical diversity of the documents of a view, or of all of it as one text (yl_view_diversity of the public face). */
#include "base/opts.h"
#include "base/pool.h"
#include "stats/diversity.h"
#include "stats/walk.h"

enum { DOCUMENTS_AT_ONCE = 64 };

/* Numbers for the words of a text, by first appearance. */
typedef struct renumber {
  uint32_t *number; /* of each word of the corpus, plus 1 */
  yl_buf list;      /* uint32_t: the tokens; then the types that were met */
  yl_buf met;
  yl_buf work;
} renumber;

static void renumber_free(yl_ctx *ctx, renumber *r) {
  yl_free(ctx, r->number);
  yl_buf_free(ctx, &r->list);
  yl_buf_free(ctx, &r->met);
  yl_buf_free(ctx, &r->work);
}

static yl_status add_words(yl_ctx *ctx, renumber *r, const yl_walk *w) {
  size_t n;
  const uint32_t *word = yl_walk_list(w, &n);
  yl_status rc = yl_buf_reserve(ctx, &r->list, n * sizeof *word);
  for (size_t i = 0; i < n && rc == YL_OK; i++) {
    uint32_t *number = &r->number[word[i]], x;
    if (*number == 0) {
      rc = yl_buf_push(ctx, &r->met, &word[i], sizeof word[i]);
      *number = (uint32_t)(r->met.n / sizeof *word);
    }
    x = *number - 1;
    if (rc == YL_OK) rc = yl_buf_push(ctx, &r->list, &x, sizeof x);
  }
  return rc;
}

/* Measures what was added, and forgets it. */
static yl_status finish(yl_ctx *ctx, renumber *r, const yl_diversity_settings *s, yl_diversity_info *out) {
  size_t types = r->met.n / sizeof(uint32_t);
  r->work.n = 0;
  yl_status rc = yl_buf_reserve(ctx, &r->work, r->met.n + sizeof(uint32_t));
  const uint32_t *met = (const uint32_t *)(const void *)r->met.p;
  for (size_t i = 0; i < types; i++) r->number[met[i]] = 0;
  if (rc == YL_OK) {
    uint32_t *work = (uint32_t *)(void *)r->work.p;
    for (size_t i = 0; i <= types; i++) work[i] = 0;
    yl_diversity_of((const uint32_t *)(const void *)r->list.p, r->list.n / sizeof(uint32_t), work, types, s, out);
  }
  r->list.n = r->met.n = 0;
  return rc;
}

typedef struct job {
  const yl_walk *walk; /* to copy */
  yl_diversity_settings set;
  bool together;
  yl_diversity_info *out;
} job;

/* Documents first … last - 1 of the view, each by itself or all as one. */
static yl_status measure(yl_ctx *ctx, const job *j, size_t first, size_t last) {
  yl_walk w = *j->walk;
  renumber r = {.number = yl_alloc_array(ctx, w.lexicon->words.n + 1, sizeof *r.number)};
  yl_status rc = r.number ? YL_OK : YL_ENOMEM;
  for (size_t k = first; k < last && rc == YL_OK; k++) {
    rc = yl_walk_words(ctx, &w, yl_view_doc(w.v, k));
    if (rc == YL_OK) rc = add_words(ctx, &r, &w);
    if (rc == YL_OK && !j->together) rc = finish(ctx, &r, &j->set, &j->out[k]);
    yl_progress_add(ctx, 1);
  }
  if (rc == YL_OK && j->together) rc = finish(ctx, &r, &j->set, j->out);
  renumber_free(ctx, &r);
  yl_walk_free(ctx, &w);
  return rc;
}

static yl_status measure_some(yl_ctx *ctx, size_t item, void *ud) {
  const job *j = ud;
  size_t first = item * DOCUMENTS_AT_ONCE, n = yl_view_size(j->walk->v);
  return measure(ctx, j, first, first + DOCUMENTS_AT_ONCE < n ? first + DOCUMENTS_AT_ONCE : n);
}

yl_status yl_view_diversity(yl_ctx *ctx, const yl_view *v, const yl_opts *o, yl_diversity_info *out) {
  static const char *const more[] = {"together", "punctuation", NULL};
  yl_walk w;
  job j = {.walk = &w, .together = yl_opts_flag(o, "together"), .out = out};
  yl_status rc = yl_diversity_read(ctx, o, more, &j.set);
  if (rc == YL_OK) rc = yl_walk_start(ctx, v, yl_opts_flag(o, "punctuation"), &w);
  if (rc != YL_OK) return rc;
  size_t n = yl_view_size(v);
  yl_progress_start(ctx, "measuring diversity", n);
  if (j.together) rc = measure(ctx, &j, 0, n);
  else rc = yl_parallel(ctx, (n + DOCUMENTS_AT_ONCE - 1) / DOCUMENTS_AT_ONCE, measure_some, &j);
  yl_progress_end(ctx);
  yl_walk_free(ctx, &w);
  return rc;
}
