/* spread.c - how evenly the words of a view, or hits, are spread over its documents or over equal parts of it (yl_dispersions, yl_hits_dispersion of
 * the public face).
 *
 * Words are counted by part as the tokens come, in order, so that memory is that of the vocabulary, about 120 bytes a word, and sums are the
 * same for every number of threads. Part i of k equal ones is the words from ceil(i n / k) on.
 */
#include <math.h>
#include <stdlib.h>

#include "base/opts.h"
#include "stats/count.h"
#include "stats/dispersion.h"
#include "stats/nodes.h"
#include "stats/walk.h"

struct yl_dispersions {
  const yl_lexicon *lexicon;
  yl_counts counts;
  yl_spread *spread;
  yl_arf_sum *arf;
  size_t parts;
  double least;
};

void yl_dispersions_free(yl_ctx *ctx, yl_dispersions *d) {
  if (!d) return;
  yl_counts_free(ctx, &d->counts);
  yl_free(ctx, d->spread);
  yl_free(ctx, d->arf);
  yl_free(ctx, d);
}

static uint64_t border(uint64_t n, size_t parts, size_t i) { return (uint64_t)(((unsigned long long)i * n + parts - 1) / parts); }

/* ---- the words of a view ---- */

typedef struct counter {
  yl_dispersions *d;
  uint32_t *count;   /* of each word in the part */
  yl_buf met;        /* uint32_t: those that are not 0 */
  uint64_t from, at; /* where the part began, and the word to come, in words of the view */
} counter;

static void end_part(counter *c) {
  yl_dispersions *d = c->d;
  const uint32_t *met = (const uint32_t *)(const void *)c->met.p;
  double size = (double)(c->at - c->from), total = (double)d->counts.total;
  for (size_t i = 0; i < c->met.n / sizeof *met; i++) {
    uint32_t w = met[i];
    yl_spread_add(&d->spread[w], c->count[w], (double)d->counts.word[w], size, total);
    c->count[w] = 0;
  }
  c->met.n = 0;
  c->from = c->at;
  if (size <= 0) return;
  d->parts++;
  if (size < d->least) d->least = size;
}

static yl_status count_words(yl_ctx *ctx, counter *c, const yl_walk *w, size_t equal) {
  size_t n;
  const uint32_t *word = yl_walk_list(w, &n);
  yl_status rc = yl_buf_reserve(ctx, &c->met, n * sizeof *word);
  uint64_t total = c->d->counts.total, next = equal ? border(total, equal, c->d->parts + 1) : UINT64_MAX;
  for (size_t i = 0; i < n && rc == YL_OK; i++) {
    uint32_t x = word[i];
    if (c->count[x]++ == 0) rc = yl_buf_push(ctx, &c->met, &x, sizeof x);
    c->at++;
    yl_arf_add(&c->d->arf[x], c->at, (double)total / (double)c->d->counts.word[x]);
    if (c->at < next) continue;
    end_part(c);
    next = border(total, equal, c->d->parts + 1);
  }
  if (!equal) end_part(c);
  return rc;
}

static yl_status count_view(yl_ctx *ctx, yl_dispersions *d, const yl_view *v, bool punctuation, size_t equal) {
  yl_walk w;
  counter c = {.d = d};
  yl_status rc = yl_counts_make(ctx, v, punctuation, &d->counts);
  if (rc == YL_OK) rc = yl_walk_start(ctx, v, punctuation, &w);
  if (rc != YL_OK) return rc;
  size_t words = w.lexicon->words.n + 1;
  d->lexicon = w.lexicon;
  d->least = INFINITY;
  d->spread = yl_alloc_array(ctx, words, sizeof *d->spread);
  d->arf = yl_alloc_array(ctx, words, sizeof *d->arf);
  c.count = yl_alloc_array(ctx, words, sizeof *c.count);
  if (!d->spread || !d->arf || !c.count) rc = YL_ENOMEM;
  if (equal > d->counts.total) equal = d->counts.total ? (size_t)d->counts.total : 1;
  yl_progress_start(ctx, "spreading words", yl_view_size(v));
  for (size_t k = 0; k < yl_view_size(v) && rc == YL_OK; k++) {
    rc = yl_walk_words(ctx, &w, yl_view_doc(v, k));
    if (rc == YL_OK) rc = count_words(ctx, &c, &w, equal);
    yl_progress_add(ctx, 1);
  }
  yl_progress_end(ctx);
  yl_walk_free(ctx, &w);
  yl_free(ctx, c.count);
  yl_buf_free(ctx, &c.met);
  return rc;
}

static yl_status read_parts(yl_ctx *ctx, const yl_opts *o, size_t *equal) {
  static const char *const names[] = {"parts", "punctuation", NULL};
  yl_status rc = yl_opts_check(ctx, o, names);
  if (rc == YL_OK) rc = yl_opts_size(ctx, o, "parts", 0, equal);
  if (rc == YL_OK && *equal > 1u << 20) rc = yl_fail(ctx, YL_EINVAL, "option parts: at most 1048576 parts");
  return rc;
}

yl_status yl_dispersions_find(yl_ctx *ctx, const yl_view *v, const yl_opts *o, yl_dispersions **out) {
  size_t equal;
  *out = NULL;
  yl_status rc = read_parts(ctx, o, &equal);
  if (rc != YL_OK) return rc;
  yl_dispersions *d = yl_alloc(ctx, sizeof *d);
  if (!d) return YL_ENOMEM;
  rc = count_view(ctx, d, v, yl_opts_flag(o, "punctuation"), equal);
  if (rc == YL_OK) *out = d;
  else yl_dispersions_free(ctx, d);
  return rc;
}

bool yl_dispersions_of(const yl_dispersions *d, yl_str word, yl_dispersion_info *out) {
  uint32_t w;
  if (!yl_intern_find(&d->lexicon->words, word, &w) || d->counts.word[w] == 0) return false;
  yl_spread_end(&d->spread[w], d->parts, d->least, (double)d->counts.total, out);
  out->arf = yl_arf_end(&d->arf[w], (double)d->counts.word[w], d->counts.total);
  return true;
}

/* ---- hits ---- */

/* Where the documents of a view begin, in words of it; one more than documents. */
static yl_status count_documents(yl_ctx *ctx, yl_walk *w, uint64_t *begin) {
  yl_status rc = YL_OK;
  for (size_t k = 0; k < yl_view_size(w->v) && rc == YL_OK; k++) {
    size_t n = 0;
    rc = yl_walk_words(ctx, w, yl_view_doc(w->v, k));
    if (rc == YL_OK) yl_walk_list(w, &n);
    begin[k + 1] = begin[k] + n;
  }
  return rc;
}

static int by_number(const void *a, const void *b) {
  uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
  return (x > y) - (x < y);
}

static size_t number_in_view(const yl_view *v, size_t doc) {
  size_t lo = 0, hi = yl_view_size(v);
  while (lo < hi) {
    size_t mid = (lo + hi) / 2;
    if (yl_view_doc(v, mid) < doc) lo = mid + 1; else hi = mid;
  }
  return lo;
}

/* The nodes of one document and stream, which was gone to: at becomes how many of its words stand before each. */
static void words_before(const yl_walk *w, const yl_node *node, size_t n, uint64_t *at) {
  const yl_token_run *r = (const yl_token_run *)(const void *)w->runs.p, *end = r + w->runs.n / sizeof *r;
  uint64_t words = 0;
  size_t i = 0;
  for (; r < end; r++) {
    for (uint32_t t = r->first; t < r->end; t++) {
      while (i < n && (uint32_t)r->stream == node->stream && node[i].first <= t) at[i++] = words;
      words += w->punctuation || yl_vocab_kind(w->k, yl_token_word(w->k, r->stream, t)) != YL_W_PUNCTUATION;
    }
  }
  while (i < n) at[i++] = words;
}

/* Where each node stands, in words of the view, ascending; those at the end of a document at its last word. */
static yl_status locate(yl_ctx *ctx, yl_walk *w, const yl_node *node, size_t n, const uint64_t *begin, uint64_t *at) {
  yl_status rc = YL_OK;
  for (size_t i = 0, j; i < n && rc == YL_OK; i = j) {
    for (j = i; j < n && node[j].doc == node[i].doc && node[j].stream == node[i].stream;) j++;
    rc = yl_walk_runs(ctx, w, node[i].doc);
    if (rc != YL_OK) break;
    words_before(w, node + i, j - i, at + i);
    size_t k = number_in_view(w->v, node[i].doc);
    uint64_t last = begin[k + 1] > begin[k] ? begin[k + 1] - 1 : begin[k];
    for (size_t x = i; x < j; x++) at[x] = begin[k] + at[x] < last ? begin[k] + at[x] : last;
  }
  if (n > 1) qsort(at, n, sizeof *at, by_number);
  return rc;
}

/* Hits by part: counts and sizes, as many as parts. */
static void deal(const uint64_t *at, size_t n, const uint64_t *begin, size_t parts, double *counts, double *sizes) {
  for (size_t p = 0, i = 0; p < parts; p++) {
    sizes[p] = (double)(begin[p + 1] - begin[p]);
    for (; i < n && at[i] < begin[p + 1]; i++) counts[p]++;
    if (sizes[p] < counts[p]) sizes[p] = counts[p]; /* more hits than words: one in each character, say */
  }
}

static yl_status hits_spread(yl_ctx *ctx, yl_hits *h, bool punctuation, size_t equal, yl_dispersion_info *out, double **counts, double **sizes) {
  yl_walk w;
  yl_node *nodes = NULL;
  size_t n = 0, docs = yl_view_size(&h->view), parts = equal ? equal : docs;
  yl_status rc = yl_walk_start(ctx, &h->view, punctuation, &w);
  if (rc == YL_OK) rc = yl_nodes_make(ctx, h, &nodes, &n);
  uint64_t *begin = yl_alloc_array(ctx, docs + 2, sizeof *begin), *at = yl_alloc_array(ctx, n + 1, sizeof *at);
  uint64_t *borders = yl_alloc_array(ctx, parts + 2, sizeof *borders);
  *counts = yl_alloc_array(ctx, parts + 1, sizeof **counts);
  *sizes = yl_alloc_array(ctx, parts + 1, sizeof **sizes);
  if (rc == YL_OK && (!begin || !at || !borders || !*counts || !*sizes)) rc = YL_ENOMEM;
  if (rc == YL_OK) rc = count_documents(ctx, &w, begin);
  if (rc == YL_OK) rc = locate(ctx, &w, nodes, n, begin, at);
  if (rc == YL_OK) {
    for (size_t i = 0; i <= parts; i++) borders[i] = equal ? border(begin[docs], parts, i) : begin[i];
    deal(at, n, borders, parts, *counts, *sizes);
    rc = yl_dispersion(ctx, *counts, *sizes, parts, out);
    out->arf = n ? yl_arf(at, n, begin[docs]) : NAN;
  }
  yl_walk_free(ctx, &w);
  yl_free(ctx, nodes);
  yl_free(ctx, begin);
  yl_free(ctx, at);
  yl_free(ctx, borders);
  return rc;
}

yl_status yl_hits_dispersion(yl_ctx *ctx, yl_hits *h, const yl_opts *o, yl_dispersion_info *out, double **counts, double **sizes, size_t *n) {
  size_t equal;
  *counts = *sizes = NULL;
  *n = 0;
  yl_status rc = read_parts(ctx, o, &equal);
  if (rc == YL_OK) rc = hits_spread(ctx, h, yl_opts_flag(o, "punctuation"), equal, out, counts, sizes);
  if (rc == YL_OK) {
    *n = equal ? equal : yl_view_size(&h->view);
    return YL_OK;
  }
  yl_free(ctx, *counts);
  yl_free(ctx, *sizes);
  *counts = *sizes = NULL;
  return rc;
}
