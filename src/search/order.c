/* order.c - the hits of a chunk in order of document and text.
 *
 * One query in one stream comes out in order by itself. Otherwise hits are sorted by document and key position; only in
 * a document where hits of both streams meet are their zones looked up for it, and their text where spaces were asked for.
 */
#include <stdlib.h>
#include <string.h>

#include "search/search.h"

typedef struct placed {
  const yl_docrec *doc;
  size_t start, end; /* text, where the document needs it */
  yl_raw raw;
} placed;

static int compare_raw(const yl_raw *a, const yl_raw *b) {
  uint32_t wa = a->tag & 3, wb = b->tag & 3;
  if (wa != wb) return wa < wb ? -1 : 1;
  if (a->pos != b->pos) return a->pos < b->pos ? -1 : 1;
  if (a->len != b->len) return a->len < b->len ? -1 : 1;
  return (a->tag > b->tag) - (a->tag < b->tag);
}

static int by_document(const void *x, const void *y) {
  const placed *a = x, *b = y;
  if (a->doc != b->doc) return a->doc < b->doc ? -1 : 1;
  return compare_raw(&a->raw, &b->raw);
}

static int by_text(const void *x, const void *y) {
  const placed *a = x, *b = y;
  if (a->start != b->start) return a->start < b->start ? -1 : 1;
  if (a->end != b->end) return a->end < b->end ? -1 : 1;
  return compare_raw(&a->raw, &b->raw);
}

static bool same_place(const yl_hits *h, const yl_raw *a, const yl_raw *b) {
  const yl_query *p = yl_raw_query(h, a), *q = yl_raw_query(h, b);
  return (a->tag & 3) == (b->tag & 3) && a->pos == b->pos && a->len == b->len && (p->spaces || q->spaces || (p->lead == q->lead && p->trail == q->trail));
}

/* Sorts what consists of few ascending runs: one for each stream and query. */
static yl_status merge_runs(yl_ctx *ctx, placed *v, size_t n) {
  placed *tmp = yl_alloc_array(ctx, n, sizeof *tmp), *from = v, *to = tmp;
  if (!tmp) return YL_ENOMEM;
  for (size_t runs = 0; runs != 1;) {
    runs = 0;
    for (size_t i = 0, k = 0; i < n; runs++) {
      size_t mid = i + 1, end;
      while (mid < n && by_document(&from[mid - 1], &from[mid]) <= 0) mid++;
      for (end = mid < n ? mid + 1 : mid; end < n && by_document(&from[end - 1], &from[end]) <= 0;) end++;
      for (size_t j = mid; i < mid || j < end; k++) to[k] = j == end || (i < mid && by_document(&from[i], &from[j]) <= 0) ? from[i++] : from[j++];
      i = end;
    }
    placed *swap = from;
    from = to;
    to = swap;
  }
  if (from != v) memcpy(v, from, n * sizeof *v);
  yl_free(ctx, tmp);
  return YL_OK;
}

/* What putting the hits of one document in order takes: their key positions; the zones they are in, when both streams
 * have some (zones do not overlap); or their text. */
typedef enum order { BY_KEY, BY_ZONE, BY_TEXT } order;

static order how_to_order(const yl_hits *h, const placed *v, size_t n) {
  order how = BY_KEY;
  for (size_t i = 0; i < n; i++) {
    const yl_query *q = yl_raw_query(h, &v[i].raw);
    if (yl_raw_where(&v[i].raw) == YL_IN_TEXT || q->lead || q->trail) return BY_TEXT;
    if (yl_raw_where(&v[i].raw) != yl_raw_where(&v[0].raw)) how = BY_ZONE;
  }
  return how;
}

/* Finds the document of a hit; before: the hit before it, or NULL. */
static const yl_docrec *document(const yl_hits *h, const yl_chunk *c, placed *p, const placed *before) {
  yl_where w = yl_raw_where(&p->raw);
  const yl_segment *g = &h->c->parts[c->part].seg;
  uint64_t pos = c->base[w] + p->raw.pos;
  if (w == YL_IN_TEXT) return yl_raw_locate(h, c, &p->raw, &p->start, &p->end);
  if (before && pos >= before->doc->key[w].at && pos < before->doc->key[w].at + before->doc->key[w].n) return before->doc;
  return yl_seg_doc(g, yl_seg_doc_at(g, (yl_stream)w, pos));
}

static void order_document(const yl_hits *h, const yl_chunk *c, placed *v, size_t n) {
  const yl_segment *g = &h->c->parts[c->part].seg;
  order how = how_to_order(h, v, n);
  if (how == BY_KEY) return;
  for (size_t i = 0; i < n; i++) {
    yl_where w = yl_raw_where(&v[i].raw);
    if (how == BY_TEXT)
      yl_raw_locate(h, c, &v[i].raw, &v[i].start, &v[i].end);
    else
      v[i].start = yl_seg_zrun_at(g, v[i].doc, (yl_stream)w, (size_t)(c->base[w] + v[i].raw.pos - v[i].doc->key[w].at), NULL)->text;
    if (how == BY_ZONE) v[i].end = 0;
  }
  qsort(v, n, sizeof *v, by_text);
}

yl_status yl_put_in_order(yl_task *t) {
  const yl_hits *h = t->h;
  const yl_chunk *c = t->chunk;
  size_t n = t->hits.n / sizeof(yl_raw), kept = 0;
  if (n < 2) return YL_OK;
  placed *v = yl_alloc_array(t->ctx, n, sizeof *v);
  if (!v) return YL_ENOMEM;
  for (size_t i = 0; i < n; i++) {
    memcpy(&v[i].raw, t->hits.p + i * sizeof(yl_raw), sizeof(yl_raw));
    v[i].doc = document(h, c, &v[i], i ? &v[i - 1] : NULL);
  }
  yl_status rc = merge_runs(t->ctx, v, n);
  for (size_t i = 0, j; i < n && rc == YL_OK; i = j) {
    for (j = i + 1; j < n && v[j].doc == v[i].doc; j++) {}
    order_document(h, c, v + i, j - i);
  }
  for (size_t i = 0; i < n && rc == YL_OK; i++) {
    if (i && same_place(h, &v[i].raw, &v[i - 1].raw) && v[i].raw.tag != v[i - 1].raw.tag) continue;
    memcpy(t->hits.p + kept++ * sizeof(yl_raw), &v[i].raw, sizeof(yl_raw));
  }
  if (rc == YL_OK) t->hits.n = kept * sizeof(yl_raw);
  yl_free(t->ctx, v);
  return rc;
}
