/* collocate_sentences.c - in how many sentences of a view a word stands, and in how many with a hit. */
#include <stdlib.h>

#include "base/pool.h"
#include "stats/collocates.h"

/* A hit in the text. */
typedef struct place {
  uint32_t doc;
  size_t start, end;
} place;

typedef struct job {
  yl_tally *t;
  place *places; /* by document and start */
  size_t n;
} job;

enum { DOCUMENTS_AT_ONCE = 16 };

static int by_number(const void *a, const void *b) {
  uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
  return (x > y) - (x < y);
}

static int by_text(const void *a, const void *b) {
  const place *x = a, *y = b;
  if (x->doc != y->doc) return x->doc < y->doc ? -1 : 1;
  if (x->start != y->start) return x->start < y->start ? -1 : 1;
  return (x->end > y->end) - (x->end < y->end);
}

/* Sorts numbers and leaves each once; how many. */
static size_t once_each(uint32_t *list, size_t n) {
  size_t m = 0;
  if (n > 1) qsort(list, n, sizeof *list, by_number);
  for (size_t i = 0; i < n; i++)
    if (i == 0 || list[i] != list[i - 1]) list[m++] = list[i];
  return m;
}

/* The first place in document doc or a later one. */
static const place *place_from(const job *j, size_t doc) {
  size_t lo = 0, hi = j->n;
  while (lo < hi) {
    size_t mid = (lo + hi) / 2;
    if (j->places[mid].doc < doc) lo = mid + 1; else hi = mid;
  }
  return j->places + lo;
}

static bool holds_hit(const place *p, const place *end, const yl_sentence_info *s) {
  for (; p < end && p->start < s->end; p++)
    if (p->end > s->start) return true;
  return false;
}

/* The different words of a sentence into words (room for its tokens); how many. */
static size_t words_of(const yl_tally *t, const yl_parse *p, const yl_sentence_info *s, uint32_t *words) {
  size_t n = 0;
  for (size_t i = 0; i < s->tokens; i++) {
    uint32_t w = yl_parse_word(p, s->first_token + i);
    if (t->set.punctuation || t->lexicon->kind[w] != YL_W_PUNCTUATION) words[n++] = w;
  }
  return once_each(words, n);
}

static yl_status count_document(yl_ctx *ctx, const job *j, size_t doc, const yl_parse *p, yl_buf *words, yl_buf *met) {
  yl_tally *t = j->t;
  const place *at = place_from(j, doc), *end = place_from(j, doc + 1);
  yl_status rc = YL_OK;
  met->n = 0; /* words beside a hit */
  for (size_t k = 0; k < yl_parse_sentences(p) && rc == YL_OK; k++) {
    yl_sentence_info s;
    yl_parse_sentence(p, k, &s);
    words->n = 0;
    rc = yl_buf_reserve(ctx, words, (s.tokens + 1) * sizeof(uint32_t));
    if (rc != YL_OK) break;
    uint32_t *list = (uint32_t *)(void *)words->p;
    size_t n = words_of(t, p, &s, list);
    bool with = holds_hit(at, end, &s);
    atomic_fetch_add(&t->n, 1);
    atomic_fetch_add(&t->f1, with);
    for (size_t i = 0; i < n; i++) {
      atomic_fetch_add(&t->units[list[i]], 1);
      atomic_fetch_add(&t->observed[list[i]], with);
    }
    if (with) rc = yl_buf_push(ctx, met, list, n * sizeof *list);
  }
  uint32_t *list = (uint32_t *)(void *)met->p;
  size_t n = once_each(list, met->n / sizeof *list);
  for (size_t i = 0; i < n; i++) atomic_fetch_add(&t->documents[list[i]], 1);
  return rc;
}

static yl_status count_some(yl_ctx *ctx, size_t item, void *ud) {
  const job *j = ud;
  const yl_view *v = j->t->v;
  yl_buf words = {0}, met = {0};
  yl_status rc = YL_OK;
  for (size_t k = item * DOCUMENTS_AT_ONCE; k < (item + 1) * DOCUMENTS_AT_ONCE && k < yl_view_size(v) && rc == YL_OK; k++) {
    size_t doc = yl_view_doc(v, k);
    yl_parse *p = NULL;
    rc = yl_check(ctx);
    if (rc == YL_OK) rc = yl_doc_parse(ctx, v, doc, &p);
    if (rc == YL_OK) rc = count_document(ctx, j, doc, p, &words, &met);
    yl_parse_free(ctx, p);
  }
  yl_buf_free(ctx, &words);
  yl_buf_free(ctx, &met);
  yl_progress_add(ctx, DOCUMENTS_AT_ONCE);
  return rc;
}

yl_status yl_tally_sentences(yl_ctx *ctx, yl_tally *t, yl_hits *h) {
  uint64_t hits;
  yl_status rc = yl_hits_count(ctx, h, &hits);
  if (rc != YL_OK) return rc;
  job j = {.t = t, .places = yl_alloc_array(ctx, (size_t)hits + 1, sizeof *j.places)};
  if (!j.places) return YL_ENOMEM;
  for (uint64_t k = 0; k < hits && rc == YL_OK; k++) {
    yl_hit hit;
    rc = yl_hits_get(ctx, h, k, &hit);
    if (rc == YL_OK) j.places[j.n++] = (place){hit.doc, hit.start, hit.end};
  }
  if (j.n > 1) qsort(j.places, j.n, sizeof *j.places, by_text);
  size_t n = yl_view_size(t->v);
  yl_progress_start(ctx, "counting in sentences", n);
  if (rc == YL_OK) rc = yl_parallel(ctx, (n + DOCUMENTS_AT_ONCE - 1) / DOCUMENTS_AT_ONCE, count_some, &j);
  yl_progress_end(ctx);
  yl_free(ctx, j.places);
  return rc;
}
