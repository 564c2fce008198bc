/* hits.c - what is found: searched as far as it is asked for, mapped to text hit by hit.
 *
 * Asking for hit k searches chunks up to the one it is in, twice as many at once each time, so that the first page costs a
 * chunk or two and going through all of them keeps all threads busy. Counting a plain literal keeps nothing: a chunk is
 * searched again when its hits are asked for.
 */
#include <string.h>

#include "search/list.h"

void yl_hits_free(yl_ctx *ctx, yl_hits *h) {
  if (!h || atomic_fetch_sub(&h->shared, 1) > 0) return;
  yl_columns_free(ctx, h->columns);
  yl_list_free(ctx, h->list);
  for (size_t i = 0; i < h->nchunks; i++) {
    yl_buf_free(ctx, &h->chunks[i].hits);
    yl_buf_free(ctx, &h->chunks[i].marks);
  }
  yl_cql_free(ctx, h->cql);
  for (size_t i = 0; i < h->nqueries; i++) yl_query_free(ctx, &h->queries[i]);
  yl_free(ctx, h->chunks);
  yl_free(ctx, h->queries);
  yl_free(ctx, h->before);
  yl_free(ctx, h->view.docs);
  yl_many_free(ctx, h->many);
  yl_free(ctx, (void *)h->memo);
  yl_buf_free(ctx, &h->explain);
  yl_free(ctx, h);
}

/* ---- as far as asked for ---- */

enum { AHEAD_MAX = 256 };

yl_status yl_hits_all(yl_ctx *ctx, yl_hits *h) { return h->list ? YL_OK : yl_hits_search(ctx, h, 0, h->nchunks, true); }

yl_status yl_hits_count(yl_ctx *ctx, yl_hits *h, uint64_t *n) {
  if (h->list) {
    *n = h->list->n;
    return YL_OK;
  }
  yl_status rc = yl_hits_search(ctx, h, h->known, h->nchunks, false);
  *n = h->before[h->known];
  return rc;
}

/* Searches the next chunks from c on, more each time. */
static yl_status search_ahead(yl_ctx *ctx, yl_hits *h, size_t c) {
  size_t n = h->ahead ? h->ahead : 1;
  if (n > h->nchunks - c) n = h->nchunks - c;
  yl_status rc = yl_hits_search(ctx, h, c, c + n, true);
  if (rc == YL_OK) h->ahead = 2 * n < AHEAD_MAX ? 2 * n : AHEAD_MAX;
  return rc;
}

/* The chunk that hit k is in, among those that are counted. */
static size_t chunk_of(const yl_hits *h, uint64_t k) {
  size_t lo = 0, hi = h->known;
  while (lo + 1 < hi) {
    size_t mid = (lo + hi) / 2;
    if (h->before[mid] <= k) lo = mid; else hi = mid;
  }
  return lo;
}

yl_status yl_hits_found(yl_ctx *ctx, yl_hits *h, uint64_t k, const yl_chunk **c, yl_raw *out) {
  yl_status rc = YL_OK;
  while (rc == YL_OK && h->before[h->known] <= k) {
    if (h->known == h->nchunks) return YL_DONE;
    rc = search_ahead(ctx, h, h->known);
  }
  size_t i = chunk_of(h, k);
  if (rc == YL_OK && h->chunks[i].state != YL_CHUNK_STORED) rc = search_ahead(ctx, h, i);
  if (rc != YL_OK) return rc;
  *c = &h->chunks[i];
  *out = yl_hits_raw(h, *c, (size_t)(k - h->before[i]));
  return YL_OK;
}

const char *yl_hits_explain(const yl_hits *h) { return h->explain.p; }

yl_raw yl_hits_raw(const yl_hits *h, const yl_chunk *c, size_t i) {
  yl_raw r;
  if (!h->lean) {
    memcpy(&r, c->hits.p + i * sizeof r, sizeof r);
    return r;
  }
  r = (yl_raw){0, (uint32_t)h->queries[0].key.n, (uint32_t)h->lean_where};
  memcpy(&r.pos, c->hits.p + i * sizeof r.pos, sizeof r.pos);
  return r;
}

/* The document whose text byte pos of the part's TEXT is. Binary search. */
static const yl_docrec *doc_of_text(const yl_segment *g, uint64_t pos) {
  size_t lo = 0, hi = yl_seg_docs(g);
  while (lo + 1 < hi) {
    size_t mid = (lo + hi) / 2;
    if (yl_seg_doc(g, mid)->text.at <= pos) lo = mid; else hi = mid;
  }
  return yl_seg_doc(g, lo);
}

static const yl_docrec *doc_of(const yl_segment *g, const yl_chunk *c, const yl_raw *r) {
  yl_where w = yl_raw_where(r);
  uint64_t pos = c->base[w] + r->pos;
  return w == YL_IN_TEXT ? doc_of_text(g, pos) : yl_seg_doc(g, yl_seg_doc_at(g, (yl_stream)w, pos));
}

const yl_docrec *yl_raw_locate(const yl_hits *h, const yl_chunk *c, const yl_raw *r, size_t *start, size_t *end) {
  const yl_segment *g = &h->c->parts[c->part].seg;
  const yl_docrec *d = doc_of(g, c, r);
  const yl_query *q = yl_raw_query(h, r);
  yl_where w = yl_raw_where(r);
  size_t pos = (size_t)(c->base[w] + r->pos - (w == YL_IN_TEXT ? d->text.at : d->key[w].at));
  *start = pos;
  *end = pos + r->len;
  if (w == YL_IN_TEXT) return d;
  if (q->lead || q->trail)
    yl_literal_text(&(yl_place){g, d, (yl_stream)w}, q, pos, r->len, start, end);
  else
    yl_seg_key_to_text(g, d, (yl_stream)w, start, end);
  return d;
}

yl_status yl_hits_get(yl_ctx *ctx, yl_hits *h, uint64_t k, yl_hit *out) {
  const yl_list *l = h->list;
  if (l && l->order) return k < l->n ? yl_hits_get(ctx, l->of, l->order[k], out) : YL_DONE;
  if (l) return yl_list_get(h, k, out) ? YL_OK : YL_DONE;
  const yl_chunk *c;
  yl_raw r;
  yl_status rc = yl_hits_found(ctx, h, k, &c, &r);
  if (rc != YL_OK) return rc;
  const yl_part *p = &h->c->parts[c->part];
  const yl_docrec *d = yl_raw_locate(h, c, &r, &out->start, &out->end);
  out->doc = (uint32_t)(yl_part_number(p, (size_t)(d - yl_seg_doc(&p->seg, 0))));
  out->query = yl_raw_which(&r);
  out->edits = yl_raw_edits(&r);
  return YL_OK;
}

/* An anchor of a match as text. */
static yl_status anchor(const yl_segment *seg, const yl_docrec *d, const yl_chunk *c, const yl_raw *r, unsigned g, size_t *start, size_t *end) {
  uint64_t from, to;
  yl_stream s = (yl_stream)yl_raw_where(r);
  if (!yl_cql_anchor(c, r, g, &from, &to)) return YL_DONE;
  *start = (size_t)(from - d->key[s].at);
  *end = (size_t)(to - d->key[s].at);
  yl_seg_key_to_text(seg, d, s, start, end);
  return YL_OK;
}

yl_status yl_hits_group(yl_ctx *ctx, yl_hits *h, uint64_t k, unsigned g, size_t *start, size_t *end) {
  const yl_chunk *c;
  yl_raw r;
  if (h->list) return yl_list_group(ctx, h, k, g, start, end);
  if (!h->regex && !h->cql) return YL_DONE;
  yl_status rc = yl_hits_found(ctx, h, k, &c, &r);
  if (rc != YL_OK) return rc;
  const yl_segment *seg = &h->c->parts[c->part].seg;
  const yl_docrec *d = doc_of(seg, c, &r);
  if (h->cql) return anchor(seg, d, c, &r, g, start, end);
  yl_where w = yl_raw_where(&r);
  size_t pos = (size_t)(c->base[w] + r.pos - (w == YL_IN_TEXT ? d->text.at : d->key[w].at));
  yl_place at = {seg, d, w == YL_IN_TEXT ? YL_MAIN : (yl_stream)w};
  bool took_part = false;
  rc = yl_regroup(ctx, h, &r, &at, pos, g, start, end, &took_part);
  return rc != YL_OK || took_part ? rc : YL_DONE;
}

/* ---- by query ---- */

size_t yl_hits_asked(const yl_hits *h) { return h->nqueries; }

static void count_chunk(const yl_hits *h, const yl_chunk *c, uint64_t *counts, uint32_t *documents, const yl_docrec **last) {
  const yl_segment *g = &h->c->parts[c->part].seg;
  for (size_t i = 0; i < c->n; i++) {
    yl_raw r = yl_hits_raw(h, c, i);
    uint32_t q = yl_raw_which(&r);
    yl_where w = yl_raw_where(&r);
    const yl_docrec *d = last[q];
    uint64_t pos = c->base[w] + r.pos;
    counts[q]++;
    bool here = d && w != YL_IN_TEXT && d >= yl_seg_doc(g, 0) && d < yl_seg_doc(g, 0) + yl_seg_docs(g);
    if (here && pos >= d->key[w].at && pos - d->key[w].at < d->key[w].n) continue;
    d = doc_of(g, c, &r);
    documents[q] += d != last[q];
    last[q] = d;
  }
}

yl_status yl_hits_queries(yl_ctx *ctx, yl_hits *h, uint64_t *counts, uint32_t *documents) {
  const yl_docrec **last = yl_alloc_array(ctx, h->nqueries, sizeof *last);
  if (!last) return YL_ENOMEM;
  yl_status rc = yl_hits_all(ctx, h);
  memset(counts, 0, h->nqueries * sizeof *counts);
  memset(documents, 0, h->nqueries * sizeof *documents);
  for (size_t i = 0; i < h->nchunks && rc == YL_OK; i++) {
    count_chunk(h, &h->chunks[i], counts, documents, last);
    rc = yl_check(ctx);
  }
  yl_free(ctx, last);
  return rc;
}
