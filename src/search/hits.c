/* hits.c - what was found: counted as it stands, mapped to text when asked for. */
#include <string.h>

#include "search/search.h"

void yl_hits_free(yl_ctx *ctx, yl_hits *h) {
  if (!h) return;
  for (size_t i = 0; i < h->nchunks; i++) yl_buf_free(ctx, &h->chunks[i].hits);
  for (size_t i = 0; i < h->nqueries; i++) yl_query_free(ctx, &h->queries[i]);
  yl_free(ctx, h->chunks);
  yl_free(ctx, h->queries);
  yl_free(ctx, h->before);
  yl_buf_free(ctx, &h->explain);
  yl_free(ctx, h);
}

uint64_t yl_hits_count(const yl_hits *h) { return h->before[h->nchunks]; }
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

/* The chunk that hit k is in. */
static const yl_chunk *chunk_of(const yl_hits *h, uint64_t k) {
  size_t lo = 0, hi = h->nchunks;
  while (lo + 1 < hi) {
    size_t mid = (lo + hi) / 2;
    if (h->before[mid] <= k) lo = mid; else hi = mid;
  }
  return h->chunks + lo;
}

bool yl_hits_get(const yl_hits *h, uint64_t k, yl_hit *out) {
  if (k >= yl_hits_count(h)) return false;
  const yl_chunk *c = chunk_of(h, k);
  const yl_part *p = &h->c->parts[c->part];
  yl_raw r = yl_hits_raw(h, c, (size_t)(k - h->before[c - h->chunks]));
  const yl_docrec *d = yl_raw_locate(h, c, &r, &out->start, &out->end);
  out->doc = (uint32_t)(yl_part_number(p, (size_t)(d - yl_seg_doc(&p->seg, 0))));
  out->query = r.tag >> 2;
  return true;
}

yl_status yl_hits_group(yl_ctx *ctx, const yl_hits *h, uint64_t k, unsigned g, size_t *start, size_t *end) {
  if (!h->regex || k >= yl_hits_count(h)) return YL_DONE;
  const yl_chunk *c = chunk_of(h, k);
  const yl_segment *seg = &h->c->parts[c->part].seg;
  yl_raw r = yl_hits_raw(h, c, (size_t)(k - h->before[c - h->chunks]));
  const yl_docrec *d = doc_of(seg, c, &r);
  yl_where w = yl_raw_where(&r);
  size_t pos = (size_t)(c->base[w] + r.pos - (w == YL_IN_TEXT ? d->text.at : d->key[w].at));
  yl_place at = {seg, d, w == YL_IN_TEXT ? YL_MAIN : (yl_stream)w};
  bool took_part = false;
  yl_status rc = yl_regroup(ctx, h, &r, &at, pos, g, start, end, &took_part);
  return rc != YL_OK || took_part ? rc : YL_DONE;
}
