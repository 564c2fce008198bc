/* find.c - yl_find: cuts the view into chunks, searches them on several threads, puts each in order.
 *
 * A chunk is about a megabyte of key: documents side by side in one part, or a piece of a long document, cut at a barrier.
 * What is searched of it are ranges of a stream: all of it, or the unbroken runs of the zones that are asked for. Chunks
 * follow the view's order, so putting each in order puts all in order, for every number of threads.
 *
 * One query in one stream comes out in order by itself. Otherwise hits are sorted by document and key position; only in
 * a document where hits of both streams meet are their zones looked up for it, and their text where spaces were asked for.
 */
#include <stdlib.h>
#include <string.h>

#include "base/pool.h"
#include "base/utf8.h"
#include "search/search.h"

enum { CHUNK = 1 << 20 };

/* ---- chunks ---- */

static bool needs(const yl_hits *h, yl_stream s) { return (h->zones & (s == YL_MAIN ? YL_ZONES_MAIN : ~YL_ZONES_MAIN)) != 0; }

static bool any_spaces(const yl_hits *h) {
  for (size_t i = 0; i < h->nqueries; i++)
    if (h->queries[i].spaces) return true;
  return false;
}

/* May a long document be cut? */
static bool may_cut(const yl_hits *h) { return !h->across && !h->on_text && !any_spaces(h) && !(needs(h, YL_MAIN) && needs(h, YL_REST)); }

/* Bytes of a document that are searched. */
static uint64_t weight(const yl_hits *h, const yl_docrec *d) {
  if (h->on_text) return d->text.n;
  return (needs(h, YL_MAIN) ? d->key[YL_MAIN].n : 0) + (needs(h, YL_REST) ? d->key[YL_REST].n : 0);
}

static yl_chunk chunk_at(const yl_hits *h, const yl_view *v, size_t k) {
  const yl_part *p;
  const yl_docrec *d = yl_corpus_doc(h->c, yl_view_nth(v, k), &p);
  return (yl_chunk){.part = (uint32_t)(p - h->c->parts), .first = k, .last = k, .to = SIZE_MAX,
                    .base = {d->key[YL_MAIN].at, d->key[YL_REST].at, d->text.at}};
}

/* Does d stand behind the chunk's first document, within 32 bits of its bases? */
static bool in_reach(const yl_chunk *c, const yl_docrec *d) {
  return d->text.at >= c->base[YL_IN_TEXT] && d->key[YL_MAIN].at + d->key[YL_MAIN].n - c->base[YL_IN_MAIN] < UINT32_MAX &&
         d->key[YL_REST].at + d->key[YL_REST].n - c->base[YL_IN_REST] < UINT32_MAX && d->text.at + d->text.n - c->base[YL_IN_TEXT] < UINT32_MAX;
}

/* The pieces of a long document, cut behind line ends, as chunks of their own. */
static yl_status cut_document(yl_ctx *ctx, yl_buf *list, yl_chunk c, const yl_segment *g, const yl_docrec *d, yl_stream s) {
  yl_str key = yl_seg_bytes(g, (yl_section)(YL_S_KEY_MAIN + s), d->key[s]);
  yl_status rc = YL_OK;
  c.last = c.first + 1;
  for (c.from = 0; c.from < key.n && rc == YL_OK; c.from = c.to) {
    const char *q = key.n - c.from > CHUNK ? memchr(key.p + c.from + CHUNK, '\n', key.n - c.from - CHUNK) : NULL;
    c.to = q ? (size_t)(q - key.p) + 1 : key.n;
    rc = yl_buf_push(ctx, list, &c, sizeof c);
  }
  return rc;
}

static yl_status make_chunks(yl_ctx *ctx, yl_hits *h, const yl_view *v, uint64_t *total) {
  yl_buf list = {0};
  yl_status rc = YL_OK;
  size_t n = v->docs ? v->ndocs : v->c->ndocs;
  bool cut = may_cut(h), open = false;
  uint64_t have = 0;
  yl_chunk c = {0};
  for (size_t k = 0; k < n && rc == YL_OK; k++) {
    const yl_part *p;
    const yl_docrec *d = yl_corpus_doc(h->c, yl_view_nth(v, k), &p);
    uint64_t w = weight(h, d);
    bool alone = cut && w > 2 * CHUNK;
    *total += w;
    if (open && (alone || have + w > CHUNK || p != h->c->parts + c.part || !in_reach(&c, d))) {
      rc = yl_buf_push(ctx, &list, &c, sizeof c);
      open = false;
    }
    if (rc == YL_OK && alone) {
      rc = cut_document(ctx, &list, chunk_at(h, v, k), &p->seg, d, needs(h, YL_MAIN) ? YL_MAIN : YL_REST);
      continue;
    }
    if (!open) {
      c = chunk_at(h, v, k);
      have = 0;
    }
    open = true;
    c.last = k + 1;
    have += w;
  }
  if (open && rc == YL_OK) rc = yl_buf_push(ctx, &list, &c, sizeof c);
  if (rc != YL_OK) {
    yl_buf_free(ctx, &list);
    return rc;
  }
  h->chunks = (yl_chunk *)(void *)list.p;
  h->nchunks = list.n / sizeof c;
  h->before = yl_alloc_array(ctx, h->nchunks + 1, sizeof *h->before);
  return h->before ? YL_OK : YL_ENOMEM;
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

static yl_status make_ranges(yl_task *t, yl_stream s) {
  uint32_t all = ((1u << YL_Z_N) - 1) & (s == YL_MAIN ? YL_ZONES_MAIN : ~YL_ZONES_MAIN);
  bool whole = (t->h->zones & all) == all;
  yl_status rc = YL_OK;
  t->ranges.n = 0;
  for (size_t k = t->chunk->first; k < t->chunk->last && rc == YL_OK; k++) {
    size_t doc = yl_part_local(t->part, yl_view_nth(t->view, k));
    const yl_docrec *d = yl_seg_doc(&t->part->seg, doc);
    const yl_zrun *z = yl_seg_zruns(&t->part->seg, d, s);
    size_t n = (size_t)d->zones[s].n, end = (size_t)d->key[s].n;
    if (whole) rc = add_zone(t, d, s, 0, end, doc);
    for (size_t i = 0; !whole && i < n && rc == YL_OK; i++)
      if (t->h->zones >> z[i].kind & 1) rc = add_zone(t, d, s, z[i].key, i + 1 < n ? z[i + 1].key : end, doc);
  }
  return rc;
}

yl_status yl_task_push(yl_task *t, uint32_t query, yl_where where, uint64_t pos, size_t len) {
  yl_raw r = {(uint32_t)(pos - t->chunk->base[where]), (uint32_t)len, query << 2 | (uint32_t)where};
  return yl_buf_push(t->ctx, &t->chunk->hits, &r, t->h->lean ? sizeof r.pos : sizeof r);
}

/* ---- order ---- */

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

static yl_status put_in_order(yl_task *t) {
  const yl_hits *h = t->h;
  yl_chunk *c = t->chunk;
  size_t n = c->hits.n / sizeof(yl_raw), kept = 0;
  if (n < 2) return YL_OK;
  placed *v = yl_alloc_array(t->ctx, n, sizeof *v);
  if (!v) return YL_ENOMEM;
  for (size_t i = 0; i < n; i++) {
    v[i].raw = yl_hits_raw(h, c, i);
    v[i].doc = document(h, c, &v[i], i ? &v[i - 1] : NULL);
  }
  yl_status rc = merge_runs(t->ctx, v, n);
  for (size_t i = 0, j; i < n && rc == YL_OK; i = j) {
    for (j = i + 1; j < n && v[j].doc == v[i].doc; j++) {}
    order_document(h, c, v + i, j - i);
  }
  for (size_t i = 0; i < n && rc == YL_OK; i++) {
    if (i && same_place(h, &v[i].raw, &v[i - 1].raw) && v[i].raw.tag != v[i - 1].raw.tag) continue;
    memcpy(c->hits.p + kept++ * sizeof(yl_raw), &v[i].raw, sizeof(yl_raw));
  }
  if (rc == YL_OK) c->hits.n = kept * sizeof(yl_raw);
  yl_free(t->ctx, v);
  return rc;
}

/* ---- running ---- */

typedef struct job {
  yl_hits *h;
  const yl_view *view;
} job;

static yl_status search_stream(yl_task *t, yl_stream s) {
  const yl_hits *h = t->h;
  yl_status rc = h->on_text ? YL_OK : make_ranges(t, s);
  for (uint32_t q = 0; q < h->nqueries && rc == YL_OK; q++) {
    if (h->on_text)
      rc = yl_find_regex_text(t, q, s);
    else if (h->regex)
      rc = yl_find_regex(t, q, s);
    else if (!h->queries[q].spaces)
      rc = yl_find_literal(t, q, s);
  }
  return rc;
}

static uint64_t chunk_weight(const yl_task *t) {
  const yl_chunk *c = t->chunk;
  if (c->to != SIZE_MAX) return c->to - c->from;
  uint64_t w = 0;
  for (size_t k = c->first; k < c->last; k++) w += weight(t->h, yl_seg_doc(&t->part->seg, yl_part_local(t->part, yl_view_nth(t->view, k))));
  return w;
}

static yl_status run(yl_ctx *ctx, size_t i, void *ud) {
  const job *j = ud;
  yl_hits *h = j->h;
  yl_task t = {.ctx = ctx, .h = h, .view = j->view, .chunk = &h->chunks[i], .part = &h->c->parts[h->chunks[i].part]};
  yl_status rc = YL_OK;
  for (int s = YL_MAIN; s <= YL_REST && rc == YL_OK; s++)
    if (needs(h, (yl_stream)s)) rc = search_stream(&t, (yl_stream)s);
  for (uint32_t q = 0; q < h->nqueries && rc == YL_OK; q++)
    if (h->queries[q].spaces) rc = yl_find_spaces(&t, q);
  if (rc == YL_OK && !h->lean && (h->nqueries > 1 || (needs(h, YL_MAIN) && needs(h, YL_REST)))) rc = put_in_order(&t);
  yl_progress_add(ctx, chunk_weight(&t));
  yl_buf_free(ctx, &t.work);
  yl_buf_free(ctx, &t.ranges);
  return rc;
}

/* ---- what is asked, in words ---- */

static yl_status explain_query(yl_ctx *ctx, yl_hits *h, const yl_query *q, unsigned threads) {
  const char *streams = needs(h, YL_MAIN) ? (needs(h, YL_REST) ? "both streams" : "main stream") : "furniture stream";
  yl_buf *b = &h->explain;
  yl_status rc;
  if (h->regex) {
    const yl_pattern *p = &q->re->pattern;
    rc = yl_buf_printf(ctx, b, "regex \"%.*s\" as \"%.*s\"", (int)q->nfc.n, q->nfc.p, (int)p->out.n, p->out.p ? p->out.p : "");
    if (rc == YL_OK)
      rc = yl_buf_printf(ctx, b, " on %s, %s, %s, %s", h->on_text ? "text" : "key", streams,
                         q->needle.text.n ? "lines with what it needs" : h->across ? "whole documents" : p->newline || h->on_text ? "line by line" : "many lines at once",
                         q->re->jit ? "compiled" : "interpreted");
  } else if (q->spaces) {
    rc = yl_buf_printf(ctx, b, "%u spaces on text", q->lead);
  } else {
    rc = yl_buf_printf(ctx, b, "literal \"%.*s\" on key, %s, scan by byte 0x%02X", (int)q->key.n, q->key.p, streams,
                       (unsigned)(unsigned char)q->needle.text.p[q->needle.rare]);
    if (rc == YL_OK && (q->lead || q->trail)) rc = yl_buf_printf(ctx, b, ", spaces before (%u) and after (%u) checked on text", q->lead, q->trail);
    if (rc == YL_OK && (q->word_lead || q->word_trail)) rc = yl_buf_puts(ctx, b, ", word edges checked on key");
  }
  return rc == YL_OK ? yl_buf_printf(ctx, b, ", %u thread%s\n", threads, threads == 1 ? "" : "s") : rc;
}

static yl_status explain(yl_ctx *ctx, yl_hits *h) {
  static const char *const names[] = {"case", "width", "script", "space", "punctuation", "repair"};
  static const unsigned bits[] = {YL_D_CASE, YL_D_WIDTH, YL_D_SCRIPT, YL_D_SPACE, YL_D_PUNCTUATION, YL_D_REPAIR};
  unsigned threads = (unsigned)(ctx->jobs < h->nchunks ? ctx->jobs : h->nchunks);
  yl_status rc = YL_OK;
  for (size_t i = 0; i < h->nqueries && rc == YL_OK; i++) rc = explain_query(ctx, h, &h->queries[i], threads ? threads : 1);
  if (rc == YL_OK && h->distinct) rc = yl_buf_puts(ctx, &h->explain, h->on_text ? "told apart in the text:" : "checked on the text of each hit:");
  for (size_t i = 0; h->distinct && i < sizeof bits / sizeof *bits && rc == YL_OK; i++)
    if (h->distinct & bits[i]) rc = yl_buf_printf(ctx, &h->explain, " %s", names[i]);
  if (rc == YL_OK && h->distinct) rc = yl_buf_putc(ctx, &h->explain, '\n');
  return rc == YL_OK ? yl_buf_putc(ctx, &h->explain, '\0') : rc;
}

/* ---- the entry ---- */

bool yl_touches_repair(const yl_segment *g, const yl_docrec *d, size_t start, size_t end) {
  yl_maps m;
  if (d->repairs.n == 0) return false;
  yl_seg_maps(g, d, NULL, &m);
  yl_map_range(&m, YL_TEXT, YL_REPAIRED, &start, &end);
  size_t lo = 0, hi = m.repairs.n; /* the first repair that ends behind start */
  while (lo < hi) {
    size_t mid = (lo + hi) / 2;
    if ((size_t)m.repairs.list[mid].out + m.repairs.list[mid].out_len <= start) lo = mid + 1; else hi = mid;
  }
  return lo < m.repairs.n && m.repairs.list[lo].out < end;
}

static yl_status search(yl_ctx *ctx, yl_hits *h, const yl_view *v) {
  uint64_t total = 0;
  yl_status rc = make_chunks(ctx, h, v, &total);
  if (rc == YL_OK) rc = explain(ctx, h);
  if (rc != YL_OK) return rc;
  job j = {h, v};
  yl_progress_start(ctx, "searching", total);
  rc = yl_parallel(ctx, h->nchunks, run, &j);
  yl_progress_end(ctx);
  for (size_t i = 0; i < h->nchunks; i++)
    h->before[i + 1] = h->before[i] + h->chunks[i].hits.n / (h->lean ? sizeof(uint32_t) : sizeof(yl_raw));
  return rc;
}

yl_status yl_find(yl_ctx *ctx, const yl_view *v, const yl_opts *o, yl_hits **out) {
  yl_hits *h = *out = NULL;
  h = yl_alloc(ctx, sizeof *h);
  if (!h) return YL_ENOMEM;
  h->c = v->c;
  h->zones = v->zones & ((1u << YL_Z_N) - 1);
  yl_status rc = yl_query_all(ctx, h, o);
  if (rc == YL_OK) {
    h->lean = h->nqueries == 1 && !h->regex && !h->across && !h->queries[0].spaces && needs(h, YL_MAIN) != needs(h, YL_REST);
    h->lean_where = needs(h, YL_MAIN) ? YL_IN_MAIN : YL_IN_REST;
    rc = search(ctx, h, v);
  }
  if (rc != YL_OK) {
    yl_hits_free(ctx, h);
    return rc;
  }
  *out = h;
  return YL_OK;
}
