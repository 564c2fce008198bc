/* chunk.c - the view cut into pieces of work, and what of a stream each of them searches.
 *
 * A chunk is documents side by side in one part, or a piece of a long document, cut at a barrier. Cutting looks at a few
 * documents of a part, not at all, so that a search of a gigabyte begins at once. What is searched of a chunk are ranges of
 * a stream: all of it, or the unbroken runs of the zones that are asked for.
 */
#include <string.h>

#include "search/search.h"

/* Bytes of key: of what is scanned at memory speed, and of what is not. */
enum { LARGE = 8 << 20, SMALL = 1 << 20 };

bool yl_hits_need(const yl_hits *h, yl_stream s) { return (h->view.zones & yl_zones_of(s)) != 0; }

static bool any_spaces(const yl_hits *h) {
  for (size_t i = 0; i < h->nqueries; i++)
    if (h->queries[i].spaces) return true;
  return false;
}

/* May a long document be cut? */
static bool may_cut(const yl_hits *h) {
  return !h->cql && !h->across && !h->on_text && !any_spaces(h) && yl_hits_need(h, YL_MAIN) != yl_hits_need(h, YL_REST);
}

/* Where what is searched of a document begins, and how much it is. */
static uint64_t place(const yl_hits *h, const yl_docrec *d) {
  if (h->on_text) return d->text.at;
  return (yl_hits_need(h, YL_MAIN) ? d->key[YL_MAIN].at : 0) + (yl_hits_need(h, YL_REST) ? d->key[YL_REST].at : 0);
}
static uint64_t weight(const yl_hits *h, const yl_docrec *d) {
  if (h->on_text) return d->text.n;
  return (yl_hits_need(h, YL_MAIN) ? d->key[YL_MAIN].n : 0) + (yl_hits_need(h, YL_REST) ? d->key[YL_REST].n : 0);
}

/* Documents of the view that lie in a part: their record by number in the view. */
static const yl_docrec *record(const yl_hits *h, const yl_part *p, size_t k) { return yl_seg_doc(&p->seg, yl_part_local(p, yl_view_nth(&h->view, k))); }

/* The first document of the view, from k on, that is not below document `doc` of the corpus. */
static size_t not_below(const yl_view *v, size_t k, size_t doc) {
  size_t hi = v->ndocs;
  if (!v->docs) return doc < hi ? doc : hi;
  while (k < hi) {
    size_t mid = (k + hi) / 2;
    if (v->docs[mid] < doc) k = mid + 1; else hi = mid;
  }
  return k;
}

/* The end of the documents from k on that stand in one part, one behind another. */
static size_t stretch_end(const yl_view *v, const yl_part *p, size_t k) {
  if (!p->places) return not_below(v, k, p->first_doc + yl_seg_docs(&p->seg));
  const yl_placed *at = &p->places[yl_view_nth(v, k)], *next;
  while (++k < v->ndocs && (next = &p->places[yl_view_nth(v, k)])->part == at->part && next->local > at->local) at = next;
  return k;
}

/* Do positions of d stay within 32 bits of the chunk's bases? */
static bool in_reach(const yl_chunk *c, const yl_docrec *d) {
  return d->key[YL_MAIN].at + d->key[YL_MAIN].n - c->base[YL_IN_MAIN] < UINT32_MAX &&
         d->key[YL_REST].at + d->key[YL_REST].n - c->base[YL_IN_REST] < UINT32_MAX && d->text.at + d->text.n - c->base[YL_IN_TEXT] < UINT32_MAX;
}

/* The pieces of a long document, cut behind line ends, as chunks of their own. */
static yl_status cut_document(yl_ctx *ctx, yl_buf *list, yl_chunk c, const yl_segment *g, const yl_docrec *d, yl_stream s, size_t size) {
  yl_str key = yl_seg_bytes(g, (yl_section)(YL_S_KEY_MAIN + s), d->key[s]);
  yl_status rc = YL_OK;
  for (c.from = 0; c.from < key.n && rc == YL_OK; c.from = c.to) {
    const char *q = key.n - c.from > size ? memchr(key.p + c.from + size, '\n', key.n - c.from - size) : NULL;
    c.to = q ? (size_t)(q - key.p) + 1 : key.n;
    c.weight = c.to - c.from;
    rc = yl_buf_push(ctx, list, &c, sizeof c);
  }
  return rc;
}

/* End of the chunk that begins with document k: before the first that begins `size` bytes further on, below last. */
static size_t chunk_end(const yl_hits *h, const yl_part *p, const yl_chunk *c, size_t last, size_t size) {
  uint64_t limit = place(h, record(h, p, c->first)) + size;
  size_t lo = c->first + 1, hi = last;
  while (lo < hi) {
    size_t mid = (lo + hi) / 2;
    if (place(h, record(h, p, mid)) < limit) lo = mid + 1; else hi = mid;
  }
  while (lo > c->first + 1 && !in_reach(c, record(h, p, lo - 1))) lo = c->first + (lo - c->first) / 2;
  return lo;
}

/* The chunks of documents [first, last) of the view, which lie in part i. */
static yl_status cut_part(yl_ctx *ctx, yl_hits *h, yl_buf *list, uint32_t i, size_t first, size_t last) {
  const yl_part *p = &h->c->parts[i];
  size_t size = h->cql ? UINT32_MAX : h->light ? LARGE : SMALL; /* a part is asked as a whole */
  yl_status rc = YL_OK;
  for (size_t k = first; k < last && rc == YL_OK;) {
    const yl_docrec *d = record(h, p, k), *e;
    yl_chunk c = {.part = i, .first = k, .to = SIZE_MAX, .base = {d->key[YL_MAIN].at, d->key[YL_REST].at, d->text.at}};
    c.last = chunk_end(h, p, &c, last, size);
    e = record(h, p, c.last - 1);
    c.weight = place(h, e) + weight(h, e) - place(h, d);
    k = c.last;
    if (d == e && c.weight > 2 * size && may_cut(h))
      rc = cut_document(ctx, list, c, &p->seg, d, yl_hits_need(h, YL_MAIN) ? YL_MAIN : YL_REST, size);
    else
      rc = yl_buf_push(ctx, list, &c, sizeof c);
  }
  return rc;
}

yl_status yl_chunks_make(yl_ctx *ctx, yl_hits *h) {
  yl_buf list = {0};
  yl_status rc = YL_OK;
  for (size_t k = 0, end; k < h->view.ndocs && rc == YL_OK; k = end) {
    const yl_part *p = yl_corpus_part(h->c, yl_view_nth(&h->view, k));
    end = stretch_end(&h->view, p, k);
    rc = cut_part(ctx, h, &list, (uint32_t)(p - h->c->parts), k, end);
  }
  if (rc == YL_OK && !(h->before = yl_alloc_array(ctx, list.n / sizeof(yl_chunk) + 1, sizeof *h->before))) rc = YL_ENOMEM;
  if (rc != YL_OK) {
    yl_buf_free(ctx, &list);
    return rc;
  }
  h->chunks = (yl_chunk *)(void *)list.p;
  h->nchunks = list.n / sizeof(yl_chunk);
  return YL_OK;
}

/* ---- what a task searches ---- */

/* Adds [start, end) of the stream; joined with the range before where they touch, unless matches could then run from
 * one document into the next. */
static yl_status add_range(yl_task *t, uint64_t start, uint64_t end, size_t doc) {
  yl_range *last = t->ranges.n ? (yl_range *)(void *)(t->ranges.p + t->ranges.n) - 1 : NULL;
  if (start >= end) return YL_OK;
  if (last && last->end == start && (!t->h->across || last->doc == doc)) {
    last->end = end;
    return YL_OK;
  }
  yl_range r = {start, end, doc};
  return yl_buf_push(t->ctx, &t->ranges, &r, sizeof r);
}

/* The part of a zone run that lies in the chunk. */
static yl_status add_zone(yl_task *t, const yl_docrec *d, yl_stream s, size_t from, size_t to, size_t doc) {
  if (from < t->chunk->from) from = t->chunk->from;
  if (to > t->chunk->to) to = t->chunk->to;
  return from < to ? add_range(t, d->key[s].at + from, d->key[s].at + to, doc) : YL_OK;
}

static yl_status add_document(yl_task *t, yl_stream s, size_t doc, bool whole) {
  const yl_docrec *d = yl_seg_doc(&t->part->seg, doc);
  const yl_zrun *z = yl_seg_zruns(&t->part->seg, d, s);
  size_t n = (size_t)d->zones[s].n, end = (size_t)d->key[s].n;
  yl_status rc = YL_OK;
  if (whole) return add_zone(t, d, s, 0, end, doc);
  for (size_t i = 0; i < n && rc == YL_OK; i++)
    if (t->h->view.zones >> z[i].kind & 1) rc = add_zone(t, d, s, z[i].key, i + 1 < n ? z[i + 1].key : end, doc);
  return rc;
}

yl_status yl_task_ranges(yl_task *t, yl_stream s) {
  const yl_chunk *c = t->chunk;
  const yl_view *v = &t->h->view;
  bool whole = (v->zones & yl_zones_of(s)) == yl_zones_of(s);
  size_t first = yl_part_local(t->part, yl_view_nth(v, c->first)), last = yl_part_local(t->part, yl_view_nth(v, c->last - 1));
  t->ranges.n = 0;
  if (whole && !t->h->across && c->to == SIZE_MAX && last - first == c->last - 1 - c->first) { /* side by side */
    const yl_docrec *d = yl_seg_doc(&t->part->seg, first), *e = yl_seg_doc(&t->part->seg, last);
    return add_range(t, d->key[s].at, e->key[s].at + e->key[s].n, first);
  }
  yl_status rc = YL_OK;
  for (size_t k = c->first; k < c->last && rc == YL_OK; k++) rc = add_document(t, s, yl_part_local(t->part, yl_view_nth(v, k)), whole);
  return rc;
}
