/* sets.c - hits and hits: which of one are in another, all of both, the stretches of text around them.
 *
 * Everything is compared as text ranges, since what was searched differently (key, text, words) meets there.
 */
#include <stdlib.h>
#include <string.h>

#include "base/opts.h"
#include "base/utf8.h"
#include "hits/aspect.h"

typedef struct range {
  uint32_t doc, query;
  uint32_t start, end; /* text */
} range;

static int by_place(const void *x, const void *y) {
  const range *a = x, *b = y;
  if (a->doc != b->doc) return a->doc < b->doc ? -1 : 1;
  if (a->start != b->start) return a->start < b->start ? -1 : 1;
  return (a->end > b->end) - (a->end < b->end);
}

/* All hits as ranges, in their order. */
static yl_status ranges_of(yl_ctx *ctx, yl_hits *h, range **out, uint64_t *n) {
  yl_status rc = yl_hits_all(ctx, h);
  *out = NULL;
  if (rc == YL_OK) rc = yl_hits_count(ctx, h, n);
  if (rc == YL_OK && !(*out = yl_alloc_array(ctx, *n, sizeof **out))) rc = YL_ENOMEM;
  for (uint64_t k = 0; k < *n && rc == YL_OK; k++) {
    yl_hit x;
    if (k % 4096 == 0) rc = yl_check(ctx);
    if (rc == YL_OK) rc = yl_hits_get(ctx, h, k, &x);
    if (rc == YL_OK) (*out)[k] = (range){x.doc, x.query, (uint32_t)x.start, (uint32_t)x.end};
  }
  return rc;
}

static void sort_ranges(range *v, uint64_t n) {
  uint64_t i = 1;
  while (i < n && by_place(&v[i - 1], &v[i]) <= 0) i++;
  if (i < n) qsort(v, n, sizeof *v, by_place);
}

/* ---- which of them ---- */

typedef enum relation { SAME, OVERLAPPING, WITHIN } relation;

/* Sorted ranges, and for each the farthest end of those of its document up to it. */
typedef struct field {
  range *v;
  uint32_t *reach;
  uint64_t n;
} field;

static void field_free(yl_ctx *ctx, field *f) {
  yl_free(ctx, f->v);
  yl_free(ctx, f->reach);
}

static yl_status field_of(yl_ctx *ctx, yl_hits *h, field *f) {
  yl_status rc = ranges_of(ctx, h, &f->v, &f->n);
  if (rc == YL_OK && !(f->reach = yl_alloc_array(ctx, f->n, sizeof *f->reach))) rc = YL_ENOMEM;
  if (rc != YL_OK) return rc;
  sort_ranges(f->v, f->n);
  for (uint64_t i = 0; i < f->n; i++) {
    bool same = i > 0 && f->v[i - 1].doc == f->v[i].doc;
    f->reach[i] = same && f->reach[i - 1] > f->v[i].end ? f->reach[i - 1] : f->v[i].end;
  }
  return YL_OK;
}

/* How many ranges begin before a place. */
static uint64_t rank(const field *f, uint32_t doc, uint64_t start) {
  uint64_t lo = 0, hi = f->n;
  while (lo < hi) {
    uint64_t mid = (lo + hi) / 2;
    if (f->v[mid].doc < doc || (f->v[mid].doc == doc && f->v[mid].start < start)) lo = mid + 1; else hi = mid;
  }
  return lo;
}

static bool related(const field *f, const range *x, relation how) {
  if (how == SAME) return bsearch(x, f->v, f->n, sizeof *x, by_place) != NULL;
  uint64_t i = rank(f, x->doc, how == WITHIN ? (uint64_t)x->start + 1 : x->end);
  if (i == 0 || f->v[i - 1].doc != x->doc) return false;
  return how == WITHIN ? f->reach[i - 1] >= x->end : f->reach[i - 1] > x->start;
}

/* Hits of a that are related to one of b, or (not wanted) those that are not, in a's order. */
static yl_status select_hits(yl_ctx *ctx, yl_hits *a, yl_hits *b, relation how, bool wanted, const char *why, yl_hits **out) {
  field f = {0};
  range *v = NULL;
  uint64_t n = 0, *order = NULL, kept = 0;
  yl_status rc = field_of(ctx, b, &f);
  if (rc == YL_OK) rc = ranges_of(ctx, a, &v, &n);
  if (rc == YL_OK && !(order = yl_alloc_array(ctx, n, sizeof *order))) rc = YL_ENOMEM;
  for (uint64_t k = 0; k < n && rc == YL_OK; k++)
    if (related(&f, &v[k], how) == wanted) order[kept++] = k;
  yl_free(ctx, v);
  field_free(ctx, &f);
  if (rc == YL_OK) return yl_hits_of_order(ctx, a, order, kept, why, out);
  yl_free(ctx, order);
  return rc;
}

static yl_status push_range(yl_ctx *ctx, yl_buf *places, const range *r) {
  yl_listed p = {r->doc, r->query << 2 | YL_IN_TEXT, r->start, r->end - r->start};
  return yl_buf_push(ctx, places, &p, sizeof p);
}

/* All of a, and what of b is not related to one of a, each place once. */
static yl_status unite(yl_ctx *ctx, yl_hits *a, yl_hits *b, relation how, yl_hits **out) {
  field f = {0};
  range *v = NULL;
  uint64_t n = 0;
  uint32_t queries = 0;
  yl_buf places = {0};
  yl_status rc = field_of(ctx, a, &f);
  if (rc == YL_OK) rc = ranges_of(ctx, b, &v, &n);
  if (rc == YL_OK) sort_ranges(v, n);
  for (uint64_t k = 0; k < f.n && rc == YL_OK; k++) {
    if (f.v[k].query >= queries) queries = f.v[k].query + 1;
    if (k == 0 || by_place(&f.v[k - 1], &f.v[k]) != 0) rc = push_range(ctx, &places, &f.v[k]);
  }
  for (uint64_t k = 0; k < n && rc == YL_OK; k++) {
    v[k].query += queries;
    if ((k == 0 || by_place(&v[k - 1], &v[k]) != 0) && !related(&f, &v[k], how)) rc = push_range(ctx, &places, &v[k]);
  }
  yl_free(ctx, v);
  field_free(ctx, &f);
  if (rc == YL_OK) return yl_hits_of_places(ctx, &a->view, &places, NULL, 0, "a union", out);
  yl_buf_free(ctx, &places);
  return rc;
}

yl_status yl_hits_combine(yl_ctx *ctx, yl_hits *a, yl_hits *b, const char *how, bool overlap, yl_hits **out) {
  relation r = overlap ? OVERLAPPING : SAME;
  *out = NULL;
  if (a->c != b->c) return yl_fail(ctx, YL_EINVAL, "hits of two corpora have nothing in common: search both in one corpus");
  if (strcmp(how, "union") == 0) return unite(ctx, a, b, r, out);
  if (strcmp(how, "intersection") == 0) return select_hits(ctx, a, b, r, true, "those in both", out);
  if (strcmp(how, "difference") == 0) return select_hits(ctx, a, b, r, false, "those not in the other", out);
  if (strcmp(how, "within") == 0) return select_hits(ctx, a, b, WITHIN, true, "those within the other", out);
  return yl_fail(ctx, YL_EINVAL, "'%s' is no way to combine hits: use union, intersection, difference or within", how);
}

/* ---- the text around them ---- */

typedef enum unit { U_CHARACTER, U_WORD, U_SENTENCE, U_PARAGRAPH, U_ZONE, U_DOCUMENT } unit;

static const char *const unit_names[] = {"character", "word", "sentence", "paragraph", "zone", "document"};

static yl_status read_unit(yl_ctx *ctx, const char *name, unit *out) {
  static const char *const shorter[] = {"c", "w", "s", "p", "z", "text"};
  size_t n = strlen(name);
  for (unsigned i = 0; i < 6; i++) {
    bool several = n > 1 && name[n - 1] == 's' && strncmp(name, unit_names[i], n - 1) == 0 && !unit_names[i][n - 1];
    if (several || strcmp(name, unit_names[i]) == 0 || strcmp(name, shorter[i]) == 0) {
      *out = (unit)i;
      return YL_OK;
    }
  }
  return yl_fail(ctx, YL_EINVAL, "'%s' is no unit: use character, word, sentence, paragraph, zone or document", name);
}

static void characters(yl_str text, size_t n, size_t m, size_t *start, size_t *end) {
  uint32_t cp;
  for (; n > 0 && *start > 0; n--) *start -= yl_utf8_prev(text.p, *start, &cp);
  for (; m > 0 && *end < text.n; m--) *end += yl_utf8_next(text.p + *end, &cp);
}

/* The zone that holds text offset at. */
static bool zone_at(const yl_corpus *c, uint32_t doc, size_t at, size_t *start, size_t *end) {
  const yl_part *p;
  const yl_docrec *d = yl_corpus_doc(c, doc, &p);
  for (int s = 0; s < 2; s++) {
    const yl_zrun *z = yl_seg_zrun_text(&p->seg, d, (yl_stream)s, at);
    if (!z || at >= z->text_end) continue;
    *start = z->text;
    *end = z->text_end;
    return true;
  }
  return false;
}

static void paragraph(const yl_corpus *c, uint32_t doc, yl_str text, size_t *start, size_t *end) {
  size_t lo = 0, hi = text.n, last = *end > *start ? *end - 1 : *end;
  size_t from, to;
  if (zone_at(c, doc, *start, &from, &to)) lo = from;
  if (zone_at(c, doc, last, &from, &to)) hi = to;
  while (*start > lo && text.p[*start - 1] != '\n') --*start;
  while (*end < hi && text.p[*end] != '\n') ++*end;
}

/* n words to the left and m to the right, not over the ends of the line. */
static yl_status words(yl_around *a, const yl_corpus *c, uint32_t doc, size_t n, size_t m, size_t *start, size_t *end) {
  yl_spot s;
  size_t from, to, lo, hi;
  yl_spot_of_text(c, doc, *start, *end, &s);
  lo = s.key;
  hi = s.key_end;
  yl_status rc = YL_OK;
  if (n > 0 && yl_spot_left(&s).n > 0) {
    rc = yl_around_word(a, &s, true, n, &from, &to);
    lo = from;
  }
  if (rc == YL_OK && m > 0 && yl_spot_right(&s).n > 0) {
    rc = yl_around_word(a, &s, false, m, &from, &to);
    hi = to;
  }
  if (rc != YL_OK || (lo == s.key && hi == s.key_end)) return rc;
  yl_seg_key_to_text(&s.part->seg, s.d, s.stream, &lo, &hi);
  if (lo < *start) *start = lo;
  if (hi > *end) *end = hi;
  return YL_OK;
}

static yl_status widen(yl_ctx *ctx, yl_around *a, const yl_corpus *c, uint32_t doc, unit u, size_t n, size_t m, size_t *start, size_t *end) {
  yl_str text = yl_doc_text(c, doc);
  size_t from, to;
  switch (u) {
  case U_CHARACTER: characters(text, n, m, start, end); break;
  case U_WORD: return words(a, c, doc, n, m, start, end);
  case U_SENTENCE: return yl_doc_sentence(ctx, c, doc, start, end);
  case U_PARAGRAPH: paragraph(c, doc, text, start, end); break;
  case U_ZONE:
    if (!zone_at(c, doc, *start, &from, &to)) break;
    *start = from;
    if (to > *end) *end = to;
    break;
  case U_DOCUMENT:
    *start = 0;
    *end = text.n;
    break;
  }
  return YL_OK;
}

yl_status yl_doc_context(yl_ctx *ctx, const yl_corpus *c, size_t doc, const char *name, size_t left, size_t right, size_t *start, size_t *end) {
  yl_around a = {.ctx = ctx};
  unit u;
  yl_status rc = read_unit(ctx, name, &u);
  if (rc == YL_OK && u == U_WORD) rc = yl_around_start(ctx, c, &a);
  if (rc == YL_OK) rc = widen(ctx, &a, c, (uint32_t)doc, u, left, right, start, end);
  yl_around_end(&a);
  return rc;
}

yl_status yl_hits_expand(yl_ctx *ctx, yl_hits *h, const char *name, size_t left, size_t right, yl_hits **out) {
  yl_around a = {.ctx = ctx};
  range *v = NULL;
  uint64_t n = 0;
  yl_buf places = {0};
  unit u;
  *out = NULL;
  yl_status rc = read_unit(ctx, name, &u);
  if (rc == YL_OK) rc = yl_around_start(ctx, h->c, &a);
  if (rc == YL_OK) rc = ranges_of(ctx, h, &v, &n);
  for (uint64_t k = 0; k < n && rc == YL_OK; k++) {
    size_t start = v[k].start, end = v[k].end;
    if (k % 1024 == 0) rc = yl_check(ctx);
    if (rc == YL_OK) rc = widen(ctx, &a, h->c, v[k].doc, u, left, right, &start, &end);
    v[k] = (range){v[k].doc, 0, (uint32_t)start, (uint32_t)end};
  }
  if (rc == YL_OK) sort_ranges(v, n);
  for (uint64_t k = 0; k < n && rc == YL_OK; k++)
    if (k == 0 || by_place(&v[k - 1], &v[k]) != 0) rc = push_range(ctx, &places, &v[k]);
  yl_around_end(&a);
  yl_free(ctx, v);
  if (rc == YL_OK) return yl_hits_of_places(ctx, &h->view, &places, NULL, 0, "the text around hits", out);
  yl_buf_free(ctx, &places);
  return rc;
}

/* A document with hits. */
typedef struct tally {
  uint32_t doc;
  uint64_t n, first;
} tally;

static int by_doc(const void *x, const void *y) {
  const tally *a = x, *b = y;
  if (a->doc != b->doc) return a->doc < b->doc ? -1 : 1;
  return (a->first > b->first) - (a->first < b->first);
}

/* Runs of hits in one document; those of one document joined. */
static yl_status tally_hits(yl_ctx *ctx, yl_hits *h, yl_buf *out) {
  uint64_t n = 0;
  yl_spot s = {0};
  yl_status rc = yl_hits_all(ctx, h);
  if (rc == YL_OK) rc = yl_hits_count(ctx, h, &n);
  bool ascending = true;
  for (uint64_t k = 0; k < n && rc == YL_OK; k++) {
    if (k % 65536 == 0) rc = yl_check(ctx);
    if (rc == YL_OK) rc = yl_hits_spot(ctx, h, k, &s);
    if (rc != YL_OK) break;
    tally *last = out->n ? (tally *)(void *)(out->p + out->n) - 1 : NULL;
    if (last && last->doc == s.doc) {
      last->n++;
      continue;
    }
    ascending = ascending && (!last || last->doc < s.doc);
    tally t = {s.doc, 1, k};
    rc = yl_buf_push(ctx, out, &t, sizeof t);
  }
  if (rc != YL_OK || ascending) return rc;
  tally *v = (tally *)(void *)out->p;
  size_t all = out->n / sizeof *v, kept = 0;
  qsort(v, all, sizeof *v, by_doc);
  for (size_t i = 0; i < all; i++) {
    if (kept && v[kept - 1].doc == v[i].doc)
      v[kept - 1].n += v[i].n;
    else
      v[kept++] = v[i];
  }
  out->n = kept * sizeof *v;
  return YL_OK;
}

yl_status yl_hits_per_document(yl_ctx *ctx, yl_hits *h, uint32_t **docs, uint64_t **counts, uint64_t **first, size_t *n) {
  yl_buf list = {0};
  *docs = NULL;
  *counts = *first = NULL;
  yl_status rc = tally_hits(ctx, h, &list);
  const tally *v = (const tally *)(const void *)list.p;
  *n = list.n / sizeof *v;
  if (rc == YL_OK) {
    *docs = yl_alloc_array(ctx, *n, sizeof **docs);
    *counts = yl_alloc_array(ctx, *n, sizeof **counts);
    *first = yl_alloc_array(ctx, *n, sizeof **first);
    if (!*docs || !*counts || !*first) rc = YL_ENOMEM;
  }
  for (size_t i = 0; i < *n && rc == YL_OK; i++) (*docs)[i] = v[i].doc, (*counts)[i] = v[i].n, (*first)[i] = v[i].first;
  yl_buf_free(ctx, &list);
  if (rc == YL_OK) return YL_OK;
  yl_free(ctx, *docs);
  yl_free(ctx, *counts);
  yl_free(ctx, *first);
  *docs = NULL;
  *counts = *first = NULL;
  return rc;
}

yl_status yl_hits_documents(yl_ctx *ctx, yl_hits *h, yl_view **out) {
  uint32_t *docs;
  uint64_t *counts, *first;
  size_t n;
  *out = NULL;
  yl_status rc = yl_hits_per_document(ctx, h, &docs, &counts, &first, &n);
  if (rc == YL_OK) rc = yl_view_new(ctx, h->c, out);
  if (rc == YL_OK) {
    (*out)->zones = h->view.zones;
    rc = yl_view_documents(ctx, *out, docs, n);
  }
  if (rc != YL_OK) {
    yl_view_free(ctx, *out);
    *out = NULL;
  }
  yl_free(ctx, docs);
  yl_free(ctx, counts);
  yl_free(ctx, first);
  return rc;
}
